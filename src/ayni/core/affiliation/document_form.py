"""A roster as plain lists and dictionaries, ready for JSON."""

from __future__ import annotations

from typing import TypeAlias

from ayni.core.affiliation.roster import (
    Control,
    Roster,
    RosterFamily,
    RosterPerson,
    RowProblem,
)

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"
ONLY_A_YEAR = ("date_year_only", "date_approximate")


def roster_document(roster: Roster) -> dict[str, Json]:
    """{file, kind, verdict, as_of, encoding, layout, families, problems, ignored_rows, control}."""
    encoding: Json = None
    if roster.charset is not None:
        encoding = {
            "charset": roster.charset,
            "separator": roster.separator,
            "decimal": roster.decimal,
        }
    return {
        "file": roster.name,
        "kind": "roster",
        "verdict": "read",
        "as_of": roster.as_of.isoformat(),
        "encoding": encoding,
        "layout": _layout(roster),
        "families": [_family(family) for family in roster.families],
        "problems": [problem_document(problem) for problem in roster.problems],
        "ignored_rows": [
            {"sheet": row.sheet, "row": row.row, "what": row.what} for row in roster.ignored_rows
        ],
        "control": control_document(roster.control),
    }


def refusal_document(*, name: str, code: str, reason: str) -> dict[str, Json]:
    """The same shape for a file that is refused whole."""
    problem: dict[str, Json] = dict.fromkeys(
        ("sheet", "row", "column", "cell", "value", "kind", "severity", "proposed")
    )
    problem |= {"kind": code, "severity": "refuse"}
    counts = ("rows", "families", "persons", "accepted", "refused", "doubtful")
    return {
        "file": name,
        "kind": "roster",
        "verdict": "refuse",
        "reason": reason,
        "families": [],
        "problems": [problem],
        "control": dict.fromkeys(counts, 0),
    }


def control_document(control: Control) -> dict[str, Json]:
    """Control totals by name."""
    falls = control.if_family_falls
    return {
        "rows": control.rows,
        "families": control.families,
        "persons": control.persons,
        "accepted": control.accepted,
        "refused": control.refused,
        "doubtful": control.doubtful,
        "duplicate": control.duplicate,
        "if_family_falls": {
            "accepted": falls.accepted,
            "refused": falls.refused,
            "doubtful": falls.doubtful,
        },
    }


def problem_document(problem: RowProblem) -> dict[str, Json]:
    """One problem; a year alone is proposed as a year, not as a date."""
    proposed: Json = problem.proposed
    if problem.proposed is not None and problem.kind in ONLY_A_YEAR:
        proposed = {"year": int(problem.proposed)}
    document: dict[str, Json] = {
        "sheet": problem.sheet,
        "row": problem.row or None,
        "column": problem.column,
        "cell": problem.cell,
        "value": problem.value,
        "kind": problem.kind,
        "severity": problem.severity,
        "proposed": proposed,
    }
    if problem.hard:
        document["hard"] = True
    return document


def _layout(roster: Roster) -> dict[str, Json]:
    return {
        layout.sheet: {
            "header_row": layout.header_row,
            "one_row_per": layout.one_row_per,
            "columns": {letter: [header, meaning] for letter, header, meaning in layout.columns},
        }
        for layout in roster.layouts
    }


def _family(family: RosterFamily) -> dict[str, Json]:
    income = family.reference_income
    return {
        "family": family.family,
        "committee": family.committee,
        "insured": None if family.insured is None else _person(family.insured),
        "dependants": [_person(person) for person in family.dependants],
        "activity": family.activity,
        "reference_income": None if income is None else f"{income // 100}.{income % 100:02d}",
    }


def _person(person: RosterPerson) -> dict[str, Json]:
    return {
        "sheet": person.sheet,
        "row": person.row,
        "status": person.status,
        "relation": person.relation,
        "id_type": person.id_type,
        "id": person.id,
        "surnames": person.surnames,
        "surname1": person.surname1,
        "surname2": person.surname2,
        "names": person.names,
        "birth_date": None if person.birth_date is None else person.birth_date.isoformat(),
        "sex": person.sex,
    }
