"""Poisson counts and sums of that many costs, each from its own counters; exact, whatever the number."""

from __future__ import annotations

import math

import numpy as np

from ayni.core.projection.compiled import kernel
from ayni.core.projection.inputs import Floats, Severity
from ayni.core.projection.normal import normal
from ayni.core.projection.philox import Purpose, counter, fine_part, uniforms

_EVENTS, _COST = int(Purpose.EVENTS), int(Purpose.COST)
_SMALL = 10.0
_ZERO, _ONE = np.uint64(0), np.uint64(1)
GAMMA, LOGNORMAL = 0.0, 1.0


def severity_rows(*, severity: tuple[Severity, ...]) -> Floats:
    """Lay the severities out for the kernel, ``[line, 6]``.

    Kind, then gamma's shape and scale, or lognormal's location and deviation; the tail's part, start and
    exponent. A gamma of shape 0 is a fixed cost, its scale.
    """
    rows = np.zeros((len(severity), 6))
    for row, one in zip(rows, severity, strict=True):
        square = one.variation**2
        if one.kind == "gamma":
            shape = 1.0 / square if square else 0.0
            row[:3] = GAMMA, shape, one.mean / shape if shape else one.mean
        else:
            spread = math.log1p(square)
            place = math.log(one.mean) - spread / 2 if one.mean else -math.inf
            row[:] = LOGNORMAL, place, math.sqrt(spread), one.tail, one.tail_from, one.tail_alpha
    return rows


@kernel
def poisson(mean, key, entity, third):  # type: ignore[no-untyped-def]
    """Draw a Poisson number; by inversion where the mean is small, so that it grows with the mean."""
    if mean <= 0.0:
        return 0
    if mean >= _SMALL:
        return _rejected_poisson(mean, key, entity, third)
    a, b, _c, _d = uniforms(key, entity, third, _ZERO)
    left, chance, found = fine_part(a, b), math.exp(-mean), 0
    while left > chance and found < 200:
        left -= chance
        found += 1
        chance *= mean / found
    return found


@kernel
def _rejected_poisson(mean, key, entity, third):  # type: ignore[no-untyped-def]
    """Hörmann's PTRS (1993), one block for each attempt."""
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse = 1.1239 + 1.1328 / (b - 3.4)
    quick = 0.9277 - 3.6224 / (b - 2.0)
    log_mean, attempt = math.log(mean), np.uint64(0)
    while True:
        p, q, r, s = uniforms(key, entity, third, attempt)
        attempt += np.uint64(1)
        u, v = fine_part(p, q) - 0.5, fine_part(r, s)
        us = 0.5 - abs(u)
        found = math.floor((2.0 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= quick:
            return int(found)
        if found < 0.0 or (us < 0.013 and v > us):
            continue
        likely = found * log_mean - mean - math.lgamma(found + 1.0)
        if math.log(v * inverse / (a / (us * us) + b)) <= likely:
            return int(found)


@kernel
def _gamma(shape, key, line, third):  # type: ignore[no-untyped-def]
    """Marsaglia and Tsang (2000), one block for each attempt; below 1 lifted by one power."""
    lift = 1.0
    if shape < 1.0:
        a, b, _c, _d = uniforms(key, (line, _ONE), third, _ZERO)
        lift = fine_part(a, b) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    attempt = np.uint64(0)
    while True:
        p, q, r, s = uniforms(key, (line, _ZERO), third, attempt)
        attempt += np.uint64(1)
        x = normal(fine_part(p, q))
        v = (1.0 + c * x) ** 3
        if v > 0.0 and math.log(fine_part(r, s)) < 0.5 * x * x + d - d * v + d * math.log(v):
            return d * v * lift


@kernel
def _single(part, row):  # type: ignore[no-untyped-def]
    """Give one cost: the tail is the lowest part of the chance, so that one number serves both."""
    tail = row[3]
    if part < tail:
        return row[4] * (part / tail) ** (-1.0 / row[5])
    return math.exp(row[1] + row[2] * normal((part - tail) / (1.0 - tail)))


@kernel
def total_cost(number, row, key, line, month):  # type: ignore[no-untyped-def]
    """Draw the sum of so many costs of a line, at the first month's prices."""
    if number == 0:
        return 0.0
    third = counter(_COST, month)
    entity = np.uint64(line)
    if row[0] == GAMMA:
        if row[1] == 0.0:
            return number * row[2]
        return row[2] * _gamma(number * row[1], key, entity, third)
    total = 0.0
    for pair in range((number + 1) // 2):
        a, b, c, d = uniforms(key, (entity, _ZERO), third, np.uint64(pair))
        total += _single(fine_part(a, b), row)
        if 2 * pair + 1 < number:
            total += _single(fine_part(c, d), row)
    return total


@kernel
def costs_of_line(means, rows, key, line, costs):  # type: ignore[no-untyped-def]
    """Fill a line's costs of all months from the expected events of each, ``[t]``."""
    for t in range(means.size):
        third = counter(_EVENTS, t)
        number = poisson(means[t], key, (np.uint64(line), _ZERO), third)
        costs[t] = total_cost(number, rows[line], key, line, t)
