"""Assumption tables, one a file: what is believed, of which country, in which unit, from where, how far known.

Every kind has its own unit and shape, and nothing has a default: what is not written is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, LiteralString, Self, get_args

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from ayni.core.projection.figures import (
    Ages,
    Number,
    Persistence,
    Positive,
    Probability,
    Rate,
    ages_of,
)
from ayni.core.scheme import Event, Reference, Standing
from ayni.core.scheme.nodes import Label, Texts
from ayni.core.scheme.parameters import Filled, Node

Code = Annotated[str, Field(pattern=r"^[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)*$")]


class Table(Node):
    """What every table says of itself. ``date`` is that of the source; ``note`` the reason for it."""

    format: Literal[1]
    code: Code
    name: Texts
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    source: Reference
    date: date
    standing: Standing
    note: Filled


class SexBand(Node):
    """The figure of women and of men of some ages."""

    ages: Ages
    women: Rate
    men: Rate


class ChanceBand(Node):
    """A probability of women and of men of some ages."""

    ages: Ages
    women: Probability
    men: Probability


class WomenBand(Node):
    """The figure of women of some ages."""

    ages: Ages
    women: Rate


class Stretch(Node):
    """So many months on end with one figure."""

    months: Annotated[int, Field(ge=1, le=1200)]
    value: Rate


def _whole(bands: Sequence[SexBand | ChanceBand | WomenBand], *, covers: str) -> None:
    """Refuse bands that leave an age out, name one twice, or do not fill the ages said."""
    first, last = ages_of(covers)
    due = first
    for place, band in enumerate(bands):
        low, high = ages_of(band.ages)
        if low != due:
            code = _misfit(bands, place=place, due=due)
            raise _between(code, place=place, found=band.ages, expected=str(due))
        due = high + 1
    if due != last + 1:
        raise _between("ages_not_covered", place=len(bands) - 1, found=str(due), expected=covers)


def _misfit(
    bands: Sequence[SexBand | ChanceBand | WomenBand], *, place: int, due: int
) -> LiteralString:
    first = ages_of(bands[place].ages)[0]
    if first in [ages_of(one.ages)[0] for one in bands[:place]]:
        return "repeated_age"
    return "gap_in_ages" if first > due else "overlap_in_ages"


def _between(code: LiteralString, *, place: int, found: str, expected: str) -> Exception:
    context = {"place": ("values", place), "found": found, "expected": expected}
    return PydanticCustomError(code, "values that do not fit", context)


class Mortality(Table):
    """Probability of dying within the band's years; ``open_rate``: the death rate after the last band."""

    kind: Literal["mortality"]
    unit: Literal["probability over the band"]
    covers: Ages
    values: Annotated[tuple[ChanceBand, ...], Field(min_length=1)]
    open_rate: SexBand | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        _whole(self.values, covers=self.covers)
        return self


class Fertility(Table):
    """Births by the mother's age; ``men_per_woman_born`` is the sex ratio at birth."""

    kind: Literal["fertility"]
    unit: Literal["births per 1000 women a year"]
    covers: Ages
    men_per_woman_born: Positive
    values: Annotated[tuple[WomenBand, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        _whole(self.values, covers=self.covers)
        return self


class FertilityScale(Table):
    """How many times the national fertility the insured have (rural families have more)."""

    kind: Literal["fertility_scale"]
    unit: Literal["times"]
    value: Positive


class Formation(Table):
    """The yearly rate of taking a partner, of an insured person who came alone.

    ``partner_younger`` is in years, of the insured woman's and the insured man's partner; negative: older.
    """

    kind: Literal["formation"]
    unit: Literal["rate a year"]
    covers: Ages
    partner_younger_of_women: Number
    partner_younger_of_men: Number
    values: Annotated[tuple[SexBand, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        _whole(self.values, covers=self.covers)
        return self


class FamilySize(Table):
    """Persons of a family, on the mean; who they are comes from the rules of the example families."""

    kind: Literal["family_size"]
    unit: Literal["persons a family"]
    value: Positive


class CostByAge(Table):
    """What care of a person costs beside another's: only the ratios count."""

    kind: Literal["cost_by_age"]
    unit: Literal["times"]
    covers: Ages
    values: Annotated[tuple[SexBand, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        _whole(self.values, covers=self.covers)
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
                raise _between("repeated_line", place=place, found=name, expected="")
        total = sum(one.part_of_cost for one in self.values)
        if abs(total - 1) > 1e-9:
            raise _between("parts_not_whole", place=0, found=f"{total:.6f}", expected="1")
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


class Participation(Table):
    """The part of the roster's families that come in in the first month."""

    kind: Literal["participation"]
    unit: Literal["part of the roster"]
    value: Probability


class Entries(Table):
    """New families a year, as a part of the roster, by stretches of months from the study's first one on."""

    kind: Literal["entries"]
    unit: Literal["part of the roster a year"]
    values: Annotated[tuple[Stretch, ...], Field(min_length=1)]

    @property
    def months(self) -> int:
        """Give the number of months it knows."""
        return sum(one.months for one in self.values)


Twelve = Annotated[tuple[Probability, ...], Field(min_length=12, max_length=12)]


class Payment(Table):
    """Paying a due month in time, by calendar month; what the crop's price and grace add to it."""

    kind: Literal["payment"]
    unit: Literal["probability"]
    values: Twelve
    price_effect: Number
    paid_in_grace: Probability

    @model_validator(mode="after")
    def _check(self) -> Self:
        for place, one in enumerate(self.values):
            if not 0 < one < 1:
                raise _between("no_logit", place=place, found=str(one), expected="")
        return self


class Leaving(Table):
    """Being out after months unpaid in a row, coming back by calendar month, leaving for good by the year."""

    kind: Literal["leaving"]
    unit: Literal["probability"]
    lapse_after: Annotated[int, Field(ge=1, le=120)]
    exit: Rate
    values: Twelve


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


class CropPrice(Table):
    """How much of a month's deviation of the crop's price is there the month after."""

    kind: Literal["crop_price"]
    unit: Literal["correlation of a month"]
    value: Persistence


class _Drifting(Table):
    unit: Literal["rate a year"]
    mean: Number
    deviation: Rate
    persistence: Persistence


class MedicalInflation(_Drifting):
    """Growth of the price of care a year: mean, deviation of a year, persistence from month to month."""

    kind: Literal["medical_inflation"]


class Investment(_Drifting):
    """What the reserve yields a year: mean, deviation of a year, persistence from month to month."""

    kind: Literal["investment"]


class Default(Table):
    """The rate a year at which an association stops as a whole."""

    kind: Literal["default"]
    unit: Literal["rate a year"]
    value: Rate


class Administration(Table):
    """What running the scheme costs: a part of contributions, and an amount per family and month."""

    kind: Literal["administration"]
    unit: Literal["part of contributions"]
    value: Probability
    per_family_month: Rate
    growth: Number


AnyTable = Annotated[
    Mortality
    | Fertility
    | FertilityScale
    | Formation
    | FamilySize
    | CostByAge
    | CostLevel
    | BenefitLines
    | UseByDuration
    | Participation
    | Entries
    | Payment
    | Leaving
    | Epidemics
    | CropPrice
    | MedicalInflation
    | Investment
    | Default
    | Administration,
    Field(discriminator="kind"),
]
Kind = Literal[
    "mortality",
    "fertility",
    "fertility_scale",
    "formation",
    "family_size",
    "cost_by_age",
    "cost_level",
    "benefit_lines",
    "use_by_duration",
    "participation",
    "entries",
    "payment",
    "leaving",
    "epidemics",
    "crop_price",
    "medical_inflation",
    "investment",
    "default",
    "administration",
]
_ANY: TypeAdapter[AnyTable] = TypeAdapter(AnyTable)
KINDS: tuple[Kind, ...] = get_args(Kind)


class MissingTables(LookupError):
    """Kinds of assumptions of which a study has no table: none has a default."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self.kinds = tuple(kinds)
        super().__init__(", ".join(kinds))


@dataclass(frozen=True, slots=True)
class Tables:
    """One table of each kind."""

    mortality: Mortality
    fertility: Fertility
    fertility_scale: FertilityScale
    formation: Formation
    family_size: FamilySize
    cost_by_age: CostByAge
    cost_level: CostLevel
    benefit_lines: BenefitLines
    use_by_duration: UseByDuration
    participation: Participation
    entries: Entries
    payment: Payment
    leaving: Leaving
    epidemics: Epidemics
    crop_price: CropPrice
    medical_inflation: MedicalInflation
    investment: Investment
    default: Default
    administration: Administration

    def all(self) -> dict[Kind, AnyTable]:
        """Give the tables by kind."""
        return {kind: getattr(self, kind) for kind in KINDS}


def tables_of(found: Mapping[Kind, AnyTable]) -> Tables:
    """Put one table of each kind together; refuses with all that are missing."""
    missing = [kind for kind in KINDS if kind not in found]
    if missing:
        raise MissingTables(missing)
    return Tables(**{kind: found[kind] for kind in KINDS})  # type: ignore[arg-type]


def load_table_text(text: str) -> AnyTable:
    """Build a table from JSON text; raises pydantic's ``ValidationError``."""
    return _ANY.validate_json(text)


def digest_of(node: Node) -> str:
    """Give the SHA-256 of a node's canonical text: how its file was laid out does not change it."""
    plain = node.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
