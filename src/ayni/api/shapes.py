"""The shapes of the API's questions and answers, as its OpenAPI document declares them."""

from __future__ import annotations

import re
from datetime import date as Day
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from ayni.core.entitlement import Advice, Event, GivenBy, MonthState
from ayni.core.scheme import Standing

DAY_PATTERN = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_DAY = re.compile(DAY_PATTERN)


def _written_day(written: object) -> object:
    """Read year-month-day and nothing else: a bare number is no day."""
    if not isinstance(written, str) or not _DAY.fullmatch(written):
        raise ValueError("a day between 1900 and 2199 is written year-month-day")
    return Day.fromisoformat(written)


class Question(BaseModel):
    """Who, when, and what brings the person."""

    model_config = ConfigDict(strict=True, frozen=True)

    id: Annotated[
        str,
        Field(
            pattern=r"^[0-9A-Za-z-]{6,20}$",
            description="Número de documento de la persona.",
        ),
    ]
    date: Annotated[
        Day | None,
        BeforeValidator(_written_day),
        WithJsonSchema({"type": "string", "format": "date", "pattern": DAY_PATTERN}),
        Field(
            description="Día de la atención, del 1900 al 2199; sin él, hoy en la institución.",
        ),
    ] = None
    event: Annotated[
        Event,
        BeforeValidator(lambda written: Event(written)),
        Field(description="Lo que trae a la persona."),
    ] = Event.ILLNESS
    benefit: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z][a-z0-9_]{0,59}$",
            description="Una prestación con espera en el esquema de la persona; sin ella, cualquier otra.",
        ),
    ] = None


class Verdict(StrEnum):
    """Covered, not covered, the scheme does not say, or nobody known by that number in this institution."""

    COVERED = "covered"
    NOT_COVERED = "not_covered"
    NO_RULE = "no_rule"
    UNKNOWN = "unknown"


class Shape(BaseModel):
    """What every part of an answer obeys."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Said(Shape):
    """A code for programmes and its text for people."""

    code: str
    text: str


class MonthShown(Shape):
    """A month of the window and its state."""

    month: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2026-04"])]
    state: MonthState


class BenefitShown(Shape):
    """A benefit whose waiting runs, and the day on which it opens."""

    benefit: str
    opens_on: Day
    text: str


class Person(Shape):
    """As little as tells that the person at the desk is the one asked about."""

    initials: str
    birth_year: int | None


class SchemeShown(Shape):
    """Which rules answered, and how firm they are: a model or a proposed value is no law."""

    code: str
    basis: Annotated[str, Field(description="law, o model cuando las reglas son una propuesta")]
    standing: Annotated[Standing, Field(description="el valor menos firme que se usó")]
    caution: str | None


class Answer(Shape):
    """The answer; of the same shape whether the number is known here or not."""

    verdict: Verdict
    attend: Annotated[bool, Field(description="Atender a la persona (siempre en una emergencia).")]
    event: Event
    date: Day
    covered_until: Annotated[Day | None, Field(description="Último día de cobertura, inclusive.")]
    given_by: GivenBy | None
    reasons: list[Said]
    advice: Said
    months: list[MonthShown]
    benefit: Annotated[str | None, Field(description="La prestación por la que se preguntó.")]
    closed: Annotated[list[BenefitShown], Field(description="Prestaciones todavía en espera.")]
    scheme: SchemeShown | None
    person: Person | None


class Refused(Shape):
    """Why there is no answer."""

    code: str
    message: str


__all__ = [
    "Advice",
    "Answer",
    "BenefitShown",
    "MonthShown",
    "Person",
    "Question",
    "Refused",
    "Said",
    "SchemeShown",
    "Verdict",
]
