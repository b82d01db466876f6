"""Who acts, with what reach, and why: a frozen value handed to every read and write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Scope(StrEnum):
    """How far a person may look; the database's row policies use the same words."""

    INSTITUTION = "institution"
    ASSOCIATION = "association"
    CLINIC = "clinic"
    #: Sees what lies on the negotiating table, and nothing of any person.
    OBSERVER = "observer"


class Role(StrEnum):
    """What a person does here."""

    AFFILIATION = "affiliation"
    COLLECTION = "collection"
    AUDITOR = "auditor"
    HEAD = "head"
    NEGOTIATOR = "negotiator"
    SECRETARY = "secretary"
    #: Who speaks and signs for an association.
    REPRESENTATIVE = "representative"
    CLERK = "clerk"
    #: An adviser of an international body: reads and comments, changes nothing.
    OBSERVER = "observer"
    SYSTEM = "system"


SCOPE_OF_ROLE = {
    Role.AFFILIATION: Scope.INSTITUTION,
    Role.COLLECTION: Scope.INSTITUTION,
    Role.AUDITOR: Scope.INSTITUTION,
    Role.HEAD: Scope.INSTITUTION,
    Role.NEGOTIATOR: Scope.INSTITUTION,
    Role.SYSTEM: Scope.INSTITUTION,
    Role.SECRETARY: Scope.ASSOCIATION,
    Role.REPRESENTATIVE: Scope.ASSOCIATION,
    Role.CLERK: Scope.CLINIC,
    Role.OBSERVER: Scope.OBSERVER,
}


class NotAllowed(Exception):
    """The actor's role may not do this, or the thing is not his to see (told alike)."""


class ReasonMissing(ValueError):
    """A change without a reason."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One person or one run, acting for one institution.

    ``name`` is kept by value in the journal (never a key to a user row). ``associations`` are the ids
    an association's officer acts for; ``facility`` is the clinic where a clerk sits.
    """

    name: str
    role: Role
    institution: int
    reason: str
    associations: tuple[int, ...] = ()
    facility: int | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ReasonMissing(f"{self.name}: every change has a reason")
        if self.scope is Scope.ASSOCIATION and not self.associations:
            raise NotAllowed(f"{self.name} has no mandate in an association")

    @property
    def scope(self) -> Scope:
        """Give the reach that the role has."""
        return SCOPE_OF_ROLE[self.role]

    def because(self, reason: str) -> Actor:
        """Give the same actor with another reason."""
        return replace(self, reason=reason)

    def on_behalf(self, *, reason: str) -> Actor:
        """Give the institution's own run started by this person: it sees all, and says who began it."""
        return Actor(name=self.name, role=Role.SYSTEM, institution=self.institution, reason=reason)

    def require(self, *roles: Role) -> None:
        """Refuse unless the actor has one of the roles (a run of the system may do all)."""
        if self.role is not Role.SYSTEM and self.role not in roles:
            raise NotAllowed(f"{self.role} may not do this")
