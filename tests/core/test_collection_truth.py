"""Decisions on the sample statements are those of a careful clerk (the truth beside each file)."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import Any

import pytest

from ayni.adapters.bankfiles import read_statement
from ayni.core.collection import (
    APPLIES,
    BankEntry,
    Decision,
    NoticeToPay,
    decide,
    payment_reference,
)
from ayni.core.collection.words import KINDS, REASONS
from ayni.core.periods import parse_month
from tests.samples import SAMPLES

BANK = SAMPLES / "bank"
pytestmark = pytest.mark.skipif(
    not BANK.is_dir(), reason="SAMPLES ABSENT: set AYNI_SAMPLES to test the decisions"
)
MARCH = "A-camt053-v02-marzo.xml"
AGAIN = "A-camt053-v02-marzo-reenviado.xml"
APRIL = "A-camt053-v08-abril-dos-cuentas.xml"


def notices() -> list[NoticeToPay]:
    with (BANK / "notices.csv").open(encoding="utf-8") as lines:
        return [
            NoticeToPay(
                id=number,
                association=int(line["ruc"]),
                month=parse_month(line["period"]),
                number=line["notice"],
                reference=payment_reference(line["notice"]),
                payer_name=line["cooperative"],
                payer_number=line["ruc"],
                currency=line["currency"],
                due=int(line["amount_due_cents"]),
                paid=0,
            )
            for number, line in enumerate(csv.DictReader(lines), start=1)
        ]


def truth(name: str) -> list[dict[str, Any]]:
    found = json.loads((BANK / f"{name}.truth.json").read_text("utf-8"))["entries"]
    return list(found)


def entries(name: str) -> list[BankEntry]:
    file = read_statement(name=name, content=(BANK / name).read_bytes())
    return [entry for statement in file.statements for entry in statement.entries]


def from_truth(name: str) -> list[BankEntry]:
    """Entries as the later readers of MT940, CSV and camt.054 will give them."""
    codes = {"charge": "ACMT/MDOP/CHRG", "interest": "ACMT/MCOP/INTR"}
    return [
        BankEntry(
            natural_key=f"{line['bank_reference']}|{line['operation']}",
            account="1",
            number=line["n"],
            amount=line["amount_cents"],
            currency=line["currency"],
            booked_on=date.fromisoformat(line["booking_date"]),
            value_on=date.fromisoformat(line["value_date"]),
            payer=line["payer"],
            payer_number=line["payer_id"],
            reference_text=line["reference_text"],
            bank_reference=line["bank_reference"] or line["operation"],
            operation=line["operation"],
            reversal=line["reversal_of"] is not None,
            bank_code=codes.get(line["kind"], ""),
        )
        for line in truth(name)
    ]


def check(found: list[Decision], expected: list[dict[str, Any]]) -> None:
    numbers = {notice.id: notice.number for notice in notices()}
    for decision, line in zip(found, expected, strict=True):
        where = f"entry {line['n']}: {line['kind']}"
        assert decision.kind == line["expected"], where
        wanted = [(part["notice"], part["cents"]) for part in line["notices"]]
        shares = [(numbers[notice], amount) for notice, amount in decision.shares]
        if decision.kind in APPLIES | {"reverse"}:
            assert shares == wanted, where
            assert decision.held == line["amount_cents"] - sum(cents for _, cents in wanted), where
        else:
            assert (shares, decision.held) == ([], 0), where
        if decision.kind == "review":
            assert [numbers[n] for n in decision.proposed[:1]] == [n for n, _ in wanted], where
        assert decision.reason in REASONS
        assert decision.kind in KINDS


@pytest.mark.parametrize("name", [MARCH, APRIL])
def test_decisions_on_camt053(name: str) -> None:
    found = decide(entries(name), notices=notices(), known_keys=frozenset(), receipts={})
    check(found, truth(name))


@pytest.mark.parametrize(
    "name",
    ["A-mt940-mayo.sta", "A-banco-dos-abril.csv", "A-banco-uno-marzo.csv"],
)
def test_the_rules_hold_for_formats_that_come_later(name: str) -> None:
    found = decide(from_truth(name), notices=notices(), known_keys=frozenset(), receipts={})
    check(found, truth(name))


def test_the_statement_sent_again_applies_nothing() -> None:
    known = frozenset(entry.natural_key for entry in entries(MARCH))
    found = decide(entries(AGAIN), notices=notices(), known_keys=known, receipts={})
    assert [d.kind for d in found] == [line["expected"] for line in truth(AGAIN)]
    assert {d.kind for d in found} == {"do_not_apply_again"}
    assert sum(len(d.shares) for d in found) == 0


def test_reasons_of_reviews() -> None:
    found = decide(entries(APRIL), notices=notices(), known_keys=frozenset(), receipts={})
    reasons = {
        line["kind"]: decision.reason
        for decision, line in zip(found, truth(APRIL), strict=True)
        if decision.kind == "review"
    }
    assert reasons == {
        "notice_of_another_payer": "notice_of_another",
        "payer_unknown": "payer_unknown",
        "garbled_reference": "garbled_reference",
        "missing_reference": "no_reference",
        "foreign_currency": "foreign_currency",
    }
