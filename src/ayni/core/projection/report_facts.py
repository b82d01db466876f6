"""What a study's report is written from: plain figures of one study, gathered by whoever ran it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ayni.core.projection.comparing import Comparison
from ayni.core.projection.conclusions import Verdict
from ayni.core.projection.people_indicators import EntryCohort
from ayni.core.projection.reconciliation import Reconciliation
from ayni.core.projection.reporting import Kind
from ayni.core.projection.study_text import Review
from ayni.core.scheme import Standing


class AssumptionWithoutReason(ValueError):
    """An assumption without a written reason: a report is not signed with a guess."""


class UnfinishedRun(ValueError):
    """A study whose run has not ended: there is nothing to report."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The study itself. ``first_month`` as in core.periods; ``purpose`` in the study's own words."""

    code: str
    title: str
    purpose: str
    institution: str
    party: str
    prepared: date
    currency: str
    first_month: int
    months: int
    scenarios: int
    kernel: str  # "cohort" or "event"
    proposed: bool
    example: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One figure of the roster against what the tables expect of it."""

    name: str
    actual: float
    expected: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Data:
    """The population: where it is from, its pyramid (band, women, men), its check."""

    origin: str
    families: float
    persons: float
    associations: int
    pyramid: tuple[tuple[str, float, float], ...]
    checks: tuple[Check, ...]
    findings: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Law:
    """The compiled scheme and the terms it was run under; ``compiled`` is what was sampled from it."""

    scheme: str
    title: str
    rules: str
    parameters: str
    terms: tuple[tuple[str, str], ...]
    compiled: tuple[tuple[str, str], ...]
    contributions: tuple[tuple[str, float, float], ...]  # payer, first and last month, minor units


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption as it stood in its file."""

    theme: str
    name: str
    value: str
    source: str
    date: str
    standing: Standing
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise AssumptionWithoutReason(f"{self.name}: sin razón escrita")


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the study, means over the futures. Money in minor units, reserve at the year's end."""

    label: str
    families: float
    persons: float
    covered: float
    income: float
    care: float
    administration: float
    reserve: float
    earnings: float  # insurable earnings of whoever paid; nought where the scheme has no such base
    percentiles: tuple[float, ...]  # of the reserve at the year's end, as ``PERCENTILES``

    @property
    def spending(self) -> float:
        """Give care and administration."""
        return self.care + self.administration


PERCENTILES = (5, 25, 50, 75, 95)


@dataclass(frozen=True, slots=True)
class Result:
    """One run, evaluated: years, and indicators by their code (None: cannot be said, shown as a dash)."""

    name: str
    told: str
    years: tuple[Year, ...]
    indicators: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Written:
    """An alternative of the study's file: why and how firm, its result, and that less the base."""

    why: str
    standing: Standing
    result: Result
    difference: Comparison


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the break-even contribution becomes when one assumption is moved to either side."""

    name: str
    low: str
    high: str
    low_value: float
    high_value: float


@dataclass(frozen=True, slots=True)
class Proof:
    """The same figure from both kernels."""

    name: str
    cohort: float
    event: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What must be known to get the same report again."""

    version: str
    seed: int
    command: str
    digests: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...] = ()
    proof_scenarios: int = 0


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The verdict by rule, with what met it and what did not; ``rule``: criterion, good, with a condition."""

    verdict: Verdict
    reasons: tuple[str, ...]
    conditions: tuple[str, ...]
    rule: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a report says."""

    subject: Subject
    data: Data
    law: Law
    assumptions: tuple[Assumed, ...]
    cost_by_age: tuple[tuple[str, float, float], ...]  # band, women, men: minor units a year
    base: Result
    alternatives: tuple[Result, ...]
    sensitivities: tuple[Sensitivity, ...]
    stress_base: Result
    stresses: tuple[Result, ...]
    stress_scenarios: int
    conclusion: Conclusion
    reproduction: Reproduction
    cohorts: tuple[EntryCohort, ...] = ()  # of the base; none where its cube tells none apart
    beyond: tuple[str, ...] = ()  # bad cases of the study that begin after the months of this run
    written: tuple[Written, ...] = ()
    review: Review | None = None
    reconciliation: Reconciliation | None = None
    unreconciled: str = ""  # why there is none, where an earlier study is named

    def __post_init__(self) -> None:
        written = (one.result for one in self.written)
        for one in (
            self.base, *self.alternatives, *written, self.stress_base, *self.stresses
        ):  # fmt: skip
            if not one.years:
                raise UnfinishedRun(f"{self.subject.code}: {one.name}")
