"""The facts of a report in a language, from a study that was worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ayni.core.projection.alternative_values import Asked
from ayni.core.projection.conclusions import Band, Finding, Standing, Thresholds
from ayni.core.projection.handle_words import handle_text
from ayni.core.projection.money_words import told as finding_told
from ayni.core.projection.reconciliation import Reconciliation
from ayni.core.projection.report_assumed import assumed
from ayni.core.projection.report_assumed_words import ALTERNATIVES, DIGESTS, PROOFS, STRESS
from ayni.core.projection.report_evaluated import FIVE_YEARS, Evaluated
from ayni.core.projection.report_facts import (
    Conclusion,
    Facts,
    Proof,
    Reproduction,
    Result,
    Sensitivity,
    Subject,
    Written,
)
from ayni.core.projection.report_gathered import cost_by_age, data_of, families_digest, law_of
from ayni.core.projection.report_move_words import MOVE_WORDS
from ayni.core.projection.report_words import LANGUAGES, SENTENCES, word
from ayni.core.projection.report_worked import Worked
from ayni.core.projection.report_written_words import WRITTEN
from ayni.core.projection.reporting import Kind, ratio, share
from ayni.core.projection.stressing import begins_within
from ayni.core.projection.study_problems import StudyProblem
from ayni.core.projection.study_text import Stress
from ayni.core.scheme.told import value_text

#: Populations that are nobody's: a report on them bears the mark of an example.
_MADE_UP = ("rules", "institution")
_KERNELS = {"cohort": "cohort", "events": "event"}
_PROOF_KINDS = {"cost": Kind.MILLIONS, "break_even": Kind.MONEY}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the study itself does not know: for whom and when the report is made, and how to get it again."""

    institution: str
    party: str
    prepared: date
    version: str
    command: str
    code: str = ""  # digest of the program that computes


def facts_of(worked: Worked, *, setting: Setting, language: str = "es") -> Facts:
    """Tell a study that was worked out; raises ``AssumptionWithoutReason``."""
    prepared, currency = worked.prepared, worked.scheme.currency
    result, way = _Results(worked, language), worked.reconciliation
    return Facts(
        subject=_subject(worked, setting=setting, language=language),
        data=data_of(prepared, checks=worked.checks, findings=worked.findings, language=language),
        law=law_of(prepared, scheme=worked.scheme, language=language),
        assumptions=assumed(prepared, language=language),
        cost_by_age=cost_by_age(prepared),
        base=result.base(),
        alternatives=tuple(result.alternatives()),
        sensitivities=tuple(_sensitivities(worked, language)),
        stress_base=result.stress_base(),
        stresses=tuple(result.stresses()),
        stress_scenarios=worked.stress_scenarios,
        conclusion=_conclusion(worked, currency=currency, language=language),
        reproduction=_reproduction(worked, setting=setting, language=language),
        cohorts=worked.cohorts,
        beyond=tuple(result.beyond()),
        written=tuple(result.written()),
        review=prepared.study.review,
        reconciliation=way if isinstance(way, Reconciliation) else None,
        unreconciled=way.text(language) if isinstance(way, StudyProblem) else "",
    )


def _subject(worked: Worked, *, setting: Setting, language: str) -> Subject:
    study = worked.prepared.study
    return Subject(
        code=study.code,
        title=study.name.in_language(language),
        purpose=study.summary.in_language(language),
        institution=setting.institution,
        party=setting.party,
        prepared=setting.prepared,
        currency=worked.scheme.currency,
        first_month=worked.prepared.law.first_month,
        months=worked.prepared.law.months,
        scenarios=int(worked.cube.scenarios.size),
        kernel=_KERNELS[worked.kernel],
        proposed=worked.scheme.rules.basis == "model",
        example=study.population.kind in _MADE_UP,
    )


@dataclass(frozen=True, slots=True)
class _Results:
    """Names each evaluated run in the language."""

    worked: Worked
    language: str

    def base(self) -> Result:
        return self._of("base", self.worked.base)

    def stress_base(self) -> Result:
        return self._of("base", self.worked.stress_base)

    def alternatives(self) -> Iterator[Result]:
        for code, one in self.worked.alternatives:
            yield self._of(code, one)

    def written(self) -> Iterator[Written]:
        for one, found in self.worked.written:
            said = one.asked.alternative
            result = Result(
                said.name.in_language(self.language),
                "; ".join(moves_told(one.asked, language=self.language)),
                found.years,
                found.indicators,
            )
            why = said.why.in_language(self.language).strip()
            yield Written(why, said.standing, result, one.difference)

    def beyond(self) -> Iterator[str]:
        for stress in self.worked.prepared.study.stress:
            if not begins_within(stress, months=self.worked.prepared.law.months):
                yield stress.name.in_language(self.language)

    def stresses(self) -> Iterator[Result]:
        for stress, one in self.worked.stresses:
            name = stress.name.in_language(self.language)
            yield Result(name, stress_told(stress, self.language), one.years, one.indicators)

    def _of(self, code: str, one: Evaluated) -> Result:
        years = min(FIVE_YEARS, self.worked.prepared.law.months) // 12
        told = word(ALTERNATIVES, f"{code}_told", self.language).format(years=years)
        return Result(word(ALTERNATIVES, code, self.language), told, one.years, one.indicators)


def moves_told(asked: Asked, *, language: str) -> tuple[str, ...]:
    """Say what an alternative moves, from where to where, one by one."""
    return tuple(
        word(WRITTEN, "move", language).format(
            name=handle_text(one, language=language),
            before=value_text(one.value, unit=one.unit, language=language),
            after=value_text(asked.values[one.key], unit=one.unit, language=language),
        )
        for one in asked.handles
    )


def stress_told(stress: Stress, language: str) -> str:
    """Say what a stress does, from which year of the study and for how long."""
    return word(STRESS, stress.kind, language).format(
        first=stress.from_month + 1,
        months=stress.months,
        value=ratio(abs(stress.value), digits=1).text.removesuffix(".0"),
        points=share(stress.value).text,
    )


def _sensitivities(worked: Worked, language: str) -> Iterator[Sensitivity]:
    """Lay the differences of the moves on the base's break-even; what changes nothing is left out."""
    base, place = worked.base.indicators["break_even"], LANGUAGES.index(language)
    if base is None:
        return
    for code, (low, high) in worked.moves.items():
        names, sides = MOVE_WORDS[code]
        if low or high:
            yield Sensitivity(names[place], *sides[place], base + low, base + high)


def _conclusion(worked: Worked, *, currency: str, language: str) -> Conclusion:
    found = worked.conclusion

    def said(one: Finding) -> str:
        return finding_told(one, language=language, currency=currency)

    ordered = sorted(found.findings, key=lambda one: list(_FIRST).index(one.standing))
    return Conclusion(
        found.verdict,
        tuple(said(one) for one in ordered),
        tuple(said(one) for one in found.conditions),
        tuple(_rule(found.thresholds, language)),
    )


def _rule(limits: Thresholds, language: str) -> Iterator[tuple[str, str, str]]:
    for code in ("ruin", "reserve", "price", "financing"):
        band: Band = getattr(limits, code)
        write = ratio if code == "reserve" else share
        name = word(SENTENCES, f"rule_{code}", language).format(months=limits.months)
        yield name, write(band.good).text, write(band.least).text


#: What is not met is said before what is.
_FIRST = (Standing.UNMET, Standing.CONDITION, Standing.MET)


def _reproduction(worked: Worked, *, setting: Setting, language: str) -> Reproduction:
    digests: Mapping[str, str] = {
        "study": worked.prepared.digests.study,
        "cube": worked.cube.digest(),
        "proof": worked.proof_digest,
        "population": families_digest(worked.prepared.families),
        "code": setting.code,
    }
    rows = [(word(DIGESTS, code, language), one) for code, one in digests.items() if one]
    rows += [(one.name.in_language(language), one.digest) for one in worked.prepared.sources]
    return Reproduction(
        version=setting.version,
        seed=worked.prepared.study.seed,
        command=setting.command,
        digests=tuple(rows),
        proofs=tuple(
            Proof(word(PROOFS, code, language), cohort, event, _PROOF_KINDS.get(code, Kind.COUNT))
            for code, cohort, event in worked.proofs
        ),
        proof_scenarios=worked.proof_scenarios,
    )
