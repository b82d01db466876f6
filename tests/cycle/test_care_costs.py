"""What care cost, told by file: whole or not at all, once, corrected by what is told later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.benefit import queries
from ayni.apps.sql.frames import execute, value
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.benefit import NotACostFile
from ayni.cycle.care_costs import (
    CostsRefused,
    SentFile,
    UnknownCostFile,
    benefit_lines,
    confirm,
    files_received,
    month_told,
    months_told,
    receive,
    shown,
    take,
)
from tests.apps.refused import refused
from tests.cycle.small_world import APRIL, FIRST, MAY, SECOND, SYSTEM

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 26)
KEEPER = Actor(name="recaudación", role=Role.COLLECTION, institution=1, reason="contar")
HEAD = "Adhesión;Mes;Renglón;Atenciones;Monto\n"


def sent(*rows: str, name: str = "costos.csv") -> SentFile:
    return SentFile(name, (HEAD + "\n".join(rows) + "\n").encode())


def told(*rows: str, actor: Actor = KEEPER):
    return take(actor=actor, file=sent(*rows), day=DAY, at=AT)


def held() -> dict[tuple[int, str], int]:
    with acting(SYSTEM):
        found = queries.held(actor=SYSTEM)
    return {(one.month, one.line): one.amount for one in found}


def test_a_file_counts_once_and_whole(founded) -> None:
    rows = (f"{FIRST};2026-04;Hospitalización;3;1.234,50", f"{FIRST};2026-05;consultation;;10,00")
    done = told(*rows)
    assert (done.new, done.rows, done.amount, done.months) == (True, 2, 124_450, (APRIL, MAY))
    assert held() == {(APRIL, "hospital"): 123_450, (MAY, "consultation"): 1_000}
    again = told(*rows)
    assert (again.file, again.new, again.corrections) == (done.file, False, 0)
    with acting(SYSTEM):
        assert value("SELECT count(*) FROM benefit_cost") == 2
        assert value("SELECT count(*) FROM document_file WHERE kind = 'care_cost'") == 1


def test_one_wrong_row_and_nothing_counts(founded) -> None:
    with pytest.raises(CostsRefused) as refusal:
        told(f"{FIRST};2026-04;hospital;;10,00", "JNC-2026-NADIE;2026-04;hospital;;10,00")
    assert [(one.row, one.kind) for one in refusal.value.problems] == [(3, "adhesion_unknown")]
    with pytest.raises(NotACostFile):
        take(actor=KEEPER, file=SentFile("x.csv", b"a;b\n1;2\n"), day=DAY, at=AT)
    with acting(SYSTEM):
        assert value("SELECT count(*) FROM benefit_cost_file") == 0
        assert value("SELECT count(*) FROM document_file WHERE kind = 'care_cost'") == 0


def test_what_is_told_again_corrects_and_the_earlier_stays(founded) -> None:
    told(f"{FIRST};2026-04;hospital;;10,00", f"{FIRST};2026-04;delivery;;1,00")
    done = told(f"{FIRST};2026-04;hospital;;12,00")
    assert (done.corrections, held()) == (1, {(APRIL, "hospital"): 1200, (APRIL, "delivery"): 100})
    every, _ = month_told(actor=KEEPER, month=APRIL)
    assert [(one.line, one.amount, one.holds) for one in every] == [
        ("delivery", 100, True),
        ("hospital", 1200, True),
        ("hospital", 1000, False),
    ]
    (month,) = months_told(actor=KEEPER)
    assert (month.month, month.amount, month.adhesions, month.corrected) == (APRIL, 1300, 1, True)


def test_all_care_together_takes_the_place_of_the_lines_and_a_line_its(founded) -> None:
    told(f"{FIRST};2026-04;hospital;;10,00", f"{FIRST};2026-04;delivery;;1,00")
    told(f"{FIRST};2026-04;;;15,00")
    assert held() == {(APRIL, ""): 1500}
    told(f"{FIRST};2026-04;hospital;;9,00")  # the delivery of the first file does not come back
    assert held() == {(APRIL, "hospital"): 900}


def test_a_file_waits_until_it_is_confirmed(founded) -> None:
    told(f"{FIRST};2026-04;hospital;;10,00")
    file = sent(f"{FIRST};2026-04;hospital;;12,00", f"{SECOND};2026-04;hospital;;1,00")
    number, new = receive(actor=KEEPER, file=file, day=DAY, at=AT)
    assert new and receive(actor=KEEPER, file=file, day=DAY, at=AT) == (number, False)
    preview = shown(actor=replace(KEEPER, role=Role.AUDITOR), file=number, day=DAY)
    assert [(one.kind, one.before) for one in preview.changes] == [
        ("correction", 1000),
        ("new", None),
    ]
    (month,) = preview.months
    assert (month.new, month.corrections, month.before, month.after) == (1, 1, 1000, 1300)
    assert held() == {(APRIL, "hospital"): 1000}
    assert confirm(actor=KEEPER, file=number, day=DAY, at=AT).new
    assert not confirm(actor=KEEPER, file=number, day=DAY, at=AT).new
    assert [one.told_by for one in files_received(actor=KEEPER)] == ["recaudación"] * 2


def test_only_who_keeps_the_money_or_studies_tells(founded) -> None:
    for role in (Role.AFFILIATION, Role.HEAD, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            told(f"{FIRST};2026-04;hospital;;10,00", actor=replace(KEEPER, role=role))
    secretary = Actor("secretaria", Role.SECRETARY, 1, "mirar", (1,))
    for read in (months_told, files_received):
        with pytest.raises(NotAllowed):
            read(actor=secretary)


def test_another_institution_and_an_association_see_nothing(founded) -> None:
    done = told(f"{FIRST};2026-04;hospital;;10,00")
    stranger = replace(KEEPER, institution=2)
    assert months_told(actor=stranger) == [] and files_received(actor=stranger) == []
    with pytest.raises(UnknownCostFile):
        shown(actor=stranger, file=done.file, day=DAY)
    with acting(SYSTEM):
        association = alliances.adhesion_of(actor=SYSTEM, code=FIRST).association
    speaker = Actor("secretaria", Role.SECRETARY, 1, "mirar", (association,))
    with acting(speaker):  # not even by asking the tables
        for table in ("benefit_cost", "benefit_telling", "benefit_cost_file"):
            assert value(f"SELECT count(*) FROM {table}") == 0


def test_what_was_told_is_never_changed(founded) -> None:
    told(f"{FIRST};2026-04;hospital;;10,00")
    for statement in (
        "UPDATE benefit_cost SET amount = 1",
        "DELETE FROM benefit_cost",
        "UPDATE benefit_telling SET told_by = 'x'",
        "DELETE FROM benefit_cost_file",
    ):
        with refused("42501"), acting(SYSTEM):
            execute(statement)


def test_an_adhesion_of_another_association_is_refused(founded) -> None:
    told(f"{FIRST};2026-04;hospital;;10,00")
    with refused("AY014"), acting(SYSTEM):
        execute(
            "INSERT INTO benefit_cost (institution, telling, adhesion, association, month, line, amount)"
            " SELECT institution, telling, adhesion, (SELECT max(id) FROM alliance_association), month,"
            " 'delivery', 1 FROM benefit_cost"
        )


def test_lines_are_those_of_the_studies() -> None:
    assert set(benefit_lines()) == {
        "consultation", "hospital", "delivery", "emergency", "catastrophic",
    }  # fmt: skip
