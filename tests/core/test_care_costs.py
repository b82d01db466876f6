"""A file of costs as people send it: read, or refused with the row, what is wrong and what would be right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.adapters.spreadsheets import UnreadableFile, read_workbook, write_table
from ayni.core.affiliation.sheets import Sheet, Workbook
from ayni.core.benefit import (
    CostFile,
    Expected,
    HeldCost,
    NotACostFile,
    Place,
    cost_refusal_text,
    mark_of,
    month_costs,
    problem_words,
    read_amount,
    read_costs,
    read_count,
    read_month,
)
from ayni.core.benefit.amounts import MOST, Mark, Wrong
from ayni.core.benefit.words import COLUMNS, KINDS, REASONS
from ayni.core.money import MINOR_DIGITS

APRIL = 24315
ONE, TWO = Place(1, "JNC-EJ-01", APRIL, None), Place(2, "JNC-EJ-02", APRIL, APRIL + 1)
EXPECTED = Expected(
    places={"JNC-EJ-01": (ONE,), "EJ-01": (ONE,), "JNC-EJ-02": (TWO,), "JNC": (ONE, TWO)},
    lines={"HOSPITAL": "hospital", "HOSPITALIZACION": "hospital", "CONSULTA": "consultation"},
    currency="PEN",
    last_month=APRIL + 6,
)
HEAD = "Adhesión;Mes;Renglón;Atenciones;Monto\n"


def read(text: str | bytes, expected: Expected = EXPECTED) -> CostFile:
    content = text if isinstance(text, bytes) else text.encode()
    return read_costs(workbook=read_workbook(name="costos", content=content), expected=expected)


def rows(text: str) -> list[tuple[int, int, str, int | None, int]]:
    found = read(text)
    assert found.problems == ()
    return [(one.adhesion, one.month, one.line, one.services, one.amount) for one in found.costs]


def kinds(text: str) -> list[tuple[int, str, str]]:
    found = read(text)
    return [(one.row, one.kind, one.proposed) for one in found.problems]


def test_an_accountants_export_is_read() -> None:
    text = (
        "\ufeffCódigo de asociación;Nombre de la asociación;Período;Prestación;N° atenciones;Importe (S/)\r\n"
        "EJ-01;Coop;04/2026;Hospitalización;3;1.234,50\r\n\r\nEJ-01;Coop;abr-26;CONSULTA;;2.000\r\n"
        "TOTAL;;;;;3.234,50\r\n"
    )
    assert rows(text) == [
        (1, APRIL, "hospital", 3, 123_450),
        (1, APRIL, "consultation", None, 200_000),
    ]
    assert read(text).set_aside == (5,)


def test_headers_are_known_in_three_languages_and_in_xlsx() -> None:
    for headers in (
        ["Adhesión", "Mes", "Renglón", "Atenciones", "Costo de atenciones"],
        ["Adhesion", "Month", "Benefit line", "Number of services", "Amount PEN"],
        ["Adesão", "Mês", "Linha", "Atendimentos", "Valor"],
    ):
        row = ("EJ-01", date(2026, 4, 1), "hospital", 3, Decimal("12.5"))
        content = write_table(title="x", headers=headers, rows=[row])
        (cost,) = read(content).costs
        assert (cost.month, cost.line, cost.services, cost.amount) == (APRIL, "hospital", 3, 1250)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("0", 0), ("12", 1200), ("12.5", 1250), ("12,50", 1250), ("1234,5", 123_450),
        ("1.234,50", 123_450), ("1,234.50", 123_450), ("1.234.567", 123_456_700),
        ("1,234,567.89", 123_456_789), ("S/ 1 234.50", 123_450), ("1'234.50", 123_450),
        ("PEN 12", 1200), ("12 soles", 1200), ("$ 12", 1200), ("0,10", 10),
    ],
)  # fmt: skip
def test_a_sum_is_read_with_comma_or_point(text: str, minor: int) -> None:
    assert read_amount(text, mark=Mark(None), currency="PEN") == minor


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (None, "amount_missing"), ("  ", "amount_missing"), ("1.234", "amount_ambiguous"),
        ("12,345", "amount_ambiguous"), ("-5", "amount_negative"), ("(5)", "amount_negative"),
        (-5, "amount_negative"), ("12.345,678", "amount_too_fine"), ("0.005", "amount_too_fine"),
        (Decimal("1.2345"), "amount_too_fine"), ("mil", "amount_unlikely"), (True, "amount_unlikely"),
        ("1.23.4", "amount_unlikely"), ("1e5", "amount_unlikely"), ("9" * 41, "amount_unlikely"),
        (MOST, "amount_unlikely"), ("USD 12", "currency_other"), ("₡12", "currency_other"),
        ("١٢", "amount_unlikely"), (date(2026, 4, 1), "amount_unlikely"),
    ],
)  # fmt: skip
def test_what_is_no_sum_or_two_is_refused(cell: object, kind: str) -> None:
    found = read_amount(cell, mark=Mark(None), currency="PEN")  # type: ignore[arg-type]
    assert isinstance(found, Wrong) and found.kind == kind


def test_the_column_settles_what_one_cell_leaves_open() -> None:
    comma = mark_of(["1.234", "12,50"], digits=2)
    point = mark_of(["1,234", "12.50"], digits=2)
    assert read_amount("1.234", mark=comma, currency="PEN") == 123_400
    assert read_amount("1,234", mark=point, currency="PEN") == 123_400
    assert mark_of(["1.50", "1,50"], digits=2) == Mark(None) == mark_of(["1.234", "7"], digits=2)
    # where the mark is that of the decimals, three of them are finer than the currency
    assert read_amount("1.234", mark=point, currency="PEN") == Wrong("amount_too_fine", "1.23")


def test_a_currency_without_cents_has_thousands_only() -> None:
    assert read_amount("1.234", mark=Mark(None), currency="CLP") == 1234
    assert read_amount("12,50", mark=Mark(None), currency="CLP") == Wrong("amount_too_fine", "13")


def test_a_number_that_a_spreadsheet_computed_may_be_off_by_a_hair() -> None:
    assert read_amount(Decimal("12.500000000001"), mark=Mark(None), currency="PEN") == 1250


@pytest.mark.parametrize(
    "cell",
    ["2026-04", "2026/4", "04/2026", "4-2026", "202604", 202604, "abril 2026", "Abril de 2026",
     "abr-26", "April 2026", "2026-04-01", date(2026, 4, 1)],
)  # fmt: skip
def test_a_month_is_read_as_people_write_it(cell: object) -> None:
    assert read_month(cell) == APRIL  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [None, "", "abril", "2026", "2026-13", "20264", "01/04/2026", "04/26", 4, True, "1889-04",
     Decimal("4.2026"), "x" * 60, "2026-04-15"],
)  # fmt: skip
def test_what_is_no_month_or_two_is_none(cell: object) -> None:
    assert read_month(cell) is None  # type: ignore[arg-type]


def test_services_are_whole_or_none() -> None:
    assert [read_count(one) for one in (None, " ", "12", "1.234", 7)] == [None, None, 12, 1234, 7]
    for cell in ("-1", "1,5", "x", Decimal("1.5"), True, -1, 10**9):
        assert read_count(cell) == Wrong("services_unlikely")


def test_every_wrong_cell_is_told_with_its_row() -> None:
    text = (
        HEAD
        + "NADIE;2026-04;hospital;;1,00\n"
        + "JNC;2026-04;hospital;;1,00\n"
        + "EJ-01;2026-03;hospital;;1,00\n"
        + "EJ-01;2026-11;hospital;;1,00\n"
        + ";mayo;dental;x;\n"
    )
    assert kinds(text) == [
        (2, "adhesion_unknown", ""),
        (3, "adhesion_ambiguous", "JNC-EJ-01, JNC-EJ-02"),
        (4, "adhesion_not_begun", "2026-04"),
        (5, "month_not_over", "2026-10"),
        (6, "adhesion_missing", ""),
        (6, "month_unlikely", ""),
        (6, "line_unknown", "consultation, hospital"),
        (6, "amount_missing", ""),
        (6, "services_unlikely", ""),
    ]


def test_an_agreements_code_is_enough_where_one_adhesion_stands() -> None:
    assert rows(HEAD + "JNC;2026-06;hospital;;1,00\n") == [(1, APRIL + 2, "hospital", None, 100)]


def test_a_month_is_told_once_and_one_way_in_a_file() -> None:
    twice = HEAD + "EJ-01;2026-04;hospital;;1,00\nJNC-EJ-01;04/2026;Hospitalización;;2,00\n"
    assert kinds(twice) == [(3, "told_twice", "2")]
    both = HEAD + "EJ-01;2026-04;hospital;;1,00\nEJ-01;2026-04;;;2,00\n"
    assert kinds(both) == [(3, "told_both_ways", "2")]
    assert rows(HEAD + "EJ-01;2026-04;total;;2,00\n") == [(1, APRIL, "", None, 200)]


def test_a_total_that_is_not_the_sum_is_told() -> None:
    assert kinds(HEAD + "EJ-01;2026-04;hospital;;1,00\nTOTAL;;;;2,00\n") == [
        (3, "total_differs", "1.00")
    ]


def test_a_decimal_comma_that_broke_a_row_is_told() -> None:
    text = "Adhesion,Month,Amount\nEJ-01,2026-04,12,50\n"
    assert kinds(text) == [(2, "cells_beyond", "")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a;b\n1;2\n", "no_table"),
        ("Mes;Monto\n2026-04;1\n", "missing_columns"),
        (HEAD, "no_rows"),
        ("Adhesión;Mes;Monto;Costo\nEJ-01;2026-04;1;1\n", "repeated_columns"),
        ("Adhesión;Mes;Monto (USD)\nEJ-01;2026-04;1\n", "other_currency"),
    ],
)
def test_what_is_no_file_of_costs_is_refused_whole(text: str, code: str) -> None:
    with pytest.raises(NotACostFile) as refusal:
        read(text)
    assert refusal.value.code == code
    for language in ("es", "en", "pt"):
        assert "{" not in cost_refusal_text(refusal.value, language)


def test_a_column_of_currencies_is_held_to_the_institutions() -> None:
    text = "Adhesión;Mes;Moneda;Monto\nEJ-01;2026-04;PEN;1\nEJ-01;2026-05;USD;1\n"
    assert kinds(text) == [(3, "currency_other", "PEN")]


def test_everything_said_is_said_in_three_languages() -> None:
    for words in (
        *REASONS.values(),
        *COLUMNS.values(),
        *(one for two in KINDS.values() for one in two),
    ):
        assert set(words) == {"es", "en", "pt"} and all(words.values())


# Any bytes ----------------------------------------------------------------------------------------

_CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**20), 10**20),
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
    st.booleans(),
    st.dates(),
    st.sampled_from(["EJ-01", "JNC", "2026-04", "hospital", "1.234", "1.234,50", "-5", "Total"]),
)
_HEADERS = ("Adhesión", "Mes", "Renglón", "Atenciones", "Monto", "Moneda")


def _answered(found: CostFile) -> None:
    """A file that was read holds only what may be kept; a problem has its words."""
    for cost in found.costs:
        assert cost.adhesion in (1, 2) and APRIL <= cost.month <= APRIL + 6
        assert 0 <= cost.amount <= MOST and (cost.services is None or cost.services >= 0)
        assert cost.line in ("", "hospital", "consultation")
    for problem in found.problems:
        assert all(problem_words(problem, language)[0] for language in ("es", "en", "pt"))
    if not found.problems:
        keys = [(one.adhesion, one.month, one.line) for one in found.costs]
        assert len(keys) == len(set(keys))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(_CELLS, max_size=8), max_size=12))
def test_any_cells_give_an_answer_or_a_told_refusal(cells: list[list[object]]) -> None:
    table = [(1, _HEADERS), *((number, row) for number, row in enumerate(cells, 2))]
    book = Workbook(name="x", form="xlsx", sheets=(Sheet("h", table),))  # type: ignore[arg-type]
    try:
        _answered(read_costs(workbook=book, expected=EXPECTED))
    except NotACostFile as refusal:
        assert cost_refusal_text(refusal, "es")


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=300).map(lambda text: (HEAD + text).encode("utf-8", "replace")),
        st.lists(
            st.sampled_from(["EJ-01", ";", "\n", "2026-04", "1,5", '"', "\0", "\ufeff", "hospital"])
        ).map(lambda parts: (HEAD + "".join(parts)).encode()),
    )
)
def test_any_bytes_give_an_answer_or_a_told_refusal(content: bytes) -> None:
    try:
        _answered(read(content))
    except NotACostFile as refusal:
        assert cost_refusal_text(refusal, "es")
    except UnreadableFile as refusal:
        assert refusal.code


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, MOST),
    st.sampled_from(["PEN", "CLP", "USD"]),
    st.sampled_from([(",", "."), (".", ","), ("", ","), ("", ".")]),
)
def test_what_is_written_is_what_is_read(
    amount: int, currency: str, marks: tuple[str, str]
) -> None:
    grouping, decimal = marks
    digits = MINOR_DIGITS[currency]
    whole, rest = divmod(amount, 10**digits)
    text = f"{whole:,}".replace(",", grouping) + (f"{decimal}{rest:0{digits}d}" if digits else "")
    if len(text) <= 40 and whole < 10**15:
        assert read_amount(text, mark=Mark(None), currency=currency) in (
            amount,
            Wrong("amount_unlikely") if len(str(whole)) > 15 else amount,
        )


# What is told of a month ---------------------------------------------------------------------------


def told(adhesion: int, line: str, amount: int, telling: int = 1) -> HeldCost:
    return HeldCost(adhesion, APRIL, line, None, amount, telling)


LINES = ("hospital", "consultation")


def test_a_month_told_of_everybody_is_whole() -> None:
    held = [told(1, "hospital", 5), told(1, "consultation", 7, 3), told(2, "", 11, 2)]
    (month,) = month_costs(held, asked={APRIL: (1, 2)}, lines=LINES).values()
    assert (month.whole, month.told, month.newest, month.lines) == (23, 23, 3, {})


def test_a_line_is_known_when_everybody_tells_it() -> None:
    held = [told(1, "hospital", 5), told(2, "hospital", 6), told(1, "consultation", 1)]
    (month,) = month_costs(held, asked={APRIL: (1, 2)}, lines=LINES).values()
    assert (month.whole, month.lines, month.told) == (None, {"hospital": 11}, 12)


def test_a_month_told_in_part_is_not_whole_and_one_not_told_is_not_nought() -> None:
    asked = {APRIL: (1, 2), APRIL + 1: (1, 2), APRIL + 2: ()}
    found = month_costs([told(1, "", 5)], asked=asked, lines=LINES)
    assert (found[APRIL].whole, found[APRIL].adhesions, found[APRIL].of) == (None, 1, 2)
    assert (found[APRIL + 1].whole, found[APRIL + 1].adhesions, found[APRIL + 1].newest) == (
        None,
        0,
        0,
    )
    assert found[APRIL + 2].whole is None


def test_what_nobody_asked_about_is_no_part_of_it() -> None:
    held = [told(1, "", 5), told(9, "", 100)]
    (month,) = month_costs(held, asked={APRIL: (1,)}, lines=LINES).values()
    assert month.whole == 5
