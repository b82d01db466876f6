"""What may be moved: clauses of price, fund and behaviour by the scheme's own text; free figures; refusals."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.clauses import clauses
from ayni.core.projection.handles import (
    HandleOut,
    Part,
    UnknownHandle,
    clause_handles,
    clause_parts,
    free_handles,
    levers_with,
    moved,
    step_of,
    terms_moved,
)
from ayni.core.projection.levers import Levers, Prices, StopLoss
from ayni.core.scheme import Payer, Terms
from ayni.core.scheme.terms import AgreedValue

MODEL = load_scheme("pe-modelo-colectivo")
DAY = date(2026, 11, 26)
LEVERS = Levers(Prices({Payer.STATE: np.ones(12)}), opening_reserve=5_000_00.0, allowance=0.02)
FREE = free_handles(LEVERS, currency="PEN", monthly_cost=831_144.0, investment=0.035, state=True)


def _model(terms: Terms | None = None):
    return clause_handles(
        MODEL, clauses=clauses(MODEL, day=DAY), terms=terms, activities=frozenset({"cafe"})
    )


def test_a_clause_moves_what_the_scheme_uses_it_for():
    parts = [(one.key, one.part) for one in _model()]
    assert parts == [
        ("income.cafe", Part.PRICE),
        ("tasa_asegurado", Part.PRICE),
        ("ventana_meses", Part.BEHAVIOUR),
        ("meses_consecutivos", Part.BEHAVIOUR),
        ("meses_no_consecutivos", Part.BEHAVIOUR),
        ("plazo_gracia", Part.BEHAVIOUR),
        ("asignacion_administracion", Part.FUND),
        ("meses_reserva", Part.FUND),
    ]
    assert "preaviso" not in clause_parts(MODEL)


def test_a_handle_stands_where_the_terms_put_it_within_the_bounds_of_the_clause():
    set_ = Terms.model_validate(
        {"signed": DAY, "values": (AgreedValue(parameter="tasa_asegurado", value=45_000),)}
    )
    rate = next(one for one in _model(set_) if one.key == "tasa_asegurado")
    clause = next(one for one in clauses(MODEL, day=DAY) if one.key == "tasa_asegurado")
    assert (rate.value, rate.unit) == (45_000, "/1")
    assert (rate.lowest, rate.highest) == (clause.lowest, clause.highest)
    assert rate.clause == clause


def test_free_figures_begin_where_the_study_has_them():
    assert {one.key: one.value for one in FREE} == {
        "state_pays": 1_000_000,
        "opening_reserve": 500_000,
        "administration": 0,
        "penalty": 0,
        "care_level": 1_000_000,
        "stop_ceded": 0,
        "stop_from": 1_000_000,
        "stop_price": 0,
        "discount": 35_000,
    }
    reserve = next(one for one in FREE if one.key == "opening_reserve")
    assert (reserve.lowest, reserve.highest) == (0, 20_000_000)  # 24 x 831,144 = 19,947,456


def test_without_a_share_of_the_state_there_is_nothing_of_it_to_move():
    found = free_handles(LEVERS, currency="PEN", monthly_cost=1.0, investment=0.0, state=False)
    assert "state_pays" not in {one.key for one in found}


@pytest.mark.parametrize(
    ("lowest", "highest", "unit", "step"),
    [
        (0, 20_000_000, "PEN", 100_000),
        (56_500, 400_000, "PEN", 2_000),
        (20_000, 60_000, "/1", 1_000),
        (0, 1_000_000, "/1", 5_000),
        (1, 12, "months", 1),
        (0, 0, "PEN", 1),
    ],
)
def test_a_step_is_round_and_no_more_than_two_hundred_lead_across(lowest, highest, unit, step):
    assert step_of(lowest, highest, unit=unit) == step


def test_only_what_differs_from_the_study_has_moved():
    assert moved(FREE, values={"state_pays": 1_000_000, "penalty": 20_000}) == {"penalty": 20_000}


def test_values_that_moved_are_laid_on_the_levers():
    given = {"state_pays": 500_000, "opening_reserve": 7, "care_level": 1_200_000, "discount": 0}
    found = levers_with(LEVERS, values=given, lines=("consulta", "parto"))
    assert (found.state_pays, found.opening_reserve, found.discount) == (0.5, 7.0, 0.0)
    assert found.line_factor == {"consulta": 1.2, "parto": 1.2}
    assert (found.allowance, found.stop_loss) == (0.02, None)
    covered = levers_with(LEVERS, values={"stop_ceded": 800_000, "stop_price": 30_000}, lines=())
    assert covered.stop_loss == StopLoss(1.0, 0.8, 0.03)
    assert levers_with(LEVERS, values={}, lines=()).discount is None


def test_what_is_out_of_bounds_or_unknown_is_refused():
    with pytest.raises(HandleOut, match="state_pays is 1000001; it is from 0 to 1000000"):
        moved(FREE, values={"state_pays": 1_000_001})
    with pytest.raises(UnknownHandle, match="nada"):
        moved(FREE, values={"nada": 1})


def test_clauses_that_moved_stand_in_the_terms_with_all_that_did_not():
    known = clauses(MODEL, day=DAY)
    before = Terms.model_validate(
        {
            "signed": DAY,
            "values": (AgreedValue(parameter="tasa_asegurado", value=45_000),),
            "left_to_adhesion": ("plazo_gracia",),
        }
    )
    moves = {"plazo_gracia": 60, "calendar": "harvest", "state_pays": 1}
    found = terms_moved(before, known=known, values=moves, day=date(2027, 1, 1))
    assert {one.parameter: one.value for one in found.values} == {
        "tasa_asegurado": 45_000,
        "plazo_gracia": 60,
    }
    assert (found.calendar, found.signed) == ("harvest", DAY)
    assert found.left_to_adhesion == ("plazo_gracia",)


def test_terms_of_which_no_clause_moved_are_the_same():
    known = clauses(MODEL, day=DAY)
    assert terms_moved(None, known=known, values={"state_pays": 1}, day=DAY) is None
    signed = terms_moved(None, known=known, values={"calendar": "harvest"}, day=DAY)
    assert (signed.calendar, signed.signed) == ("harvest", DAY)
