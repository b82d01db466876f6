"""What the back office's pages make of values; no database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import translation

from ayni.apps.affiliation.actions import Problem
from ayni.apps.collection.queries import Receipt
from ayni.core.periods import Span
from ayni.web.backoffice import texts
from ayni.web.backoffice.journal import changes_text
from ayni.web.backoffice.receipts import state_of
from ayni.web.backoffice.rosters import problem_of
from ayni.web.backoffice.strip import month_states

APRIL = 24315
MIDDLE = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    with translation.override("es"):
        yield


def strip(today: date, *, left: date | None = None) -> dict[int, str]:
    due = {APRIL: date(2026, 5, 30), APRIL + 1: date(2026, 6, 30), APRIL + 2: date(2026, 7, 30)}
    paid = {APRIL: date(2026, 5, 30), APRIL + 1: date(2026, 7, 1)}
    return month_states(spans=[Span(date(2026, 4, 1), left)], paid=paid, due_on=due, today=today)


def test_months_are_paid_late_unpaid_or_to_come() -> None:
    assert strip(date(2026, 8, 1)) == {
        APRIL: "paid",
        APRIL + 1: "paid_late",
        APRIL + 2: "unpaid",
        **{APRIL + n: "future" for n in range(3, 9)},
    }


def test_a_month_is_owed_only_after_its_due_day() -> None:
    assert strip(date(2026, 7, 30))[APRIL + 2] == "due"
    assert strip(date(2026, 7, 30) + timedelta(days=1))[APRIL + 2] == "unpaid"


def test_months_after_leaving_are_no_debt() -> None:
    assert strip(date(2026, 8, 1), left=date(2026, 6, 1)) == {APRIL: "paid", APRIL + 1: "paid_late"}


def test_nobody_affiliated_has_no_months() -> None:
    assert month_states(spans=[], paid={}, due_on={}, today=MIDDLE) == {}


def receipt(**given: int) -> Receipt:
    values = {"allocated": 0, "held": 0, "reversed": 0} | given
    return Receipt(
        1, None, "", 100, "PEN", MIDDLE, "", "apply", "agrees",
        values["allocated"], values["held"], values["reversed"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "sin-asignar"),
        ({"allocated": 99}, "sin-asignar"),
        ({"allocated": 100}, "asignado"),
        ({"allocated": 60, "held": 40}, "a-cuenta"),
        ({"reversed": 100}, "devuelto"),
    ],
)
def test_a_receipt_has_one_state(given: dict[str, int], state: str) -> None:
    assert state_of(receipt(**given)) == state


def test_changes_are_summed_and_named() -> None:
    said = changes_text("ledger_entry insert 12, ledger_entry insert 3, registry_person update 2")
    assert said == "asientos: 15, personas: 2 (cambio)"


def test_a_change_without_a_word_is_not_dropped() -> None:
    assert changes_text("new_table insert 1200") == "new_table: 1,200"
    assert changes_text(None) == "sin filas"


def problem(kind: str, *, severity: str = "doubt", proposed: str | None = None) -> Problem:
    return Problem("Socios", 7, "F.  NAC", "C7", "1/2/80", kind, severity, proposed)


def test_a_problem_is_told_with_what_would_be_right() -> None:
    said = problem_of(problem("date_month_first", proposed="1980-02-01"))
    assert (said.row, said.column, said.sheet, said.severity) == (7, "F. NAC", "Socios", "doubt")
    assert said.right == "01/02/1980"
    assert problem_of(problem("relation_misspelt", proposed="child")).right == "hijo(a)"


def test_the_registrys_doubts_have_words_too() -> None:
    said = problem_of(problem("affiliated_elsewhere"))
    assert said.wrong == "Esta persona ya está afiliada en otra asociación."


def test_an_unknown_kind_of_problem_is_refused() -> None:
    with pytest.raises(KeyError):
        problem_of(problem("no_such_kind"))


@pytest.mark.parametrize(
    ("asked", "page"), [("", 1), ("2", 2), ("0", 1), ("99", 3), ("-1", 1), ("x", 1), ("9" * 30, 1)]
)
def test_a_page_asked_for_is_a_page_of_the_list(asked: str, page: int) -> None:
    assert texts.page_asked(asked, total=101, size=50) == page


def test_pages_keep_the_question() -> None:
    links, before, after = texts.pages(page=2, total=101, size=50, kept={"q": "a&b"})
    assert [link.number for link in links] == [1, 2, 3]
    assert (before, after) == ("?q=a%26b&pagina=1", "?q=a%26b&pagina=3")
    assert texts.pages(page=1, total=50, size=50, kept={}) == ([], "", "")


def test_percent_rounds_half_up_and_nothing_of_nothing_is_nought() -> None:
    assert [texts.percent(1, of=8), texts.percent(1, of=200), texts.percent(0, of=0)] == [13, 1, 0]
