"""Sheets to families: headers, layouts, totals, and the rules about persons together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from ayni.core.affiliation import (
    NotARoster,
    Roster,
    RowProblem,
    problem_text,
    read_roster,
    refusal_text,
)
from ayni.core.affiliation.sheets import Cell, Sheet, Workbook
from ayni.core.affiliation.words import KINDS, LANGUAGES

AS_OF = date(2026, 3, 15)
HEADER: tuple[Cell, ...] = (
    "N° Familia", "Parentesco", "DNI", "Apellido Paterno", "Apellido Materno", "Nombres",
    "Fecha Nac.", "Sexo", "Actividad", "Ingreso",
)  # fmt: skip
INSURED = (
    1,
    "Titular",
    "40986745",
    "Mendoza",
    "Rojas",
    "Lucía",
    date(1966, 9, 17),
    "F",
    "café",
    565,
)
PARTNER = (1, "Conviviente", "42846384", "Vargas", "Ancco", "José", date(1964, 6, 25), "M")
CHILD = (1, "Hijo(a)", "76772345", "Vargas", "Mendoza", "Luis", date(2010, 5, 18), "M")


def book(*rows: Sequence[Cell], header: Sequence[Cell] = HEADER, name: str = "Nómina") -> Workbook:
    lines = [(n, row) for n, row in enumerate((header, *rows), start=1) if row]
    return Workbook(name="x.xlsx", form="xlsx", sheets=(Sheet(name=name, rows=lines),))


def read(*rows: Sequence[Cell], header: Sequence[Cell] = HEADER) -> Roster:
    return read_roster(workbook=book(*rows, header=header), as_of=AS_OF)


def grave(roster: Roster) -> list[tuple[int, str | None, str, str, str | None]]:
    return [
        (p.row, p.column, p.kind, p.severity, p.proposed)
        for p in roster.problems
        if p.severity != "note"
    ]


def altered(row: Sequence[Cell], **cells: Cell) -> tuple[Cell, ...]:
    places = dict(fam=0, rel=1, id=2, s1=3, s2=4, nm=5, birth=6, sex=7, act=8, inc=9)
    changed = list(row)
    for name, value in cells.items():
        changed[places[name]] = value
    return tuple(changed)


def test_a_clean_family() -> None:
    roster = read(INSURED, PARTNER, CHILD)
    (family,) = roster.families
    assert family.insured is not None
    assert (family.insured.id, family.insured.surnames) == ("40986745", "Mendoza Rojas")
    assert [(d.relation, d.status) for d in family.dependants] == [
        ("partner", "accepted"),
        ("child", "accepted"),
    ]
    assert (family.activity, family.reference_income) == ("café", 56500)
    control = roster.control
    assert (control.rows, control.persons, control.accepted, control.refused) == (3, 3, 3, 0)
    assert roster.problems == ()


def test_family_rules() -> None:
    assert grave(read(PARTNER, CHILD)) == [
        (2, "Parentesco", "family_without_insured", "refuse", None),
        (3, "Parentesco", "family_without_insured", "refuse", None),
    ]
    second = altered(PARTNER, rel="Titular")
    assert {g[2] for g in grave(read(INSURED, second))} == {"two_insured_in_family"}
    other = altered(CHILD, rel="Cónyuge", birth=date(1970, 1, 1))
    assert {g[2] for g in grave(read(INSURED, PARTNER, other))} == {"two_spouses_in_family"}
    old = altered(CHILD, birth=date(1963, 1, 1))
    assert grave(read(INSURED, old)) == [
        (3, "Fecha Nac.", "relation_age_inconsistent", "doubt", None)
    ]
    assert grave(read(altered(INSURED, inc=None))) == [
        (2, "Ingreso", "income_missing", "doubt", None)
    ]


def test_an_insured_person_refused_lets_the_family_fall_in_the_second_count() -> None:
    roster = read(altered(INSURED, id="no tiene"), PARTNER, CHILD)
    control = roster.control
    assert (control.accepted, control.refused) == (2, 1)
    falls = control.if_family_falls
    assert (falls.accepted, falls.refused, falls.doubtful) == (0, 3, 0)


def test_the_same_number_twice() -> None:
    roster = read(INSURED, CHILD, CHILD)
    assert grave(roster) == [(4, "DNI", "id_duplicate_same_person", "refuse", None)]
    assert roster.control.duplicate == 1
    home = altered(INSURED, fam=2, id="11847260")
    assert {(g[0], g[2]) for g in grave(read(INSURED, CHILD, home, altered(CHILD, fam=2)))} == {
        (3, "person_in_two_families"),
        (5, "person_in_two_families"),
    }
    stranger = altered(CHILD, fam=2, nm="Percy")
    assert {(g[0], g[2]) for g in grave(read(INSURED, CHILD, home, stranger))} == {
        (3, "id_duplicate_other_person"),
        (5, "id_duplicate_other_person"),
    }


def test_a_newborn_without_number_is_a_doubt_and_an_adult_a_refusal() -> None:
    baby = altered(CHILD, id="R.N.", birth=date(2025, 1, 17))
    roster = read(INSURED, altered(PARTNER, id=None), baby)
    assert grave(roster) == [
        (3, "DNI", "id_missing", "refuse", None),
        (4, "DNI", "id_missing_newborn", "doubt", None),
    ]


def test_totals_repeated_headers_and_signatures_are_set_aside() -> None:
    nothing: tuple[Cell, ...] = ()
    roster = read(
        INSURED,
        HEADER,
        PARTNER,
        nothing,
        ("TOTAL FAMILIAS", None, None, 2),
        ("TOTAL PERSONAS", None, 2),
        ("______", None, None, None, None, "______"),
        ("Gerente", None, None, None, None, "Presidente del Comité"),
        ("DNI 40404040", None, None, None, None, "DNI: 21212121"),
    )
    assert [(r.row, r.what) for r in roster.ignored_rows] == [
        (3, "repeated header"),
        (6, "total"),
        (7, "total"),
        (8, "signature block"),
        (9, "signature block"),
        (10, "signature block"),
    ]
    assert grave(roster) == [(6, None, "declared_total_differs", "doubt", "1")]
    assert roster.control.rows == 2


def test_a_row_with_only_a_name_among_persons_is_not_dropped() -> None:
    alone: tuple[Cell, ...] = (1, None, None, "Quispe", "Rojas", "Juan")
    roster = read(INSURED, alone, CHILD)
    assert roster.control.rows == 3
    assert {g[2] for g in grave(roster) if g[0] == 3} == {
        "relation_missing", "id_missing", "date_missing", "sex_missing",
    }  # fmt: skip


def test_merged_family_numbers_go_on_and_a_new_insured_person_begins_a_family() -> None:
    roster = read(
        INSURED, altered(CHILD, fam=None), altered(INSURED, fam=None, id="11847260"),
        altered(CHILD, fam=None, id="80055472"),
    )  # fmt: skip
    assert [(f.family, len(f.persons)) for f in roster.families] == [(1, 2), (None, 2)]


def test_a_running_number_of_persons_is_no_family_number() -> None:
    header = ("N°", *HEADER[1:])
    roster = read(
        INSURED, altered(PARTNER, fam=2), altered(CHILD, fam=3),
        altered(INSURED, fam=4, id="11847260"), header=header,
    )  # fmt: skip
    assert [len(f.persons) for f in roster.families] == [3, 1]


def test_numbers_that_begin_again_do_not_mix_families() -> None:
    other = altered(INSURED, id="11847260")
    child = altered(CHILD, id="80055472")
    far = (altered(INSURED, fam=2, id="10326320"),)
    roster = read(INSURED, CHILD, *far, other, child)
    assert [[p.row for p in f.persons] for f in roster.families] == [[2, 3], [4], [5, 6]]
    assert grave(roster) == [(5, "N° Familia", "family_number_repeated", "doubt", None)]
    header = (*HEADER, "Comité")
    rows = [(*(*row, None, None)[:10], place) for row, place in (
        (INSURED, "Alto"), (CHILD, "Alto"), (other, "Bajo"), (child, None))]  # fmt: skip
    roster = read(*rows, header=header)
    assert [len(f.persons) for f in roster.families] == [2, 2]
    assert grave(roster) == []


def test_a_family_whose_rows_stand_apart_stays_one() -> None:
    roster = read(INSURED, altered(INSURED, fam=2, id="11847260"), CHILD)
    assert [[p.row for p in f.persons] for f in roster.families] == [[2, 4], [3]]


def test_one_row_per_family() -> None:
    header = (
        "N°", "DNI Titular", "Apellidos y Nombres del Titular", "F. Nac. Titular",
        "Cónyuge DNI", "Cónyuge Apellidos y Nombres", "Cónyuge F. Nac.",
        "Hijo1 DNI", "Hijo1 Apellidos y Nombres", "Hijo1 F. Nac.",
    )  # fmt: skip
    row = (
        1, "40986745", "Mendoza Rojas, Lucía", date(1966, 9, 17), None, None, None,
        7729359, "Vargas Mendoza, Luis", date(2010, 5, 18),
    )  # fmt: skip
    roster = read(row, header=header)
    assert roster.layouts[0].one_row_per == "family"
    assert [(p.relation, p.id) for p in roster.families[0].persons] == [
        ("insured", "40986745"),
        ("child", "07729359"),
    ]


@pytest.mark.parametrize(
    ("header", "code", "said"),
    [
        (("Lote", "Quintales", "Precio"), "not_a_roster", "Lote, Quintales, Precio"),
        (("DNI", "Apellidos y nombres", "Parentesco"), "missing_columns", "birth"),
        (("DNI", "Apellidos y nombres", "Fecha Nac."), "missing_columns", "rel"),
        ((*HEADER, "DNI"), "repeated_columns", "DNI"),
    ],
)
def test_other_sheets_are_refused_with_what_was_found(
    header: Sequence[Cell], code: str, said: str
) -> None:
    with pytest.raises(NotARoster) as refusal:
        read(INSURED, header=header)
    assert refusal.value.code == code
    assert said in " ".join(refusal.value.params.values())
    for language in LANGUAGES:
        assert refusal_text(refusal.value, language)


def test_a_header_with_nobody_under_it_is_refused() -> None:
    with pytest.raises(NotARoster) as refusal:
        read()
    assert refusal.value.code == "no_rows"


def test_hidden_rows_are_read_and_comments_are_doubts() -> None:
    rows = [(1, HEADER), (2, INSURED), (3, PARTNER), (4, CHILD)]
    sheet = Sheet(
        name="N", rows=rows, hidden_rows=frozenset([3]), comments={(4, 2): "Falleció"},
        struck=frozenset([(2, 5)]),
    )  # fmt: skip
    roster = read_roster(workbook=Workbook(name="x", form="xlsx", sheets=(sheet,)), as_of=AS_OF)
    assert [(p.row, p.column, p.kind, p.severity, p.hard) for p in roster.problems] == [
        (2, "Nombres", "struck_out", "doubt", True),
        (3, None, "hidden_row", "note", True),
        (4, "DNI", "comment_bears_on_the_person", "doubt", True),
    ]


def test_a_sheet_that_ends_at_the_last_row_of_its_format_is_flagged() -> None:
    rows = [(1, HEADER), (2, INSURED), (3, PARTNER)]
    for limit, kinds in ((3, ["cut_at_format_limit"]), (4, [])):
        sheet = Sheet(name="N", rows=rows, row_limit=limit)
        workbook = Workbook(name="x", form="xls", sheets=(sheet,))
        roster = read_roster(workbook=workbook, as_of=AS_OF)
        assert [p.kind for p in roster.problems] == kinds


def test_sheets_of_leavers_and_hidden_sheets_are_named_not_read() -> None:
    main = Sheet(name="Nómina", rows=[(1, HEADER), (2, INSURED)])
    left = Sheet(
        name="BAJAS", rows=[(1, ("DNI", "Apellidos y nombres", "Motivo")), (2, ("1", "A"))]
    )
    hidden = Sheet(name="Vieja", rows=[(1, HEADER), (2, PARTNER)], hidden=True)
    workbook = Workbook(name="x", form="xlsx", sheets=(main, left, hidden))
    roster = read_roster(workbook=workbook, as_of=AS_OF)
    assert [(p.sheet, p.kind, p.severity) for p in roster.problems] == [
        ("BAJAS", "sheet_of_leavers", "note"),
        ("Vieja", "sheet_hidden", "doubt"),
    ]
    assert roster.control.persons == 1


def test_columns_in_any_order_give_the_same_persons() -> None:
    order = [7, 2, 5, 0, 9, 6, 1, 8, 4, 3]
    rows = [(*row, None, None)[:10] for row in (INSURED, PARTNER, CHILD)]
    turned = [tuple(row[i] for i in order) for row in rows]
    straight = read(*rows)
    crossed = read(*turned, header=[HEADER[i] for i in order])
    assert crossed.families == straight.families


def test_every_kind_has_words_in_three_languages() -> None:
    for kind, (what, right) in KINDS.items():
        for language in LANGUAGES:
            assert what[language], kind
            assert language in right
    problem = RowProblem(
        "Nómina", 25, "PARENT.", "F25", "ija", "relation_misspelt", "doubt", "child"
    )
    assert problem_text(problem, "es") == (
        "Hoja «Nómina», fila 25, columna «PARENT.» (F25): El parentesco está mal escrito. "
        "Dice «ija». Lo probable: «hijo(a)». Confírmelo."
    )
    assert "“child”" in problem_text(problem, "en")
