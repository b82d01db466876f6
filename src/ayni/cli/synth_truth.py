"""The truth file of ``ayni synth``: what stands in every file, and what should become of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TypedDict

from ayni.core.example import (
    ExampleNotice,
    ExamplePayment,
    ExampleProgramme,
    ExampleRoster,
    ExampleStatement,
    Mistake,
    behaviour_of,
    explained_cooperative,
    uncovered_cooperative,
)
from ayni.core.example.sheet import FIELD_HEADERS
from ayni.core.periods import month_text

StatementFile = tuple[str, ExampleStatement]


class Control(TypedDict):
    """Counts of one roster; accepted + doubtful + refused = persons."""

    families: int
    persons: int
    accepted: int
    doubtful: int
    refused: int


class RosterTruth(TypedDict):
    """One roster file."""

    cooperative: str
    file: str
    sheet: str
    header_row: int
    control: Control
    problems: list[dict[str, str | int | None]]


def roster_truth(drawn: ExampleRoster, *, file: str, sheet: str, header_row: int) -> RosterTruth:
    """Tell what is in a roster file; ``header_row`` and the rows of problems count from 1."""
    verdicts = Counter(row.verdict for row in drawn.rows)
    return {
        "cooperative": drawn.cooperative.code,
        "file": file,
        "sheet": sheet,
        "header_row": header_row,
        "control": {
            "families": len({row.family for row in drawn.rows}),
            "persons": len(drawn.rows),
            "accepted": verdicts["accepted"],
            "doubtful": verdicts["doubtful"],
            "refused": verdicts["refused"],
        },
        "problems": [_problem(one, sheet=sheet, header_row=header_row) for one in drawn.mistakes],
    }


def whole(
    *,
    programme: ExampleProgramme,
    rosters: Sequence[RosterTruth],
    notices: Iterable[ExampleNotice],
    payments: Iterable[ExamplePayment],
    statements: Iterable[StatementFile],
) -> dict[str, object]:
    """Put the truth of all files together, ready for JSON."""
    return {
        "note": "Invented (ejemplo): a likeness with a real person or cooperative is chance.",
        "institution": programme.institution,
        "national_body": programme.national_body,
        "seed": programme.seed,
        "as_of": programme.as_of.isoformat(),
        "explained": explained_cooperative(programme).code,
        "uncovered": uncovered_cooperative(programme).code,
        "cooperatives": _cooperatives(programme),
        "rosters": list(rosters),
        "notices": [asdict(one) | {"month": month_text(one.month)} for one in notices],
        "statements": [_statement(file, one) for file, one in statements],
        "payments": [_payment(one) for one in payments],
    }


def _problem(mistake: Mistake, *, sheet: str, header_row: int) -> dict[str, str | int | None]:
    return {
        "sheet": sheet,
        "row": header_row + 1 + mistake.row,
        "column": FIELD_HEADERS[mistake.field],
        "value": mistake.written,
        "kind": mistake.kind,
        "severity": mistake.severity,
        "proposed": mistake.proposed,
        "truth": mistake.truth,
        "also_in": mistake.also_in,
    }


def _cooperatives(programme: ExampleProgramme) -> list[dict[str, object]]:
    return [
        {
            "code": one.code,
            "name": one.name,
            "ruc": one.ruc,
            "region": one.region,
            "facility": one.facility.code,
            "families": one.families,
            "persons": one.persons,
            "pays": behaviour_of(programme, one).value,
        }
        for one in programme.cooperatives
    ]


def _statement(file: str, one: ExampleStatement) -> dict[str, object]:
    return {
        "file": file,
        "statement": one.number,
        "account": one.account,
        "currency": one.currency,
        "month": month_text(one.month),
        "opening_cents": one.opening,
        "closing_cents": one.closing,
        "entries": len(one.entries),
    }


def _payment(one: ExamplePayment) -> dict[str, object]:
    return asdict(one) | {
        "statement_month": month_text(one.statement_month),
        "month": month_text(one.month),
        "value_date": one.value_date.isoformat(),
    }
