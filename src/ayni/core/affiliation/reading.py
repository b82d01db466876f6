"""A workbook to a roster: tables, persons, families, problems, control totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ayni.core.affiliation.drafts import DraftFamily, Problems
from ayni.core.affiliation.expected import USUAL, Expected
from ayni.core.affiliation.families import judge_duplicates, judge_family
from ayni.core.affiliation.faults import doubt, note
from ayni.core.affiliation.roster import (
    ACCEPTED,
    DOUBTFUL,
    REFUSED,
    Control,
    NotARoster,
    Roster,
    RosterFamily,
    Statuses,
)
from ayni.core.affiliation.sheets import Sheet, Workbook, cell_text
from ayni.core.affiliation.table_families import TableReader
from ayni.core.affiliation.tables import Row, Table, find_table
from ayni.core.matching import fold

FAMILIES_WORDS = ("FAMILIA", "SOCIO", "TITULAR")
LEAVERS = ("BAJA", "RETIRO", "RETIRAD", "EXCLU", "FALLECID", "RENUNCIA")
PERSONS_WORDS = ("PERSONA", "ASEGURADO", "BENEFICIARIO", "DERECHOHABIENTE", "INTEGRANTE")


def read_roster(*, workbook: Workbook, as_of: date, expected: Expected = USUAL) -> Roster:
    """Read the families of a workbook as a careful clerk would.

    `as_of` is the day from which ages and future births are judged; `expected` says whose documents
    are read and what the insured person's earnings are to the scheme. Raises `NotARoster` when the
    whole file is refused: nobody in it, another kind of sheet, columns missing or repeated.
    Otherwise what is wrong is in `problems`, by row, and every person has a status.
    """
    problems = Problems()
    tables, others = _tables(workbook, problems)
    families: list[DraftFamily] = []
    several = len(tables) > 1
    for table in tables:
        reader = TableReader(table, workbook, as_of, problems, several=several, expected=expected)
        found = reader.families()
        for family in found:
            judge_family(family, problems)
        _judge_sheet(table, found, workbook, problems)
        families.extend(found)
    judge_duplicates(families, problems)
    if not families:
        raise NotARoster("no_rows", sheet=tables[0].sheet.name)
    frozen = tuple(_freeze(family) for family in families)
    sheets = {table.sheet.name: place for place, table in enumerate(tables)}
    return Roster(
        name=workbook.name,
        form=workbook.form,
        as_of=as_of,
        layouts=tuple(table.layout() for table in tables),
        families=frozen,
        problems=tuple(sorted(problems.found, key=lambda p: (sheets.get(p.sheet, 999), p.row))),
        ignored_rows=tuple(row for table in tables for row in table.ignored),
        other_sheets=others,
        control=_control(tables, families, frozen),
        charset=workbook.charset,
        separator=workbook.separator,
        decimal=workbook.decimal,
        system_1904=workbook.system_1904,
    )


def _tables(workbook: Workbook, problems: Problems) -> tuple[list[Table], tuple[str, ...]]:
    tables: list[Table] = []
    others: list[str] = []
    refusals: list[NotARoster] = []
    for sheet in workbook.sheets:
        try:
            table = find_table(sheet)
        except NotARoster as refusal:
            refusals.append(refusal)
            _set_aside(sheet, refusal, problems)
            others.append(sheet.name)
            continue
        if table is None:
            others.append(sheet.name)
        elif sheet.hidden and not all(s.hidden for s in workbook.sheets):
            problems.add_row(sheet.name, 0, None, None, doubt("sheet_hidden"))
            others.append(sheet.name)
        else:
            tables.append(table)
    if not tables:
        raise refusals[0] if refusals else _nothing_useful(workbook.sheets)
    return tables, tuple(others)


def _set_aside(sheet: Sheet, refusal: NotARoster, problems: Problems) -> None:
    """A second sheet with persons that cannot be read: a doubt, unless it lists who left."""
    leavers = fold(sheet.name).startswith(LEAVERS)
    fault = note("sheet_of_leavers") if leavers else doubt("sheet_not_read")
    problems.add_row(sheet.name, 0, None, refusal.params.get("found"), fault)


def _nothing_useful(sheets: Sequence[Sheet]) -> NotARoster:
    rows = [cells for sheet in sheets for _, cells in sheet.rows[:1]]
    found = [cell_text(cell)[:40] for cells in rows for cell in cells[:12] if cell is not None]
    return NotARoster("not_a_roster", found=", ".join(found) or "–")


def _judge_sheet(
    table: Table, families: Sequence[DraftFamily], workbook: Workbook, problems: Problems
) -> None:
    sheet = table.sheet
    if sheet.rows and sheet.rows[-1][0] == sheet.row_limit:
        rows = f"{sheet.row_limit} rows"
        problems.add_row(sheet.name, sheet.rows[-1][0], None, rows, doubt("cut_at_format_limit"))
    if sheet.cells_beyond:
        fault = doubt("cells_beyond_the_table")
        problems.add_row(sheet.name, table.header_row, None, str(sheet.cells_beyond), fault)
    if workbook.system_1904:
        problems.add_row(sheet.name, table.header_row, None, None, note("date_system_1904"))
    persons = sum(len(family.members) for family in families)
    for row in table.totals:
        _judge_total(sheet.name, row, len(families), persons, problems)


def _judge_total(sheet: str, row: Row, families: int, persons: int, problems: Problems) -> None:
    number, cells = row
    words = fold(" ".join(cell for cell in cells if isinstance(cell, str)))
    declared = [(i, c) for i, c in enumerate(cells) if isinstance(c, int)]
    if len(declared) != 1:
        return
    index, said = declared[0]
    counted = None
    if any(word in words for word in FAMILIES_WORDS):
        counted = families
    elif any(word in words for word in PERSONS_WORDS):
        counted = persons
    if counted is not None and counted != said:
        fault = doubt("declared_total_differs", str(counted))
        problems.add_row(sheet, number, index, str(said), fault)


def _freeze(family: DraftFamily) -> RosterFamily:
    insured = family.insured
    return RosterFamily(
        family=family.number,
        committee=family.committee,
        insured=None if insured is None else insured.freeze(),
        dependants=tuple(d.freeze() for d in family.members if d is not insured),
        activity=family.activity,
        reference_income=family.income,
    )


def _control(
    tables: Sequence[Table], drafts: Sequence[DraftFamily], families: Sequence[RosterFamily]
) -> Control:
    count: Counter[str] = Counter()
    falls: Counter[str] = Counter()
    for family in families:
        persons = family.persons
        fallen = family.insured is None or family.insured.status == REFUSED
        for person in persons:
            count[person.status] += 1
            falls[REFUSED if fallen else person.status] += 1
    return Control(
        rows=sum(len(table.rows) for table in tables),
        families=len(families),
        persons=count.total(),
        accepted=count[ACCEPTED],
        refused=count[REFUSED],
        doubtful=count[DOUBTFUL],
        duplicate=sum(d.duplicate for family in drafts for d in family.members),
        if_family_falls=Statuses(falls[ACCEPTED], falls[REFUSED], falls[DOUBTFUL]),
    )
