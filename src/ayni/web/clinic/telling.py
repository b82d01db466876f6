"""Puts an answer about cover into values for the page: months, relation, the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ayni.apps.entitlement.queries import Known
from ayni.core.affiliation.words import RELATIONS
from ayni.core.entitlement import Answer, MonthState, tell
from ayni.core.periods import Span, first_day, month_of
from ayni.core.scheme import Scheme
from ayni.cycle.eligibility import Eligibility
from ayni.web.components import Answer as Shown
from ayni.web.components import StripYear, strip_years

LANGUAGES = ("es", "en", "pt")
_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def reader_language() -> str:
    """Give the language of the page as the catalogues of the core name it."""
    asked = (get_language() or "es")[:2]
    return asked if asked in LANGUAGES else "es"


def relation_name(relation: str) -> str:
    """Name a relation in the reader's language."""
    return RELATIONS[relation][reader_language()]


def window_states(answer: Answer, *, spans: Sequence[tuple[date, date | None]]) -> dict[int, str]:
    """Give the months an answer looked at as states of a month strip."""
    return {one.month: _state(one.state, month=one.month, spans=spans) for one in answer.strip}


def _state(state: MonthState, *, month: int, spans: Sequence[tuple[date, date | None]]) -> str:
    if state is MonthState.PAID:
        return "paid"
    if state is MonthState.LATE:
        return "paid_late"
    if state is MonthState.UNPAID:
        return "unpaid"
    return "future" if _affiliated(month, spans=spans) else "none"


def reasons_text(answer: Answer) -> str:
    """Say why, in the reader's language and with the days in words."""
    return _days_in_words(" ".join(tell(answer, language=reader_language()).because))


def closed_texts(answer: Answer) -> list[str]:
    """Say of each benefit still waiting when it opens; of the one asked about the reason tells."""
    told = {} if answer.reasons[0].code != "waiting" else dict(answer.reasons[0].details)
    language = reader_language()
    others = [one for one in answer.closed if one.benefit != told.get("benefit")]
    return [_days_in_words(one.text(language)) for one in others]


def benefit_names(scheme: Scheme) -> dict[str, str]:
    """Name the benefits that have a waiting, in the reader's language."""
    language = reader_language()
    waitings = scheme.rules.entitlement.waiting
    return {one.benefit: one.name.in_language(language) for one in waitings}


def _days_in_words(text: str) -> str:
    return _ISO_DAY.sub(lambda found: _day_in_words(found[0]), text)


def _day_in_words(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")


def event_names() -> dict[str, str]:
    """Name what brings a person, in the order in which the page offers it."""
    return {
        "illness": _("Consulta o enfermedad"),
        "accident": _("Accidente"),
        "emergency": _("Emergencia"),
        "pregnancy": _("Embarazo o parto"),
    }


def shown_answer(asked: Eligibility, *, asked_at: datetime) -> Shown | None:
    """Give the large answer; nothing when nobody of that number is known."""
    known, found = asked.known, asked.answer
    if known is None or found is None:
        return None
    told = tell(found, language=reader_language())
    return Shown(
        state=found.verdict.value,
        name=known.name,
        document=identity(number=known.number, birth=known.birth_date),
        relation=relation_name(known.relation),
        association=known.association_name,
        facility=known.facility or "",
        until=found.covered_until,
        reason=reasons_text(found),
        todo=[told.advice],
        closed=closed_texts(found),
        strip=_strip(found, known=known),
        asked_at=asked_at,
        event=", ".join(_what_was_asked(asked)),
    )


def _what_was_asked(asked: Eligibility) -> list[str]:
    names = {} if asked.scheme is None else benefit_names(asked.scheme)
    benefit = [] if asked.benefit is None else [names[asked.benefit]]
    event, day = event_names()[asked.event.value], date_format(asked.day, "DATE_FORMAT")
    return [event, *benefit, day]


def caution(asked: Eligibility) -> str:
    """Give the sentence that the rules are a proposal, where they are."""
    if asked.answer is None:
        return ""
    return tell(asked.answer, language=reader_language()).caution or ""


def identity(*, number: str, birth: date | None) -> str:
    """Write what tells a person from another of the same name."""
    born = date_format(birth, "DATE_FORMAT") if birth else _("no se sabe")
    return _("Documento %(number)s · Nacimiento: %(born)s") % {"number": number, "born": born}


def _strip(answer: Answer, *, known: Known) -> list[StripYear]:
    """Lay the months out by whole years; those around the window are told from what is known."""
    seen = window_states(answer, spans=known.spans)
    if not seen:
        return []
    around = range(12 * (min(seen) // 12), 12 * (max(month_of(answer.day), *seen) // 12) + 12)
    paid, billed = {month for month, _ in known.paid}, set(known.assessed)
    states = {
        month: _around(month, spans=known.spans, paid=month in paid, billed=month in billed)
        for month in around
    }
    return strip_years(states | seen)


def _around(
    month: int, *, spans: Sequence[tuple[date, date | None]], paid: bool, billed: bool
) -> str:
    if paid:
        return "paid"
    held = _affiliated(month, spans=spans)
    return ("unpaid" if billed else "future") if held else "none"


def _affiliated(month: int, *, spans: Sequence[tuple[date, date | None]]) -> bool:
    days = Span(first_day(month), first_day(month + 1))
    return any(Span(start, end).overlaps(days) for start, end in spans)
