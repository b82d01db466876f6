"""Philox4x32-10 (Salmon and others, 2011): chance as a function of a key and a counter, with no state.

Key: the study's seed, the scenario. Counter: two words of entity, purpose and month in one, place within. So
whoever asks for a draw gets the same one, whatever was drawn before it, on whatever machine.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from ayni.core.projection.compiled import inlined, kernel

Words = npt.NDArray[np.uint32]


class Purpose(IntEnum):
    """What a draw is for; the numbers are part of every stored result."""

    PRICE = 1
    INFLATION = 2
    INVESTMENT = 3
    EPIDEMIC = 4
    DEFAULT = 5
    ARRIVALS = 6
    ORIGIN = 7
    LIFE = 8  # of a family: participation, exit, partner
    DEATH = 9
    BIRTH = 10
    PAYING = 11
    EVENTS = 12
    COST = 13


_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_MASK, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_PURPOSE = np.uint64(24)  # the month has the bits below
_PAYING = int(Purpose.PAYING)
_CHUNK, _LANES = 64, 16  # months filled together, and blocks of four that fill them


@inlined
def uniforms(key, entity, third, place):  # type: ignore[no-untyped-def]
    """Give the four words of a counter; key and entity are pairs; all are uint64 that hold 32 bits."""
    key0, key1 = key
    c0, c1 = entity
    c2, c3 = third, place
    for _ in range(10):
        low, high = _M0 * c0, _M1 * c2
        c0, c1 = (high >> _HALF) ^ c1 ^ key0, high & _MASK
        c2, c3 = (low >> _HALF) ^ c3 ^ key1, low & _MASK
        key0, key1 = (key0 + _W0) & _MASK, (key1 + _W1) & _MASK
    return c0, c1, c2, c3


@inlined
def counter(purpose, month):  # type: ignore[no-untyped-def]
    """Give the third word of a counter."""
    return (np.uint64(purpose) << _PURPOSE) | np.uint64(month)


@inlined
def part(word):  # type: ignore[no-untyped-def]
    """Give a word as a number strictly between 0 and 1, to 32 bits."""
    return (np.float64(word) + 0.5) * 2.0**-32


@inlined
def fine_part(high, low):  # type: ignore[no-untyped-def]
    """Give two words as a number strictly between 0 and 1, to 52 bits."""
    bits = ((high << np.uint64(20)) | (low >> np.uint64(12))) & np.uint64(0xFFFFFFFFFFFFF)
    return (np.float64(bits) + 0.5) * 2.0**-52


@kernel
def fill_months(words, first, after, key, entity):  # type: ignore[no-untyped-def]
    """Fill ``words[t]`` with what decides paying in the months from first to after, in chunks of 64.

    Month ``64 c + 16 w + j`` has word ``w`` of block ``16 c + j``, so that blocks are made side by side.
    """
    third = counter(_PAYING, 0)
    for chunk in range(first // _CHUNK, (after + _CHUNK - 1) // _CHUNK):
        place = words[chunk * _CHUNK : (chunk + 1) * _CHUNK]
        block = np.uint64(chunk * _LANES)
        for j in range(_LANES):
            a, b, c, d = uniforms(key, entity, third, block + np.uint64(j))
            place[j] = np.uint32(a)
            place[_LANES + j] = np.uint32(b)
            place[2 * _LANES + j] = np.uint32(c)
            place[3 * _LANES + j] = np.uint32(d)


def room_for(*, months: int) -> int:
    """Give how many words ``fill_months`` needs for so many months."""
    return (months + _CHUNK - 1) // _CHUNK * _CHUNK


def drawn(*, seed: int, scenario: npt.ArrayLike, counters: tuple[npt.ArrayLike, ...]) -> Words:
    """Give the words of many counters at once in plain NumPy, four in a last axis.

    ``scenario`` and the four counters are integers or arrays that go together.
    """
    parts = np.broadcast_arrays(np.uint64(seed), scenario, *counters)
    key0, key1, c0, c1, c2, c3 = (one.astype(np.uint64) for one in parts)
    with np.errstate(over="ignore"):
        for _ in range(10):
            low, high = _M0 * c0, _M1 * c2
            c0, c1 = (high >> _HALF) ^ c1 ^ key0, high & _MASK
            c2, c3 = (low >> _HALF) ^ c3 ^ key1, low & _MASK
            key0, key1 = (key0 + _W0) & _MASK, (key1 + _W1) & _MASK
    return np.stack([c0, c1, c2, c3], axis=-1).astype(np.uint32)


def third_word(*, purpose: Purpose, month: npt.ArrayLike) -> npt.NDArray[np.uint64]:
    """Give the third word of counters, in NumPy."""
    return np.asarray((np.uint64(purpose) << _PURPOSE) | np.asarray(month, dtype=np.uint64))
