"""The distribution of a year's cost in closed form: Panjer's recursion, the Fourier transform, moments, ruin.

Severities are parts of one on a grid: ``severity[k]`` is the chance that an event costs ``k`` steps. Both ways
give the same answer to the last digits, which is why there are two.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isfinite, log1p

import numpy as np

from ayni.core.projection.inputs import Floats


class BadDistribution(ValueError):
    """A severity that is no distribution, a mean below nothing, a grid that cannot hold the cost."""


@dataclass(frozen=True, slots=True)
class Poisson:
    """How many events a year: their mean."""

    mean: float


@dataclass(frozen=True, slots=True)
class NegativeBinomial:
    """How many events a year where groups differ: mean, and ``size``; the variance is mean + mean²/size."""

    mean: float
    size: float


Count = Poisson | NegativeBinomial


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean, variance and skewness of a year's cost."""

    mean: float
    variance: float
    skewness: float


def panjer(count: Count, *, severity: Floats, steps: int) -> Floats:
    """Give the chance that the year costs 0, 1, … ``steps - 1`` steps, by Panjer's recursion."""
    _check(count, severity=severity, steps=steps)
    a, b, first = _recursion(count, none=float(severity[0]))
    if first < 1e-300:
        raise BadDistribution("so many events that none is no number: use the transform")
    part = np.zeros(steps)
    part[: min(steps, severity.size)] = severity[:steps]
    total = np.zeros(steps)
    total[0] = first
    places = np.arange(1, steps)
    for s in range(1, steps):
        k = places[:s]
        weights = (a + b * k / s) * part[1 : s + 1]
        total[s] = weights @ total[s - 1 :: -1] / (1 - a * part[0])
    return total


def transformed(count: Count, *, severity: Floats, steps: int) -> Floats:
    """Give the same by the fast Fourier transform, on a grid on which what wraps round is tilted away."""
    _check(count, severity=severity, steps=steps)
    wide = 2 ** int(np.ceil(np.log2(4 * max(steps, severity.size))))
    tilt = np.exp(-np.arange(wide) * (24.0 / wide))
    part = np.zeros(wide)
    part[: severity.size] = severity
    z = np.fft.fft(part * tilt)
    match count:
        case Poisson(mean):
            generated = np.exp(mean * (z - 1))
        case NegativeBinomial(mean, size):
            generated = np.exp(-size * np.log(1 - mean / size * (z - 1)))
    total: Floats = np.fft.ifft(generated).real / tilt
    return total[:steps]


def moments(count: Count, *, first: float, second: float, third: float) -> Moments:
    """Give the moments of the year's cost from the raw moments of one event's."""
    if not all(isfinite(one) and one >= 0 for one in (first, second, third)):
        raise BadDistribution("a moment of a cost is from nothing up")
    _check_count(count)
    mean = count.mean * first
    if isinstance(count, Poisson):
        variance, cubed = count.mean * second, count.mean * third
    else:
        spread = count.mean / count.size
        variance = count.mean * (second + spread * first**2)
        cubed = count.mean * (third + 3 * spread * first * second + 2 * spread**2 * first**3)
    return Moments(mean, variance, cubed / variance**1.5 if variance > 0 else 0.0)


def stop_loss_mean(total: Floats, *, step: float, above: float) -> float:
    """Give the mean of what the year's cost passes a limit by; ``total`` as ``panjer`` gives it, by ``step``.

    A grid that holds less than the whole distribution prices too low: it is refused past a part in a million.
    """
    if not step > 0 or not above >= 0:
        raise BadDistribution("a step and a limit are above nothing")
    if abs(float(total.sum()) - 1) > 1e-6:
        raise BadDistribution(f"the grid holds {total.sum():.6f} of the distribution")
    cost = np.arange(total.size) * step
    return float((np.maximum(0.0, cost - above) * total).sum())


def spread_on_grid(cumulative: Floats) -> Floats:
    """Make parts of a severity from its distribution function at ½, 1½, … steps: each in its nearest step."""
    parts = np.diff(np.concatenate([[0.0], np.asarray(cumulative, dtype=float)]))
    if (parts < 0).any() or not 0 < float(parts.sum()) <= 1 + 1e-12:
        raise BadDistribution("a distribution function rises from nothing to at most one")
    total: Floats = parts / parts.sum()
    return total


def exponential_ruin(*, reserve: float, loading: float, mean: float) -> tuple[float, float]:
    """Give the chance of ever being ruined, and Lundberg's bound, of compound Poisson with exponential costs.

    ``loading`` is the part by which the contribution passes the mean cost, ``mean`` that of an event.
    """
    if not (reserve >= 0 and loading > 0 and mean > 0):
        raise BadDistribution(
            "a reserve is from nothing up; a loading and a mean are above nothing"
        )
    bound = exp(-loading / (mean * (1 + loading)) * reserve)
    return bound / (1 + loading), bound


def _recursion(count: Count, *, none: float) -> tuple[float, float, float]:
    """Give Panjer's a and b, and the chance of no cost at all."""
    match count:
        case Poisson(mean):
            return 0.0, mean, exp(mean * (none - 1))
        case NegativeBinomial(mean, size):
            a = mean / (mean + size)
            return a, (size - 1) * a, exp(-size * log1p(mean / size * (1 - none)))


def _check_count(count: Count) -> None:
    if not isfinite(count.mean) or count.mean < 0:
        raise BadDistribution(f"a mean of {count.mean} events is none")
    if isinstance(count, NegativeBinomial) and not (isfinite(count.size) and count.size > 0):
        raise BadDistribution(f"a size of {count.size} is none")


def _check(count: Count, *, severity: Floats, steps: int) -> None:
    _check_count(count)
    if steps < 1 or not severity.size:
        raise BadDistribution("a grid has a step")
    if not np.isfinite(severity).all() or (severity < 0).any() or abs(severity.sum() - 1) > 1e-9:
        raise BadDistribution("the parts of a severity are from nothing up, and one together")
