"""A study as its file says it: whom, under which law and terms, with which assumptions, money and stress."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from ayni.core.periods import parse_month
from ayni.core.projection.assumption_tables import Code, Kind
from ayni.core.projection.figures import Number, Positive, Probability, Rate
from ayni.core.scheme import Standing
from ayni.core.scheme.nodes import Label, MonthText, Texts
from ayni.core.scheme.parameters import Filled, Node
from ayni.core.scheme.terms import CalendarMonth

#: Fields that say something of a finished run: they move no figure of its cube, and ask for no new one.
BESIDE = ("alternatives", "review", "previous")
#: A kernel's window is a few megabytes a scenario; longer than a century is no forecast.
MOST_MONTHS = 1200


def _written(value: object) -> str:
    """Keep a figure as plain text, without idle noughts: 0.040 is 0.04."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise PydanticCustomError("not_a_number", "not a figure", {"found": str(value)})
    text = str(value)
    if "." in text and text.replace(".", "", 1).isdigit():
        return f"{Decimal(text).normalize():f}"
    return text


Figure = Annotated[str, BeforeValidator(_written)]


class StudyTerms(Node):
    """The terms on the table, in the units of the scheme's parameters; none said: the law alone."""

    signed: date
    renewed: date | None = None
    values: dict[Label, Figure] = Field(default_factory=dict)
    reference_income: dict[Label, Figure] = Field(default_factory=dict)
    calendar: Literal["monthly", "harvest"] = "monthly"
    entry_months: tuple[CalendarMonth, ...] = ()


class RulesPopulation(Node):
    """Families drawn by rules, as the example programme's are."""

    kind: Literal["rules"]
    families: Annotated[int, Field(ge=1, le=2_000_000)]


class RosterPopulation(Node):
    """The families of a roster: whoever runs the study hands them over."""

    kind: Literal["roster"]
    association: Filled | None = None


class PointsPopulation(Node):
    """Families of a file of weighted model points, beside the study's file."""

    kind: Literal["points"]
    file: Annotated[str, Field(pattern=r"^[\w-]+\.csv$")]


class InstitutionPopulation(Node):
    """A whole institution as weighted family types."""

    kind: Literal["institution"]
    persons: Annotated[int, Field(ge=1, le=200_000_000)]
    types: Annotated[int, Field(ge=100, le=200_000)] = 20_000


Population = Annotated[
    RulesPopulation | RosterPopulation | PointsPopulation | InstitutionPopulation,
    Field(discriminator="kind"),
]


class AssociationShare(Node):
    """An association and its part of the families, in any measure."""

    name: Filled
    share: Positive


class Associations(Node):
    """The associations by name, or so many of them with sizes by rule: a few large, many small."""

    named: tuple[AssociationShare, ...] = ()
    count: Annotated[int, Field(ge=1, le=1000)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if bool(self.named) == (self.count is not None):
            raise PydanticCustomError("named_or_counted", "one of both", {})
        return self


class BeforeStart(Node):
    """What the families had behind them when the study begins: months affiliated; the newest ones, paid."""

    affiliated_months: Annotated[int, Field(ge=0, le=1200)] = 0
    paid_months: Annotated[int, Field(ge=0, le=20)] = 0


class Chosen(Node):
    """A table by its code; one of another country with the reason why it is used."""

    code: Code
    used_for_another_country: Filled


class Instead(Node):
    """One figure of a table set otherwise, with the reason; it is a proposal, whatever the table's standing."""

    kind: Kind
    field: Label
    value: Figure
    why: Filled


class StudyStopLoss(Node):
    """Cover of the year's care past a ratio to the year's contributions."""

    from_ratio: Rate
    ceded: Probability
    price: Probability


class StudyIndexation(Node):
    """Growth a year of the reference income after the last known value, revised every so many months."""

    growth: Number
    every: Annotated[int, Field(ge=1, le=120)]


class Finance(Node):
    """The money of the study that is no assumption about the world; the rest comes from tables and terms."""

    opening_reserve_months: Number
    indexation: StudyIndexation
    state_pays: Probability
    penalty: Rate
    discount: Number | None = None
    stop_loss: StudyStopLoss | None = None


class Stress(Node):
    """A future that is forced on the study: what, from which month (0 the first), for how long, how hard.

    ``crop_price``: so many deviations (negative: collapse); ``epidemic``: on; ``largest_default``: the
    association with most families stops; ``medical_inflation`` and ``investment``: so much more a year.
    """

    code: Label
    name: Texts
    kind: Literal["crop_price", "epidemic", "largest_default", "medical_inflation", "investment"]
    from_month: Annotated[int, Field(ge=0)]
    months: Annotated[int, Field(ge=1)]
    value: Number = 0.0


#: More columns than these stand on no page.
MOST_ALTERNATIVES = 4

#: What moves on the table of figures: a clause's own key, or one of ``handles.free_handles``.
LeverKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]


class Alternative(Node):
    """Other terms on the same run: which figures are otherwise, why, and how firm that is."""

    code: Label
    name: Texts
    why: Texts
    standing: Standing
    moves: Annotated[dict[LeverKey, Figure], Field(min_length=1)]


class Review(Node):
    """What a second actuary said of the study, in his own words."""

    by: Filled
    institution: Filled
    date: date
    opinion: Filled
    remarks: tuple[Filled, ...] = ()


#: The study before this one: a file below the folder of this one, or the digest of a kept run's inputs.
Previous = Annotated[str, Field(pattern=r"^([\w-]+/)*[\w-]+\.yaml$|^[0-9a-f]{64}$")]


class Study(Node):
    """A study; stored as JSON with ``model_dump_json``, read back with ``model_validate_json``."""

    format: Literal[1]
    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Texts
    summary: Texts
    scheme: Code
    terms: StudyTerms | None = None
    activity: Label | None = None
    income: Figure | None = None
    workers: Annotated[int, Field(ge=0)] = 0
    starts: MonthText
    months: Annotated[int, Field(ge=12, le=MOST_MONTHS)]
    scenarios: Annotated[int, Field(ge=1, le=100_000)]
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    kernel: Literal["events", "cohort"]
    population: Population
    associations: Associations | None = None
    before: BeforeStart = BeforeStart()
    assumptions: dict[Kind, Code | Chosen]
    instead: tuple[Instead, ...] = ()
    finance: Finance
    stress: tuple[Stress, ...] = ()
    alternatives: Annotated[tuple[Alternative, ...], Field(max_length=MOST_ALTERNATIVES)] = ()
    review: Review | None = None
    previous: Previous | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.population.kind == "institution" and self.kernel == "events":
            context = {"place": ("kernel",), "found": self.kernel, "expected": "cohort"}
            raise PydanticCustomError("weights_need_cohort", "weighted families", context)
        if self.before.paid_months > self.before.affiliated_months:
            context = {"place": ("before", "paid_months"), "found": str(self.before.paid_months)}
            raise PydanticCustomError("paid_before_affiliated", "more paid", context)
        self._check_codes()
        return self

    def _check_codes(self) -> None:
        codes = [one.code for one in self.alternatives]
        for place, code in enumerate(codes):
            if code in codes[:place]:
                where: tuple[str | int, ...] = ("alternatives", place, "code")
                context: dict[str, object] = {"place": where, "found": code}
                raise PydanticCustomError("repeated_alternative", "twice", context)

    @property
    def previous_file(self) -> str | None:
        """Give the file of the earlier study, where it is named by one."""
        found = self.previous
        return found if found is not None and found.endswith(".yaml") else None

    def run_text(self) -> str:
        """Write what a run is computed from: what is only said of its result is no part of it."""
        return self.model_dump_json(exclude=set(BESIDE))

    def beside(self, other: Study) -> Study:
        """Take over what another text of the same study says of the result."""
        return self.model_copy(update={name: getattr(other, name) for name in BESIDE})

    @property
    def first_month(self) -> int:
        """Give the first month, as ``core.periods`` numbers months."""
        return parse_month(self.starts)

    def chosen(self, kind: Kind) -> str | None:
        """Give the code of the table of a kind."""
        found = self.assumptions.get(kind)
        return found.code if isinstance(found, Chosen) else found
