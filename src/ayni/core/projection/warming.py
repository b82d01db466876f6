"""The kernels compiled before the first study asks for them: a smallest study is run."""

from __future__ import annotations

import numpy as np

from ayni.core.projection.events import project_events
from ayni.core.projection.inputs import AGES, Assumptions, Families, LawInputs, Severity
from ayni.core.projection.paths import draw_paths


def _families() -> Families:
    """Make one person."""
    whole, small = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int32)
    flag = np.zeros(1, dtype=np.uint8)
    return Families(whole, np.array([0, 1]), small, np.ones(1), small - 360, flag, flag)


def _law() -> LawInputs:
    """Make two months with one line."""
    every = np.ones(2, dtype=np.uint8)
    return LawInputs(
        first_month=0,
        months=2,
        width=1,
        lag=1,
        window=every,
        decides=every,
        enters=every,
        in_season=every,
        access=every[:1],
        waiting=np.zeros(1, dtype=np.int32),
        child_limit=216,
        grace=0,
        cash=np.eye(2),
        lines=("",),
    )


def _assumptions() -> Assumptions:
    """Make a belief in nothing at all."""
    by_sex, by_month, one = np.zeros((2, AGES)), np.zeros(2), np.ones(1)
    return Assumptions(
        mortality=by_sex,
        fertility=by_sex[0],
        male_births=0.5,
        formation=by_sex,
        partner_gap=np.zeros(2, dtype=np.int32),
        participation=1.0,
        entries=by_month,
        pay_logit=by_month,
        price_effect=0.0,
        paid_in_grace=0.0,
        lapse_after=1,
        return_=by_month,
        exit=0.0,
        duration_before=0,
        paid_before=0,
        use=by_sex[None],
        use_by_duration=np.ones((1, 1)),
        severity=(Severity("gamma", 1.0, 1.0),),
        epidemic_starts=0.0,
        epidemic_ends=1.0,
        epidemic_factor=one,
        price_persistence=0.0,
        inflation=0.0,
        inflation_deviation=0.0,
        inflation_persistence=0.0,
        investment=0.0,
        investment_deviation=0.0,
        investment_persistence=0.0,
        default=np.zeros(1),
    )


def warm() -> None:
    """Compile the event kernel and keep it on disk; moments where that was done before."""
    families, law, assumptions = _families(), _law(), _assumptions()
    paths = draw_paths(assumptions=assumptions, law=law, seed=0, scenarios=range(1))
    project_events(families=families, law=law, assumptions=assumptions, paths=paths, seed=0)
