"""Identity documents of Costa Rica, and what an employer's roster must say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ayni.core.affiliation.cedulas import read_cedula, read_type
from ayni.core.affiliation.incomes import MOST, read_income
from ayni.core.affiliation.relations import read_relation
from ayni.core.affiliation.sheets import Cell, CellError


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("106130584", "106130584"),
        (106130584, "106130584"),
        ("1-0613-0584", "106130584"),
        ("1-613-584", "106130584"),
        (" 1 0613 0584 ", "106130584"),
        ("Cédula 106130584", "106130584"),
        ("0106130584", "106130584"),
    ],
)
def test_a_cedula_is_read(cell: Cell, number: str) -> None:
    kind, read, fault = read_cedula(cell, id_type=None)
    assert (kind, read) == ("CR", number)
    plain = cell in (number, int(number))
    assert (fault is None) == plain
    assert plain or (
        fault is not None and (fault.kind, fault.severity) == ("id_formatting", "note")
    )


def test_a_dimex_is_a_foreigners_card() -> None:
    assert read_cedula("155812345678", id_type="DIMEX") == ("DIMEX", "155812345678", None)
    assert read_cedula(15581234567, id_type=None) == ("DIMEX", "15581234567", None)


@pytest.mark.parametrize(
    ("cell", "id_type", "kind", "severity"),
    [
        (None, None, "id_missing", "refuse"),
        ("-", None, "id_missing", "refuse"),
        ("sin número", None, "id_not_a_number", "refuse"),
        (True, None, "id_not_a_number", "refuse"),
        (Decimal("1.06E+8"), None, "id_scientific_digits_lost", "refuse"),
        (CellError("#N/A"), None, "cell_error", "refuse"),
        ("40000001", None, "cedula_too_short", "doubt"),
        ("006130584", None, "cedula_wrong", "refuse"),
        ("1061305849", None, "cedula_wrong", "refuse"),
        ("111111111", None, "id_placeholder", "refuse"),
        ("100000000", None, "id_placeholder", "refuse"),
        ("255812345678", None, "cedula_wrong", "refuse"),
        ("155812345678", "CR", "cedula_wrong", "refuse"),
        ("106130584", "DIMEX", "cedula_wrong", "refuse"),
        ("1" * 61, None, "id_not_a_number", "refuse"),
    ],
)
def test_what_is_no_cedula_is_not_taken(
    cell: Cell, id_type: str | None, kind: str, severity: str
) -> None:
    _, number, fault = read_cedula(cell, id_type=id_type)
    assert number is None
    assert fault is not None
    assert (fault.kind, fault.severity) == (kind, severity)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Cédula", "CR"), ("CED.", "CR"), ("Dimex", "DIMEX"), ("DNI", None), ("", None)],
)
def test_the_type_of_a_document_is_its_countrys(text: str, kind: str | None) -> None:
    assert read_type(text) == kind


@pytest.mark.parametrize("word", ["Trabajador(a)", "TRABAJADORA", "empleado", "Jornalero"])
def test_a_worker_is_insured_on_an_employers_list_alone(word: str) -> None:
    assert read_relation(word, workers=True) == ("insured", None)
    relation, fault = read_relation(word)
    assert relation != "insured"
    assert fault is not None


def test_earnings_end_where_an_assessment_cannot_carry_them() -> None:
    assert read_income(MOST // 100, decimal=None) == (MOST, None)
    amount, fault = read_income(MOST // 100 + 1, decimal=None)
    assert amount is None
    assert fault is not None and fault.kind == "income_unlikely"
