"""Assumption tables of care: what it costs, how often, for whom, since when, in an epidemic."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ayni.core.projection.assumption_parts import SexBand, Stretch, Table, between, whole_ages
from ayni.core.projection.figures import Ages, Number, Positive, Probability, Rate
from ayni.core.scheme import Event
from ayni.core.scheme.nodes import Label, Texts
from ayni.core.scheme.parameters import Node


class CostByAge(Table):
    """What care of a person costs beside another's: only the ratios count."""

    kind: Literal["cost_by_age"]
    unit: Literal["times"]
    covers: Ages
    values: Annotated[tuple[SexBand, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        whole_ages(self.values, covers=self.covers)
        return self


class CostLevel(Table):
    """What care of an insured person costs a year, on the mean of families by rule, at mid-``year`` prices."""

    kind: Literal["cost_level"]
    unit: Literal["PEN a person a year", "CRC a person a year"]
    year: Annotated[int, Field(ge=1990, le=2100)]
    value: Positive

    @property
    def currency(self) -> str:
        """Give the currency of the value."""
        return self.unit[:3]


class Tail(Node):
    """The part of events that are Pareto instead, from so many times the body's mean on."""

    part: Probability
    from_times: Positive
    alpha: Annotated[Number, Field(gt=1)]


class BenefitLine(Node):
    """A kind of care: what brings it, how often, its part of the cost, and how one event's cost spreads.

    ``by`` says whose ages it follows: ``cost`` the table of cost by age, ``fertility`` the births of women,
    whose mean then is the frequency. ``event`` and ``benefit`` are the scheme's words, for immediate cover and
    waiting.
    """

    line: Label
    name: Texts
    event: Event
    benefit: Label | None = None
    by: Literal["cost", "fertility"]
    frequency: Positive | None = None
    part_of_cost: Probability
    severity: Literal["gamma", "lognormal"]
    variation: Rate
    tail: Tail | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.by == "cost") != (self.frequency is not None):
            raise PydanticCustomError("frequency_or_fertility", "one of both", {"found": self.by})
        if self.tail is not None and self.severity != "lognormal":
            raise PydanticCustomError("tail_of_gamma", "no tail", {"found": self.severity})
        return self


class BenefitLines(Table):
    """The benefit lines; their parts of the cost sum to one."""

    kind: Literal["benefit_lines"]
    unit: Literal["events a person a year"]
    values: Annotated[tuple[BenefitLine, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        names = [one.line for one in self.values]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise between("repeated_line", place=place, found=name, expected="")
        total = sum(one.part_of_cost for one in self.values)
        if abs(total - 1) > 1e-9:
            raise between("parts_not_whole", place=0, found=f"{total:.6f}", expected="1")
        return self


class LineByDuration(Node):
    """Factor on a line's frequency by months since the family came in; the last one holds for ever after."""

    line: Label
    factors: Annotated[tuple[Stretch, ...], Field(min_length=1)]


class UseByDuration(Table):
    """Adverse selection and what was put off until one was insured: they fade with the months since entry."""

    kind: Literal["use_by_duration"]
    unit: Literal["times"]
    values: Annotated[tuple[LineByDuration, ...], Field(min_length=1)]


class LineFactor(Node):
    """The factor of one line."""

    line: Label
    value: Rate


class Epidemics(Table):
    """The monthly chances that an epidemic starts and ends, and each line's factor while it lasts."""

    kind: Literal["epidemics"]
    unit: Literal["probability a month"]
    starts: Probability
    ends: Probability
    values: Annotated[tuple[LineFactor, ...], Field(min_length=1)]
