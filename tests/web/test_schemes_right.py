"""The form for cover where benefits wait, where the month of the care counts, and where nothing is said."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from ayni.core.scheme import Scheme, canonical
from ayni.web.schemes import library
from ayni.web.schemes.library import Assembled
from ayni.web.schemes.right import Right, right_of
from tests.cycle.laws import silent, waiting

TODAY = date(2026, 11, 26)
MODEL = "pe-modelo-colectivo"


def asked_of(scheme: Scheme | str, **asked: str | list[str]) -> Right:
    if isinstance(scheme, str):
        found = library.assembled(scheme)
    else:
        shelf = library.assembled(MODEL)
        found = Assembled(scheme, canonical(scheme).digests, shelf.regulation, (), {})
    question = QueryDict(mutable=True)
    for name, told in ({"motivo": "illness", "dia": "2026-11-20"} | asked).items():
        question.setlist(name, [told] if isinstance(told, str) else told)
    return right_of(found, asked=question, day=TODAY)


PAID = ["2026-08", "2026-09", "2026-10"]


def test_a_benefit_is_asked_about_since_the_day_of_affiliation() -> None:
    asked = {"meses": PAID, "prestacion": "cirugia"}
    found = asked_of(waiting(), **asked, afiliado="2026-02-01")
    assert found.given is not None
    assert found.given.state == "not_covered"
    assert found.given.reason.startswith("cirugía: su espera todavía corre; se abre el 1 de dic")
    assert found.given.closed == []
    open_ = asked_of(waiting(), **asked, afiliado="2026-01-01").given
    assert open_ is not None
    assert (open_.state, open_.closed) == ("covered", [])
    other = asked_of(waiting(), meses=PAID, afiliado="2026-02-01").given
    assert other is not None
    assert other.state == "covered"
    assert other.closed == ["cirugía: en espera; se abre el 1 de diciembre de 2026."]


def test_only_a_scheme_with_waitings_asks_for_a_benefit() -> None:
    assert set(asked_of(waiting()).form.fields) == {"motivo", "dia", "prestacion", "afiliado"}
    assert set(asked_of(MODEL).form.fields) == {"motivo", "dia"}


@pytest.mark.parametrize(
    "wrong", [{"prestacion": "dental"}, {"afiliado": "ayer"}, {"afiliado": "2026-02-30"}]
)
def test_a_wrong_benefit_or_day_is_told(wrong: dict[str, str]) -> None:
    found = asked_of(waiting(), **wrong)
    assert found.given is None
    assert list(found.form.errors) == list(wrong)


def test_where_the_month_of_the_care_counts_it_is_the_one_to_mark() -> None:
    found = asked_of("rw-cbhi", meses=["2026-11"])
    assert [one.value for one in found.months] == ["2026-11"]
    assert found.rule.startswith("Lo pagado cubre sus propios meses")
    assert found.given is not None
    assert (found.given.state, found.given.until) == ("covered", "30 de noviembre de 2026")
    assert found.given.reason == "El mes de la atención está pagado."
    unpaid = asked_of("rw-cbhi").given
    assert unpaid is not None
    assert (unpaid.state, unpaid.reason) == (
        "not_covered",
        "El mes de la atención no está pagado.",
    )


def test_a_silent_scheme_still_attends_an_emergency() -> None:
    found = asked_of(silent(), motivo="emergency")
    assert (found.months, found.always) == ((), "emergencia")
    assert found.given is not None
    assert found.given.state == "no_rule"
    illness = asked_of(silent())
    assert illness.given is None
    assert "dia" in illness.form.errors
