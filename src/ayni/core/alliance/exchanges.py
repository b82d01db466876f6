"""Exchanges of experience: what was learned where, who promised what, and what became of it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from ayni.core.alliance.words import CLAUSES
from ayni.core.scheme import Scheme, Standing
from ayni.core.scheme.parameters import Node, on_the_web
from ayni.core.scheme.rules import NegotiableTerm, NegotiableValue

Short = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Long = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
Why = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Year = Annotated[int, Field(ge=1900, le=2200)]
#: The languages a text may be written in, in the order in which another one stands in.
LANGUAGES = ("es", "en", "pt")
#: Terms of an agreement that are no parameter of the scheme.
REFERENCE_INCOME, CALENDAR = "reference_income", "calendar"


class UnknownPlace(LookupError):
    """A practice points at a parameter or a term that its scheme does not have."""


class DatesRefused(ValueError):
    """Days that do not go together."""


class LinkRefused(ValueError):
    """What became of a commitment is linked to one thing at most, and that thing is there."""


class Kind(StrEnum):
    """What sort of exchange it was."""

    COURSE = "course"
    VISIT = "visit"
    STUDY = "study"


class Part(StrEnum):
    """What an institution did in an exchange."""

    ORGANISED = "organised"
    HOSTED = "hosted"
    TAUGHT = "taught"
    TOOK_PART = "took_part"
    #: Its practice was what the others came to see; whether it sent anybody is not said.
    STUDIED = "studied"


class Noted(StrEnum):
    """What is noted in an exchange and may be withdrawn."""

    PRACTICE = "practice"
    COMMITMENT = "commitment"


class Outcome(StrEnum):
    """What a follow-up found."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_DONE = "not_done"
    ANOTHER_FORM = "another_form"


class State(StrEnum):
    """How a commitment stands on a day."""

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_DONE = "not_done"
    ANOTHER_FORM = "another_form"


#: After these nobody waits any more.
_CLOSED = (Outcome.DONE, Outcome.NOT_DONE, Outcome.ANOTHER_FORM)


class Said(Node):
    """A text somebody wrote, in one language or more."""

    es: Long | None = None
    en: Long | None = None
    pt: Long | None = None

    @model_validator(mode="after")
    def _something_is_said(self) -> Self:
        if not (self.es or self.en or self.pt):
            raise ValueError("written in at least one of es, en, pt")
        return self

    def read(self, language: str) -> tuple[str, str]:
        """Give the text and its language: the one asked for, else the first there is.

        >>> Said(en="Roster", pt="Relação").read("es")
        ('Roster', 'en')
        """
        kept = {"es": self.es, "en": self.en, "pt": self.pt}
        for one in (language, *LANGUAGES):
            text = kept.get(one)
            if text:
                return text, one
        raise AssertionError("checked when it was made")


class Source(Node):
    """Where something is known from, and how firmly; what has no address is described."""

    title: Short
    url: Annotated[str, Field(max_length=500)] = ""
    standing: Standing

    @model_validator(mode="after")
    def _an_address_is_of_the_web(self) -> Self:
        if self.url and not on_the_web(self.url):
            raise ValueError("an address begins with https:// or http://")
        return self


class NewExchange(Node):
    """An exchange as it is written down. Old sources give a year and no day."""

    kind: Kind
    title: Said
    place: Short
    country: Country
    year: Year
    starts: date | None = None
    ends: date | None = None
    source: Source
    #: The language of the source's own page.
    language: Annotated[str, Field(pattern=r"^(es|en|pt|fr)$")] = "es"

    @model_validator(mode="after")
    def _days_are_of_the_year(self) -> Self:
        if self.starts is not None and self.starts.year != self.year:
            raise ValueError(f"{self.starts} is not a day of {self.year}")
        if self.ends is not None and (self.starts is None or self.ends < self.starts):
            raise ValueError("it ends on a day after its first")
        return self


class NewParticipant(Node):
    """An institution in an exchange; the person who came for it, if it is told."""

    body: Short
    part: Part
    person: Annotated[str, Field(max_length=120)] = ""
    post: Annotated[str, Field(max_length=120)] = ""


class NewPractice(Node):
    """A practice: what it is, where the library has it, and how firm it is that it was learned there."""

    title: Said
    words: Said
    scheme: Short
    parameter: Annotated[str, Field(max_length=80)] = ""
    term: Annotated[str, Field(max_length=80)] = ""
    source: Source
    learned: Standing


class NewCommitment(Node):
    """What somebody undertook; a source may give no day."""

    body: Short
    person: Annotated[str, Field(max_length=120)] = ""
    post: Annotated[str, Field(max_length=120)] = ""
    what: Said
    due_on: date | None = None
    source: Source


class NewFollowUp(Node):
    """What became of a commitment, as found on a day, with at most one link to where it led."""

    outcome: Outcome
    on_day: date
    said: Said
    agreement: Annotated[str, Field(max_length=80)] = ""
    scheme: Annotated[str, Field(max_length=80)] = ""
    exchange: Annotated[str, Field(max_length=80)] = ""
    study: Annotated[str, Field(max_length=200)] = ""
    source: Source

    @model_validator(mode="after")
    def _one_link_at_most(self) -> Self:
        if sum(map(bool, (self.agreement, self.scheme, self.exchange, self.study))) > 1:
            raise ValueError("one link at most: agreement, scheme, exchange or study")
        return self


class NewWithdrawal(Node):
    """What was noted by mistake: which, why, and how many follow-ups were seen when it was withdrawn."""

    what: Noted
    number: Annotated[int, Field(ge=1)]
    why: Why
    seen: Annotated[int, Field(ge=0)] = 0


def check_place(scheme: Scheme, *, parameter: str, term: str) -> None:
    """Refuse a practice that points at a parameter or a term its scheme does not have."""
    if parameter and parameter not in {one.name for one in scheme.parameters}:
        raise UnknownPlace(f"{scheme.code} has no parameter {parameter!r}")
    if term and term not in terms_of(scheme):
        raise UnknownPlace(f"{scheme.code} lets no agreement set {term!r}")


def terms_of(scheme: Scheme) -> tuple[str, ...]:
    """List what an agreement under a scheme may set: parameters, the reference income, the calendar."""
    return tuple(
        one.parameter if isinstance(one, NegotiableValue) else one.kind
        for one in scheme.rules.negotiation.terms
    )


def term_names(scheme: Scheme, *, language: str) -> list[tuple[str, str]]:
    """Name what an agreement under a scheme may set, in its order: the word kept, and what people call it."""
    named = (
        _term_name(scheme, term=one, language=language) for one in scheme.rules.negotiation.terms
    )
    return list(zip(terms_of(scheme), named, strict=True))


def _term_name(scheme: Scheme, *, term: NegotiableTerm, language: str) -> str:
    if isinstance(term, NegotiableValue):
        plain = scheme.parameter(term.parameter).description
        return plain if term.name is None else term.name.in_language(language)
    return CLAUSES[term.kind][language]


def check_order(*, earlier: int, later: int) -> None:
    """Refuse an exchange that would follow one of a later year."""
    if earlier > later:
        raise DatesRefused(f"an exchange of {later} does not follow one of {earlier}")


def state_of(*, due_on: date | None, newest: Outcome | None, day: date) -> State:
    """Tell how a commitment stands on a day, after its newest follow-up.

    >>> state_of(due_on=date(2026, 5, 1), newest=Outcome.UNDER_WAY, day=date(2026, 5, 2)).value
    'overdue'
    """
    if newest in _CLOSED and newest is not None:
        return State(newest.value)
    if due_on is not None and day >= due_on:
        return State.DUE if day == due_on else State.OVERDUE
    return State.OPEN if newest is None else State.UNDER_WAY
