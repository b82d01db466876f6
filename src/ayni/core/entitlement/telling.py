"""An answer in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from ayni.core.entitlement.answers import Answer, Reason
from ayni.core.entitlement.words import (
    ADVICE,
    CAUTION_MODEL,
    CAUTION_STANDING,
    EVENTS,
    HEADLINES,
    MONTHS,
    PAID_MONTHS,
    REASONS,
    UNTIL,
)
from ayni.core.scheme import standing_text
from ayni.core.scheme.parameters import DOUBTFUL


@dataclass(frozen=True, slots=True)
class Told:
    """What to show: a line to read across a desk, the reasons, what to do, a caution or none."""

    headline: str
    until: str | None
    because: tuple[str, ...]
    advice: str
    caution: str | None


def tell(answer: Answer, *, language: str = "es") -> Told:
    """Put an answer into Spanish, English or Portuguese."""
    until = answer.covered_until
    return Told(
        headline=HEADLINES[answer.verdict.value][language],
        until=None if until is None else UNTIL[language].format(day=until.isoformat()),
        because=tuple(_reason(one, language=language) for one in answer.reasons),
        advice=ADVICE[answer.advice.value][language],
        caution=_caution(answer, language=language),
    )


def _reason(reason: Reason, *, language: str) -> str:
    details = dict(reason.details)
    if "event" in details:
        details["event"] = EVENTS[details["event"]][language]
    if reason.code == "out_of_season":
        names = MONTHS[language].split()
        details = {key: names[int(number) - 1] for key, number in details.items()}
    if "paid" in details:
        one, many = PAID_MONTHS[language]
        said = one if details["paid"] == "1" else many
        details["paid_months"] = said.format(paid=details["paid"])
    template = REASONS[_variant(reason.code, details=details)]
    return template[language].format(**details)


def _variant(code: str, *, details: dict[str, str]) -> str:
    """Choose the sentence that does not speak of a condition the scheme has not."""
    if code == "too_few_months" and details["consecutive"] == "-":
        return "too_few_months_within"
    if code == "too_few_months" and details["within"] == "-":
        return "too_few_months_consecutive"
    return code


def _caution(answer: Answer, *, language: str) -> str | None:
    if answer.basis == "model":
        return CAUTION_MODEL[language]
    if answer.standing in DOUBTFUL:
        standing = standing_text(answer.standing.value, language=language)
        return CAUTION_STANDING[language].format(standing=standing)
    return None
