"""One run under some levers as a report shows it: years, and indicators by code, means over the futures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ayni.core.projection.cube import AFTER, Cube, UnknownMeasure
from ayni.core.projection.finance import Outcome, evaluate
from ayni.core.projection.folding import Folded, fold
from ayni.core.projection.indicators import (
    NoContribution,
    by_year,
    contribution_for_ruin,
    scaled_premium,
    tail,
)
from ayni.core.projection.inputs import Floats
from ayni.core.projection.levers import Levers
from ayni.core.projection.people_indicators import (
    EntryCohort,
    NobodyThere,
    first_roster,
    persistency,
)
from ayni.core.projection.present import (
    NothingPaid,
    Present,
    break_even,
    general_average_premium,
    present,
    shortened,
)
from ayni.core.projection.report_facts import PERCENTILES, Year

#: The horizon of ruin and of the tail, in months, where the run has them.
FIVE_YEARS = 60
RISK = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A cube, and the same folded for money. ``income[t]``: insurable income of a family, a month."""

    cube: Cube
    folded: Folded
    income: Floats

    @property
    def months(self) -> int:
        """Give the number of months."""
        return self.folded.months


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A run under some levers: its years and its indicators (None: there is no such figure)."""

    years: tuple[Year, ...]
    indicators: Mapping[str, float | None]


def run_of(cube: Cube, *, income: Floats) -> Run:
    """Fold a cube once for everything a report asks of it."""
    return Run(cube, fold(cube), income)


def evaluated(run: Run, *, levers: Levers) -> Evaluated:
    """Lay the levers on a run and read off all that the report shows."""
    outcome = evaluate(run.folded, levers=levers)
    years = years_of(run, outcome=outcome)
    return Evaluated(years, _indicators(run, levers=levers, outcome=outcome, years=years))


def balancing(run: Run, *, levers: Levers) -> dict[str, float]:
    """Give the factors on today's prices that balance the horizon, and that leave little risk in five years."""
    months = min(FIVE_YEARS, run.months)
    found = {
        "even": _or_none(lambda: float(break_even(run.folded, levers=levers).factor.mean())),
        "safe": _or_none(
            lambda: (
                contribution_for_ruin(run.folded, levers=levers, probability=RISK, by=months).factor
            )
        ),
    }
    return {code: factor for code, factor in found.items() if factor is not None and factor > 0}


def balanced(folded: Folded, *, levers: Levers, value: Present | None = None) -> float:
    """Give the break-even contribution a family-month, a mean over the futures; raises ``NothingPaid``."""
    return float(break_even(folded, levers=levers, value=value).per_unit.mean())


def years_of(run: Run, *, outcome: Outcome) -> tuple[Year, ...]:
    """Give the whole years: counts are means of their months, money their sum, the reserve that of the end."""
    income, care, cost = (
        by_year(one).mean(axis=1) for one in (outcome.income, outcome.care, outcome.cost)
    )
    earned = by_year(run.folded.units * run.income[:, None]).mean(axis=1)
    families, persons, covered = (
        by_year(run.cube.of(name).T.astype(np.float64)).mean(axis=1) / 12
        for name in ("families", "persons", "covered")
    )
    ends = outcome.reserve[11::12][: income.size]
    spread = np.quantile(ends, np.array(PERCENTILES) / 100, axis=1)
    return tuple(
        Year(
            label=year_label(run.folded.first_month + 12 * place),
            families=float(families[place]),
            persons=float(persons[place]),
            covered=float(covered[place]),
            income=float(income[place]),
            care=float(care[place]),
            administration=float(cost[place] - care[place]),
            reserve=float(ends[place].mean()),
            earnings=float(earned[place]),
            percentiles=tuple(float(one) for one in spread[:, place]),
        )
        for place in range(income.size)
    )


def year_label(month: int) -> str:
    """Name the twelve months from one on: a calendar year, or the two it lies in.

    >>> year_label(12 * 2027), year_label(12 * 2027 + 3)
    ('2027', '2027-28')
    """
    year = month // 12
    return str(year) if month % 12 == 0 else f"{year}-{(year + 1) % 100:02d}"


def _indicators(
    run: Run, *, levers: Levers, outcome: Outcome, years: tuple[Year, ...]
) -> dict[str, float | None]:
    value = present(run.folded, levers=levers, outcome=outcome)
    five = min(FIVE_YEARS, run.months)
    return {
        **_prices(run, levers=levers, value=value),
        **_pay_as_you_go(years),
        **_safe(run, levers=levers, outcome=outcome, months=five),
        **_people(run),
        **_worth(value),
        **_tail(run, levers=levers, outcome=outcome, months=five),
    }


def _or_none(find: Callable[[], float]) -> float | None:
    """Give a figure, or none where nobody pays: no contribution can be named then."""
    try:
        found = find()
    except (NothingPaid, NoContribution):
        return None
    return found if np.isfinite(found) else None


def _part(above: float, below: float) -> float | None:
    return above / below if below > 0 else None


def _prices(run: Run, *, levers: Levers, value: Present) -> dict[str, float | None]:
    spent = float((value.care + value.charges).mean())
    return {
        "charged": _part(float(value.due.mean()), float(value.units.mean())),
        "break_even": _or_none(lambda: balanced(run.folded, levers=levers, value=value)),
        "self_financing": _part(float((value.due + value.penalty).mean()), spent),
        "general_average_premium": _or_none(
            lambda: float(
                general_average_premium(
                    run.folded, levers=levers, income=run.income, value=value
                ).mean()
            )
        ),
    }


def _pay_as_you_go(years: tuple[Year, ...]) -> dict[str, float | None]:
    first, last = years[0], years[-1]
    return {
        "payg_first": _part(first.spending, first.earnings),
        "payg_last": _part(last.spending, last.earnings),
        "reserve_ratio_last": _part(last.reserve, last.spending),
    }


def _safe(run: Run, *, levers: Levers, outcome: Outcome, months: int) -> dict[str, float | None]:
    years = months // 12
    return {
        "scaled_premium": _or_none(
            lambda: float(
                scaled_premium(run.folded, levers=levers, years=years, ratio=0.0, outcome=outcome)[
                    0
                ].mean()
            )
        ),
        "contribution_for_ruin": _or_none(
            lambda: (
                contribution_for_ruin(
                    run.folded, levers=levers, probability=RISK, by=months
                ).per_unit
            )
        ),
    }


def _people(run: Run) -> dict[str, float | None]:
    counted = ("units", "late_units", "families", "covered", "persons")
    units, late, families, covered, persons = (
        float(run.cube.of(name).sum(dtype=np.float64)) for name in counted
    )
    size = _part(persons, families)
    return {
        "collection": _part(units, families),
        "in_time": _part(units - late, units),
        "coverage": _part(covered, persons),
        "dependency": None if size is None else size - 1.0,
        **_stays(run),
    }


def entry_cohorts(cube: Cube) -> tuple[EntryCohort, ...]:
    """Give who stays by cohort of entry; none where the cube does not count it, or nobody comes in."""
    try:
        return persistency(cube)
    except (UnknownMeasure, NobodyThere):
        return ()


def _stays(run: Run) -> dict[str, float | None]:
    """Give the part of the first roster that is there after 12, 24 and 36 months."""
    try:
        roster = first_roster(run.cube)
    except UnknownMeasure:
        roster = None
    stays = [None] * len(AFTER) if roster is None else roster.stays
    return {
        f"persistence_{after}": None if stay is None else stay.mean
        for after, stay in zip(AFTER, stays, strict=True)
    }


def _worth(value: Present) -> dict[str, float | None]:
    due, care = float(value.due.mean()), float(value.care.mean())
    return {
        "loss_ratio": _part(care, due),
        "present_income": float((value.due + value.penalty).mean()),
        "present_spending": float((value.care + value.charges).mean()),
        "net_present": float(value.agreement.mean()),
    }


def _tail(run: Run, *, levers: Levers, outcome: Outcome, months: int) -> dict[str, float | None]:
    short, cut = shortened(run.folded, levers=levers, months=months)
    deficit = tail(evaluate(short, levers=cut, horizons=(months,)))
    return {
        "ruin_12": outcome.ruin(months=12).probability,
        "ruin_60": outcome.ruin(months=months).probability,
        "ruin_last": outcome.ruin(months=run.months).probability,
        "time_to_ruin": tail(outcome).months_to_ruin,
        "var_95": deficit.value_at_risk,
        "tvar_95": deficit.tail_value,
    }
