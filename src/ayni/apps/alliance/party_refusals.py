"""What the database refuses of a party, in the domain's own names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction


class StandsAboveItself(Exception):
    """An association that would stand above itself in the tree."""


class BelongsAlready(Exception):
    """An association with two centres on one day."""


class NumberOfAnother(Exception):
    """A legal number that another party has."""


class EndedAlready(Exception):
    """What has ended, or would be made longer."""


class WrongDay(ValueError):
    """An end on or before the day on which the thing began."""


class RegisteredAlready(Exception):
    """The same thing twice."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that somebody made meanwhile."""

    actor: str
    reason: str
    made_at: datetime


class PartyMoved(Exception):
    """A change upon an older state than the present one; ``edits`` say what was changed meanwhile."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        super().__init__(f"{len(edits)} changes meanwhile")
        self.edits = tuple(edits)


#: SQLSTATE or constraint -> what it means.
_MEANINGS: dict[str, type[Exception]] = {
    "AY020": StandsAboveItself,
    "AY022": EndedAlready,
    "not_itself": StandsAboveItself,
    "ends_later": WrongDay,
    "alliance_adhesion_check": WrongDay,
    "alliance_officer_check": WrongDay,
    "one_parent": BelongsAlready,
    "alliance_identity_number": NumberOfAnother,
    "alliance_identity_one": RegisteredAlready,
    "alliance_activity_one": RegisteredAlready,
    "alliance_seat_one": RegisteredAlready,
    "alliance_party_change_merged": RegisteredAlready,
}


@contextmanager
def told() -> Iterator[None]:
    """Translate a refusal of the database; what it means nothing to passes on."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        for key in (
            getattr(diagnosis, "sqlstate", None),
            getattr(diagnosis, "constraint_name", None),
        ):
            if key in _MEANINGS:
                raise _MEANINGS[key](str(error)) from error
        raise
