"""The question about a benefit that opens later, and a law that does not say."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import value
from ayni.core.scheme import Scheme
from tests.cycle.laws import amended, silent, waiting
from tests.planting import Planted, key_for, numbers_of, planted, system

__all__ = ["planted"]

ADDRESS = "/api/v1/eligibility"
DAY = "2026-11-23"


def ask(law: Scheme | None, **asked: str):
    """Ask under a law that began in May 2026."""
    if law is not None:
        amended(law, starts=date(2026, 5, 1))
    language = asked.pop("language", "es")
    headers = {"authorization": f"Bearer {key_for(1)}", "accept-language": language}
    return Client(headers=headers).get(ADDRESS, asked)


@pytest.fixture
def number(planted: Planted, db: None) -> str:
    with acting(system(1)):
        return str(
            value(
                "SELECT min(i.number) FROM registry_identifier i JOIN affiliation_span s"
                " ON s.person = i.person JOIN entitlement_record r ON r.person = s.person"
            )
        )


def test_an_answer_lists_what_still_waits(number: str) -> None:
    body = ask(waiting(), id=number, date=DAY).json()
    assert body["benefit"] is None
    assert body["closed"] == [
        {
            "benefit": "cirugia",
            "opens_on": "2027-02-01",
            "text": "cirugía: en espera; se abre el 2027-02-01.",
        }
    ]


def test_a_benefit_that_is_not_open_is_not_covered_and_says_when(number: str) -> None:
    asked = {"id": number, "date": DAY, "event": "accident"}
    body = ask(waiting(), **asked, benefit="cirugia").json()
    assert (body["verdict"], body["given_by"]) == ("covered", "immediate")
    few = ask(None, id=number, date=DAY, benefit="cirugia").json()
    assert (few["verdict"], few["reasons"][0]["code"]) == ("not_covered", "too_few_months")
    assert few["benefit"] == "cirugia"
    with acting(system(1)):
        seen = value("SELECT count(*) FROM audit_read WHERE route = 'api'")
    assert seen == 2


@pytest.mark.parametrize(
    ("benefit", "language", "begins"),
    [
        ("dental", "es", "El esquema de la persona no tiene una prestación"),
        ("dental", "en", "The scheme of the person has no benefit"),
        ("dental", "pt", "O esquema da pessoa não tem uma prestação"),
        ("Cirugia", "es", "El esquema de la persona"),
        ("", "es", "El esquema de la persona"),
        ("cirugia\n", "es", "El esquema de la persona"),
    ],
)
def test_a_benefit_without_a_waiting_is_refused(
    number: str, benefit: str, language: str, begins: str
) -> None:
    found = ask(waiting(), id=number, date=DAY, benefit=benefit, language=language)
    assert (found.status_code, found.json()["code"]) == (422, "benefit")
    assert found.json()["message"].startswith(begins)


def test_nobody_is_answered_alike_with_a_benefit_or_without(planted: Planted, db: None) -> None:
    foreign = next(n for n in numbers_of(2) if n not in set(numbers_of(1)))
    nobody = ask(waiting(), id="00000001", date=DAY, benefit="cirugia")
    other = ask(None, id=foreign, date=DAY, benefit="cirugia")
    assert nobody.content == other.content
    assert (nobody.json()["verdict"], nobody.json()["benefit"]) == ("unknown", "cirugia")


def test_an_emergency_without_a_rule_is_attended_and_not_called_uncovered(number: str) -> None:
    body = ask(silent(), id=number, date=DAY, event="emergency").json()
    assert (body["verdict"], body["attend"], body["months"]) == ("no_rule", True, [])
    assert body["reasons"][0]["code"] == "no_rule"
    assert body["advice"]["code"] == "attend_emergency"
    illness = ask(None, id=number, date=DAY, event="illness")
    assert (illness.status_code, illness.json()["code"]) == (409, "no_rule")
