"""Every indicator of a run under its levers, as one figure each: what is printed beside its meaning.

A figure that cannot be said of a run (nothing paid, no contribution high enough) is none, and shown as a dash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite

import numpy as np

from ayni.core.projection.cube import Cube
from ayni.core.projection.finance import Outcome
from ayni.core.projection.folding import Folded
from ayni.core.projection.indicators import (
    NoContribution,
    contribution_for_ruin,
    loss_ratio,
    pay_as_you_go,
    reserve_ratio,
    scaled_premium,
    tail,
)
from ayni.core.projection.inputs import Floats
from ayni.core.projection.levers import Levers
from ayni.core.projection.people_indicators import (
    NobodyThere,
    collection,
    coverage,
    dependency,
    persistency,
)
from ayni.core.projection.present import (
    NothingPaid,
    Present,
    break_even,
    general_average_premium,
    present,
)

#: A period of equilibrium in years, the least reserve in it, and how safe a contribution must be.
SCALED_YEARS, SCALED_RATIO, SAFE = 5, 0.0, 0.05
_FIVE_YEARS = 60
#: What keeps one figure from being said, and not the others.
_UNSAID = (NothingPaid, NoContribution, NobodyThere, IndexError)


def measured(
    run: Folded, *, cube: Cube, levers: Levers, outcome: Outcome, income: Floats
) -> Mapping[str, float | None]:
    """Give the indicators by their code. ``income[t]``: the insurable income of a family that pays, a month."""
    worth = present(run, levers=levers, outcome=outcome)
    return {
        code: _said(figure)
        for part in (
            _prices(run, levers=levers, income=income, worth=worth),
            _years(run, outcome=outcome, income=income),
            _people(cube),
            _worth(worth),
            _ruin(run, levers=levers, outcome=outcome),
        )
        for code, figure in part.items()
    }


Figure = Callable[[], float]


def _said(figure: Figure) -> float | None:
    try:
        value = float(figure())
    except _UNSAID:
        return None
    return value if isfinite(value) else None


def _prices(run: Folded, *, levers: Levers, income: Floats, worth: Present) -> dict[str, Figure]:
    years = min(SCALED_YEARS, max(1, run.months // 12))
    by = min(_FIVE_YEARS, run.months)
    return {
        "charged": lambda: worth.due.mean() / worth.units.mean(),
        "break_even": lambda: break_even(run, levers=levers, value=worth).per_unit.mean(),
        "self_financing": lambda: worth.due.mean() / (worth.care + worth.charges).mean(),
        "general_average_premium": lambda: general_average_premium(
            run, levers=levers, income=income, value=worth
        ).mean(),
        "scaled_premium": lambda: scaled_premium(
            run, levers=levers, years=years, ratio=SCALED_RATIO
        )[0].mean(),
        "contribution_for_ruin": lambda: (
            contribution_for_ruin(run, levers=levers, probability=SAFE, by=by).per_unit
        ),
    }


def _years(run: Folded, *, outcome: Outcome, income: Floats) -> dict[str, Figure]:
    def cost_rate(year: int) -> float:
        if not (np.asarray(income) > 0).all():
            raise NothingPaid("the scheme's contribution rests on no income")
        return float(np.mean(pay_as_you_go(run, outcome=outcome, income=income)[year]))

    return {
        "payg_first": lambda: cost_rate(0),
        "payg_last": lambda: cost_rate(-1),
        "reserve_ratio_last": lambda: np.mean(reserve_ratio(outcome)[-1]),
        "loss_ratio": lambda: np.nanmean(loss_ratio(outcome)),
    }


def _people(cube: Cube) -> dict[str, Figure]:
    return {
        "collection": lambda: np.nanmean(collection(cube).density),
        "in_time": lambda: _in_time(cube),
        "coverage": lambda: np.nanmean(coverage(cube)),
        "dependency": lambda: np.nanmean(dependency(cube)),
        "persistence_12": lambda: persistency(cube)[:, 11].mean(),
    }


def _in_time(cube: Cube) -> float:
    paid = float(cube.of("units").sum(dtype=np.float64))
    if not paid:
        raise NothingPaid("nothing is paid in any future")
    return 1.0 - float(cube.of("late_units").sum(dtype=np.float64)) / paid


def _worth(worth: Present) -> dict[str, Figure]:
    return {
        "present_income": lambda: (worth.due + worth.penalty).mean(),
        "present_spending": lambda: (worth.care + worth.charges).mean(),
        "net_present": lambda: worth.agreement.mean(),
    }


def _ruin(run: Folded, *, levers: Levers, outcome: Outcome) -> dict[str, Figure]:
    by = min(_FIVE_YEARS, run.months)
    worst = tail(outcome)
    found: dict[str, Figure] = {
        "ruin_12": lambda: outcome.ruin(months=min(12, run.months)).probability,
        "ruin_60": lambda: outcome.ruin(months=by).probability,
        "ruin_last": lambda: outcome.ruin(months=run.months).probability,
        "var_95": lambda: worst.value_at_risk,
        "tvar_95": lambda: worst.tail_value,
    }
    months = worst.months_to_ruin
    found["time_to_ruin"] = lambda: float("nan") if months is None else months
    return found
