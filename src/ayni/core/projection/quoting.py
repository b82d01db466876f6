"""What a stop-loss is worth: as the futures say, and as the year's cost says in closed form.

The futures of a run see few very bad years. The closed form sees them all, given how many events there are on
average, what each costs, and how much the years differ beyond chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import erf, isfinite, log, sqrt

import numpy as np

from ayni.core.projection.aggregate import (
    Count,
    NegativeBinomial,
    Poisson,
    stop_loss_mean,
    transformed,
)
from ayni.core.projection.finance import evaluate, settlements
from ayni.core.projection.folding import Folded
from ayni.core.projection.inputs import Floats, Severity
from ayni.core.projection.levers import Levers, StopLoss, WrongShape
from ayni.core.projection.noise import NoVariance, mean_severity, second_moment
from ayni.core.projection.present import NothingPaid, shortened

#: Steps of the grid, and how far it reaches past the mean, in deviations of the year's cost.
_STEPS, _DEVIATIONS = 2**14, 15.0
#: Points on which a gamma's distribution function is summed, evenly in the logarithm.
_POINTS = 4000


@dataclass(frozen=True, slots=True)
class Quote:
    """The fair price of a year's stop-loss, a part of contributions: by the futures with its error, and closed.

    No closed form where a severity has no variance.
    """

    simulated: float
    error: float
    closed: float | None


def quote(
    run: Folded,
    *,
    levers: Levers,
    stop_loss: StopLoss,
    severities: tuple[Severity, ...] | None = None,
) -> Quote:
    """Price a stop-loss on the run's second year, which waiting shortens no more; a shorter run's on its first.

    ``severities`` stand in the order of the run's lines. The run is of families drawn, or has its noise.
    Without them there is no closed form.
    """
    year, held = _year(run, levers=levers)
    found = evaluate(year, levers=replace(held, stop_loss=None, corridor=None))
    due = float(found.due.sum(axis=0).mean())
    if due <= 0:
        raise NothingPaid("nothing is paid in the year")
    paid = settlements(
        found.care, found.due, levers=replace(held, stop_loss=stop_loss, corridor=None)
    )
    back = paid[0].sum(axis=0)
    error = float(back.std(ddof=1)) / sqrt(back.size) if back.size > 1 else 0.0
    above = None
    if severities is not None:
        above = _closed(
            year,
            levers=held,
            care=found.care.sum(axis=0),
            severities=severities,
            limit=stop_loss.from_ratio * due,
        )
    closed = None if above is None else stop_loss.ceded * above / due
    return Quote(float(back.mean()) / due, error / due, closed)


def _year(run: Folded, *, levers: Levers) -> tuple[Folded, Levers]:
    """Take twelve months by themselves, earned and not cashed."""
    last = 24 if run.months >= 24 else min(12, run.months)
    short, held = shortened(run, levers=replace(levers, cash=None), months=last)
    first = max(0, last - 12)
    names = ("units", "dependants", "late", "families", "growth", "worth", "mean_persons")
    cut = {name: getattr(short, name)[first:] for name in names}
    year = replace(
        short,
        **cut,
        cost=np.ascontiguousarray(short.cost[:, first:]),
        mean_cost=short.mean_cost[:, first:],
    )
    prices = replace(
        held.prices,
        by_payer={payer: price[first:] for payer, price in held.prices.by_payer.items()},
        by_dependant={payer: price[first:] for payer, price in held.prices.by_dependant.items()},
    )
    return year, replace(held, prices=prices)


def _closed(
    year: Folded,
    *,
    levers: Levers,
    care: Floats,
    severities: tuple[Severity, ...],
    limit: float,
) -> float | None:
    """Give the mean of what the year's cost passes a limit by, from its distribution on a grid."""
    factor = np.array([levers.line_factor.get(line, 1.0) for line in year.lines])
    means = year.mean_cost.sum(axis=1) * factor
    one = np.array([mean_severity(severity=severity) for severity in severities])
    if one.size != means.size:
        raise WrongShape(f"{one.size} severities; expected {means.size}")
    events = np.divide(means, one, out=np.zeros_like(means), where=one > 0)
    try:
        second = np.array([second_moment(severity=severity) for severity in severities])
    except NoVariance:
        return None
    mean, chance = float(means.sum()), float(events @ second)
    between = max(0.0, float(care.var(ddof=1)) - chance) if care.size > 1 else 0.0
    step = (mean + _DEVIATIONS * sqrt(chance + between)) / _STEPS
    parts = [grid(severity, step=step, steps=_STEPS) for severity in severities]
    severity = np.average(parts, axis=0, weights=events)
    held = float(severity @ np.arange(_STEPS)) * step
    count: Count = Poisson(mean / held)
    if between > 0:
        count = NegativeBinomial(mean / held, mean**2 / between)
    total = transformed(count, severity=severity, steps=_STEPS)
    return stop_loss_mean(total, step=step, above=limit)


def grid(severity: Severity, *, step: float, steps: int) -> Floats:
    """Give a severity's parts in 0, 1, … steps that keep its mean: each cost is shared by its two neighbours.

    What is past the grid stands in the last step.
    """
    if not (isfinite(step) and step > 0 and severity.mean > 0):
        raise NothingPaid("there is no cost to lay on a grid")
    at = np.geomspace(min(step, severity.mean) * 1e-6, step * steps, _POINTS)
    above = _above(severity, at=at)
    limited = np.concatenate(
        [[0.0, at[0]], at[0] + np.cumsum(np.diff(at) * (above[1:] + above[:-1]) / 2)]
    )
    held = np.interp(np.arange(steps + 1) * step, np.concatenate([[0.0], at]), limited)
    slope = np.diff(held) / step
    parts = np.maximum(np.concatenate([[1.0 - slope[0]], -np.diff(slope)]), 0.0)
    parts[-1] += max(0.0, 1.0 - float(parts.sum()))
    shared: Floats = parts / parts.sum()
    return shared


def _above(severity: Severity, *, at: Floats) -> Floats:
    """Give the chance that an event costs more."""
    shape = _gamma if severity.kind == "gamma" else _lognormal
    body = 1.0 - shape(severity, at=at)
    if not severity.tail:
        return body
    pareto = np.maximum(at / severity.tail_from, 1.0) ** -severity.tail_alpha
    return np.asarray((1 - severity.tail) * body + severity.tail * pareto)


def _lognormal(severity: Severity, *, at: Floats) -> Floats:
    spread = sqrt(log(1 + severity.variation**2))
    if spread == 0:
        return np.where(at >= severity.mean, 1.0, 0.0)
    z = (np.log(at) - log(severity.mean) + spread**2 / 2) / (spread * sqrt(2))
    return np.array([0.5 * (1 + erf(one)) for one in z])


def _gamma(severity: Severity, *, at: Floats) -> Floats:
    """Sum the density evenly in the logarithm, which holds for any shape."""
    if severity.variation == 0:
        return np.where(at >= severity.mean, 1.0, 0.0)
    shape = severity.variation**-2
    y = np.linspace(log(shape) - 40 / shape - 5, log(shape + 40 * sqrt(shape) + 40), 4 * _POINTS)
    density = np.exp(shape * (y - log(shape)) - np.exp(y) + shape)
    summed = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    scaled = np.log(at * shape / severity.mean)
    return np.asarray(np.interp(scaled, y, summed / summed[-1]))
