"""The few figures of a run under some levers that a table, a list and a proposal show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ayni.core.projection.finance import Outcome, Ruin
from ayni.core.projection.folding import Folded
from ayni.core.projection.indicators import spread
from ayni.core.projection.levers import Levers
from ayni.core.projection.present import NothingPaid, break_even, present
from ayni.core.scheme import Payer

YEAR, FIVE_YEARS = 12, 60


@dataclass(frozen=True, slots=True)
class YearOf:
    """Twelve months, means over the futures, minor units: what each payer owes, care, other cost, what lacks.

    ``lacks`` is cost less income: what the reserve, and in the end the institution, puts in.
    """

    by_payer: Mapping[Payer, float]
    care: float
    other: float
    lacks: float
    units: float

    @property
    def contributions(self) -> float:
        """Give what all payers owe."""
        return sum(self.by_payer.values())

    @property
    def besides(self) -> float:
        """Give what comes in besides: penalties, what a stop-loss pays, contributions of other months."""
        return self.care + self.other - self.lacks - self.contributions


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """``break_even`` and ``charged`` are minor units a family-month: means over the futures, with their error.

    No break-even where nothing is paid in some future. ``ruins`` stand for 12, 60 and all months, as far as the
    run reaches. ``first`` is the first year, ``fifth`` the fifth or the last.
    """

    months: int
    scenarios: int
    ruins: tuple[Ruin, ...]
    break_even: float | None
    break_even_error: float | None
    charged: float
    reserve_last: float
    lowest: float
    first: YearOf
    fifth: YearOf

    def ruin_by(self, months: int) -> Ruin:
        """Give ruin at a horizon, or at the longest that is there."""
        return next((one for one in self.ruins if one.months == months), self.ruins[-1])

    def as_json(self, *, currency: str) -> dict[str, Any]:
        """Write them for keeping beside a proposal."""
        last = self.ruins[-1]
        return {
            "ruin_12": self.ruin_by(YEAR).probability,
            "ruin_60": self.ruin_by(FIVE_YEARS).probability,
            "ruin_60_error": self.ruin_by(FIVE_YEARS).error,
            "ruin_last": last.probability,
            "ruin_last_error": last.error,
            "break_even": self.break_even,
            "charged": self.charged,
            "reserve_last_median": self.reserve_last,
            "lowest_p5": self.lowest,
            "by_payer": {payer.value: value for payer, value in self.first.by_payer.items()},
            "lacks": self.first.lacks,
            "cost": self.first.care + self.first.other,
            "currency": currency,
            "months": self.months,
            "scenarios": self.scenarios,
        }


def key_figures(run: Folded, *, levers: Levers, outcome: Outcome) -> KeyFigures:
    """Sum a run up under levers, of which ``outcome`` is what they make of it."""
    even = _even(run, levers=levers, outcome=outcome)
    horizons = sorted({one for one in (YEAR, FIVE_YEARS) if one <= run.months} | {run.months})
    units = run.units.sum(dtype=np.float64)
    return KeyFigures(
        months=run.months,
        scenarios=run.count,
        ruins=tuple(outcome.ruin(months=one) for one in horizons),
        break_even=None if even is None else even[0],
        break_even_error=None if even is None else even[1],
        charged=float(outcome.due.sum() / units) if units > 0 else 0.0,
        reserve_last=float(np.median(outcome.reserve[-1])),
        lowest=float(np.quantile(outcome.lowest, 0.05)),
        first=year_of(run, levers=levers, outcome=outcome, year=0),
        fifth=year_of(run, levers=levers, outcome=outcome, year=min(4, run.months // YEAR - 1)),
    )


def _even(run: Folded, *, levers: Levers, outcome: Outcome) -> tuple[float, float] | None:
    try:
        worth = present(run, levers=levers, outcome=outcome)
        found = spread(break_even(run, levers=levers, value=worth).per_unit)
    except NothingPaid:
        return None
    return found.mean, found.error


def year_of(run: Folded, *, levers: Levers, outcome: Outcome, year: int) -> YearOf:
    """Sum up twelve months; of a study shorter than that, all of them."""
    first = YEAR * max(0, year)
    months = slice(first, min(first + YEAR, run.months))
    units = run.units[months].mean(axis=1, dtype=np.float64)
    dependants = run.dependants[months].mean(axis=1, dtype=np.float64)
    prices = levers.prices
    by_payer = {}
    for payer in Payer:
        owed = 0.0
        for quantity, priced in ((units, prices.by_payer), (dependants, prices.by_dependant)):
            if payer in priced:
                owed += float(quantity @ np.asarray(priced[payer], dtype=float)[months])
        if payer in prices.by_payer or payer in prices.by_dependant:
            by_payer[payer] = owed * (levers.state_pays if payer is Payer.STATE else 1.0)
    care = float(outcome.care[months].mean(axis=1).sum())
    cost = float(outcome.cost[months].mean(axis=1).sum())
    income = float(outcome.income[months].mean(axis=1).sum())
    return YearOf(by_payer, care, cost - care, cost - income, float(units.sum()))
