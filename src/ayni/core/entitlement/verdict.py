"""The answer at the clinic: covered or not, by which rule, until when, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ayni.core.entitlement.answers import (
    Advice,
    Answer,
    GivenBy,
    MonthState,
    Reason,
    StripMonth,
    Verdict,
)
from ayni.core.entitlement.facts import PersonFacts, PersonRole, age_on
from ayni.core.entitlement.window import (
    QualifyingFigures,
    WindowRule,
    compile_window,
    qualifying_on,
    window_bits,
)
from ayni.core.periods import Span, last_day, month_of
from ayni.core.scheme import Event, Reading, Scheme, Terms, read
from ayni.core.scheme.rules import DependantRule


@dataclass(frozen=True, slots=True)
class _Question:
    """Everything the rules look at, read once."""

    facts: PersonFacts
    scheme: Scheme
    terms: Terms | None
    event: Event
    day: date
    figures: QualifyingFigures
    rule: WindowRule

    @property
    def counted(self) -> set[int]:
        """Give the months that count on the day: a payment after the event never covers it."""
        return {one.month for one in self.facts.paid if one.counts_from <= self.day}


def answer(
    *, facts: PersonFacts, scheme: Scheme, event: Event, day: date, terms: Terms | None = None
) -> Answer:
    """Answer whether the person is covered for an event that began on ``day``.

    ``terms`` are those of the agreement version in force that day. Raises
    ``ParameterMissing`` where the scheme has no rule for the day.
    """
    figures = qualifying_on(scheme, day=day, terms=terms)
    question = _Question(facts, scheme, terms, event, day, figures, compile_window(figures))
    span = facts.affiliated_on(day)
    if span is None:
        return _refused(question, reason=_not_affiliated(facts, day=day))
    excluded = _excluded(question)
    if excluded is not None:
        return _refused(question, reason=excluded)
    return _immediate(question, span=span) or _qualified(question, span=span)


def _immediate(question: _Question, *, span: Span) -> Answer | None:
    for one in question.scheme.rules.entitlement.immediate:
        if one.event is question.event:
            reading = _read(question, one.applies)
            if reading.number == 1:
                reason = Reason("immediate", (("event", question.event.value),))
                found = _built(question, reason=reason, readings=(reading,))
                return replace(
                    found,
                    verdict=Verdict.COVERED,
                    attend=True,
                    given_by=GivenBy.IMMEDIATE,
                    covered_until=_last(span),
                    advice=Advice.ATTEND,
                )
    return None


def _qualified(question: _Question, *, span: Span) -> Answer:
    counted, month = question.counted, month_of(question.day)
    bits = window_bits(counted, event_month=month, width=question.rule.width)
    if not question.rule.covered(bits):
        return _refused(question, reason=_too_few(question, paid=bits.bit_count()))
    given_by = _given_by(question, bits=bits)
    until = _until(question.rule, counted=counted, month=month)
    details = (("paid", str(bits.bit_count())), *_figure_details(question.figures))
    found = _built(
        question, reason=Reason(given_by.value, details), readings=question.figures.readings
    )
    return replace(
        found,
        verdict=Verdict.COVERED,
        attend=True,
        given_by=given_by,
        covered_until=min(until, _last(span) or until),
        advice=Advice.ATTEND,
    )


def _given_by(question: _Question, *, bits: int) -> GivenBy:
    figures = question.figures
    if figures.consecutive is not None:
        only = QualifyingFigures(figures.window, figures.consecutive, None)
        if compile_window(only).covered(bits):
            return GivenBy.CONSECUTIVE
    return GivenBy.WITHIN


def _until(rule: WindowRule, *, counted: set[int], month: int) -> date:
    """Give the last day of the last month, from this one on, whose window still holds."""
    after = month
    while rule.covered(window_bits(counted, event_month=after, width=rule.width)):
        after += 1
    return last_day(after - 1)


def _last(span: Span) -> date | None:
    return None if span.end is None else span.end - timedelta(days=1)


def _refused(question: _Question, *, reason: Reason) -> Answer:
    """Answer not covered; an emergency is attended all the same."""
    found = _built(question, reason=reason, readings=question.figures.readings)
    if question.event is not Event.EMERGENCY:
        pays = reason.code == "too_few_months"
        advice = Advice.PAY_MONTHS if pays else Advice.SEE_AFFILIATION
        return replace(found, advice=advice)
    charged = question.scheme.rules.arrears.cost_of_never_suspended == "charged_to_family"
    advice = Advice.ATTEND_AND_CHARGE if charged else Advice.ATTEND_EMERGENCY
    return replace(found, attend=True, advice=advice)


def _built(question: _Question, *, reason: Reason, readings: tuple[Reading, ...]) -> Answer:
    """Build what every answer has; not covered until a rule says otherwise."""
    strip = _strip(question)
    late = sum(month.state is MonthState.LATE for month in strip)
    reasons = (reason, Reason("paid_late", (("late", str(late)),))) if late else (reason,)
    return Answer(
        verdict=Verdict.NOT_COVERED,
        event=question.event,
        day=question.day,
        attend=False,
        given_by=None,
        covered_until=None,
        reasons=reasons,
        strip=strip,
        advice=Advice.SEE_AFFILIATION,
        readings=readings,
        basis=question.scheme.rules.basis,
    )


def _strip(question: _Question) -> tuple[StripMonth, ...]:
    counted = question.counted
    known = {one.month for one in question.facts.paid}
    owed, event_month = set(question.facts.owed), month_of(question.day)
    months = range(event_month - question.rule.width, event_month)
    return tuple(
        StripMonth(month, _state(month, counted=counted, known=known, owed=owed))
        for month in months
    )


def _state(month: int, *, counted: set[int], known: set[int], owed: set[int]) -> MonthState:
    if month in counted:
        return MonthState.PAID
    if month in known:
        return MonthState.LATE
    return MonthState.UNPAID if month in owed else MonthState.NOT_DUE


def _too_few(question: _Question, *, paid: int) -> Reason:
    return Reason("too_few_months", (("paid", str(paid)), *_figure_details(question.figures)))


def _figure_details(figures: QualifyingFigures) -> tuple[tuple[str, str], ...]:
    consecutive, within = figures.consecutive, figures.within
    return (
        ("window", str(figures.window)),
        ("consecutive", "-" if consecutive is None else str(consecutive)),
        ("within", "-" if within is None else str(within)),
    )


def _not_affiliated(facts: PersonFacts, *, day: date) -> Reason:
    ended = [span.end for span in facts.affiliation if span.end is not None and span.end <= day]
    if ended:
        last = max(ended) - timedelta(days=1)
        return Reason("affiliation_ended", (("day", last.isoformat()),))
    starts = [span.start for span in facts.affiliation]
    if starts:
        return Reason("affiliation_not_begun", (("day", min(starts).isoformat()),))
    return Reason("not_affiliated")


def _excluded(question: _Question) -> Reason | None:
    """Say why a dependant is not protected through the insured person, if so."""
    facts = question.facts
    if facts.role is PersonRole.INSURED_PERSON:
        return None
    for rule in question.scheme.rules.insured_unit.dependants:
        if rule.relation == facts.relation:
            return _outside(question, rule=rule)
    return Reason("relation_not_protected", (("relation", facts.relation or "?"),))


def _outside(question: _Question, *, rule: DependantRule) -> Reason | None:
    facts = question.facts
    if rule.below_age is None or (rule.incapacitated_at_any_age and facts.incapacitated):
        return None
    limit = _read(question, rule.below_age).number
    if facts.birth is None:
        return Reason("birth_unknown", (("limit", str(limit)),))
    age = age_on(question.day, birth=facts.birth)
    if age < limit:
        return None
    return Reason("over_age", (("age", str(age)), ("limit", str(limit))))


def _read(question: _Question, name: str) -> Reading:
    return read(question.scheme, name=name, day=question.day, terms=question.terms)
