"""The conclusion of a study by rule: each threshold met or not, with its figures; never a bare verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import isfinite

from ayni.core.projection.finance import Outcome, evaluate
from ayni.core.projection.folding import Folded
from ayni.core.projection.indicators import (
    NoContribution,
    by_year,
    contribution_for_ruin,
    least_reserve,
)
from ayni.core.projection.inputs import Severity
from ayni.core.projection.levers import Levers, StopLoss
from ayni.core.projection.present import NothingPaid, Present, break_even, present, shortened
from ayni.core.projection.quoting import quote


class BadThreshold(ValueError):
    """A threshold that is none, or a condition stricter than what it is the condition of."""


class Verdict(StrEnum):
    """What the rule concludes."""

    SUSTAINABLE = "sustainable"
    CONDITIONS = "conditions"
    NOT = "not"


class Standing(StrEnum):
    """How a finding stands: met, met with a condition, not met."""

    MET = "met"
    CONDITION = "condition"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Band:
    """A figure is well from ``good`` on, with a condition from ``least`` on; for ruin up to them."""

    good: float
    least: float


#: From 110 % of the year's contributions, four fifths of what passes them.
_OFFERED = StopLoss(1.1, 0.8)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a study must hold. Ours, and no law's: they are shown beside the conclusion.

    ``ruin`` within ``months``; ``reserve`` is the mean reserve at the end of those months over the mean cost of
    the year; ``price`` what is charged over the break-even; ``financing`` contributions over cost, the opening
    reserve left out. Below ``half`` a scheme is far from financing itself, and what a person costs a year is
    shown beside what comes in. ``stop_loss`` is what is offered where the mean balances and the futures do not.
    """

    months: int = 60
    ruin: Band = Band(0.05, 0.20)
    reserve: Band = Band(0.25, 0.0)
    price: Band = Band(1.0, 0.9)
    financing: Band = Band(1.0, 0.9)
    half: float = 0.5
    stop_loss: StopLoss = _OFFERED

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, Band):
                _check_band(one.name, band=value, less=one.name == "ruin")
        if self.months < 12 or not 0 <= self.half <= 1:
            raise BadThreshold("months are 12 or more, and half is from 0 to 1")


def _check_band(name: str, *, band: Band, less: bool) -> None:
    if not (isfinite(band.good) and isfinite(band.least)):
        raise BadThreshold(f"{name} is no number")
    if (band.good > band.least) if less else (band.good < band.least):
        raise BadThreshold(f"{name}: the condition is stricter than what is good")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, by its code, how it stands, and the figures it stands on (money in minor units)."""

    code: str
    standing: Standing
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The verdict, what it rests on, and what it would take; ``thresholds`` are those it was held to."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    conditions: tuple[Finding, ...]
    thresholds: Thresholds


def conclude(
    run: Folded,
    *,
    levers: Levers,
    outcome: Outcome | None = None,
    thresholds: Thresholds | None = None,
    severities: tuple[Severity, ...] | None = None,
) -> Conclusion:
    """Hold a run under some levers to the thresholds; horizons past the run's end are its end.

    ``severities``, in the order of the lines, let a stop-loss be priced in closed form.
    """
    held = thresholds or Thresholds()
    found = outcome or evaluate(run, levers=levers)
    value = present(run, levers=levers, outcome=found)
    months = min(held.months, run.months)
    findings = (
        _ruin(found, band=held.ruin, months=months),
        *_reserve(found, band=held.reserve, months=months),
        _price(run, levers=levers, value=value, outcome=found, band=held.price),
        *_financing(run, value=value, outcome=found, thresholds=held),
    )
    verdict = _verdict(findings)
    wanting = verdict is not Verdict.SUSTAINABLE
    conditions = _conditions(run, levers=levers, value=value, thresholds=held) if wanting else ()
    balances = any(one.code == "price" and one.standing is Standing.MET for one in findings)
    insured = (
        (_insured(run, levers=levers, offer=held.stop_loss, severities=severities, by=months),)
        if wanting and balances and levers.stop_loss is None
        else ()
    )
    return Conclusion(verdict, findings, (*conditions, *insured), held)


def _verdict(findings: tuple[Finding, ...]) -> Verdict:
    standings = {one.standing for one in findings}
    if Standing.UNMET in standings:
        return Verdict.NOT
    return Verdict.CONDITIONS if Standing.CONDITION in standings else Verdict.SUSTAINABLE


def _stands(value: float, *, band: Band, less: bool = False) -> Standing:
    sign = -1 if less else 1
    if sign * value >= sign * band.good:
        return Standing.MET
    return Standing.CONDITION if sign * value >= sign * band.least else Standing.UNMET


def _ruin(outcome: Outcome, *, band: Band, months: int) -> Finding:
    ruin = outcome.ruin(months=months)
    figures = {"ruin": ruin.probability, "error": ruin.error, "months": months, "limit": band.good}
    return Finding("ruin", _stands(ruin.probability, band=band, less=True), figures)


def _reserve(outcome: Outcome, *, band: Band, months: int) -> Iterator[Finding]:
    years = months // 12
    if not years:
        return
    cost = float(by_year(outcome.cost)[years - 1].mean())
    if cost <= 0:
        return
    ratio = float(outcome.reserve[12 * years - 1].mean()) / cost
    figures = {"ratio": ratio, "years": years, "limit": band.good}
    yield Finding("reserve", _stands(ratio, band=band), figures)


def _price(run: Folded, *, levers: Levers, value: Present, outcome: Outcome, band: Band) -> Finding:
    try:
        level = break_even(run, levers=levers, outcome=outcome, value=value)
        needed = float(level.per_unit.mean())
    except NothingPaid:
        return Finding("nothing_paid", Standing.UNMET, {})
    charged = float(value.due.mean() / value.units.mean())
    share = charged / needed if needed > 0 else float("inf")
    figures = {"charged": charged, "break_even": needed, "share": share}
    return Finding("price", _stands(share, band=band), figures)


def _financing(
    run: Folded, *, value: Present, outcome: Outcome, thresholds: Thresholds
) -> Iterator[Finding]:
    income, cost = float(value.due.mean()), float((value.care + value.charges).mean())
    share = income / cost if cost > 0 else float("inf")
    figures = {"share": share, "income": income, "cost": cost}
    yield Finding("financing", _stands(share, band=thresholds.financing), figures)
    if share < thresholds.half and run.mean_persons.sum() > 0:
        yield Finding("person_year", Standing.UNMET, person_year(run, outcome=outcome))


def person_year(run: Folded, *, outcome: Outcome) -> dict[str, float]:
    """Give what a protected person brings and costs a year, over the run: ``income``, ``cost``, ``share``."""
    years = float(run.mean_persons.sum()) / 12
    income = float(outcome.due.mean(axis=1).sum()) / years
    cost = float(outcome.cost.mean(axis=1).sum()) / years
    return {"income": income, "cost": cost, "share": income / cost if cost > 0 else float("inf")}


def _conditions(
    run: Folded, *, levers: Levers, value: Present, thresholds: Thresholds
) -> Iterator[Finding]:
    """Say what it would take: a contribution, or somebody's money a year, or a reserve to begin with."""
    months = min(thresholds.months, run.months)
    try:
        yield _contribution(run, levers=levers, value=value, ruin=thresholds.ruin.good, by=months)
    except NothingPaid:
        return
    missing = _missing(run, levers=levers)
    if missing > 0:
        yield Finding("subsidy", Standing.CONDITION, {"first_year": missing})
    reserve = needed_reserve(run, levers=levers, probability=thresholds.ruin.good, by=months)
    if reserve > levers.opening_reserve:
        figures = {"reserve": reserve, "ruin": thresholds.ruin.good, "months": months}
        yield Finding("opening_reserve", Standing.CONDITION, figures)


def _contribution(run: Folded, *, levers: Levers, value: Present, ruin: float, by: int) -> Finding:
    """Give the contribution for a ruin; where none is enough, as money comes in after care, the break-even."""
    try:
        sought = contribution_for_ruin(run, levers=levers, probability=ruin, by=by)
    except NoContribution:
        level = break_even(run, levers=levers, value=value)
        figures = {
            "per_unit": float(level.per_unit.mean()),
            "factor": float(level.factor.mean()),
            "months": run.months,
        }
        return Finding("level", Standing.CONDITION, figures)
    figures = {"per_unit": sought.per_unit, "factor": sought.factor, "ruin": ruin, "months": by}
    return Finding("contribution", Standing.CONDITION, figures)


def _insured(
    run: Folded,
    *,
    levers: Levers,
    offer: StopLoss,
    severities: tuple[Severity, ...] | None,
    by: int,
) -> Finding:
    """Offer a stop-loss at its fair price, and say what is left of ruin with it."""
    fair = quote(run, levers=levers, stop_loss=offer, severities=severities)
    price = min(1.0, fair.simulated if fair.closed is None else fair.closed)
    covered = replace(levers, stop_loss=replace(offer, price=price))
    ruin = evaluate(run, levers=covered, horizons=(by,)).ruins()[0].probability
    figures = {
        "from_ratio": offer.from_ratio,
        "ceded": offer.ceded,
        "price": price,
        "ruin": ruin,
        "months": by,
    }
    return Finding("stop_loss", Standing.CONDITION, figures)


def _missing(run: Folded, *, levers: Levers) -> float:
    """Give what the first year's contributions lack of its cost, a mean; of a shorter run, all of it."""
    short, cut = shortened(run, levers=levers, months=min(12, run.months))
    found = evaluate(short, levers=cut)
    return float((found.cost - found.income).sum(axis=0).mean())


def needed_reserve(run: Folded, *, levers: Levers, probability: float, by: int) -> float:
    """Give the least opening reserve with which ruin within ``by`` months is at most a probability."""
    short, cut = shortened(run, levers=levers, months=by)
    found = evaluate(short, levers=cut)
    return least_reserve(
        found.reserve, worth=short.worth, opening=levers.opening_reserve, probability=probability
    )
