"""The first facts of a party: what `make_association` knows of it is written where it may change later."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from ayni.apps.sql.frames import execute, value
from ayni.core.actor import Actor
from ayni.core.alliance.identities import kinds_of, legal_number


class Founded(Protocol):
    """What is read of a new association."""

    @property
    def parent(self) -> int | None: ...
    @property
    def tax_number(self) -> str | None: ...
    @property
    def since(self) -> date | None: ...


def first_facts(*, actor: Actor, association: int, new: Founded) -> None:
    """Write to whom the association belongs and its legal number, which is checked.

    Raises:
        WrongNumber: if the country of the institution has such numbers and this one is not well formed.
    """
    if new.parent is not None:
        execute(
            "INSERT INTO alliance_membership (institution, association, parent, starts)"
            " VALUES (%s, %s, %s, %s)",
            (actor.institution, association, new.parent, new.since),
        )
    country = str(
        value("SELECT country FROM access_institution WHERE id = %s", (actor.institution,))
    )
    if new.tax_number and kinds_of(country):
        kind = kinds_of(country)[0]
        number = legal_number(country=country, kind=kind, text=new.tax_number)
        execute(
            "INSERT INTO alliance_identity (institution, association, country, kind, number, starts)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (actor.institution, association, country, kind, number, new.since),
        )
