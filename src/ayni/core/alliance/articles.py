"""The articles of an agreement, one function each; every figure comes from its terms or its law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from ayni.core.alliance.agreement_text import Article, Figure, Paper, Said
from ayni.core.alliance.article_words import (
    CALENDARS,
    EVENTS,
    KINDS,
    PARTS,
    RELATIONS,
    TITLES,
    word,
)
from ayni.core.alliance.clauses import CALENDAR, ENTRY, PART, clauses
from ayni.core.alliance.figures import Writer, months_text
from ayni.core.alliance.price_articles import base_sentences, share_sentences
from ayni.core.periods.words import MONTHS
from ayni.core.scheme import Standing, part_rule
from ayni.core.scheme.parameters import DOUBTFUL
from ayni.core.scheme.rules import (
    AtHarvest,
    DependantRule,
    Event,
    Monthly,
    NegotiableCalendar,
    NegotiableEntry,
    NegotiablePart,
    Periodic,
)
from ayni.core.scheme.words import payer_text

Sentences = Iterator[Said]


def articles(write: Writer, *, paper: Paper) -> tuple[Article, ...]:
    """Write every article, in the order of ``article_words.TITLES``."""
    found = []
    for number, (key, make) in enumerate(_MAKERS.items(), start=1):
        body = tuple(make(write, paper))
        title = word(TITLES, key, write.language)
        found.append(Article(number, key, title, body, tuple(_notes(write, body))))
    return tuple(found)


def _notes(write: Writer, body: tuple[Said, ...]) -> Iterator[str]:
    """Say which figures rest on a proposal, and which nobody read at their source."""
    figures = [one for said in body for one in said.figures if one.key not in _UNGRADED]
    doubtful = {standing: _texts(figures, standing) for standing in DOUBTFUL}
    proposed, background = doubtful[Standing.PROPOSED], doubtful[Standing.BACKGROUND]
    if proposed and all(one.standing is Standing.PROPOSED for one in figures):
        yield write.say("all_proposed").text
    elif proposed:
        yield write.say("some_proposed", figures=write.listed(proposed)).text
    if background:
        yield write.say("some_background", figures=write.listed(background)).text


#: What the parties choose freely rests on no figure of the law.
_UNGRADED = frozenset({CALENDAR, ENTRY, PART})


def _texts(figures: list[Figure], standing: Standing) -> list[str]:
    return list(dict.fromkeys(one.text for one in figures if one.standing is standing))


def _parties(write: Writer, paper: Paper) -> Sentences:
    party = paper.association
    kind = word(KINDS, party.kind, write.language)
    yield write.say("institution", name=paper.institution.name)
    if party.number:
        yield write.say("association", name=party.name, kind=kind, number=party.number)
    else:
        yield write.say("association_unnumbered", name=party.name, kind=kind)
    yield write.say("two_persons")


def _object(write: Writer, paper: Paper) -> Sentences:
    rules = write.scheme.rules
    name = rules.name.in_language(write.language)
    yield write.say("object", scheme=name, code=rules.code)
    yield write.say("legal_status", status=write.figure(rules.legal_status))
    yield write.say("adhesions")
    left = [
        one.name.in_language(write.language)
        for one in clauses(write.scheme, day=write.terms.renewed or write.terms.signed)
        if one.key in write.terms.left_to_adhesion
    ]
    yield write.say("left" if left else "nothing_left", clauses=write.listed(left))


def _protected(write: Writer, _paper: Paper) -> Sentences:
    unit = write.scheme.rules.insured_unit
    yield write.say(f"unit_{unit.unit}")
    if unit.lowest_age is not None:
        yield write.say("lowest_age", lowest=write.figure(unit.lowest_age))
    if unit.highest_age is not None:
        yield write.say("highest_age", highest=write.figure(unit.highest_age))
    if unit.dependants:
        yield write.say("through")
    for rule in unit.dependants:
        yield from _dependant(write, rule)


def _dependant(write: Writer, rule: DependantRule) -> Sentences:
    relation = word(RELATIONS, rule.relation, write.language)
    if rule.below_age is None:
        yield write.say("at_any_age", item=True, relation=relation)
    else:
        code = "below_age_incapacitated" if rule.incapacitated_at_any_age else "below_age"
        yield write.say(code, item=True, relation=relation, age=write.figure(rule.below_age))
    if rule.student_below_age is not None:
        age = write.figure(rule.student_below_age)
        yield write.say("student", item=True, relation=relation, age=age)
    if rule.depends_economically:
        yield write.say("depends", item=True, relation=relation)
    if rule.at_most is not None:
        yield write.say("at_most", item=True, relation=relation, count=str(rule.at_most))


def _income(write: Writer, _paper: Paper) -> Sentences:
    return base_sentences(write, write.scheme.rules.contribution.base)


def _shares(write: Writer, _paper: Paper) -> Sentences:
    return share_sentences(write)


def _calendar(write: Writer, _paper: Paper) -> Sentences:
    found = write.scheme.rules.calendar
    match found:
        case Monthly():
            yield write.say("monthly")
            yield from _chosen_calendar(write, found)
        case Periodic():
            month = MONTHS[write.language].split()[found.first_month - 1]
            yield write.say(found.kind, month=month)
        case AtHarvest():
            agent = payer_text(found.agent.value, language=write.language)
            yield write.say("at_harvest", agent=agent, credited=write.figure(found.credited_months))
    if found.due_day is None:
        yield write.say("no_due_day")
    else:
        code = "due_day_period" if isinstance(found, Periodic) else "due_day"
        yield write.say(code, day=write.bare(found.due_day))
    yield from _payments(write, found)


def _chosen_calendar(write: Writer, found: Monthly) -> Sentences:
    terms = write.scheme.rules.negotiation.terms
    if not any(isinstance(one, NegotiableCalendar) for one in terms):
        return
    name = word(CALENDARS, write.terms.calendar, write.language)
    yield write.say("chosen", calendar=write.agreed(CALENDAR, name))
    if write.terms.calendar == "harvest" and found.harvest is not None:
        credited = write.figure(found.harvest.credited_months)
        yield write.say("harvest_data", credited=credited)


_PARTS = {
    "whole_families_in_roster_order": "part_whole_families",
    "pro_rata": "part_pro_rata",
    "all_or_nothing": "part_all_or_nothing",
    "oldest_month_first": "part_oldest",
}


def _payments(write: Writer, found: Monthly | Periodic | AtHarvest) -> Sentences:
    if not isinstance(found, AtHarvest):
        if isinstance(found, Periodic) and found.part_cover is not None:
            share, months = found.part_cover.share, found.part_cover.months
            yield write.say("part_cover", share=write.figure(share), months=write.figure(months))
        else:
            yield _part(write, found)
        if found.advance is not None:
            at_payment = found.advance.priced == "at_payment"
            yield write.say("advance_at_payment" if at_payment else "advance")
    yield write.say(f"counts_{found.counts_from}")
    payers = [payer_text(one.value, language=write.language) for one in found.must_be_paid]
    yield write.say("must_be_paid", payers=write.listed(payers))


def _part(write: Writer, found: Monthly | Periodic) -> Said:
    """Say what a part payment buys, as a choice of the parties where the scheme lets them choose."""
    terms = write.scheme.rules.negotiation.terms
    rule = part_rule(write.scheme, terms=write.terms) or found.part_payment
    if not any(isinstance(one, NegotiablePart) for one in terms):
        return write.say(_PARTS[rule])
    return write.say("part_chosen", rule=write.agreed(PART, word(PARTS, rule, write.language)))


def _roster(write: Writer, _paper: Paper) -> Sentences:
    yield write.say("sends")
    terms = write.scheme.rules.negotiation.terms
    months = months_text(write.terms.entry_months, language=write.language)
    if any(isinstance(one, NegotiableEntry) for one in terms):
        yield write.say("entry", months=write.agreed(ENTRY, months))
    else:
        yield write.say("entry", months=months)


def _minimum(write: Writer, _paper: Paper) -> Sentences:
    rules = write.scheme.rules.negotiation
    if rules.minimum_families is not None:
        yield write.say("fewest", fewest=write.figure(rules.minimum_families))
    if rules.minimum_share is not None:
        yield write.say("part", part=write.figure(rules.minimum_share))
    if rules.minimum_families is None and rules.minimum_share is None:
        yield write.say("no_minimum")


def _entitlement(write: Writer, _paper: Paper) -> Sentences:
    rules = write.scheme.rules
    qualifying = rules.entitlement.qualifying
    for name, code in ((qualifying.consecutive, "in_a_row"), (qualifying.within, "within")):
        if name is not None:
            single = write.reading(name).number == 1
            window = write.figure(qualifying.window)
            yield write.say(
                "one_month" if single else code, months=write.figure(name), window=window
            )
    yield write.say("month_itself")
    events = [one.event for one in rules.entitlement.immediate if write.reading(one.applies).number]
    if events:
        yield write.say("immediate", events=_events(write, events))
    for wait in rules.entitlement.waiting:
        name = wait.name.in_language(write.language)
        yield write.say("waiting", item=True, benefit=name, months=write.figure(wait.months))
    if rules.entitlement.season is not None:
        names = MONTHS[write.language].split()
        season = rules.entitlement.season
        first, last = names[season.first_month - 1], names[season.last_month - 1]
        yield write.say("season", first=first, last=last)
    yield write.say("never", events=_events(write, list(rules.arrears.never_suspended)))


def _events(write: Writer, events: list[Event]) -> str:
    return write.listed([word(EVENTS, one.value, write.language) for one in events])


_COST = {
    "scheme": "cost_scheme",
    "charged_to_family": "cost_family",
    "charged_to_employer": "cost_employer",
}


def _arrears(write: Writer, _paper: Paper) -> Sentences:
    rules = write.scheme.rules.arrears
    yield _or(write, "grace", rules.grace, "no_grace")
    if rules.interest is not None:
        yield write.say("interest", rate=write.figure(rules.interest.monthly_rate))
    if rules.surcharge is not None:
        yield write.say("surcharge", rate=write.figure(rules.surcharge))
    if rules.interest is None and rules.surcharge is None:
        yield write.say("no_interest")
    if rules.prescription is not None:
        yield write.say("prescription", years=write.figure(rules.prescription))
    if rules.instalments is not None:
        yield write.say("instalments", count=write.figure(rules.instalments))
    yield write.say(_COST[rules.cost_of_never_suspended])


def _or(write: Writer, code: str, name: str | None, without: str) -> Said:
    """Write a figure's sentence, or that the scheme has none; the figure's name is the sentence's."""
    if name is None:
        return write.say(without)
    return write.say(code, item=False, **{code: write.figure(name)})


def _allowance(write: Writer, _paper: Paper) -> Sentences:
    rules = write.scheme.rules.negotiation
    yield _or(write, "allowance", rules.allowance, "no_allowance")
    yield _or(write, "reserve", rules.reserve, "no_reserve")


def _duties(write: Writer, _paper: Paper) -> Sentences:
    yield write.say("institution_answers")
    for code in ("duty_attend", "duty_notice", "duty_credit"):
        yield write.say(code, item=True)
    yield write.say("association_answers")
    for code in ("duty_roster", "duty_collect", "duty_tell"):
        yield write.say(code, item=True)


def _frozen(write: Writer, paper: Paper) -> Sentences:
    if paper.terms.renewed is None:
        yield write.say("frozen", signed=write.date(paper.terms.signed))
    else:
        yield write.say("frozen_renewed", renewed=write.date(paper.terms.renewed))
    yield write.say("at_once")


def _duration(write: Writer, paper: Paper) -> Sentences:
    rules = write.scheme.rules.negotiation
    starts = write.date(paper.starts)
    if paper.ends is None:
        yield write.say("runs_open", starts=starts)
    else:
        last = write.date(paper.ends - timedelta(days=1))
        yield write.say("runs", starts=starts, last=last)
    if rules.longest_duration is not None:
        yield write.say("longest", longest=write.figure(rules.longest_duration))
    yield write.say("renewal")
    yield _or(write, "notice", rules.termination_period, "no_notice")


def _kept(write: Writer, _paper: Paper) -> Sentences:
    yield write.say("keep_months")
    yield write.say("keep_cover")
    latency = write.scheme.rules.entitlement.latency
    if latency is None:
        yield write.say("no_latency")
    else:
        yield write.say("latency", window=write.figure(latency.window))
        for band in latency.bands:
            gives = write.figure(band.gives)
            if band.upto is None:
                yield write.say("latency_last", item=True, gives=gives)
            else:
                yield write.say("latency_band", item=True, upto=str(band.upto), gives=gives)
    yield write.say("told")


def _review(write: Writer, _paper: Paper) -> Sentences:
    name = write.scheme.rules.negotiation.review_loss_ratio
    if name is None:
        yield write.say("no_loss_ratio")
    else:
        yield write.say("loss_ratio", ratio=write.figure(name))
    yield write.say("yearly_meeting")


def _plain(*codes: str) -> Callable[[Writer, Paper], Sentences]:
    def made(write: Writer, _paper: Paper) -> Sentences:
        for code in codes:
            yield write.say(code)

    return made


def _signature(write: Writer, paper: Paper) -> Sentences:
    if paper.draft is None:
        yield write.say("signed", signed=write.date(paper.terms.signed))
    else:
        draft = paper.draft
        yield write.say("unsigned", number=str(draft.number), day=write.date(draft.day))


_MAKERS: dict[str, Callable[[Writer, Paper], Sentences]] = {
    "parties": _parties,
    "object": _object,
    "protected": _protected,
    "income": _income,
    "shares": _shares,
    "calendar": _calendar,
    "roster": _roster,
    "minimum": _minimum,
    "entitlement": _entitlement,
    "arrears": _arrears,
    "allowance": _allowance,
    "duties": _duties,
    "frozen": _frozen,
    "duration": _duration,
    "kept": _kept,
    "review": _review,
    "disputes": _plain("talk_first", "force_majeure", "disputes_proposed"),
    "data": _plain("data_purpose", "data_health", "data_reads"),
    "signature": _signature,
}
