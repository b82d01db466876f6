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
from ayni.core.entitlement.latency import latency_after, latency_ends
from ayni.core.entitlement.season import season_end
from ayni.core.entitlement.waiting import Opening, opening, require_benefit, still_closed
from ayni.core.entitlement.window import (
    ImpossibleCondition,
    QualifyingFigures,
    WindowRule,
    compile_window,
    qualifying_on,
)
from ayni.core.periods import Span, last_day, month_of
from ayni.core.scheme import Event, ParameterMissing, Reading, Scheme, Terms, read
from ayni.core.scheme.rules import DependantRule


@dataclass(frozen=True, slots=True)
class _Question:
    """Everything the rules look at, read once."""

    facts: PersonFacts
    scheme: Scheme
    terms: Terms | None
    event: Event
    day: date
    benefit: str | None
    figures: QualifyingFigures
    rule: WindowRule

    @property
    def since(self) -> date | None:
        """Give the first day of the unbroken affiliation, from which a waiting is counted."""
        return self.facts.affiliated_since(self.day)

    @property
    def counted(self) -> set[int]:
        """Give the months that count on the day: a payment after the event never covers it."""
        return {one.month for one in self.facts.paid if one.counts_from <= self.day}


def answer(
    *,
    facts: PersonFacts,
    scheme: Scheme,
    event: Event,
    day: date,
    terms: Terms | None = None,
    benefit: str | None = None,
) -> Answer:
    """Answer whether the person is covered for an event that began on ``day``.

    ``terms`` are those of the agreement version in force that day. A ``benefit`` asks about that one:
    it may still be closed. Raises ``UnknownBenefit``, and ``ParameterMissing`` where the scheme has
    no rule for the day, unless the event is one that is never suspended.
    """
    if benefit is not None:
        require_benefit(scheme, benefit=benefit)
    try:
        figures = qualifying_on(scheme, day=day, terms=terms)
        rule = compile_window(figures)
        return _answer(_Question(facts, scheme, terms, event, day, benefit, figures, rule))
    except (ParameterMissing, ImpossibleCondition):
        if event not in scheme.rules.arrears.never_suspended:
            raise
        return _no_rule(scheme, event=event, day=day, benefit=benefit)


def _answer(question: _Question) -> Answer:
    facts, day = question.facts, question.day
    span = facts.affiliated_on(day)
    if span is None and not _may_go_on(question):
        return _refused(question, reason=_not_affiliated(facts, day=day))
    closed = _excluded(question) or _out_of_season(question)
    if closed is not None:
        return _refused(question, reason=closed)
    if span is None:
        found = _after_leaving(question)
    else:
        found = _immediate(question, span=span) or _qualified(question, span=span)
    return _within_season(question, found=_open(question, found=found))


def _open(question: _Question, *, found: Answer) -> Answer:
    """Close the cover to a benefit whose waiting still runs; an immediate event waits for nothing."""
    since, benefit = question.since, question.benefit
    if benefit is None or since is None or found.verdict is not Verdict.COVERED:
        return found
    if found.given_by is GivenBy.IMMEDIATE:
        return found
    asked = opening(
        question.scheme,
        benefit=benefit,
        affiliated_from=since,
        day=question.day,
        terms=question.terms,
    )
    if asked.open:
        return replace(found, readings=(*found.readings, asked.reading))
    details = (("benefit", benefit), ("opens_on", asked.opens_on.isoformat()))
    refused = _refused(question, reason=Reason("waiting", details))
    return replace(refused, readings=(asked.reading,))


def _no_rule(scheme: Scheme, *, event: Event, day: date, benefit: str | None) -> Answer:
    """Say that the scheme has no rule for the day, of an event that is attended whatever the rule."""
    return Answer(
        verdict=Verdict.NO_RULE,
        event=event,
        day=day,
        attend=True,
        given_by=None,
        covered_until=None,
        reasons=(Reason("no_rule", (("day", day.isoformat()),)),),
        strip=(),
        advice=_attending(scheme) if event is Event.EMERGENCY else Advice.ATTEND,
        readings=(),
        basis=scheme.rules.basis,
        benefit=benefit,
    )


def _attending(scheme: Scheme) -> Advice:
    charged = scheme.rules.arrears.cost_of_never_suspended == "charged_to_family"
    return Advice.ATTEND_AND_CHARGE if charged else Advice.ATTEND_EMERGENCY


def _closed(question: _Question) -> tuple[Opening, ...]:
    """List what still waits, for whoever is or was affiliated."""
    since = question.since
    if since is None:
        return ()
    return still_closed(
        question.scheme, affiliated_from=since, day=question.day, terms=question.terms
    )


def _may_go_on(question: _Question) -> bool:
    """Tell whether the person left and the scheme has a rule for that."""
    if question.scheme.rules.entitlement.latency is None or question.facts.left_alone:
        return False
    return question.facts.left_before(question.day) is not None


def _after_leaving(question: _Question) -> Answer:
    """Answer for a person whose affiliation ended: covered until the latency ends.

    A dependant's span ended with that of the insured person: who left alone does not come here.
    """
    ended = question.facts.left_before(question.day)
    if ended is None:
        return _refused(question, reason=_not_affiliated(question.facts, day=question.day))
    try:
        given = latency_after(
            question.scheme, ended=ended, counted=question.counted, terms=question.terms
        )
    except ParameterMissing:
        # Whoever left before the law gave such cover has none; the rest of the law still answers.
        return _refused(question, reason=_not_affiliated(question.facts, day=question.day))
    until = latency_ends(ended, months=given.months)
    details = (
        ("ended", (ended - timedelta(days=1)).isoformat()),
        ("contributed", str(given.contributed)),
        ("window", str(given.window)),
        ("months", str(given.months)),
        ("until", until.isoformat()),
    )
    if question.day > until:
        code = "latency_over" if given.months else "latency_none"
        found = _refused(question, reason=_not_affiliated(question.facts, day=question.day))
        reasons = (*found.reasons, Reason(code, details))
        return replace(found, reasons=reasons, readings=given.readings)
    found = _built(question, reason=Reason("latency", details), readings=given.readings)
    return replace(
        found,
        verdict=Verdict.COVERED,
        attend=True,
        given_by=GivenBy.LATENCY,
        covered_until=until,
        advice=Advice.ATTEND,
    )


def _out_of_season(question: _Question) -> Reason | None:
    season = question.scheme.rules.entitlement.season
    if season is None or season_end(season, month=month_of(question.day)) is not None:
        return None
    bounds = (("first", str(season.first_month)), ("last", str(season.last_month)))
    return Reason("out_of_season", bounds)


def _within_season(question: _Question, *, found: Answer) -> Answer:
    """End the cover with the season, whatever gave it."""
    season = question.scheme.rules.entitlement.season
    if season is None or found.verdict is not Verdict.COVERED:
        return found
    end = season_end(season, month=month_of(question.day))
    if end is None:
        return found
    last = last_day(end)
    return replace(found, covered_until=min(found.covered_until or last, last))


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
    bits = question.rule.bits(counted, event_month=month)
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
    while rule.covered(rule.bits(counted, event_month=after)):
        after += 1
    return last_day(after - 1)


def _last(span: Span) -> date | None:
    return None if span.end is None else span.end - timedelta(days=1)


def _refused(question: _Question, *, reason: Reason) -> Answer:
    """Answer not covered; an emergency is attended all the same."""
    found = _built(question, reason=reason, readings=question.figures.readings)
    if question.event is not Event.EMERGENCY:
        return replace(found, advice=_ADVISED.get(reason.code, Advice.SEE_AFFILIATION))
    return replace(found, attend=True, advice=_attending(question.scheme))


_ADVISED = {"too_few_months": Advice.PAY_MONTHS, "waiting": Advice.WAIT_FOR_BENEFIT}


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
        benefit=question.benefit,
        closed=_closed(question),
    )


def _strip(question: _Question) -> tuple[StripMonth, ...]:
    counted = question.counted
    known = {one.month for one in question.facts.paid}
    owed, months = (
        set(question.facts.owed),
        question.rule.months(event_month=month_of(question.day)),
    )
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
        *((("lag", "0"),) if figures.lag == 0 else ()),
    )


def _not_affiliated(facts: PersonFacts, *, day: date) -> Reason:
    ended = facts.left_before(day)
    if ended is not None:
        last = ended - timedelta(days=1)
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
    limits = [("limit", _read(question, rule.below_age).number)]
    if rule.student_below_age is not None:
        limits.append(("student_limit", _read(question, rule.student_below_age).number))
    # A student has the last of the limits, which where the rule has none for students is the first.
    limit = limits[-1 if facts.student else 0][1]
    if facts.birth is None:
        return Reason("birth_unknown", (("limit", str(limit)),))
    age = age_on(question.day, birth=facts.birth)
    if age < limit:
        return None
    if len(limits) == 1 or facts.student:
        return Reason("over_age", (("age", str(age)), ("limit", str(limit))))
    told = ((name, str(number)) for name, number in limits)
    return Reason("over_age_no_student", (("age", str(age)), *told))


def _read(question: _Question, name: str) -> Reading:
    return read(question.scheme, name=name, day=question.day, terms=question.terms)
