"""Lost updates on terms (F11): eight editors answer one round at the same moment; one wins."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance.actions import association_number
from ayni.apps.alliance.life_actions import MovedOn
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, Role
from ayni.cycle import negotiating as talks
from ayni.cycle.negotiating import NewDraft, Typed
from tests.cycle.small_world import SYSTEM

EDITORS = 8
DAY = date(2026, 11, 26)
_WRITER = Actor(name="negociadora", role=Role.NEGOTIATOR, institution=1, reason="negociar")


def editor(number: int) -> Actor:
    """Give one of eight people who write for the institution."""
    return Actor(
        name=f"negociadora-{number}", role=Role.NEGOTIATOR, institution=1, reason="negociar"
    )


def opened() -> int:
    """Open a table, committed: other connections must see it."""
    with acting(SYSTEM):
        association = association_number(actor=SYSTEM, code="EJ-01")
    new = NewDraft(association, "F11-2027", "pe-modelo-colectivo", expected_families=400)
    number = talks.draft(actor=_WRITER, new=new, day=DAY).negotiation
    talks.ask_in(actor=_WRITER, negotiation=number, day=DAY)
    return number


def answer(number: int, *, by: int, seen: int, gate: threading.Barrier) -> bool:
    """Answer the round everybody saw; tells whether this editor's answer stands."""
    typed = Typed(
        {"plazo_gracia": str(by + 1)}, date(2027, 1, 1), date(2028, 1, 1), f"{seen}/{by}", seen
    )
    try:
        gate.wait(timeout=60)
        talks.propose(actor=editor(by), negotiation=number, typed=typed, day=DAY)
    except MovedOn:
        return False
    return True


def contest(rounds: int) -> None:
    """Let eight editors answer every round at once, and look at what stands afterwards."""
    number, winners = opened(), []
    gate = threading.Barrier(EDITORS)
    with ThreadPoolExecutor(EDITORS) as pool:
        for seen in range(rounds):
            jobs = [
                pool.submit(answer, number, by=one, seen=seen, gate=gate) for one in range(EDITORS)
            ]
            won = [place for place, job in enumerate(jobs) if job.result()]
            assert len(won) == 1, f"round {seen}: {won}"
            winners += won
        # each thread closes its own connection
        closing = threading.Barrier(EDITORS)
        list(pool.map(lambda _: (closing.wait(60), connection.close()), range(EDITORS)))
    with acting(SYSTEM):
        kept = negotiations.proposals(actor=SYSTEM, negotiation=number)
    assert [one.number for one in kept] == list(range(1, rounds + 1))
    assert [(one.author, one.note) for one in kept] == [
        (f"negociadora-{by}", f"{seen}/{by}") for seen, by in enumerate(winners)
    ]
    assert [
        {value["parameter"]: value["value"] for value in one.terms["values"]}.get("plazo_gracia")
        for one in kept
    ] == [by + 1 for by in winners]


def test_f11_eight_editors_of_one_round_have_one_winner(own_founded: Urls) -> None:
    contest(12)


def test_f11_an_answer_that_comes_later_to_the_same_round_is_refused(founded: Urls) -> None:
    number = opened()
    alone = threading.Barrier(1)
    assert answer(number, by=1, seen=0, gate=alone)
    assert not answer(number, by=2, seen=0, gate=alone)
    assert answer(number, by=2, seen=1, gate=alone)


@pytest.mark.full
def test_f11_a_thousand_rounds(own_founded: Urls) -> None:
    contest(1_000)
