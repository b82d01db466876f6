"""Futures that are forced on a study: the price falls, an epidemic comes, the largest association stops.

A stress changes the common futures of a run and nothing else, so that it stands on the same chance as the base.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from ayni.core.projection.inputs import Assumptions, Families, LawInputs, Paths
from ayni.core.projection.paths import LEAST_RATE, with_grace

Forced = Literal["crop_price", "epidemic", "largest_default", "medical_inflation", "investment"]


class StressBeyond(ValueError):
    """A stress that begins after the study's last month: it would change nothing."""


def stressed(
    paths: Paths,
    *,
    kind: Forced,
    span: range,
    value: float,
    families: Families,
    law: LawInputs,
    assumptions: Assumptions,
) -> Paths:
    """Force a future on all scenarios in the months of ``span`` (0 is the study's first).

    ``crop_price``: so many deviations. ``epidemic``: on. ``largest_default``: the one with most families is out
    from the first month of the span on. ``medical_inflation``, ``investment``: so much more a year.
    Raises ``StressBeyond``.
    """
    months = range(span.start, min(span.stop, law.months))
    if not months:
        raise StressBeyond(f"{kind} from month {span.start}; the study has {law.months}")
    match kind:
        case "crop_price":
            return _price(paths, months, value, law, assumptions)
        case "epidemic":
            epidemic = paths.epidemic.copy()
            epidemic[:, months.start : months.stop] = 1
            return replace(paths, epidemic=epidemic)
        case "largest_default":
            return _default(paths, months.start, families)
        case "medical_inflation":
            return _inflation(paths, months, value)
        case "investment":
            return _investment(paths, months, value)


def largest(families: Families) -> int:
    """Give the place of the association with most families; of equals the first."""
    return int(np.bincount(families.group, families.weight, len(families.groups)).argmax())


def _price(
    paths: Paths, months: range, value: float, law: LawInputs, assumptions: Assumptions
) -> Paths:
    """Hold the crop's price; who pays follows it."""
    span = slice(months.start, months.stop)
    price, pay, in_time = paths.price.copy(), paths.pay.copy(), paths.pay_in_time.copy()
    price[:, span] = value
    logit = assumptions.pay_logit[span] + assumptions.price_effect * price[:, span]
    in_time[:, span] = 0.5 * (1.0 + np.tanh(0.5 * logit))
    pay[:, span] = with_grace(
        in_time=in_time[:, span], part=assumptions.paid_in_grace, grace=law.grace
    )
    return replace(paths, price=price, pay=pay, pay_in_time=in_time)


def _default(paths: Paths, month: int, families: Families) -> Paths:
    defaulted = paths.defaulted.copy()
    place = largest(families)
    defaulted[:, place] = np.minimum(defaulted[:, place], month)
    return replace(paths, defaulted=defaulted)


def _inflation(paths: Paths, months: range, value: float) -> Paths:
    """Raise medical prices by so much more a year; what they have gained stays."""
    passed = np.clip(np.arange(paths.cost_index.shape[1]) - months.start + 1, 0, len(months))
    passed[0] = 0  # the first month's index is 1
    return replace(paths, cost_index=paths.cost_index * (1.0 + value) ** (passed / 12.0))


def _investment(paths: Paths, months: range, value: float) -> Paths:
    span = slice(months.start, months.stop)
    investment = paths.investment.copy()
    yearly = (1.0 + investment[:, span]) ** 12 - 1.0 + value
    investment[:, span] = np.maximum(1.0 + yearly, 1.0 + LEAST_RATE) ** (1.0 / 12.0) - 1.0
    return replace(paths, investment=investment)
