"""What is written is read back; what does not prove itself is refused; nothing counts twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.adapters.bankfiles import (
    NotWritable,
    UnreadableStatement,
    read_statement,
)
from ayni.core.collection import BankEntry
from tests.adapters.bankfiles_made import ACCOUNT, ENTRY, START, entry, statement, write


def read(content: bytes, name: str = "abril.xml") -> tuple[BankEntry, ...]:
    return read_statement(name=name, content=content).statements[0].entries


def bare(entries: Sequence[BankEntry]) -> list[BankEntry]:
    return [replace(item, natural_key="", number=0) for item in entries]


# Round trip -------------------------------------------------------------------------------------

words = st.lists(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12),
    min_size=1,
    max_size=30,
).map(" ".join)
names = words.map(lambda text: text[:140].strip())
numbers = st.text("ABC0123456789", min_size=1, max_size=12)
days = st.integers(0, 29).map(lambda n: START + timedelta(days=n))


@st.composite
def entries(draw: st.DrawFn) -> BankEntry:
    amount = draw(st.integers(-(10**12), 10**12))
    reversal = amount < 0 and draw(st.booleans())
    return replace(
        ENTRY,
        amount=amount,
        booked_on=draw(days),
        value_on=draw(days),
        payer=draw(st.none() | names),
        payer_number=draw(st.none() | numbers),
        reference_text=draw(st.none() | words),
        bank_reference=draw(st.just("") | numbers),
        operation=draw(st.just("") | numbers),
        end_to_end=draw(st.just("") | numbers),
        reversal=reversal,
        reversal_of=draw(numbers) if reversal else None,
        bank_code=draw(st.sampled_from(["", "PMNT/RCDT/DMCT", "ACMT/MDOP/CHRG", "544"])),
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(entries(), max_size=12), st.integers(-(10**12), 10**12))
def test_what_is_written_is_read_back(some: list[BankEntry], opening: int) -> None:
    file = read_statement(name="x.xml", content=write(some, opening=opening))
    (found,) = file.statements
    assert (found.account, found.number, found.currency) == (ACCOUNT, "EC-1", "PEN")
    assert (found.starts, found.ends) == (START, date(2026, 4, 30))
    assert found.opening == opening
    assert found.closing == opening + sum(item.amount for item in some)
    assert bare(found.entries) == bare(some)
    assert [item.number for item in found.entries] == list(range(1, len(some) + 1))


def test_a_batch_is_written_and_read_back() -> None:
    some = [
        replace(ENTRY, batch_of="LOTE1", bank_reference="A1"),
        replace(ENTRY, batch_of="LOTE1", bank_reference="A2", amount=-20),
        replace(ENTRY, bank_reference="OP7"),
        replace(ENTRY, batch_of="LOTE2", bank_reference="LOTE2", operation="1"),
    ]
    content = write(some)
    assert content.count(b"<Ntry>") == 3
    assert content.count(b"<Btch>") == 2
    assert bare(read(content)) == some


@pytest.mark.parametrize(
    "wrong",
    [
        replace(ENTRY, currency="USD"),
        replace(ENTRY, account="another"),
        replace(ENTRY, payer="two  spaces"),
        replace(ENTRY, payer="bell\x07"),
        replace(ENTRY, reference_text="word" * 40),
        replace(ENTRY, bank_reference="R" * 36),
    ],
)
def test_what_the_format_cannot_hold_is_refused(wrong: BankEntry) -> None:
    with pytest.raises(NotWritable):
        write([wrong])


# Nothing counts twice, nothing true is merged (F8) ------------------------------------------------

alike = st.builds(
    lambda day, amount, payer, reference, operation: replace(
        ENTRY,
        booked_on=START + timedelta(days=day),
        amount=amount,
        payer=payer,
        bank_reference=reference,
        operation=operation,
    ),
    st.integers(0, 4),
    st.sampled_from([4520, 9040]),
    st.sampled_from(["CAC UNO", "CAC DOS"]),
    st.just(""),
    st.just(""),
)
history = st.lists(alike, min_size=1, max_size=30).flatmap(
    lambda some: st.lists(st.booleans(), min_size=len(some), max_size=len(some)).map(
        lambda flags: [
            replace(item, bank_reference=f"OP{place}") if has else item
            for place, (item, has) in enumerate(zip(some, flags, strict=True))
        ]
    )
)


def keys(some: Sequence[BankEntry], *, number: str = "EC-1", name: str = "a.xml") -> list[str]:
    return [item.natural_key for item in read(write(some, number=number), name)]


@settings(max_examples=500, deadline=None)
@given(history, st.integers(0, 2**32), st.integers(0, 4))
def test_again_renamed_reordered_or_overlapping_nothing_is_new_and_nothing_is_merged(
    some: list[BankEntry], seed: int, from_day: int
) -> None:
    first = keys(some)
    assert len(set(first)) == len(some), "two true payments alike were merged"
    assert keys(some, number="EC-2", name="copia de abril.xml") == first
    shuffled = random.Random(seed).sample(some, len(some))
    assert Counter(keys(shuffled)) == Counter(first)
    last_days = [item for item in some if item.booked_on >= START + timedelta(days=from_day)]
    more = [replace(ENTRY, booked_on=date(2026, 4, 20), bank_reference="NEW")]
    overlapping = keys([*last_days, *more])
    assert len(set(overlapping) - set(first)) == 1


def test_a_hundred_lines_repeated_in_the_next_file() -> None:
    first = {item.natural_key for item in read(statement(range(300)))}
    second = [item.natural_key for item in read(statement(range(200, 400)))]
    assert len(first) == 300
    assert sum(key in first for key in second) == 100


def test_one_reference_printed_twice_has_one_key() -> None:
    twice = read(write([ENTRY, ENTRY, replace(ENTRY, bank_reference="OP2")]))
    assert twice[0].natural_key == twice[1].natural_key != twice[2].natural_key


def test_a_charge_under_the_reference_of_its_payment_is_another_movement() -> None:
    found = read(write([ENTRY, replace(ENTRY, amount=-350, payer=None)]))
    assert found[0].natural_key != found[1].natural_key


@pytest.mark.parametrize("own", ["", "LOTE1"])
def test_payments_of_a_batch_that_share_its_reference_stay_apart(own: str) -> None:
    batch = [replace(ENTRY, batch_of="LOTE1", bank_reference=own)] * 2
    found = read(write(batch))
    assert found[0].natural_key != found[1].natural_key
    assert [i.natural_key for i in read(write(batch))] == [i.natural_key for i in found]


def test_the_same_reference_in_another_account_is_another_movement() -> None:
    content = write([ENTRY])
    other = read(content.replace(ACCOUNT.encode(), b"999"))
    assert other[0].natural_key != read(content)[0].natural_key


# Refusals ---------------------------------------------------------------------------------------

WHOLE = write([ENTRY, replace(ENTRY, bank_reference="OP2", amount=-350)], opening=1000)
NET = b"<TtlNetNtry><Amt>41.70</Amt>"
SWAPS: list[tuple[bytes, bytes, str]] = [
    (b"<Sum>48.70</Sum>", b"<Sum>48.71</Sum>", "control_sum"),
    (b"<Sum>45.20</Sum>", b"<Sum>45.21</Sum>", "control_sum"),
    (b"<Sum>3.50</Sum>", b"<Sum>3.51</Sum>", "control_sum"),
    (NET, NET.replace(b"41.70", b"41.71"), "control_sum"),
    (b"<NbOfNtries>2<", b"<NbOfNtries>3<", "entry_count"),
    (b"<NbOfNtries>2<", b"<NbOfNtries>x<", "missing"),
    (b'PEN">51.70</Amt>', b'PEN">51.71</Amt>', "balance_does_not_close"),
    (b"<Cd>CLBD</Cd>", b"<Cd>CLAV</Cd>", "no_balance"),
    (b"<Cd>OPBD</Cd>", b"<Cd>OPAV</Cd>", "no_balance"),
    (b"<Sts><Cd>BOOK</Cd></Sts>", b"<Sts><Cd>PDNG</Cd></Sts>", "not_booked"),
    (b'<Amt Ccy="PEN">3.50<', b'<Amt Ccy="USD">3.50<', "currency_mixed"),
    (b'<Amt Ccy="PEN">3.50<', b'<Amt Ccy="PEN">3.501<', "missing"),
    (b'<Amt Ccy="PEN">3.50<', b'<Amt Ccy="PEN">-3.50<', "missing"),
    (b'<Amt Ccy="PEN">3.50<', b'<Amt Ccy="PEN">3,50<', "missing"),
    (b'<Amt Ccy="PEN">3.50<', b'<Amt Ccy="PEN">NaN<', "missing"),
    (b"DBIT", b"DEBIT", "missing"),
    (b"<BookgDt><Dt>2026-04-01", b"<BookgDt><Dt>2026-02-30", "missing"),
    (b"<Ccy>PEN</Ccy>", b"<Ccy>XXX</Ccy>", "currency_mixed"),
    (b"PEN", b"XXX", "unknown_currency"),
    (b"<Othr><Id>", b"<Othr><Nr>", "not_well_formed"),
    (b"xsd:camt.053.001.08", b"xsd:camt.052.001.08", "other_message"),
    (b"xsd:camt.053.001.08", b"xsd:camt.054.001.08", "comes_later"),
    (b"<Stmt>", b"<Rpt>", "not_well_formed"),
]


@pytest.mark.parametrize(("good", "bad", "code"), SWAPS)
def test_a_statement_that_does_not_prove_itself_is_refused(
    good: bytes, bad: bytes, code: str
) -> None:
    assert good in WHOLE
    assert len(read(WHOLE)) == 2
    content = (
        WHOLE.replace(good, bad) if code == "unknown_currency" else WHOLE.replace(good, bad, 1)
    )
    with pytest.raises(UnreadableStatement) as refused:
        read(content)
    assert refused.value.code == code
    assert all(refused.value.words(language) for language in ("es", "en", "pt"))


def test_a_batch_whose_payments_do_not_add_up_is_refused() -> None:
    batch = [replace(ENTRY, batch_of="L", bank_reference=name) for name in ("A", "B")]
    content = write(batch)
    wrong = content.replace(b'</Refs><Amt Ccy="PEN">45.20<', b'</Refs><Amt Ccy="PEN">45.10<', 1)
    with pytest.raises(UnreadableStatement) as refused:
        read(wrong)
    assert refused.value.code == "batch_sum"
    fewer = content.replace(b"<NbOfTxs>2<", b"<NbOfTxs>3<")
    with pytest.raises(UnreadableStatement) as refused:
        read(fewer)
    assert refused.value.code == "entry_count"


def test_a_batch_without_amounts_stays_one_entry() -> None:
    """Nothing is guessed: the bank says what the line is, not how it divides."""
    batch = [replace(ENTRY, batch_of="L", bank_reference=name) for name in ("A", "B")]
    content = write(batch).replace(b'</Refs><Amt Ccy="PEN">45.20</Amt>', b"</Refs>")
    (only,) = read(content)
    assert (only.amount, only.bank_reference, only.batch_of) == (9040, "L", None)
    assert only.payer is None


def test_no_statement_in_the_message() -> None:
    start, rest = WHOLE.split(b"<Stmt>")
    with pytest.raises(UnreadableStatement) as refused:
        read(start + rest.split(b"</Stmt>")[1])
    assert refused.value.code == "no_statement"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("x.sta", b":20:EC\r\n:25:1\r\n", "MT940"),
        ("x.txt", b"{1:F01BANK}{2:I940}{4:\r\n:20:EC", "MT940"),
        ("x.csv", b"fecha;monto;saldo\n1;2;3\n", "CSV"),
    ],
)
def test_formats_that_come_later_are_named(name: str, content: bytes, found: str) -> None:
    with pytest.raises(UnreadableStatement) as refused:
        read_statement(name=name, content=content)
    assert (refused.value.code, refused.value.params) == ("comes_later", {"found": found})


def test_something_else_is_no_statement() -> None:
    for content in (b"%PDF-1.7 x", b"PK\x03\x04", b"hola"):
        with pytest.raises(UnreadableStatement) as refused:
            read_statement(name="x", content=content)
        assert refused.value.code == "not_a_statement"


def test_a_reversal_without_a_mark_of_what_it_undoes_is_linked() -> None:
    back = replace(
        ENTRY, amount=-4520, reversal=True, bank_reference="OP9", reference_text="EXTORNO"
    )
    found = read(write([ENTRY, replace(entry(7), amount=99), back]))
    assert found[2].reversal_of == "OP1"
    other = replace(back, payer="ANOTHER", payer_number="1")
    assert read(write([ENTRY, other]))[1].reversal_of is None


def test_utf16_and_another_prefix_are_read() -> None:
    text = WHOLE.decode().replace("UTF-8", "UTF-16", 1)
    assert bare(read(text.encode("utf-16"))) == bare(read(WHOLE))
    prefixed = WHOLE.replace(b"<Document xmlns=", b"<n:Document xmlns:n=").replace(
        b"</Document>", b"</n:Document>"
    )
    body = prefixed.split(b"\n", 2)
    lines = body[2].replace(b"</n:Document>", b"")
    renamed = lines.replace(b"</", b"\x00").replace(b"<", b"<n:").replace(b"\x00", b"</n:")
    content = body[0] + b"\n" + body[1] + b"\n" + renamed + b"</n:Document>"
    assert bare(read(content)) == bare(read(WHOLE))
