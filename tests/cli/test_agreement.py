"""``ayni agreement``: where agreements stand, what happened, what comes by itself; its refusals."""

from __future__ import annotations

import contextlib
import json
from datetime import date, timedelta

import pytest
import time_machine

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.cli import agreement as verb
from ayni.cli import serve
from ayni.cli.assess import NoSuchAgreement
from ayni.cli.main import _parser
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, Role
from ayni.cycle import agreement_life as life
from tests.cycle.fixtures import founded
from tests.cycle.small_world import SYSTEM

__all__ = ["founded"]
HEAD = Actor(name="directora", role=Role.HEAD, institution=1, reason="aprobar")
GIVEN = date(2026, 11, 30)
FALLS = date(2027, 2, 28)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb, "database", contextlib.nullcontext)
    monkeypatch.setenv("AYNI_LANG", "es")


def ayni(*words: str) -> int:
    arguments = _parser("agreement").parse_args(["agreement", *words])
    return int(arguments.run(arguments))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def under_notice() -> None:
    with acting(SYSTEM):
        number = next(a.id for a in alliances.agreements(actor=SYSTEM) if a.code == "JNC-2026")
    life.give_notice(actor=HEAD, agreement=number, seen=4, day=GIVEN, why="Fin del programa.")


def test_the_list_says_what_comes_next_by_itself(
    founded: Urls, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ayni("list", "--json") == 0
    before = json.loads(told(capsys))
    assert [(one["agreement"], one["state"], one["next"]) for one in before] == [
        ("JNC-2026", "in_force", None)
    ]
    under_notice()
    ayni("list", "--json")
    assert json.loads(told(capsys))[0]["next"] == {"step": "end", "day": "2027-02-28"}
    ayni("list")
    assert "end 2027-02-28" in told(capsys)


def test_show_tells_every_step_and_refuses_a_code_nobody_has(
    founded: Urls, capsys: pytest.CaptureFixture[str]
) -> None:
    under_notice()
    assert ayni("show", "JNC-2026", "--json") == 0
    steps = json.loads(told(capsys))[0]["steps"]
    assert [one["step"] for one in steps] == ["draft", "open", "sign", "begin", "give_notice"]
    assert (steps[-1]["falls_on"], steps[-1]["why"]) == ("2027-02-28", "Fin del programa.")
    with pytest.raises(NoSuchAgreement):
        ayni("show", "NADIE-2026")


def test_advance_takes_what_is_due_once(founded: Urls, capsys: pytest.CaptureFixture[str]) -> None:
    under_notice()
    ayni("advance", "--on", str(FALLS - timedelta(days=1)), "--json")
    assert json.loads(told(capsys)) == []
    assert ayni("advance", "--on", str(FALLS + timedelta(days=40)), "--json") == 0
    assert json.loads(told(capsys)) == [
        {"institution": 1, "agreement": "JNC-2026", "step": "end", "day": "2027-02-28", "left": 0}
    ]
    ayni("advance", "--on", str(FALLS + timedelta(days=40)))
    assert "Ningún convenio" in told(capsys)


def test_the_sweep_of_serve_advances_by_the_day_of_lima(
    founded: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve.connection, "close", lambda: None)
    under_notice()
    # 2027-02-28 02:00 in Greenwich is still the 27th in Lima
    with time_machine.travel("2027-02-28T02:00:00+00:00", tick=False):
        serve.sweep()
    ayni("list", "--json")
    assert json.loads(told(capsys))[0]["state"] == "terminating"
    with time_machine.travel("2027-02-28T05:00:00+00:00", tick=False):
        serve.sweep()
    ayni("list", "--json")
    assert json.loads(told(capsys))[0]["state"] == "ended"


def test_a_failure_of_the_sweep_is_told_and_the_next_one_tries_again(
    founded: Urls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(**_: object) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(serve.connection, "close", lambda: None)
    monkeypatch.setattr(verb, "advance_all", breaks)
    serve.sweep()
    assert "the database is away" in capsys.readouterr().err
