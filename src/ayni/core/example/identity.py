"""Identity numbers that never repeat in a programme, whichever part of it is drawn.

A person's place in the programme is carried through a seeded permutation of the number range of the
generation (a few Feistel rounds over two coordinates), so uniqueness needs no memory. Leading
zeros occur among the older, as they do in life; a DNI has eight digits and is text.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

#: Year of birth below which the range applies; first number; its two sides. Ranges are disjoint.
RANGES = (
    (1988, 1_000_000, 8_000, 5_000),
    (2009, 41_000_000, 7_400, 5_000),
    (9999, 78_000_000, 4_000, 4_000),
)
ROUNDS = 4


def document_numbers(*, places: Ints, birth_years: Ints, seed: int) -> list[str]:
    """Give eight digits for each person: ``places`` are their ranks in the programme, from 0."""
    numbers = np.zeros(len(places), dtype=np.int64)
    below = -9999
    for index, (limit, start, left, right) in enumerate(RANGES):
        chosen = (birth_years >= below) & (birth_years < limit)
        shuffled = _shuffle(places[chosen], sides=(left, right), key=(seed, index))
        numbers[chosen] = start + shuffled
        below = limit
    return [f"{number:08d}" for number in numbers.tolist()]


def _shuffle(values: Ints, *, sides: tuple[int, int], key: tuple[int, int]) -> Ints:
    """Permute 0..left*right: each round moves one coordinate by a seeded table of the other."""
    left_side, right_side = sides
    if len(values) and int(values.max()) >= left_side * right_side:
        raise OverflowError(f"more than {left_side * right_side} persons in one number range")
    rng = np.random.default_rng([*key, left_side])
    left, right = values // right_side, values % right_side
    for _ in range(ROUNDS):
        left = (left + rng.integers(0, left_side, right_side)[right]) % left_side
        right = (right + rng.integers(0, right_side, left_side)[left]) % right_side
    mixed: Ints = left * right_side + right
    return mixed
