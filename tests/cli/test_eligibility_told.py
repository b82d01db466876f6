"""``ayni eligibility`` by benefit: what it prints, and what it refuses."""

from __future__ import annotations

import argparse
import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from ayni.cli import eligibility
from ayni.core.entitlement import Event, PersonFacts, PersonRole, answer
from ayni.core.periods import Span
from ayni.core.scheme import Scheme
from tests.cycle.laws import silent, waiting

DAY = date(2026, 11, 23)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the verb against a law instead of a database; gives status, output and errors."""

    def run(law: Scheme, *, benefit: str | None = None, **more: Any) -> tuple[int, str, str]:
        facts = PersonFacts(
            role=PersonRole.INSURED_PERSON, affiliation=(Span(date(2026, 4, 1)),), paid=()
        )
        known = SimpleNamespace(name="QUISPE, ROSA", association_name="Valle Hermoso")
        options = {"id": "40123456", "event": "accident", "explain": False, "json": False} | more

        def instead(arguments: argparse.Namespace) -> SimpleNamespace:
            found = answer(
                facts=facts, scheme=law, event=Event(arguments.event), day=DAY, benefit=benefit
            )
            return SimpleNamespace(answer=found, known=known)

        monkeypatch.setattr(eligibility, "_asked", instead)
        status = eligibility.run(argparse.Namespace(**options))
        return status, *capsys.readouterr()

    return run


def test_what_still_waits_is_printed(asked: Any) -> None:
    status, out, _ = asked(waiting(), benefit="cirugia")
    assert status == 0
    assert "CUBIERTO" in out and "cirugía: en espera; se abre el 2027-02-01." in out
    _, out, _ = asked(waiting(), json=True)
    assert json.loads(out)["closed"] == {"cirugia": "2027-02-01"}


def test_an_emergency_without_a_rule_is_printed_as_such(asked: Any) -> None:
    status, out, _ = asked(silent(), event="emergency")
    assert status == 0
    assert out.startswith("EL SEGURO NO LO DICE") and "NO CUBIERTO" not in out
    assert json.loads(asked(silent(), event="emergency", json=True)[1])["verdict"] == "no_rule"


def test_an_unknown_benefit_and_a_missing_rule_are_refused(asked: Any) -> None:
    status, out, err = asked(waiting(), benefit="dental")
    assert (status, out) == (1, "")
    assert "no tiene esa prestación con espera" in err and "cirugia, dientes" in err
    status, out, err = asked(silent())
    assert (status, out) == (1, "")
    assert "no tiene regla para ese día" in err
