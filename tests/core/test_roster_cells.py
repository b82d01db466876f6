"""Cells of a roster: documents, dates, names, relations, incomes."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.core.affiliation.birth_dates import BirthDates, month_first_column
from ayni.core.affiliation.documents import read_document, read_type
from ayni.core.affiliation.faults import Fault
from ayni.core.affiliation.incomes import read_income
from ayni.core.affiliation.person_names import clean_part, split_full_name, split_surnames
from ayni.core.affiliation.relations import read_relation, read_sex, sex_words
from ayni.core.affiliation.sheets import NO_VALUE, Cell, CellError
from ayni.core.matching import dni_check_characters

AS_OF = date(2026, 3, 15)
DATES = BirthDates(as_of=AS_OF, system_1904=False)


def brief(fault: Fault | None) -> tuple[str, str, str | None] | None:
    return None if fault is None else (fault.kind, fault.severity, fault.proposed)


@pytest.mark.parametrize(
    ("cell", "typed", "number", "fault"),
    [
        ("48253395", True, "48253395", None),
        (48253395, True, "48253395", None),
        (8253395, True, "08253395", ("id_lost_leading_zero", "note", "08253395")),
        ("8253395", True, None, ("id_too_short", "doubt", None)),
        ("8253395", False, "08253395", ("id_too_short", "doubt", "08253395")),
        (" 48253395", True, "48253395", ("id_formatting", "note", "48253395")),
        ("48.253.395", True, "48253395", ("id_formatting", "note", "48253395")),
        ("48\u00a0253\u00a0395", True, "48253395", ("id_formatting", "note", "48253395")),
        ("'48253395", True, "48253395", ("id_formatting", "note", "48253395")),
        ("D.N.I. N° 48253395", True, "48253395", ("id_formatting", "note", "48253395")),
        ("1O247897", True, "10247897", ("id_homoglyph", "doubt", "10247897")),
        ("l9422783", True, "19422783", ("id_homoglyph", "doubt", "19422783")),
        ("6.2478675E+07", True, "62478675", ("id_scientific", "doubt", "62478675")),
        ("2.15E+07", True, None, ("id_scientific_digits_lost", "refuse", None)),
        ("8,60E+07", True, None, ("id_scientific_digits_lost", "refuse", None)),
        ("101174102", True, "10117410", ("id_check_char", "note", "10117410")),
        ("10117410-2", True, "10117410", ("id_check_char", "note", "10117410")),
        ("10117410 G", True, "10117410", ("id_check_char", "note", "10117410")),
        ("10117410-3", True, "10117410", ("id_check_char_wrong", "doubt", None)),
        ("101174103", True, None, ("id_too_long", "refuse", None)),
        ("000415838", True, "000415838", ("id_type_unclear", "doubt", "000415838")),
        ("CE 000335224", True, "000335224", None),
        ("C.E. 001387103", True, "001387103", None),
        ("12345678", True, None, ("id_placeholder", "refuse", None)),
        (11111111, True, None, ("id_placeholder", "refuse", None)),
        ("S/D", True, None, ("id_not_a_number", "refuse", None)),
        ("-", True, None, ("id_missing", "refuse", None)),
        (None, True, None, ("id_missing", "refuse", None)),
        (CellError("#N/A"), True, None, ("cell_error", "refuse", None)),
        (CellError(NO_VALUE), True, None, ("formula_without_value", "refuse", None)),
        (True, True, None, ("id_not_a_number", "refuse", None)),
        (Decimal("1.5"), True, None, ("id_scientific_digits_lost", "refuse", None)),
        (date(1999, 1, 1), True, None, ("id_not_a_number", "refuse", None)),
        ("4825339512", True, None, ("id_too_long", "refuse", None)),
    ],
)
def test_documents(
    cell: Cell, typed: bool, number: str | None, fault: tuple[str, str, str | None] | None
) -> None:
    _, found, problem = read_document(cell, id_type=None, typed=typed)
    assert (found, brief(problem)) == (number, fault)


@given(st.integers(10_000_000, 99_999_998))
def test_no_document_changes_silently(number: int) -> None:
    """Whatever shape eight digits take, they come out the same or with a doubt."""
    dni = str(number)
    check = dni_check_characters(dni)
    shapes = [
        dni, number, f" {dni} ", f"{dni[:2]}.{dni[2:5]}.{dni[5:]}", f"{dni}-{check[0]}",
        f"{dni}{check[1]}", f"DNI {dni}", dni[:7], dni + "0", int(dni[1:]),
    ]  # fmt: skip
    for shape in shapes:
        _, found, fault = read_document(shape, id_type=None, typed=True)
        if fault is None or fault.severity == "note":
            assert found in (dni, str(shape).zfill(8)), shape


def test_document_type_of_a_column() -> None:
    assert [read_type(t) for t in ("DNI", "C.E.", "Carné de extranjería", "CUI", "Pasaporte")] == [
        "DNI", "CE", "CE", "CUI", None,
    ]  # fmt: skip
    assert read_document("000661997", id_type="CE", typed=True) == ("CE", "000661997", None)
    kind, number, fault = read_document("661997", id_type="CE", typed=True)
    assert (kind, number, brief(fault)) == (
        "CE",
        "000661997",
        ("id_too_short", "doubt", "000661997"),
    )


@pytest.mark.parametrize(
    ("cell", "day", "fault"),
    [
        (date(1980, 2, 3), date(1980, 2, 3), None),
        (datetime(1980, 2, 3, 5), date(1980, 2, 3), None),
        ("03/02/1980", date(1980, 2, 3), None),
        (" 3.2.1980 ", date(1980, 2, 3), None),
        ("1980-02-03", date(1980, 2, 3), None),
        ("17 de enero de 1978", date(1978, 1, 17), None),
        ("3-set-1980", date(1980, 9, 3), None),
        (33326, date(1991, 3, 29), ("date_as_serial", "note", "1991-03-29")),
        ("33326", date(1991, 3, 29), ("date_as_serial", "doubt", "1991-03-29")),
        (1985, None, ("date_year_only", "doubt", "1985")),
        ("aprox. 1976", None, ("date_approximate", "doubt", "1976")),
        ("¿1997?", None, ("date_approximate", "doubt", "1997")),
        ("07/24/2015", date(2015, 7, 24), ("date_month_first", "doubt", "2015-07-24")),
        ("15/13/2022", None, ("date_impossible", "refuse", None)),
        ("29/02/1986", None, ("date_impossible", "refuse", None)),
        ("00/00/1982", None, ("date_impossible", "refuse", None)),
        ("12-06-67", date(1967, 6, 12), ("date_two_digit_year", "note", "1967-06-12")),
        ("12-06-08", date(2008, 6, 12), ("date_two_digit_year", "doubt", "2008-06-12")),
        ("18-10-99", date(1999, 10, 18), ("date_two_digit_year", "doubt", "1999-10-18")),
        (date(2034, 1, 1), None, ("date_future", "refuse", None)),
        (date(1877, 4, 5), None, ("date_too_old", "doubt", None)),
        (None, None, ("date_missing", "refuse", None)),
        ("pendiente", None, ("date_not_a_date", "refuse", None)),
        (17011985, date(1985, 1, 17), ("date_packed", "doubt", "1985-01-17")),
        (60, None, ("date_not_a_date", "refuse", None)),
        (True, None, ("date_not_a_date", "refuse", None)),
        (CellError("#VALUE!"), None, ("cell_error", "refuse", None)),
    ],
)
def test_dates(cell: Cell, day: date | None, fault: tuple[str, str, str | None] | None) -> None:
    found, problem = DATES.read(cell)
    assert (found, brief(problem)) == (day, fault)


def test_serials_of_1904_are_four_years_and_a_day_later() -> None:
    old, new = DATES.read(33000)[0], BirthDates(as_of=AS_OF, system_1904=True).read(33000)[0]
    assert old is not None
    assert new is not None
    assert new - old == timedelta(days=1462)


def test_a_column_that_writes_the_month_first_makes_unclear_dates_doubtful() -> None:
    assert month_first_column(["07/24/2015", "03/04/2010"])
    assert not month_first_column(["07/24/2015", "24/07/2015"])
    found, fault = BirthDates(as_of=AS_OF, system_1904=False, month_first=True).read("03/04/2010")
    assert found == date(2010, 4, 3)
    assert brief(fault) == ("date_order_unclear", "doubt", "2010-03-04")


@given(st.dates(date(1912, 1, 1), AS_OF), st.sampled_from("/.- "))
def test_a_date_written_whole_is_read_as_it_stands(day: date, mark: str) -> None:
    found, fault = DATES.read(f"{day.day:02d}{mark}{day.month:02d}{mark}{day.year}")
    assert (found, fault) == (day, None)


@pytest.mark.parametrize(
    ("text", "value", "fault"),
    [
        ("Ñahui", "Ñahui", None),
        ("D'Angelo", "D'Angelo", None),
        ("De la Cruz", "De la Cruz", None),
        ("Di\u0301az", "Díaz", None),
        ("  Yolanda\tMilagros ", "Yolanda Milagros", None),
        ("Lu\u00adcía", "Lucía", ("name_invisible_characters", "note", "Lucía")),
        ("\u202eVictoria", "Victoria", ("name_invisible_characters", "doubt", "Victoria")),
        ("Quisрe", "Quispe", ("name_homoglyph", "doubt", "Quispe")),
        ("RodrÃ\xadguez", "Rodríguez", ("name_mojibake", "doubt", "Rodríguez")),
        ("RodrÃguez", None, ("name_mojibake", "doubt", None)),
        ("S?NCHEZ", "S?NCHEZ", ("name_lost_character", "doubt", None)),
        ("Andrés 3dwin", "Andrés Edwin", ("name_digits", "doubt", "Andrés Edwin")),
        ("@Percy Jorge", "Percy Jorge", ("name_leading_sign", "doubt", "Percy Jorge")),
        ("@SUM(1+9)*cmd|' /C calc'!A0", None, ("name_formula_injection", "refuse", None)),
        ("=1+1", None, ("name_formula_injection", "refuse", None)),
        ("\t=1+1", None, ("name_formula_injection", "refuse", None)),
        ("＝1+1", None, ("name_formula_injection", "refuse", None)),
        ("<script>", None, ("name_markup", "refuse", None)),
        ("{{7*7}}", None, ("name_markup", "refuse", None)),
        ("';DROP TABLE personas;--", None, ("name_markup", "refuse", None)),
        ("Juan " * 2000, None, ("name_too_long", "refuse", None)),
        ("李小龙", None, ("name_strange_character", "doubt", None)),
    ],
)
def test_name_parts(
    text: str, value: str | None, fault: tuple[str, str, str | None] | None
) -> None:
    found, problem = clean_part(text)
    assert (found, brief(problem)) == (value, fault)


@pytest.mark.parametrize(
    ("text", "surnames"),
    [
        ("Quispe Mamani", ("Quispe", "Mamani")),
        ("La Rosa", ("La Rosa", "")),
        ("PONCE DE LEÓN CONDORI", ("PONCE DE LEÓN", "CONDORI")),
        ("DE LA CRUZ SAN MARTÍN", ("DE LA CRUZ", "SAN MARTÍN")),
        ("López de la Cruz", ("López", "de la Cruz")),
        ("Del Carpio Mamani", ("Del Carpio", "Mamani")),
        ("Petsa", ("Petsa", "")),
        ("Poma Salas Ríos", None),
    ],
)
def test_surnames_keep_their_particles(text: str, surnames: tuple[str, str] | None) -> None:
    assert split_surnames(text) == surnames


def test_full_names() -> None:
    assert split_full_name("Poma Salas, Óscar") == ("Poma", "Salas", "Óscar", ())
    assert split_full_name("SOTO/DEL AGUILA/JOSE LUIS") == ("SOTO", "DEL AGUILA", "JOSE LUIS", ())
    first, second, names, faults = split_full_name("Poma Salas Óscar")
    assert (first, second, names) == ("Poma", "Salas", "Óscar")
    assert [brief(f) for f in faults] == [("name_order_unclear", "doubt", None)]
    *_, faults = split_full_name("Poma Salas,")
    assert [brief(f) for f in faults] == [("name_missing", "refuse", None)]


@pytest.mark.parametrize(
    ("text", "relation", "fault"),
    [
        ("Titular", "insured", None),
        ("Jefe de familia", "insured", None),
        ("CONV.", "partner", None),
        ("Esposa(o)", "spouse", None),
        ("Hijo(a)", "child", None),
        ("Hija menor", "child", None),
        ("Madre del socio", "mother", None),
        ("ija", "child", ("relation_misspelt", "doubt", "child")),
        ("hjio", "child", ("relation_misspelt", "doubt", "child")),
        ("combiviente", "partner", ("relation_misspelt", "doubt", "partner")),
        ("espozo", "spouse", ("relation_misspelt", "doubt", "spouse")),
        ("menor a cargo", "unknown", ("relation_unclear", "doubt", "child")),
        ("ahijado", "other", ("relation_outside_family", "doubt", None)),
        ("", "unknown", ("relation_missing", "doubt", None)),
        ("xyz", "unknown", ("relation_unreadable", "doubt", None)),
    ],
)
def test_relations(text: str, relation: str, fault: tuple[str, str, str | None] | None) -> None:
    found, problem = read_relation(text)
    assert (found, brief(problem)) == (relation, fault)


def test_one_letter_relations_depend_on_the_column() -> None:
    assert read_relation("C", letters={"T", "C", "V"}) == ("spouse", None)
    relation, fault = read_relation("C", letters={"T", "C"})
    assert (relation, brief(fault)) == ("unknown", ("relation_unclear", "doubt", "spouse"))


def test_m_is_a_woman_where_h_is_a_man() -> None:
    words = sex_words(header="Sexo (H/M)", values={"H", "M"})
    assert [read_sex(t, words=words)[0] for t in ("H", "M")] == ["M", "F"]
    words = sex_words(header="Sexo", values={"M", "F", "Hombre"})
    assert [read_sex(t, words=words)[0] for t in ("M", "f", "Hombre", "fem.")] == [
        "M", "F", "M", "F",
    ]  # fmt: skip
    words = sex_words(header="Sexo", values={"H", "M", "F"})
    assert read_sex("M", words=words)[0] is None
    assert brief(read_sex("3", words=words)[1]) == ("sex_unreadable", "doubt", None)


@pytest.mark.parametrize(
    ("cell", "decimal", "cents", "fault"),
    [
        (1130, None, 113000, None),
        (Decimal("1356.5"), None, 135650, None),
        ("S/ 1,025.00", None, 102500, None),
        ("S/. 1130.00", None, 113000, None),
        ("1130 soles", None, 113000, None),
        ("1.130,00", ",", 113000, None),
        ("565,00", ",", 56500, None),
        ("1.130", ",", 113000, None),
        ("1.130", ".", None, ("income_unlikely", "doubt", "1130.00")),
        ("1,130", ".", 113000, None),
        ("1.130.00", None, None, ("income_unlikely", "doubt", None)),
        (0, None, None, ("income_unlikely", "doubt", None)),
        (None, None, None, ("income_missing", "doubt", None)),
    ],
)
def test_incomes(
    cell: Cell, decimal: str | None, cents: int | None, fault: tuple[str, str, str | None] | None
) -> None:
    found, problem = read_income(cell, decimal=decimal)
    assert (found, brief(problem)) == (cents, fault)


@pytest.mark.parametrize("unit", ["A", "1", " ", "a ", "1/", "Ñ-", ".,", "e", "'", "((", "DNI "])
def test_hostile_text_takes_no_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    words = sex_words(header="Sexo", values=set())
    start = time.perf_counter()
    clean_part(text)
    split_full_name(text)
    DATES.read(text)
    read_document(text, id_type=None, typed=True)
    read_relation(text)
    read_income(text, decimal=None)
    read_sex(text, words=words)
    assert time.perf_counter() - start < 0.5
