"""References and the rules of decision, one by one; each rule beside its refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ayni.core.collection import (
    BankEntry,
    Decision,
    NotAReference,
    NoticeToPay,
    Receipt,
    body_of,
    check_reference,
    decide,
    find_references,
    link_reversals,
    payment_reference,
)
from ayni.core.collection.reversals import in_time
from ayni.core.collection.words import KINDS, REASONS
from ayni.core.periods import parse_month

# References -------------------------------------------------------------------------------------


def test_a_notice_number_becomes_a_creditor_reference() -> None:
    assert payment_reference("AV-2026-04-00007") == "RF67AV20260400007"
    assert payment_reference("539007547034") == "RF18539007547034"  # the example of ISO 11649


@pytest.mark.parametrize("number", ["", "---", "A" * 22])
def test_what_cannot_be_a_reference_is_refused(number: str) -> None:
    with pytest.raises(NotAReference):
        payment_reference(number)


@settings(max_examples=500)
@given(st.text("ABCXYZ0123456789", min_size=1, max_size=21), st.data())
def test_one_wrong_sign_or_two_swapped_are_noticed(body: str, data: st.DataObject) -> None:
    reference = payment_reference(body)
    assert check_reference(reference)
    assert body_of(reference) == body
    place = data.draw(st.integers(4, len(reference) - 1))
    other = data.draw(st.sampled_from("0123456789").filter(lambda sign: sign != reference[place]))
    if reference[place].isdigit():
        assert not check_reference(reference[:place] + other + reference[place + 1 :])
    swapped = (
        reference[: place - 1] + reference[place] + reference[place - 1] + reference[place + 1 :]
    )
    if place > 4 and swapped != reference and swapped[place - 1 : place + 1].isdigit():
        assert not check_reference(swapped)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RF67AV20260400007", ["RF67AV20260400007"]),
        ("pago rf67 av20 2604 0000 7 del mes", ["RF67AV20260400007"]),
        ("RF67AV20260400007 MES DE ABRIL 2026", ["RF67AV20260400007"]),
        ("x RF67-AV20260400007.", ["RF67AV20260400007"]),
        ("RF18539007547034/RF67AV20260400007", ["RF18539007547034", "RF67AV20260400007"]),
        ("RF18539007547034 RF67AV20260400007", ["RF18539007547034", "RF67AV20260400007"]),
        ("RF67AV20260400007 RF67 AV20260400007", ["RF67AV20260400007"]),
        ("saldo av-2026-03-00107", ["AV-2026-03-00107"]),
        ("AV-2026-03-00110 y AV 2026 03 00111", ["AV-2026-03-00110", "AV-2026-03-00111"]),
        ("AV20260300107,AV-2026-03-00107", ["AV-2026-03-00107"]),
        ("RF68AV20260400007", []),
        ("RF68 AV20260400007", []),
        ("RF68 AV20260400007 AV-2026-04-00008", ["AV-2026-04-00008"]),
        ("AV-2O26-04-00127", []),
        ("AV-2026-03-001", []),
        ("AV-2026-13-00107", []),
        ("AV-2026-03-001070", []),
        ("XRF67AV20260400007", []),
        ("DNI 46949588", []),
        ("PERF 12", []),
        ("", []),
    ],
)
def test_references_are_found_in_prose(text: str, found: list[str]) -> None:
    assert find_references(text) == found


# Decisions --------------------------------------------------------------------------------------


def notice(number: int, **changes: object) -> NoticeToPay:
    text = f"AV-2026-04-{number:05d}"
    made = NoticeToPay(
        id=number,
        association=100 + number,
        month=parse_month("2026-04"),
        number=text,
        reference=payment_reference(text),
        payer_name=f"Cooperativa Ñ {number}",
        payer_number=f"2000{number}",
        currency="PEN",
        due=1000 * number,
        paid=0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def pays(number: int, amount: int, **changes: object) -> BankEntry:
    made = BankEntry(
        natural_key=f"{changes}{amount}",
        account="1",
        number=1,
        amount=amount,
        currency="PEN",
        booked_on=date(2026, 4, 20),
        value_on=date(2026, 4, 20),
        payer=f"COOPERATIVA N {number}",
        payer_number=f"2000{number}",
        reference_text=payment_reference(f"AV-2026-04-{number:05d}"),
        bank_reference=f"OP{number}",
        operation="",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


NOTICES = [notice(1), notice(2), notice(3), notice(4, paid=4000), notice(5, paid=1000)]


def run(
    *entries: BankEntry,
    notices: list[NoticeToPay] = NOTICES,
    known: frozenset[str] = frozenset(),
    receipts: dict[str, Receipt] | None = None,
) -> list[Decision]:
    return decide(entries, notices=notices, known_keys=known, receipts=receipts or {})


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (pays(2, 2000), Decision("apply", "agrees", ((2, 2000),), association=102)),
        (pays(5, 4000), Decision("apply", "agrees", ((5, 4000),), association=105)),
        (pays(2, 1), Decision("apply_partial", "less_than_due", ((2, 1),), association=102)),
        (
            pays(2, 2005),
            Decision("apply_with_excess", "more_than_due", ((2, 2000),), 5, association=102),
        ),
        (
            pays(2, 5000, reference_text="AV-2026-04-00002, AV-2026-04-00003"),
            Decision("apply_split", "several_notices", ((2, 2000), (3, 3000)), association=102),
        ),
        (
            pays(3, 5000, reference_text="AV-2026-04-00002, AV-2026-04-00003"),
            Decision("apply_split", "several_notices", ((2, 2000), (3, 3000)), association=103),
        ),
        (
            pays(2, 4999, reference_text="AV-2026-04-00002, AV-2026-04-00003"),
            Decision("review", "split_does_not_fit", association=102),
        ),
        (
            pays(2, 5001, reference_text="AV-2026-04-00002, AV-2026-04-00003"),
            Decision("review", "split_does_not_fit", association=102),
        ),
        (
            pays(2, 2000, payer=None, payer_number=None),
            Decision("apply", "agrees", ((2, 2000),), association=102),
        ),
        (
            pays(2, 2000, payer_number=None),
            Decision("apply", "agrees", ((2, 2000),), association=102),
        ),
        (
            pays(2, 2000, payer_number="2000-2"),
            Decision("apply", "agrees", ((2, 2000),), association=102),
        ),
        (
            pays(2, 2000, payer_number="999"),
            Decision("review", "notice_of_another"),
        ),
        (
            pays(3, 3000, reference_text="AV-2026-04-00002"),
            Decision("review", "notice_of_another", association=103),
        ),
        (pays(4, 100), Decision("review", "paid_before", association=104)),
        (pays(2, 2000, currency="USD"), Decision("review", "foreign_currency", association=102)),
        (
            pays(2, 2000, reference_text="AV-2026-04-00099"),
            Decision("review", "notice_unknown", proposed=(2,), association=102),
        ),
        (
            pays(2, 2000, reference_text="AV-2026-04-00002 AV-2026-04-00099"),
            Decision("review", "notice_unknown", proposed=(2,), association=102),
        ),
        (
            pays(2, 2000, reference_text="pago seguro"),
            Decision("review", "no_reference", proposed=(2,), association=102),
        ),
        (
            pays(2, 1999, reference_text=None),
            Decision("review", "no_reference", association=102),
        ),
        (
            pays(2, 2000, reference_text="AV-2026-04-2"),
            Decision("review", "garbled_reference", proposed=(2,), association=102),
        ),
        (
            pays(9, 2000, reference_text="DNI 46949588", payer_number=None),
            Decision("review", "payer_unknown"),
        ),
        (pays(9, -350, reference_text="PORTES"), Decision("ignore", "money_out")),
        (pays(2, -350), Decision("review", "debit_names_notice", association=102)),
        (pays(2, 0), Decision("ignore", "money_out")),
        (pays(2, 2000, bank_code="ACMT/MCOP/INTR"), Decision("ignore", "banks_own")),
        (pays(2, 2000, reversal=True), Decision("review", "debit_undone", association=102)),
        (pays(2, -2000, reversal=True), Decision("review", "reversal_unknown")),
    ],
)
def test_one_entry(entry: BankEntry, expected: Decision) -> None:
    assert run(entry) == [expected]
    assert expected.reason in REASONS


def test_notices_of_two_currencies_are_never_paid_together() -> None:
    both = [notice(2), notice(3, currency="USD")]
    entry = pays(2, 5000, reference_text="AV-2026-04-00002, AV-2026-04-00003")
    assert run(entry, notices=both) == [Decision("review", "foreign_currency", association=102)]


def test_what_is_paid_counts_for_the_next_entry() -> None:
    days = [{"natural_key": str(n), "booked_on": date(2026, 4, n)} for n in (1, 2, 3)]
    found = run(
        *(pays(2, amount, **day) for amount, day in zip((500, 1500, 10), days, strict=True))
    )
    assert [(d.kind, d.shares) for d in found] == [
        ("apply_partial", ((2, 500),)),
        ("apply", ((2, 1500),)),
        ("review", ()),
    ]


def test_two_halves_of_one_day_are_not_part_payments() -> None:
    halves = [pays(2, 1000, natural_key=key) for key in "ab"]
    assert [(d.kind, d.reason) for d in run(*halves)] == [
        ("apply", "agrees_together"),
        ("apply", "agrees"),
    ]
    apart = [halves[0], replace(halves[1], booked_on=date(2026, 4, 21))]
    assert [d.kind for d in run(*apart)] == ["apply_partial", "apply"]
    other_payer = [halves[0], replace(halves[1], payer_number="20003")]
    assert [d.kind for d in run(*other_payer)] == ["apply_partial", "review"]


def test_known_and_repeated_lines_are_not_applied_again() -> None:
    entry = pays(2, 1000)
    assert run(entry, known=frozenset([entry.natural_key])) == [
        Decision("do_not_apply_again", "known_before")
    ]
    first, second = run(entry, entry)
    assert first.kind == "apply_partial"
    assert second == Decision("do_not_apply_again", "printed_twice")


def back(number: int, amount: int, **changes: object) -> BankEntry:
    made = {"reversal": True, "bank_reference": "BACK", "natural_key": f"back{amount}{changes}"}
    return pays(number, amount, **{**made, **changes})


def test_a_reversal_in_the_same_file_gives_the_notice_back() -> None:
    again = pays(2, 2000, bank_reference="OP2b", natural_key="again")
    found = run(pays(2, 2005), back(2, -2005), again)
    assert found == [
        Decision("apply_then_reverse", "reversed_later", ((2, 2000),), 5, association=102),
        Decision("reverse", "reversal", ((2, -2000),), -5, association=102, reverses="OP2"),
        Decision("apply", "agrees", ((2, 2000),), association=102),
    ]


def test_a_reversal_comes_once() -> None:
    named = back(2, -2000, natural_key="x", reversal_of="OP2")
    found = run(pays(2, 2000), named, replace(named, natural_key="y"))
    assert [d.kind for d in found] == ["apply_then_reverse", "reverse", "review"]
    assert found[2].reason == "reversed_before"


def test_the_reversal_that_names_its_payment_takes_it_even_when_it_comes_second() -> None:
    named = back(2, -2000, natural_key="x", reversal_of="OP2")
    found = run(pays(2, 2000), back(2, -2000), named)
    assert [d.kind for d in found] == ["apply_then_reverse", "review", "reverse"]


def test_a_reversal_of_another_sum_is_left_to_a_person() -> None:
    found = run(pays(2, 2000), back(2, -1999, reversal_of="OP2"))
    assert [d.kind for d in found] == ["apply", "review"]
    assert found[1] == Decision("review", "reversal_differs", reverses="OP2")


def test_a_reversal_of_money_not_applied_moves_nothing() -> None:
    found = run(pays(2, 2000, reference_text="pago"), back(2, -2000))
    assert found[1] == Decision("reverse", "reversal_of_unapplied", association=102, reverses="OP2")


RECEIPT = Receipt("OLD", 2005, "PEN", "Cooperativa Ñ 2", "20002", 102, ((2, 2000),), 5)


def test_a_reversal_of_a_receipt_of_before() -> None:
    paid = [notice(2, paid=2000)]
    expected = Decision("reverse", "reversal", ((2, -2000),), -5, association=102, reverses="OLD")
    named = back(2, -2005, reversal_of="OLD")
    assert run(named, notices=paid, receipts={"OLD": RECEIPT}) == [expected]
    unnamed = back(2, -2005)
    assert run(unnamed, notices=paid, receipts={"OLD": RECEIPT}) == [expected]
    done = {"OLD": replace(RECEIPT, reversed=True)}
    assert run(named, notices=paid, receipts=done)[0].reason == "reversed_before"
    twice = {"OLD": RECEIPT, "OLDER": replace(RECEIPT, bank_reference="OLDER")}
    assert run(unnamed, notices=paid, receipts=twice)[0].reason == "reversal_unknown"
    other = back(3, -2005, reversal_of="OLD")
    assert run(other, notices=paid, receipts={"OLD": RECEIPT})[0].reason == "reversal_differs"
    again = [named, replace(named, natural_key="z")]
    assert [d.kind for d in run(*again, notices=paid, receipts={"OLD": RECEIPT})] == [
        "reverse",
        "review",
    ]


def test_a_silent_reversal_of_one_of_two_payers_is_left_to_a_person() -> None:
    """Two payers under one bank reference: whoever names none may mean either."""
    two = [pays(2, 700), pays(2, 700, payer="OTRO", payer_number="20009", natural_key="other")]
    silent = back(2, -700, payer=None, payer_number=None, reversal_of="OP2")
    found = run(*two, silent)
    assert found[2] == Decision("review", "reversal_unknown", reverses="OP2")
    told = replace(silent, payer="OTRO")
    assert run(*two, told)[2].kind == "reverse"


def test_among_alike_payments_the_end_to_end_number_tells_which_was_returned() -> None:
    first, second = (
        pays(2, 700, bank_reference=name, natural_key=name, end_to_end=f"E{name}") for name in "AB"
    )
    reversal = back(2, -700, end_to_end="EA")
    assert link_reversals([first, second, reversal])[2].reversal_of == "A"
    silent = replace(reversal, end_to_end="")
    assert link_reversals([first, second, silent])[2].reversal_of is None
    assert link_reversals([reversal, first])[0].reversal_of is None


def test_proposals_put_the_month_of_the_payment_first() -> None:
    march = replace(notice(1), id=31, month=parse_month("2026-03"), number="AV-2026-03-00031")
    may = replace(march, id=51, month=parse_month("2026-05"), number="AV-2026-05-00051")
    some = [replace(march, reference="-"), replace(may, reference="+"), notice(1)]
    (found,) = run(pays(1, 1000, reference_text="x"), notices=some)
    assert found.proposed == (1, 31, 51)


@example([(1, -1192, True, 1), (1, 1192, False, 0)])
@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.integers(-2500, 6000), st.booleans(), st.integers(0, 3)),
        max_size=25,
    )
)
def test_no_notice_takes_more_than_it_owes_and_no_cent_is_lost(
    some: list[tuple[int, int, bool, int]],
) -> None:
    """I5: a payment is its shares and what is held, or it is left whole; never negative."""
    entries = [
        pays(
            number,
            amount,
            natural_key=f"k{place}",
            bank_reference=f"OP{place // 2}",
            reversal=reversal,
            booked_on=date(2026, 4, 1 + day),
        )
        for place, (number, amount, reversal, day) in enumerate(some)
    ]
    paid = {item.id: item.paid for item in NOTICES}
    due = {item.id: item.due for item in NOTICES}
    decided = list(zip(entries, run(*entries), strict=True))
    # In the order in which it happened: a bank may print what it took back before the payment.
    for entry, decision in (decided[place] for place in in_time(entries)):
        moved = sum(amount for _, amount in decision.shares) + decision.held
        assert moved in (0, entry.amount)
        for number, amount in decision.shares:
            paid[number] += amount
        assert all(0 <= paid[number] <= due[number] for number in paid)
        assert decision.kind in KINDS
        assert decision.reason in REASONS


def test_all_words_are_in_three_languages() -> None:
    for catalogue in (KINDS, REASONS):
        for code, words in catalogue.items():
            assert sorted(words) == ["en", "es", "pt"], code
