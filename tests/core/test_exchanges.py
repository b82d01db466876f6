"""Exchanges of experience: how a commitment stands, texts, days, and what a practice may point at."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.exchanges import (
    DatesRefused,
    Kind,
    NewExchange,
    NewFollowUp,
    NewWithdrawal,
    Noted,
    Outcome,
    Said,
    Source,
    State,
    UnknownPlace,
    check_order,
    check_place,
    state_of,
    terms_of,
)
from ayni.core.scheme import Standing

DUE = date(2026, 5, 10)
SOURCE = Source(title="Acta", standing=Standing.VERIFIED)


@pytest.mark.parametrize(
    ("newest", "day", "state"),
    [
        (None, date(2026, 5, 9), State.OPEN),
        (None, DUE, State.DUE),
        (None, date(2026, 5, 11), State.OVERDUE),
        (Outcome.UNDER_WAY, date(2026, 5, 9), State.UNDER_WAY),
        (Outcome.UNDER_WAY, date(2026, 5, 11), State.OVERDUE),
        (Outcome.DONE, date(2026, 5, 11), State.DONE),
        (Outcome.NOT_DONE, date(2026, 5, 11), State.NOT_DONE),
        (Outcome.ANOTHER_FORM, date(2026, 5, 11), State.ANOTHER_FORM),
    ],
)
def test_a_commitment_stands_by_its_day_and_its_newest_follow_up(newest, day, state):
    assert state_of(due_on=DUE, newest=newest, day=day) is state


def test_without_a_day_nothing_is_ever_overdue():
    assert state_of(due_on=None, newest=None, day=date(2099, 1, 1)) is State.OPEN


def test_a_text_is_read_in_the_language_asked_else_in_the_first_there_is():
    said = Said(es="Nómina", pt="Relação")
    assert [said.read(one) for one in ("es", "en", "pt")] == [
        ("Nómina", "es"),
        ("Nómina", "es"),
        ("Relação", "pt"),
    ]
    for nothing in ({}, {"es": "   "}, {"fr": "Liste"}):
        with pytest.raises(ValidationError):
            Said(**nothing)


def _exchange(**given: object) -> NewExchange:
    plain = {"kind": Kind.COURSE, "title": Said(es="Curso"), "place": "Lima", "country": "PE"}
    return NewExchange(**{**plain, "year": 2005, "source": SOURCE, **given})


def test_days_belong_to_the_year_or_are_not_told():
    assert _exchange().starts is None
    assert _exchange(starts=date(2005, 3, 1), ends=date(2005, 3, 1)).ends == date(2005, 3, 1)
    for wrong in (
        {"starts": date(2006, 1, 1)},
        {"ends": date(2005, 3, 1)},
        {"starts": date(2005, 3, 2), "ends": date(2005, 3, 1)},
        {"country": "Peru"},
        {"year": 1492},
        {"place": " "},
    ):
        with pytest.raises(ValidationError):
            _exchange(**wrong)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "//example.org"])
def test_a_source_leads_to_the_web_or_nowhere(url):
    assert Source(title="x", url="https://example.org", standing=Standing.SECONDARY).url
    with pytest.raises(ValidationError, match="https"):
        Source(title="x", url=url, standing=Standing.SECONDARY)


def test_a_follow_up_leads_to_one_thing_at_most():
    plain = {"outcome": Outcome.DONE, "on_day": DUE, "said": Said(es="x"), "source": SOURCE}
    assert NewFollowUp(**plain, agreement="A").agreement == "A"
    with pytest.raises(ValidationError, match="one link"):
        NewFollowUp(**plain, agreement="A", exchange="B")


def test_a_practice_points_at_what_its_scheme_has():
    model = load_scheme("pe-modelo-colectivo")
    assert terms_of(model)[:3] == ("reference_income", "tasa_asegurado", "ventana_meses")
    assert {"preaviso", "calendar"} <= set(terms_of(model))
    check_place(model, parameter="preaviso", term="calendar")
    check_place(model, parameter="", term="")
    with pytest.raises(UnknownPlace, match="no parameter 'aviso'"):
        check_place(model, parameter="aviso", term="")
    with pytest.raises(UnknownPlace, match="set 'edad_minima'"):
        check_place(model, parameter="", term="edad_minima")


def test_an_exchange_follows_none_of_a_later_year():
    check_order(earlier=2007, later=2007)
    with pytest.raises(DatesRefused):
        check_order(earlier=2008, later=2007)


def test_whoever_withdraws_says_why():
    new = NewWithdrawal(what=Noted.PRACTICE, number=1, why="Se anotó dos veces")
    assert (new.what, new.number, new.seen) == (Noted.PRACTICE, 1, 0)
    for wrong in ({"why": ""}, {"why": " \n"}, {"why": "x" * 1001}, {"number": 0}, {"seen": -1}):
        with pytest.raises(ValidationError):
            NewWithdrawal(**{"what": Noted.PRACTICE, "number": 1, "why": "Error", **wrong})
