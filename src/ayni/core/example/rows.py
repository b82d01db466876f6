"""One row of a roster, light enough to draw 200,000 of them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class ExampleRow(NamedTuple):
    """One person as a roster has it. Income in céntimos, on the insured person's row only.

    ``birth_date`` is a text where an impossible date was planted, None where it was left out;
    ``document`` is None for a newborn planted without a number. ``verdict`` is what intake should
    find for this row: accepted, doubtful, refused.
    """

    family: int
    committee: str
    relation: str
    id_type: str
    document: str | None
    surname1: str
    surname2: str
    names: str
    birth_date: date | str | None
    sex: str
    activity: str | None
    income: int | None
    verdict: str = "accepted"
