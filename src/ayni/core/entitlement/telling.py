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
    LOOKED_AT,
    MONTHS,
    PAID_MONTHS,
    REASONS,
    UNTIL,
)
from ayni.core.scheme import standing_text
from ayni.core.scheme.parameters import DOUBTFUL


@dataclass(frozen=True, slots=True)
class Told:
    """What to show: a line to read across a desk, the reasons, what to do, a caution or none.

    ``closed`` says of each benefit still waiting when it opens.
    """

    headline: str
    until: str | None
    because: tuple[str, ...]
    advice: str
    caution: str | None
    closed: tuple[str, ...] = ()


def tell(answer: Answer, *, language: str = "es") -> Told:
    """Put an answer into Spanish, English or Portuguese."""
    until = answer.covered_until
    return Told(
        headline=HEADLINES[answer.verdict.value][language],
        until=None if until is None else UNTIL[language].format(day=until.isoformat()),
        because=tuple(_reason(one, answer=answer, language=language) for one in answer.reasons),
        advice=ADVICE[answer.advice.value][language],
        caution=_caution(answer, language=language),
        closed=tuple(one.text(language) for one in answer.closed),
    )


def _reason(reason: Reason, *, answer: Answer, language: str) -> str:
    details = dict(reason.details)
    if "benefit" in details:
        asked = next(one for one in answer.closed if one.benefit == details["benefit"])
        details["benefit"] = asked.name.in_language(language)
    if "event" in details:
        details["event"] = EVENTS[details["event"]][language]
    if reason.code == "out_of_season":
        names = MONTHS[language].split()
        details = {key: names[int(number) - 1] for key, number in details.items()}
    if "paid" in details:
        one, many = PAID_MONTHS[language]
        said = one if details["paid"] == "1" else many
        details["paid_months"] = said.format(paid=details["paid"])
    if "window" in details:
        place = LOOKED_AT[details.get("lag", "1"), details["window"] == "1"]
        details["looked_at"] = place[language].format(window=details["window"])
    template = REASONS[_variant(reason.code, details=details)]
    return template[language].format(**details)


def _variant(code: str, *, details: dict[str, str]) -> str:
    """Choose the sentence that does not speak of a condition the scheme has not."""
    if details.get("lag") == "0" and details["window"] == "1":
        return {"too_few_months": "month_unpaid"}.get(code, "month_paid")
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
