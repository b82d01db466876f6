"""From an answer of the cycle to the shape the API sends."""

from __future__ import annotations

from ayni.api.shapes import Answer, BenefitShown, MonthShown, Person, Said, SchemeShown, Verdict
from ayni.api.words import UNKNOWN
from ayni.apps.entitlement.queries import Known
from ayni.core.entitlement import Advice, Event, tell
from ayni.core.entitlement import Answer as Found
from ayni.core.entitlement.words import ADVICE
from ayni.core.scheme import Scheme
from ayni.cycle.eligibility import Eligibility


def shown(asked: Eligibility, *, language: str) -> Answer:
    """Put an answer into the shape of the API, in a language."""
    if asked.known is None or asked.scheme is None or asked.answer is None:
        return _unknown(asked, language=language)
    return _known(asked.known, asked.scheme, asked.answer, language=language)


def _unknown(asked: Eligibility, *, language: str) -> Answer:
    emergency = asked.event is Event.EMERGENCY
    advice = Advice.ATTEND_EMERGENCY if emergency else Advice.SEE_AFFILIATION
    return Answer(
        verdict=Verdict.UNKNOWN,
        attend=emergency,
        event=asked.event,
        date=asked.day,
        covered_until=None,
        given_by=None,
        reasons=[Said(code="unknown", text=UNKNOWN[language])],
        advice=Said(code=advice.value, text=ADVICE[advice.value][language]),
        months=[],
        benefit=asked.benefit,
        closed=[],
        scheme=None,
        person=None,
    )


def _known(known: Known, scheme: Scheme, found: Found, *, language: str) -> Answer:
    told = tell(found, language=language)
    texts = zip(found.reasons, told.because, strict=True)
    return Answer(
        verdict=Verdict(found.verdict.value),
        attend=found.attend,
        event=found.event,
        date=found.day,
        covered_until=found.covered_until,
        given_by=found.given_by,
        reasons=[Said(code=reason.code, text=text) for reason, text in texts],
        advice=Said(code=found.advice.value, text=told.advice),
        months=[
            MonthShown(month=f"{one.month // 12:04d}-{one.month % 12 + 1:02d}", state=one.state)
            for one in found.strip
        ],
        benefit=found.benefit,
        closed=[
            BenefitShown(benefit=one.benefit, opens_on=one.opens_on, text=text)
            for one, text in zip(found.closed, told.closed, strict=True)
        ],
        scheme=SchemeShown(
            code=scheme.code, basis=found.basis, standing=found.standing, caution=told.caution
        ),
        person=Person(
            initials=initials(known.name),
            birth_year=None if known.birth_date is None else known.birth_date.year,
        ),
    )


def initials(name: str | None) -> str:
    """Give the first letters of "SURNAMES, NAMES"; an erased name has none."""
    surnames, _, names = (name or "").partition(",")
    return ", ".join(
        " ".join(f"{word[0]}." for word in part.split()) for part in (surnames, names) if part
    )
