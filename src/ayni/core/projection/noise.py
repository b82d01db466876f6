"""What chance does to the cost of a small group, added to the mean in closed form.

Given the expected events, a month's cost of a line is a compound Poisson sum: its variance is the events times
the second moment of one. The cohort kernel gives its mean alone, and so shows too little ruin for small groups.
Here each month's cost of a line is drawn with that mean and variance, lognormal, so that no cost falls below
nothing. What chance does to who is born, dies and pays is not in it: for that, families have to be drawn.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ayni.core.projection.checking import StudyRefused
from ayni.core.projection.cube import Cube
from ayni.core.projection.inputs import Assumptions, Floats, Paths, Severity
from ayni.core.projection.normal import normals
from ayni.core.projection.paths import check_key
from ayni.core.projection.philox import Purpose, drawn, third_word


class NoVariance(StudyRefused):
    """A severity whose tail is so heavy that it has no variance."""


def mean_severity(*, severity: Severity) -> float:
    """Give the mean cost of an event at the first month's prices."""
    if not severity.tail:
        return severity.mean
    pareto = severity.tail_from * severity.tail_alpha / (severity.tail_alpha - 1.0)
    return (1.0 - severity.tail) * severity.mean + severity.tail * pareto


def second_moment(*, severity: Severity) -> float:
    """Give the mean square of the cost of an event. Raises ``NoVariance``."""
    body = severity.mean**2 * (1.0 + severity.variation**2)
    if not severity.tail:
        return body
    alpha = severity.tail_alpha
    if alpha <= 2.0:
        raise NoVariance(f"a tail of exponent {alpha} has no variance; families have to be drawn")
    pareto = severity.tail_from**2 * alpha / (alpha - 2.0)
    return (1.0 - severity.tail) * body + severity.tail * pareto


def compound_variance(*, cube: Cube, assumptions: Assumptions, paths: Paths) -> Floats:
    """Give the variance of each line's cost ``[s, t, line]``, given the events. Raises ``NoVariance``."""
    moments = [
        (mean_severity(severity=one), second_moment(severity=one)) for one in assumptions.severity
    ]
    ratio = np.array([second / mean if mean else 0.0 for mean, second in moments])
    mean = cube.values[:, :, cube.costs].astype(np.float64)
    return np.asarray(mean * ratio * paths.cost_index[:, :, None])


def with_noise(*, cube: Cube, assumptions: Assumptions, paths: Paths, seed: int) -> Cube:
    """Draw each line's cost around its mean, the same in any block. Raises ``NoVariance``."""
    numbers = cube.scenarios.astype(np.int64)
    check_key(seed=seed, scenarios=range(int(numbers.min()), int(numbers.max()) + 1))
    variance = compound_variance(cube=cube, assumptions=assumptions, paths=paths)
    mean = cube.values[:, :, cube.costs].astype(np.float64)
    month = third_word(purpose=Purpose.COST, month=np.arange(mean.shape[1]))
    words = drawn(
        seed=seed,
        scenario=numbers[:, None, None],
        counters=(np.arange(mean.shape[2]), 0, month[None, :, None], 0),
    )
    spread = np.log1p(variance / np.where(mean > 0, mean, 1.0) ** 2)
    shock = normals(parts=(words[..., 0].astype(np.float64) + 0.5) / 2.0**32)
    values = cube.values.copy()
    values[:, :, cube.costs] = mean * np.exp(np.sqrt(spread) * shock - spread / 2.0)
    return replace(cube, values=values)
