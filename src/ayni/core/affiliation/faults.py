"""A fault of one cell, before it has a row."""

from __future__ import annotations

from typing import NamedTuple

from ayni.core.affiliation.roster import DOUBT, NOTE, REFUSE

SEVERITIES = {NOTE: 0, DOUBT: 1, REFUSE: 2}


class Fault(NamedTuple):
    """`value` is the faulty part where that is less than the cell."""

    kind: str
    severity: str
    proposed: str | None = None
    value: str | None = None


def doubt(kind: str, proposed: str | None = None, value: str | None = None) -> Fault:
    """Somebody must look."""
    return Fault(kind, DOUBT, proposed, value)


def refuse(kind: str, value: str | None = None) -> Fault:
    """The row cannot be taken as it is."""
    return Fault(kind, REFUSE, None, value)


def note(kind: str, proposed: str | None = None, value: str | None = None) -> Fault:
    """Read with its one evident meaning, and worth seeing."""
    return Fault(kind, NOTE, proposed, value)
