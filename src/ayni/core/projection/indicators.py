"""The indicators of money: ratios of a year, premiums of a period, the tail, the price of safety."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from ayni.core.projection.finance import (
    FAN,
    HorizonBeyond,
    Levers,
    Outcome,
    evaluate,
    per_family,
    quantiles_of,
    room,
    scaled,
)
from ayni.core.projection.folding import Folded
from ayni.core.projection.inputs import Floats
from ayni.core.projection.levers import WrongShape
from ayni.core.projection.money_kernels import levelled
from ayni.core.projection.present import NothingPaid, shortened

#: Halvings of the search for a contribution: to a relative 4e-9.
_HALVINGS = 28
_WIDEST = 2.0**20


class BadLevel(ValueError):
    """A probability or a ratio that is none."""


class NoContribution(ValueError):
    """No contribution, however high, brings ruin down to what is asked."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over scenarios: its mean with its standard error, its deviation, and 5, 50, 95 %."""

    mean: float
    error: float
    deviation: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Tail:
    """The deficit at a level: VaR, the mean beyond it (TVaR); the ruined, and the month of half of them."""

    level: float
    value_at_risk: float
    tail_value: float
    ruined: float
    months_to_ruin: float | None


@dataclass(frozen=True, slots=True)
class Sought:
    """A contribution that was sought: the factor on today's prices, and what a unit then brings on average."""

    factor: float
    per_unit: float
    ruin: float


def spread(values: Floats) -> Spread:
    """Sum up a figure over scenarios."""
    if not values.size or not np.isfinite(values).all():
        raise BadLevel("a figure that is no number in some future has no spread")
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    deviation = float(values.std(ddof=1)) if values.size > 1 else 0.0
    return Spread(
        float(values.mean()),
        deviation / sqrt(values.size),
        deviation,
        float(low),
        float(middle),
        float(high),
    )


def by_year(values: Floats) -> Floats:
    """Add months up by year, ``[year, s]``; months past the last whole year are left out."""
    years = values.shape[0] // 12
    if years == 0:
        raise HorizonBeyond("the run holds no whole year")
    added: Floats = values[: 12 * years].reshape(years, 12, -1).sum(axis=1)
    return added


def yearly_fan(outcome: Outcome, *, measure: str, quantiles: tuple[float, ...] = FAN) -> Floats:
    """Give quantiles of a flow's sum by year, ``[quantile, year]``; far less to order than by month."""
    return quantiles_of(by_year(getattr(outcome, measure)), quantiles=quantiles)


def reserve_ratio(outcome: Outcome) -> Floats:
    """Give the reserve at each year's end over the year's cost, ``[year, s]``."""
    return _ratio(outcome.reserve[11::12], by_year(outcome.cost))


def loss_ratio(outcome: Outcome, *, cash: bool = False) -> Floats:
    """Give the cost of care over contributions earned, or over what came in, ``[year, s]``."""
    return _ratio(by_year(outcome.care), by_year(outcome.income if cash else outcome.due))


def pay_as_you_go(run: Folded, *, outcome: Outcome, income: Floats) -> Floats:
    """Give the year's cost over the insurable income of the families that paid, ``[year, s]``.

    ``income[t]`` is that of a family, a month.
    """
    if np.shape(income) != (run.months,):
        raise WrongShape(f"income {np.shape(income)}; expected ({run.months},)")
    earned = run.units * np.asarray(income, dtype=float)[:, None]
    return _ratio(by_year(outcome.cost), by_year(earned))


def cost_by_line(run: Folded, *, levers: Levers) -> dict[str, Floats]:
    """Give the mean cost of each line by year, ``[year]``."""
    return {
        line: by_year(levers.line_factor.get(line, 1.0) * run.mean_cost[place][:, None])[:, 0]
        for place, line in enumerate(run.lines)
    }


def scaled_premium(
    run: Folded, *, levers: Levers, years: int, ratio: float, outcome: Outcome | None = None
) -> Floats:
    """Give the level contribution a unit of each period of so many years, ``[period, s]``.

    The least that keeps the reserve at each year's end at ``ratio`` of the year's cost; infinite: none does.
    Each period begins with what the one before left. Before stop-loss, corridor and guarantee fund.
    """
    if years < 1 or 12 * years > run.months:
        raise HorizonBeyond(f"{years} years; the run has {run.months} months")
    if not 0 <= ratio < float("inf"):
        raise BadLevel(f"the ratio is {ratio}; it is from 0")
    plain = replace(levers, stop_loss=None, corridor=None, guarantee=0.0)
    same = levers.stop_loss is None and levers.corridor is None and not levers.guarantee
    found = outcome if same and outcome is not None else evaluate(run, levers=plain)
    if (found.due.sum(axis=0) <= 0).any():
        raise NothingPaid("nothing is paid in some future")
    each = per_family(plain, months=run.months)
    flows = (run.growth, found.income, found.care, found.cost, run.families, each)
    opening = np.full(run.count, levers.opening_reserve, dtype=float)
    premiums = np.empty((run.months // (12 * years), run.count))
    for period in range(premiums.shape[0]):
        months = slice(12 * years * period, 12 * years * (period + 1))
        levelled(tuple(one[months] for one in flows), float(ratio), opening, premiums[period])
        paid = run.units[months].sum(axis=0, dtype=np.float64)
        due = found.due[months].sum(axis=0)
        # A period in which nothing is paid has no level: what it would take is not to be had.
        level = np.divide(due, paid, out=np.ones_like(due), where=(paid > 0) & (due > 0))
        premiums[period] *= level
    return premiums


def tail(outcome: Outcome, *, level: float = 0.95) -> Tail:
    """Sum up the deficit, which is how far the reserve falls below nothing at its lowest."""
    if not 0 < level < 1:
        raise BadLevel(f"the level is {level}; it is between 0 and 1")
    deficit = np.sort(np.maximum(0.0, -outcome.lowest))
    beyond = (1 - level) * deficit.size
    whole = int(beyond + 1e-9)
    worst = deficit[deficit.size - whole :].sum()
    if beyond - whole > 1e-9:
        worst += (beyond - whole) * deficit[deficit.size - whole - 1]
    fallen = outcome.ruined[outcome.ruined < outcome.months]
    return Tail(
        level,
        float(np.quantile(deficit, level, method="inverted_cdf")),
        float(worst / beyond),
        fallen.size / outcome.ruined.size,
        float(np.median(fallen) + 1) if fallen.size else None,
    )


def least_reserve(reserve: Floats, *, worth: Floats, opening: float, probability: float) -> float:
    """Give the least opening reserve with which ruin over these paths, ``[t, s]``, is at most a probability.

    ``opening`` is what the paths began with; each future grows it as ``worth`` says, so nothing is run again.
    """
    if not 0 <= probability < 1:
        raise BadLevel(f"the probability is {probability}; it is from 0 to below 1")
    needed = np.sort(opening - (reserve * worth).min(axis=0))
    allowed = min(int(probability * needed.size + 1e-9), needed.size - 1)
    return max(0.0, float(needed[needed.size - 1 - allowed]))


def contribution_for_ruin(run: Folded, *, levers: Levers, probability: float, by: int) -> Sought:
    """Find the least factor on all prices with which ruin within ``by`` months is at most a probability."""
    if not 0 <= probability < 1:
        raise BadLevel(f"the probability is {probability}; it is from 0 to below 1")
    short, held = shortened(run, levers=levers, months=by)
    base = evaluate(short, levers=held)
    paid = short.units.sum(dtype=np.float64)
    if paid <= 0 or base.due.sum() <= 0:
        raise NothingPaid("nothing is paid in any future")
    high = 1.0
    into = room(short)
    while _ruin(short, levers=held, factor=high, into=into) > probability:
        high *= 2.0
        if high > _WIDEST:
            raise NoContribution(f"ruin stays above {probability} however high the contribution")
    low = high / 2 if high > 1.0 else 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _ruin(short, levers=held, factor=middle, into=into) > probability:
            low = middle
        else:
            high = middle
    per_unit = high * float(base.due.sum()) / float(paid)
    return Sought(high, per_unit, _ruin(short, levers=held, factor=high, into=into))


def _ruin(run: Folded, *, levers: Levers, factor: float, into: Floats) -> float:
    found = evaluate(run, levers=scaled(levers, by=factor), horizons=(run.months,), into=into)
    return found.ruins()[0].probability


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide; where there is nothing below it is no number, which whoever shows it shows as a dash."""
    found: Floats = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
    return found
