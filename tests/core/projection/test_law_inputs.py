"""What a study takes from the compiled scheme, held to the answers and calendars of the law itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.core.entitlement import (
    Event,
    PaidMonth,
    PersonFacts,
    PersonRole,
    UnknownBenefit,
    answer,
)
from ayni.core.periods import Span, first_day, month_number, parse_month
from ayni.core.projection.inputs import Access, LawInputs
from ayni.core.projection.law import CannotProject, law_inputs, protects_others
from ayni.core.scheme import AgreedValue, Scheme, Terms, TermsRefused
from tests.core.lawmade import figure, parameter, scheme_of

MODEL = load_scheme("pe-modelo-colectivo")
START = parse_month("2027-01")
HARVEST = (0, 1, 6, 15, 21, 21, 16, 9, 6, 3, 1, 1)


@dataclass(frozen=True)
class Line:
    line: str
    event: Event
    benefit: str | None = None


LINES = [Line(event.value, event) for event in Event]


def inputs(
    scheme: Scheme = MODEL,
    *,
    terms: Terms | None = None,
    starts: int = START,
    months: int = 36,
    lines: list[Line] | None = None,
) -> LawInputs:
    return law_inputs(
        scheme,
        terms=terms,
        first_month=starts,
        months=months,
        lines=LINES if lines is None else lines,
    )


def refused(scheme: Scheme, **asked: object) -> tuple[str, str, str]:
    with pytest.raises(CannotProject) as refusal:
        inputs(scheme, **asked)  # type: ignore[arg-type]
    said = {refusal.value.text(language) for language in ("es", "en", "pt")}
    assert len(said) == 3
    assert all(refusal.value.rule in text and refusal.value.article in text for text in said)
    return refusal.value.rule, refusal.value.code, refusal.value.article


PROJECTED = (
    "cr-ccss-convenio",
    "cr-ccss-independiente",
    "cr-icafe-recolectores",
    "in-yeshasvini",
    "pe-essalud-agrario-dependiente",
    "pe-essalud-agrario-independiente",
    "pe-modelo-colectivo",
    "pe-sis-independiente",
)
REFUSED = {
    "ar-corresponsabilidad-gremial": ("entitlement.qualifying", "no_value"),
    "br-segurado-especial": ("calendar.weights", "no_weights"),
    "co-afiliacion-colectiva": ("insured_unit.unit", "each_person_owes"),
    "cr-ccss-independiente-ivm": ("insured_unit.unit", "each_person_owes"),
    "ec-iess-campesino": ("entitlement.qualifying", "no_value"),
    "ke-shif": ("entitlement.qualifying", "no_value"),
    "pe-essalud-regular": ("entitlement.latency", "latency"),
    "ph-group-enrollment": ("calendar.part_payment", "part_payment"),
    "rw-cbhi": ("calendar.part_payment", "part_payment"),
    "uy-monotributo": ("entitlement.qualifying", "no_value"),
}


def test_which_shipped_schemes_are_projected_and_why_the_others_are_not() -> None:
    assert {*PROJECTED, *REFUSED} == set(list_schemes())
    for code in PROJECTED:
        inputs(load_scheme(code))
    found = {code: refused(load_scheme(code))[:2] for code in REFUSED}
    assert found == REFUSED


def test_a_refusal_names_the_norm() -> None:
    article = refused(load_scheme("pe-essalud-regular"))[2]
    assert article == "EsSalud: cobertura por desempleo (nota del 19 de enero de 2025)"


@pytest.mark.parametrize("code", PROJECTED)
def test_the_table_and_the_access_are_the_answers_of_the_clinic(code: str) -> None:
    """A line is given in a month exactly when the clinic would attend whoever has paid those months."""
    scheme, law = load_scheme(code), inputs(load_scheme(code))
    rng = np.random.default_rng(7)
    windows = {0, (1 << law.width) - 1, *rng.integers(0, 1 << law.width, 40).tolist()}
    day = date(2028, 8, 20)
    for window in windows:
        for place, line in enumerate(LINES):
            found = attended(scheme, window=window, law=law, event=line.event, day=day)
            given = law.access[place] == Access.AFFILIATED or law.window[window] == 1
            assert found == given, (window, line.event)


def attended(scheme: Scheme, *, window: int, law: LawInputs, event: Event, day: date) -> bool:
    newest = month_number(year=day.year, month=day.month) - law.lag
    months = [newest - k for k in range(law.width) if window >> k & 1]
    facts = PersonFacts(
        PersonRole.INSURED_PERSON,
        (Span(date(2015, 1, 1), None),),
        tuple(PaidMonth(month, first_day(month)) for month in months),
    )
    return answer(facts=facts, scheme=scheme, event=event, day=day).attend


def test_the_lag_is_of_the_law() -> None:
    assert (inputs().width, inputs().lag) == (12, 1)
    yearly = inputs(load_scheme("in-yeshasvini"))
    assert (yearly.width, yearly.lag, yearly.window.tolist()) == (1, 0, [0, 1])


def test_a_monthly_calendar_decides_every_month_and_brings_its_money_the_month_it_falls_due() -> (
    None
):
    law = inputs()
    assert law.decides.tolist() == [1] * 36
    due = np.minimum(np.arange(36) + 1, 35)
    assert np.array_equal(law.cash, np.eye(36)[due])


def test_a_yearly_calendar_decides_once_and_brings_the_year_at_its_beginning() -> None:
    law = inputs(load_scheme("in-yeshasvini"), starts=parse_month("2027-10"), months=20)
    assert np.flatnonzero(law.decides).tolist() == [3, 15]
    # what was due before the study comes in in its first month
    assert np.argmax(law.cash, axis=1).tolist() == [0] * 3 + [3] * 12 + [15] * 5
    assert law.cash.sum(axis=1).tolist() == [1.0] * 20


def test_an_agreement_of_harvest_decides_where_the_harvest_begins_and_brings_money_by_its_weights() -> (
    None
):
    terms = Terms(signed=date(2026, 12, 1), calendar="harvest")
    law = inputs(terms=terms)
    assert np.flatnonzero(law.decides).tolist() == [1, 13, 25]  # February: January has no weight
    year = law.cash[14]
    assert np.round(year[13:25] * 100).tolist() == [*HARVEST[1:], HARVEST[0]]
    assert np.allclose(law.cash.sum(axis=1), 1.0)
    assert law.cash[0, 0] == pytest.approx(1.0)  # of the harvest before the study


def test_months_of_entry_come_from_the_terms() -> None:
    terms = Terms(signed=date(2026, 12, 1), entry_months=(3, 4))
    assert np.flatnonzero(inputs(terms=terms).enters).tolist() == [2, 3, 14, 15, 26, 27]
    assert inputs().enters.all()


@pytest.mark.parametrize(("days", "months"), [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2)])
def test_grace_is_whole_months(days: int, months: int) -> None:
    grace = AgreedValue(parameter="plazo_gracia", value=days)
    assert inputs(terms=Terms(signed=date(2026, 12, 1), values=(grace,))).grace == months


def test_terms_that_the_scheme_does_not_allow_are_refused() -> None:
    grace = AgreedValue(parameter="plazo_gracia", value=61)
    with pytest.raises(TermsRefused):
        inputs(terms=Terms(signed=date(2026, 12, 1), values=(grace,)))


def test_the_childs_limit() -> None:
    assert inputs().child_limit == 18 * 12
    assert inputs(load_scheme("in-yeshasvini")).child_limit == 111 * 12
    assert protects_others(load_scheme("in-yeshasvini"))
    assert not protects_others(MODEL)


def test_a_season_closes_the_other_months() -> None:
    scheme = scheme_of(entitlement={"season": {"first_month": 11, "last_month": 3}})
    assert inputs(scheme, months=12).in_season.tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert inputs().in_season.all()


WAITS = {
    "waiting": [
        {"benefit": name, "name": {"es": "x", "en": "x", "pt": "x"}, "months": f"espera_{name}"}
        for name in ("cirugia", "parto")
    ]
}


def test_a_waiting_is_of_its_benefit_and_an_immediate_event_waits_for_nothing() -> None:
    scheme = scheme_of(
        figure("espera_cirugia", "days", 31),
        figure("espera_parto", "months", 10),
        entitlement=WAITS,
    )
    lines = [
        Line("surgery", Event.ILLNESS, "cirugia"),
        Line("other", Event.ILLNESS),
        Line("delivery", Event.PREGNANCY, "parto"),  # immediate in this scheme
        Line("late", Event.ILLNESS, "parto"),
    ]
    assert inputs(scheme, lines=lines).waiting.tolist() == [2, 0, 0, 10]
    with pytest.raises(UnknownBenefit, match="cirugia, parto"):
        inputs(scheme, lines=[Line("teeth", Event.ILLNESS, "dientes")])


def test_what_changes_within_the_study_is_refused_and_only_then() -> None:
    changes = parameter("meses_consecutivos", "months", ("2008-01-01", 3), ("2028-05-01", 2))
    scheme = scheme_of(changes)
    rule, code, article = refused(scheme)
    assert (rule, code) == ("entitlement.qualifying", "changes_within")
    assert article == MODEL.parameter("ventana_meses").values[-1].reference.title
    inputs(scheme, months=16)  # ends before
    inputs(scheme, terms=Terms(signed=date(2026, 12, 1)), months=16)


def test_a_flag_that_changes_is_refused() -> None:
    starts = parse_month("2022-01")  # pregnancy became immediate on 2022-05-12
    assert refused(MODEL, starts=starts)[:2] == (
        "entitlement.immediate.pregnancy",
        "changes_within",
    )


def test_a_harvest_that_credits_part_of_a_year_is_refused() -> None:
    scheme = scheme_of(figure("meses_acreditados_cosecha", "months", 6))
    terms = Terms(signed=date(2026, 12, 1), calendar="harvest")
    assert refused(scheme, terms=terms)[:2] == ("calendar.credited_months", "part_of_the_year")


def test_students_and_missing_children_are_refused() -> None:
    child = {"relation": "child", "below_age": "edad_limite_hijo", "incapacitated_at_any_age": True}
    students = child | {"student_below_age": "edad_estudiante"}
    scheme = scheme_of(
        figure("edad_estudiante", "years", 25), insured_unit={"dependants": [students]}
    )
    assert refused(scheme)[1] == "students"
    assert refused(scheme_of(insured_unit={"dependants": []}))[1] == "no_children"
