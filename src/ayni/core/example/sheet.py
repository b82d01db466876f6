"""A drawn roster as the cells of the template: its columns in order, its words for relations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ayni.core.example.roster import ExampleRoster

RELATION_LABELS = {
    "insured": "Titular",
    "spouse": "Cónyuge",
    "partner": "Conviviente",
    "child": "Hijo(a)",
    "father": "Padre",
    "mother": "Madre",
}
#: Header of the column in which a planted mistake stands.
FIELD_HEADERS = {"document": "N° de documento", "birth_date": "Fecha de nacimiento"}

#: Digits of a DNI.
DIGITS = 8
#: What an employer calls the insured person, and what the type of a Costa Rican document is called.
WORKER_LABEL, CEDULA_LABEL = "Trabajador(a)", "Cédula"

Cell = str | int | Decimal | date | None


def sheet_rows(roster: ExampleRoster) -> Iterator[tuple[Cell, ...]]:
    """Give each person's cells: family, relation, document type and number, both surnames, names,
    birth date, sex, activity, earnings in whole units. A birth date is a date, a planted text, or None;
    a number that lost its zeros is a figure, since that is how a spreadsheet loses them."""
    labels = RELATION_LABELS
    if roster.cooperative.work.monthly:
        labels = labels | {"insured": WORKER_LABEL}
    for row in roster.rows:
        yield (
            row.family,
            labels[row.relation],
            CEDULA_LABEL if row.id_type == "CR" else row.id_type,
            _number(row.document),
            row.surname1,
            row.surname2,
            row.names,
            row.birth_date,
            row.sex,
            row.activity,
            None if row.income is None else Decimal(row.income).scaleb(-2),
        )


def _number(document: str | None) -> str | int | None:
    return int(document) if document and len(document) < DIGITS else document
