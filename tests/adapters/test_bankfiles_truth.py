"""camt.053 samples against their truth, entry by entry; malformed ones refused whole."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ayni.adapters.bankfiles import StatementFile, UnreadableStatement, read_statement
from ayni.adapters.bankfiles.words import PROBLEMS
from ayni.core.collection import body_of, find_references
from tests.samples import SAMPLES

BANK = SAMPLES / "bank"
pytestmark = pytest.mark.skipif(
    not BANK.is_dir(), reason="SAMPLES ABSENT: set AYNI_SAMPLES to test the bank statements"
)
FILES = (
    "A-camt053-v02-marzo.xml",
    "A-camt053-v02-marzo-reenviado.xml",
    "A-camt053-v08-abril-dos-cuentas.xml",
)


def read(name: str) -> StatementFile:
    return read_statement(name=name, content=(BANK / name).read_bytes())


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((BANK / f"{name}.truth.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", FILES)
def test_statements_are_those_of_the_truth(name: str) -> None:
    file = read(name)
    expected = truth(name)
    assert file.message == expected["format"]
    assert [
        {
            "statement": s.number,
            "account": s.account,
            "currency": s.currency,
            "from": s.starts.isoformat(),
            "to": s.ends.isoformat(),
            "opening_cents": s.opening,
            "closing_cents": s.closing,
            "credit_cents": sum(e.amount for e in s.entries if e.amount > 0),
            "debit_cents": -sum(e.amount for e in s.entries if e.amount < 0),
        }
        for s in file.statements
    ] == [{k: v for k, v in s.items() if k != "entries"} for s in expected["statements"]]
    lines = [len({e.batch_of or e.number for e in s.entries}) for s in file.statements]
    assert lines == [s["entries"] for s in expected["statements"]]


@pytest.mark.parametrize("name", FILES)
def test_every_field_of_every_entry_is_that_of_the_truth(name: str) -> None:
    file = read(name)
    found = [(s.number, entry) for s in file.statements for entry in s.entries]
    expected = truth(name)["entries"]
    assert len(found) == len(expected)
    has_operations = b"<TxId>" in (BANK / name).read_bytes()
    for (statement, entry), line in zip(found, expected, strict=True):
        assert statement == line["statement"]
        assert entry.number == line["n"]
        assert entry.booked_on == date.fromisoformat(line["booking_date"])
        assert entry.value_on == date.fromisoformat(line["value_date"])
        assert entry.amount == line["amount_cents"]
        assert entry.currency == line["currency"]
        assert entry.payer == line["payer"]
        assert entry.payer_number == line["payer_id"]
        assert entry.bank_reference == line["bank_reference"]
        assert entry.operation == (line["operation"] if has_operations else "")
        assert entry.reversal_of == line["reversal_of"]
        assert entry.reversal == (line["reversal_of"] is not None)
        assert entry.batch_of == line.get("batch_of")


@pytest.mark.parametrize("name", FILES)
def test_texts_are_those_of_the_truth(name: str) -> None:
    """A structured reference holds only the notice; free text is the same to the letter."""
    content = (BANK / name).read_text("utf-8")
    entries = [entry for s in read(name).statements for entry in s.entries]
    free = 0
    for entry, line in zip(entries, truth(name)["entries"], strict=True):
        wanted = line["reference_text"]
        if wanted is None or f"<Ustrd>{wanted}</Ustrd>" in content:
            assert entry.reference_text == wanted
            free += 1
        else:
            assert find_references(entry.reference_text or "") == find_references(wanted)
    assert free >= 16


@pytest.mark.parametrize("name", FILES)
def test_natural_keys_are_equal_only_for_the_line_printed_twice(name: str) -> None:
    entries = [entry for s in read(name).statements for entry in s.entries]
    first: dict[str, str] = {}
    repeated = []
    for entry in entries:
        if entry.natural_key in first:
            repeated.append(entry.bank_reference)
        first[entry.natural_key] = entry.bank_reference
    again = [e["bank_reference"] for e in truth(name)["entries"] if e["kind"] == "duplicate_line"]
    assert repeated == again


def test_the_statement_sent_again_has_nothing_new() -> None:
    first, again = (read(name) for name in FILES[:2])
    assert first.digest != again.digest
    assert [e.natural_key for e in first.statements[0].entries] == [
        e.natural_key for e in again.statements[0].entries
    ]


def test_an_amount_without_decimals_is_read_in_cents() -> None:
    entry = read(FILES[2]).statements[0].entries[0]
    assert entry.amount == 1_536_800
    assert body_of(find_references(entry.reference_text or "")[0]) == "AV20260400121"


REFUSED = {
    "malformed/A-cortado.xml": "not_well_formed",
    "malformed/A-entidad-externa.xml": "external",
    "malformed/A-otro-mensaje.xml": "other_message",
    "malformed/A-saldo-final-mal.xml": "balance_does_not_close",
    "malformed/A-suma-de-control-mal.xml": "control_sum",
    "malformed/A-vacio.xml": "empty",
    "malformed/A-mt940-cortado.sta": "comes_later",
    "malformed/A-csv-falta-una-fila.csv": "comes_later",
    "A-camt054-v02-abonos.xml": "comes_later",
    "A-mt940-mayo.sta": "comes_later",
    "A-banco-uno-marzo.csv": "comes_later",
    "A-banco-dos-abril.csv": "comes_later",
}


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_files_are_refused_whole_with_words(name: str, code: str) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        read(name)
    assert refused.value.code == code
    said = {refused.value.words(language) for language in ("es", "en", "pt")}
    assert len(said) == 3
    assert not any("{" in text for text in said)


def test_every_problem_has_three_languages() -> None:
    for code, words in PROBLEMS.items():
        assert sorted(words) == ["en", "es", "pt"], code
