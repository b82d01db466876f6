"""The question and its answer over HTTP: shapes, languages, refusals, and nothing more than needed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils.module_loading import import_string

from ayni.api import rest, telling
from ayni.apps.access.actions import acting, make_token
from ayni.apps.sql.frames import execute, rows, value
from ayni.core.actor import Role
from ayni.core.scheme import ParameterMissing
from tests.planting import Planted, key_for, numbers_of, planted, system

__all__ = ["planted"]

ADDRESS = "/api/v1/eligibility"
DAY = "2026-11-23"


@pytest.fixture(scope="module")
def key(planted: Planted) -> str:
    return key_for(1)


@pytest.fixture
def get(key):
    def ask(_key: str | None = key, _language: str = "", **asked: str):
        headers = {"accept-language": _language} if _language else {}
        if _key is not None:
            headers["authorization"] = f"Bearer {_key}"
        return Client(headers=headers).get(ADDRESS, asked)

    return ask


def _insured() -> str:
    with acting(system(1)):
        return str(
            value(
                "SELECT min(i.number) FROM registry_identifier i JOIN affiliation_span s"
                " ON s.person = i.person JOIN entitlement_record r ON r.person = s.person"
            )
        )


def test_a_person_with_one_paid_month_is_not_covered(get):
    number = _insured()
    found = get(id=number, date=DAY, event="illness")
    assert found.status_code == 200
    body = found.json()
    assert body["verdict"] == "not_covered"
    assert body["reasons"] == [
        {
            "code": "too_few_months",
            "text": "Hay 1 mes pagado en los 12 meses anteriores. Se piden 3 seguidos, o 4 en total.",
        }
    ]
    assert (body["attend"], body["covered_until"], body["given_by"]) == (False, None, None)
    assert body["advice"]["code"] == "pay_months"
    assert body["scheme"]["code"] == "pe-modelo-colectivo"
    assert (body["scheme"]["basis"], body["scheme"]["standing"]) == ("model", "proposed")
    assert body["scheme"]["caution"].startswith("Este seguro es un modelo")
    assert [m["month"] for m in body["months"]][:2] == ["2025-11", "2025-12"]
    assert {m["month"]: m["state"] for m in body["months"]}["2026-04"] == "paid"
    assert (body["date"], body["event"]) == (DAY, "illness")


def test_an_accident_is_covered_at_once(get):
    body = get(id=_insured(), date=DAY, event="accident").json()
    assert (body["verdict"], body["given_by"], body["attend"]) == ("covered", "immediate", True)


def test_the_answer_shows_initials_and_year_and_nothing_else_of_the_person(get):
    number = _insured()
    with acting(system(1)):
        surname1, names, birth = rows(
            "SELECT surname1, names, birth_date FROM registry_person_fact f JOIN registry_identifier i"
            " USING (person) WHERE i.number = %s",
            (number,),
        )[0]
    found = get(id=number, date=DAY)
    person = found.json()["person"]
    assert set(person) == {"initials", "birth_year"}
    assert person["birth_year"] == birth.year
    assert person["initials"].startswith(f"{surname1[0]}.")
    text = found.content.decode()
    assert surname1 not in text and names not in text and birth.isoformat() not in text
    assert number not in text


def test_nobody_and_somebody_of_another_institution_are_answered_alike(get):
    foreign = next(n for n in numbers_of(2) if n not in set(numbers_of(1)))
    nobody, other = get(id="00000001", date=DAY), get(id=foreign, date=DAY)
    assert nobody.status_code == other.status_code == 200
    assert nobody.content == other.content
    assert nobody.json()["verdict"] == "unknown"
    assert nobody.json()["person"] is None
    drop = {"content-length"}
    assert {k: v for k, v in nobody.items() if k.lower() not in drop} == {
        k: v for k, v in other.items() if k.lower() not in drop
    }


def test_known_and_unknown_have_the_same_keys(get):
    assert get(id="00000001", date=DAY).json().keys() == get(id=_insured(), date=DAY).json().keys()


def test_in_an_emergency_the_unknown_is_attended(get):
    body = get(id="00000001", date=DAY, event="emergency").json()
    assert (body["verdict"], body["attend"], body["advice"]["code"]) == (
        "unknown",
        True,
        "attend_emergency",
    )


@pytest.mark.parametrize(
    "language, begins", [("", "Nadie"), ("es-PE", "Nadie"), ("en", "Nobody"), ("pt-BR", "Ninguém")]
)
def test_it_answers_in_the_language_asked(get, language, begins):
    body = get(id="00000001", date=DAY, _language=language).json()
    assert body["reasons"][0]["text"].startswith(begins)


@pytest.mark.parametrize(
    "asked, code",
    [
        ({}, "id"),
        ({"id": ""}, "id"),
        ({"id": "12345"}, "id"),
        ({"id": "1" * 21}, "id"),
        ({"id": "12345678\n"}, "id"),
        ({"id": "1234567\x00"}, "id"),
        ({"id": "١٢٣٤٥٦٧٨"}, "id"),
        ({"id": "' OR 1=1 --"}, "id"),
        ({"id": "45678912", "date": "0"}, "date"),
        ({"id": "45678912", "date": "23/11/2026"}, "date"),
        ({"id": "45678912", "date": "2026-02-30"}, "date"),
        ({"id": "45678912", "date": "20261123"}, "date"),
        ({"id": "45678912", "date": "2026-W48-1"}, "date"),
        ({"id": "45678912", "date": "1899-12-31"}, "date"),
        ({"id": "45678912", "date": "2200-01-01"}, "date"),
        ({"id": "45678912", "date": ""}, "date"),
        ({"id": "45678912", "event": "war"}, "event"),
        ({"id": "45678912", "event": "ILLNESS"}, "event"),
        ({"id": "45678912", "fecha": DAY}, "unknown_parameter"),
        ({"id": "45678912", "id__gt": "0"}, "unknown_parameter"),
        ({"id": ["45678912", "45678913"]}, "repeated_parameter"),
    ],
)
def test_what_is_not_plainly_asked_is_refused(get, asked, code):
    found = get(**asked)
    assert found.status_code == 422
    assert set(found.json()) == {"code", "message"}
    assert found.json()["code"] == code


def test_refusals_speak_the_asker_s_language(get):
    said = [get(id="1", _language=one).json()["message"] for one in ("", "en", "pt")]
    assert said[0].startswith("El número de documento")
    assert said[1].startswith("The document number")
    assert said[2].startswith("O número de documento")


@pytest.mark.parametrize("wrong", [None, "", "ayni_no", "ñ", "x" * 5000])
def test_without_a_good_key_there_is_no_answer(get, wrong):
    found = get(_key=wrong, id="45678912")
    assert found.status_code == 401
    assert found.json()["code"] == "unauthenticated"
    assert found["WWW-Authenticate"] == "Bearer"


def test_another_scheme_of_authentication_is_refused(key):
    found = Client(headers={"authorization": f"Token {key}"}).get(ADDRESS, {"id": "45678912"})
    assert found.status_code == 401


def test_a_key_taken_back_ends_at_once(get, planted):
    key = key_for(1)
    assert get(_key=key, id="45678912").status_code == 200
    with acting(system(1)):
        execute(
            "UPDATE access_token SET revoked_at = clock_timestamp() WHERE id ="
            " (SELECT max(id) FROM access_token)"
        )
    assert get(_key=key, id="45678912").status_code == 401


def test_a_key_that_has_not_begun_is_refused(get):
    with acting(system(1)):
        key = make_token(name="x", role=Role.CLERK, facility=1, starts=date(2199, 1, 1))
    assert get(_key=key, id="45678912").status_code == 401


def test_an_auditor_s_key_asks_nothing(get):
    found = get(_key=key_for(1, Role.AUDITOR), id="45678912")
    assert (found.status_code, found.json()["code"]) == (403, "not_allowed")


def test_each_question_is_logged_once_answered_or_not(get):
    with acting(system(1)):
        before = value("SELECT count(*) FROM audit_read")
    get(id=_insured(), date=DAY)
    get(id="00000001", date=DAY)
    with acting(system(1)):
        told = rows(
            "SELECT actor, purpose, route, person IS NULL FROM audit_read ORDER BY id DESC LIMIT 2"
        )
        after = value("SELECT count(*) FROM audit_read")
    assert after - before == 2
    assert told == [("clínica de prueba", rest.REASON, "api", n) for n in (True, False)]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_only_answers_questions(key, method):
    found = getattr(Client(headers={"authorization": f"Bearer {key}"}), method)(ADDRESS)
    assert (found.status_code, found["Allow"]) == (405, "GET")


def test_without_a_date_it_is_today_in_the_institution(get, monkeypatch):
    monkeypatch.setattr(rest, "today", lambda *, zone: {"America/Lima": date(2026, 8, 9)}[zone])
    assert get(id="00000001").json()["date"] == "2026-08-09"


def test_long_before_the_programme_the_affiliation_had_not_begun(get):
    body = get(id=_insured(), date="2025-11-23").json()
    assert (body["verdict"], body["reasons"][0]["code"]) == ("not_covered", "affiliation_not_begun")


def test_a_scheme_without_a_rule_for_the_day_says_so(get, monkeypatch):
    def silent(**_: object) -> None:
        raise ParameterMissing("no value on that day")

    monkeypatch.setattr(rest, "ask", silent)
    found = get(id="45678912", date=DAY)
    assert (found.status_code, found.json()["code"]) == (409, "no_rule")


def test_a_database_away_is_told_as_such(get, monkeypatch):
    def away(**_: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(rest.access, "token_actor", away)
    found = get(id="45678912")
    assert (found.status_code, found.json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize(
    "name, written",
    [
        ("QUISPE MAMANI, JUAN CARLOS", "Q. M., J. C."),
        ("QUISPE, ANA", "Q., A."),
        ("QUISPE", "Q."),
        (", ANA", "A."),
        (None, ""),
    ],
)
def test_initials(name, written):
    assert telling.initials(name) == written


def test_the_address_is_the_configured_one():
    assert import_string("ayni.config.urls.api") is rest.api
