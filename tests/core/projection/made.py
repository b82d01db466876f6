"""Small families, law and assumptions for tests; every part can be changed by its name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ayni.core.projection.inputs import (
    AGES,
    Access,
    Assumptions,
    Families,
    LawInputs,
    PersonRole,
    Severity,
)

FIRST = 12 * 2026  # January
F, M = 0, 1
INSURED, PARTNER, CHILD, OTHER = PersonRole
LINES = ("ambulatory", "hospital", "emergency")

#: One person: sex, age in months at the start, role.
Row = tuple[int, int, int]
COUPLE: tuple[Row, ...] = ((M, 40 * 12 + 3, INSURED), (F, 37 * 12 + 8, PARTNER))
NUCLEAR = (*COUPLE, (F, 15 * 12 + 1, CHILD), (M, 6 * 12 + 5, CHILD), (F, 70 * 12, OTHER))
SINGLE: tuple[Row, ...] = ((F, 24 * 12 + 7, INSURED),)
WIDOW: tuple[Row, ...] = ((F, 66 * 12, INSURED), (M, 17 * 12 + 2, CHILD))


def families_of(
    *kinds: tuple[Row, ...],
    group: list[int] | None = None,
    identifier: list[int] | None = None,
    groups: tuple[str, ...] = ("",),
) -> Families:
    """Make families of rows (sex, age in months, role)."""
    rows = np.array([row for kind in kinds for row in kind], dtype=np.int64).reshape(-1, 3)
    count = len(kinds)
    return Families(
        identifier=np.array(identifier or range(1, count + 1), dtype=np.int64),
        offset=np.concatenate([[0], np.cumsum([len(kind) for kind in kinds])]).astype(np.int64),
        group=np.array(group or [0] * count, dtype=np.int32),
        weight=np.ones(count),
        birth=(FIRST - rows[:, 1]).astype(np.int32),
        sex=rows[:, 0].astype(np.uint8),
        role=rows[:, 2].astype(np.uint8),
        groups=groups,
    )


def mixed(count: int, groups: tuple[str, ...] = ("",)) -> Families:
    """Make a mixed group of families."""
    kinds = [(NUCLEAR, COUPLE, SINGLE, WIDOW)[k % 4] for k in range(count)]
    return families_of(*kinds, group=[k % len(groups) for k in range(count)], groups=groups)


def bits(width: int, least: int) -> np.ndarray:
    """Give the truth table that holds with at least so many paid months in the window."""
    return np.array([k.bit_count() >= least for k in range(2**width)], dtype=np.uint8)


def law_of(months: int = 24, **changes: Any) -> LawInputs:
    """Make the law: two of the last three months paid, a monthly calendar."""
    every = np.ones(months, dtype=np.uint8)
    law = LawInputs(
        first_month=FIRST,
        months=months,
        width=3,
        lag=1,
        window=bits(3, 2),
        decides=every,
        enters=every,
        in_season=every,
        access=np.array([Access.ENTITLED, Access.ENTITLED, Access.AFFILIATED], dtype=np.uint8),
        waiting=np.array([0, 3, 0], dtype=np.int32),
        child_limit=18 * 12,
        grace=1,
        cash=np.eye(months),
        lines=LINES,
    )
    return replace(law, **changes)


def yearly(months: int, of_year: int = 4) -> np.ndarray:
    """Give the flags of a calendar that decides once a year, in this month of it."""
    return (np.arange(months) % 12 == of_year).astype(np.uint8)


def _ages(*steps: tuple[int, float]) -> np.ndarray:
    """Give values by age: each step holds from its age on."""
    values = np.zeros(AGES)
    for age, value in steps:
        values[age:] = value
    return values


def assumptions_of(months: int = 24, groups: int = 1, **changes: Any) -> Assumptions:
    """Make lively assumptions, with rates high enough to be seen in few families."""
    base = Assumptions(
        mortality=np.array([0.001 * 1.07 ** np.arange(AGES), 0.002 * 1.07 ** np.arange(AGES)]).clip(
            0, 1
        ),
        fertility=_ages((15, 0.1), (20, 0.3), (40, 0.05), (50, 0.0)),
        male_births=0.51,
        formation=np.array([_ages((18, 0.4), (45, 0.05)), _ages((18, 0.3), (60, 0.02))]),
        partner_gap=np.array([-36, 40], dtype=np.int32),
        participation=0.9,
        entries=np.full(months, 0.7),
        pay_logit=1.0 + 0.8 * np.sin(np.arange(months) * np.pi / 6),
        price_effect=0.4,
        paid_in_grace=0.25,
        lapse_after=3,
        return_=np.full(months, 0.15),
        exit=0.08,
        duration_before=0,
        paid_before=0b011,
        use=np.array(
            [
                [_ages((0, 5.0), (5, 2.0), (50, 4.0)), _ages((0, 4.0), (5, 1.5), (60, 4.0))],
                [_ages((0, 0.4), (15, 0.8), (45, 0.5)), _ages((0, 0.4), (60, 1.0))],
                [_ages((0, 0.5)), _ages((0, 0.6))],
            ]
        ),
        use_by_duration=np.array(
            [[1.0, 1.2, 1.5, 1.3, 1.0], [1.0, 1.0, 1.0, 2.0, 1.0], [1.0, 1.0, 1.0, 1.0, 1.0]]
        ),
        severity=(
            Severity("gamma", 4_000.0, 1.0),
            Severity("lognormal", 90_000.0, 1.2, 0.05, 200_000.0, 3.5),
            Severity("lognormal", 20_000.0, 0.8),
        ),
        epidemic_starts=0.04,
        epidemic_ends=0.3,
        epidemic_factor=np.array([1.5, 1.8, 1.2]),
        price_persistence=0.9,
        inflation=0.04,
        inflation_deviation=0.01,
        inflation_persistence=0.7,
        investment=0.03,
        investment_deviation=0.01,
        investment_persistence=0.5,
        default=np.zeros(groups),
    )
    return replace(base, **changes)


def calm(months: int = 24, groups: int = 1, **changes: Any) -> Assumptions:
    """Make assumptions under which nothing happens: nobody dies, comes, goes or fails to pay."""
    still: dict[str, Any] = {
        "mortality": np.zeros((2, AGES)),
        "fertility": np.zeros(AGES),
        "formation": np.zeros((2, AGES)),
        "participation": 1.0,
        "entries": np.zeros(months),
        "pay_logit": np.full(months, 60.0),
        "price_effect": 0.0,
        "exit": 0.0,
        "epidemic_starts": 0.0,
        "use_by_duration": np.ones((len(LINES), 1)),
        "inflation": 0.0,
        "inflation_deviation": 0.0,
        "paid_before": 0b111,
        "default": np.zeros(groups),
    }
    return assumptions_of(months, groups, **(still | changes))
