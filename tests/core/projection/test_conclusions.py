"""The conclusion by rule: each threshold, each verdict, in three languages, and the refusals."""

from __future__ import annotations

import pytest

from ayni.core.projection.conclusions import (
    BadThreshold,
    Band,
    Conclusion,
    Standing,
    Thresholds,
    Verdict,
    conclude,
    needed_reserve,
)
from ayni.core.projection.finance import evaluate, fold
from ayni.core.projection.inputs import Severity
from ayni.core.projection.levers import StopLoss
from ayni.core.projection.money_words import (
    CONDITIONS,
    FINDINGS,
    LANGUAGES,
    MOVES,
    swing_name,
    swing_side,
    told,
    verdict_text,
)
from ayni.core.projection.sensitivity import tornado
from tests.core.projection.small_cubes import cube, levers

MONTHS = 60


def _concluded(
    *, insured: float, opening: float = 0.0, cost: float = 10.0, **given: object
) -> Conclusion:
    run = cube(months=MONTHS, units=1, families=1, persons=4.76, cost=cost, **given)  # type: ignore[arg-type]
    return conclude(
        fold(run), levers=levers(months=MONTHS, insured=insured, opening_reserve=opening)
    )


def _standing(found: Conclusion) -> dict[str, Standing]:
    return {one.code: one.standing for one in found.findings}


def test_what_holds_everything_is_sustainable_and_asks_for_nothing() -> None:
    found = _concluded(insured=11.0)
    assert found.verdict is Verdict.SUSTAINABLE
    assert found.conditions == ()
    assert _standing(found) == dict.fromkeys(
        ("ruin", "reserve", "price", "financing"), Standing.MET
    )
    figures = {one.code: one.figures for one in found.findings}
    assert figures["price"] == pytest.approx({"charged": 11, "break_even": 10, "share": 1.1})
    assert figures["financing"] == pytest.approx({"share": 1.1, "income": 660, "cost": 600})
    assert figures["reserve"] == pytest.approx({"ratio": 0.5, "years": 5, "limit": 0.25})
    assert figures["ruin"] == {"ruin": 0, "error": 0, "months": 60, "limit": 0.05}


def test_a_reserve_that_pays_what_the_price_does_not_is_a_condition() -> None:
    found = _concluded(insured=9.5, opening=40.0)
    assert found.verdict is Verdict.CONDITIONS
    assert _standing(found) == {
        "ruin": Standing.MET,
        "reserve": Standing.CONDITION,
        "price": Standing.MET,
        "financing": Standing.CONDITION,
    }
    asked = {one.code: one.figures for one in found.conditions}
    # with 40 to begin with 60 months of 10 need 560 of contributions; ruin comes no earlier
    assert asked["contribution"]["per_unit"] == pytest.approx(560 / 60, rel=1e-6)
    assert asked["subsidy"] == pytest.approx({"first_year": 6.0})
    assert "opening_reserve" not in asked


def test_a_contribution_of_a_tenth_of_the_cost_is_not_self_financing_and_says_why() -> None:
    found = _concluded(insured=0.9)
    assert found.verdict is Verdict.NOT
    assert set(_standing(found).values()) == {Standing.UNMET}
    figures = {one.code: one.figures for one in found.findings}
    assert figures["person_year"] == pytest.approx(
        {"income": 0.9 * 12 / 4.76, "cost": 120 / 4.76, "share": 0.09}, rel=1e-6
    )
    asked = {one.code: one.figures for one in found.conditions}
    assert asked["contribution"]["per_unit"] == pytest.approx(10, rel=1e-6)
    assert asked["subsidy"]["first_year"] == pytest.approx(12 * 9.1)
    assert asked["opening_reserve"]["reserve"] == pytest.approx(60 * 9.1)


def _late() -> Conclusion:
    """Care from the first month on, paid from the second."""
    run = cube(months=12, units=[0] + [1] * 11, families=1, cost=11)
    return conclude(fold(run), levers=levers())


def test_where_care_comes_before_money_a_level_contribution_and_a_reserve_are_asked() -> None:
    asked = {one.code: one.figures for one in _late().conditions}
    assert asked["level"] == pytest.approx({"per_unit": 12, "factor": 1.2, "months": 12})
    assert asked["opening_reserve"]["reserve"] == pytest.approx(22)
    assert "contribution" not in asked
    text = told(_late().conditions[0], language="es", currency="PEN")
    assert text.startswith("Un aporte total de S/ 0.12 por mes de familia (el actual por 1.20)")


def _swinging() -> Conclusion:
    """Enough on average, and in one future of four much too little."""
    cost = [[50] * 24, [60] * 24, [70] * 24, [180] * 24]
    run = cube(scenarios=4, months=24, units=10, families=10, cost=cost)
    return conclude(fold(run), levers=levers(months=24))


def test_where_the_mean_balances_and_a_year_does_not_a_stop_loss_is_offered_at_its_price() -> None:
    run = cube(
        scenarios=4,
        months=24,
        units=10,
        families=10,
        cost=[[50] * 24, [60] * 24, [70] * 24, [180] * 24],
    )
    found = _swinging()
    (offer,) = (one for one in found.conditions if one.code == "stop_loss")
    # 2160 - 1.1 * 1200 is 840; 0.8 of it in one of four futures, over 1200
    expected = {"from_ratio": 1.1, "ceded": 0.8, "price": 0.14, "ruin": 0.25, "months": 24}
    assert offer.figures == pytest.approx(expected)
    assert told(offer, language="es", currency="PEN") == (
        "O un seguro de años malos, que devuelva 80.0 % de lo que pase de 110.0 % de los aportes del año: su "
        "precio justo es 14.0 % de los aportes y deja la insolvencia en 25.0 % a 24 meses."
    )
    severe = (Severity("gamma", 9.0, 1.0),)
    closed = conclude(fold(run), levers=levers(months=24), severities=severe)
    assert closed.conditions[-1].figures["price"] != pytest.approx(0.14)
    covered = levers(months=24, stop_loss=StopLoss(1.1, 0.8))
    assert "stop_loss" not in {one.code for one in conclude(fold(run), levers=covered).conditions}


def test_where_nobody_pays_there_is_no_price_and_no_contribution_to_ask_for() -> None:
    found = conclude(fold(cube(months=24, families=1, persons=1, cost=1)), levers=levers(months=24))
    assert found.verdict is Verdict.NOT
    assert {one.code for one in found.findings} == {
        "ruin",
        "reserve",
        "nothing_paid",
        "financing",
        "person_year",
    }
    assert found.conditions == ()


def test_a_future_in_which_nearly_nothing_is_spent_does_not_blow_the_reserve_up() -> None:
    cost = [[8.0] * 12, [0.01] * 12]
    run = cube(scenarios=2, months=12, units=[[1] * 12, [0.001] * 12], cost=cost)
    found = conclude(fold(run), levers=levers())
    (reserve,) = (one for one in found.findings if one.code == "reserve")
    assert reserve.figures["ratio"] == pytest.approx(24 / (96 + 0.12), rel=1e-3)
    assert "reserve" not in _standing(conclude(fold(cube(units=1)), levers=levers()))


def test_a_run_shorter_than_a_year_is_judged_without_a_reserve_ratio() -> None:
    found = conclude(fold(cube(months=6, units=1, cost=1)), levers=levers(months=6))
    assert "reserve" not in _standing(found)
    assert found.verdict is Verdict.SUSTAINABLE


def test_the_needed_reserve_is_enough_and_just_so() -> None:
    run = fold(cube(scenarios=2, months=12, units=1, cost=[[12] * 12, [20] * 12]))
    held = levers(opening_reserve=7.0)
    assert needed_reserve(run, levers=held, probability=0.0, by=12) == pytest.approx(120)
    assert needed_reserve(run, levers=held, probability=0.5, by=12) == pytest.approx(24)
    assert evaluate(run, levers=levers(opening_reserve=120.0)).ruin(months=12).probability == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"ruin": Band(0.2, 0.1)},
        {"reserve": Band(0.1, 0.2)},
        {"price": Band(float("nan"), 0.1)},
        {"months": 11},
        {"half": 1.5},
    ],
)
def test_a_threshold_that_contradicts_itself_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadThreshold):
        Thresholds(**wrong)  # type: ignore[arg-type]


def test_every_finding_and_condition_is_told_with_its_figures_in_three_languages() -> None:
    found = _concluded(insured=90.0, cost=1000.0)
    told_es = [
        told(one, language="es", currency="PEN") for one in (*found.findings, *found.conditions)
    ]
    assert told_es == [
        "La reserva queda bajo cero en 100.0 % de los futuros dentro de 60 meses; se acepta 5.0 %.",
        "Al cabo de 5 años la reserva es -455.0 % del gasto de un año; se pide 25.0 %.",
        "Se cobra S/ 0.90 por mes de familia y harían falta S/ 10.00: solo 9.0 % de lo que cuesta.",
        "Los aportes de todos pagan solo 9.0 % del gasto, a valor presente: no se financia solo.",
        "Por persona protegida y año entran S/ 2.27 y se gastan S/ 25.21: 9.0 %.",
        "Un aporte total de S/ 10.00 por mes de familia (el actual por 11.11), que deja la insolvencia en "
        "5.0 % a 60 meses.",
        "O que alguien ponga lo que falta: S/ 109.20 el primer año.",
        "O una reserva inicial de S/ 546.00, que deja la insolvencia en 5.0 % a 60 meses.",
    ]
    for language in LANGUAGES:
        assert verdict_text(found.verdict, language=language)
        for one in (*found.findings, *found.conditions):
            assert "{" not in told(one, language=language, currency="PEN")
    assert verdict_text(found.verdict, language="es") == "No sostenible así"
    with pytest.raises(ValueError, match="de"):
        told(found.findings[0], language="de", currency="PEN")


def test_every_code_has_its_words_and_none_is_idle() -> None:
    codes = {one.code for one in _concluded(insured=0.9).findings} | {"nothing_paid"}
    assert codes == set(FINDINGS)
    concluded = (_concluded(insured=0.9), _late(), _swinging())
    asked = {one.code for found in concluded for one in found.conditions}
    assert asked == set(CONDITIONS)
    for texts in MOVES.values():
        assert len(texts) == 3


def test_swings_are_named_and_their_sides_written() -> None:
    swings = tornado(
        fold(cube(units=1, families=2, cost=1)), levers=levers(administration=0.1, state=1.0)
    )
    named = {swing_name(one, language="es"): one for one in swings}
    assert "Costo de toda la atención" in named
    point = named["Administración, parte del aporte"]
    assert swing_side(point, language="es", up=True) == "+1 punto"
    assert swing_side(named["Aporte"], language="en", up=False) == "−10 %"
