"""The annexes of an agreement: scale, calendar, roster, personal data, the law that was pinned."""

from __future__ import annotations

from collections.abc import Iterator

from ayni.core.alliance.agreement_text import Annex, DueMonth, Paper, PersonalClass, ScalePoint
from ayni.core.alliance.annex_words import (
    CLASSES,
    FIELDS,
    HEADS,
    LEADS,
    NO_VALUE,
    PURPOSES,
    REACHES,
    RETENTIONS,
    ROSTER,
    THIS_AGREEMENT,
    TITLES,
)
from ayni.core.alliance.article_words import LANGUAGES, word
from ayni.core.alliance.figures import Writer, figure_words
from ayni.core.money import money_text
from ayni.core.periods.words import date_words, month_words
from ayni.core.scheme import Parameter, ParameterMissing, standing_text
from ayni.core.scheme.rules import Monthly
from ayni.core.scheme.words import flag_text, payer_text


def annexes(write: Writer, *, paper: Paper) -> tuple[Annex, ...]:
    """Write the five annexes."""
    return (
        _scale(write, paper),
        _calendar(write, paper),
        _roster(write, paper),
        _personal(write, paper),
        _law(write, paper),
    )


def _heads(write: Writer, *codes: str) -> tuple[str, ...]:
    return tuple(word(HEADS, code, write.language) for code in codes)


def _lead(write: Writer, sentence: str, /, **parts: str) -> str:
    return word(LEADS, sentence, write.language).format(**parts)


def _scale(write: Writer, paper: Paper) -> Annex:
    unit = write.scheme.rules.insured_unit.unit
    shown = _shown(paper.scale)
    payers = dict.fromkeys(payer for one in paper.scale for payer, _ in one.shares)
    names = tuple(
        name[:1].upper() + name[1:]
        for name in (payer_text(payer, language=write.language) for payer in payers)
    )
    day = date_words(paper.priced_on, language=write.language)
    head = (
        *_heads(write, *shown),
        *names,
        *_heads(write, "collected"),
    )
    return Annex(
        letter="A",
        title=word(TITLES, "A", write.language),
        lead=(_lead(write, "A_person" if unit == "person" else "A", day=day),),
        head=head,
        rows=tuple(_point(write, one, shown=shown) for one in paper.scale),
        right=tuple(range(1 if "activity" in shown else 0, len(head))),
        notes=(_lead(write, "A_specimen"),) if paper.specimen else (),
    )


def _shown(points: tuple[ScalePoint, ...]) -> list[str]:
    """Tell which of the first columns say anything."""
    found = {
        "activity": any(one.activity for one in points),
        "income": any(one.income is not None for one in points),
        "base": any(one.base is not None for one in points),
    }
    return [name for name, shows in found.items() if shows]


def _point(write: Writer, one: ScalePoint, *, shown: list[str]) -> tuple[str, ...]:
    names = {known.code: known.name for known in write.scheme.rules.activities}
    name = [names[one.activity].in_language(write.language)] if "activity" in shown else []
    facts = {"income": one.income, "base": one.base}
    figures = [facts[code] or 0 for code in shown if code in facts]
    figures += [*(amount for _, amount in one.shares), one.collected]
    return (*name, *(money_text(one, currency=write.scheme.currency) for one in figures))


def _calendar(write: Writer, paper: Paper) -> Annex:
    calendar = write.scheme.rules.calendar
    harvest = calendar.harvest if isinstance(calendar, Monthly) else None
    weights: tuple[int, ...] = ()
    if harvest is not None and write.terms.calendar == "harvest":
        value = write.reading(harvest.weights).value
        weights = value if isinstance(value, tuple) else ()
    heads = ["month", "due", "entry", *(["harvest"] if weights else [])]
    return Annex(
        letter="B",
        title=word(TITLES, "B", write.language),
        lead=(_lead(write, "B" if paper.ends else "B_open"),),
        head=_heads(write, *heads),
        rows=tuple(_due(write, one, weights=weights) for one in paper.months),
        right=(3,) if weights else (),
    )


def _due(write: Writer, one: DueMonth, *, weights: tuple[int, ...]) -> tuple[str, ...]:
    language = write.language
    enters = flag_text(int(write.terms.may_enter(one.month)), language=language)
    due = "–" if one.due is None else date_words(one.due, language=language)
    part = [f"{weights[one.month % 12]} %"] if weights else []
    return (month_words(one.month, language=language), due, enters, *part)


def _roster(write: Writer, paper: Paper) -> Annex:
    rows = tuple((name, word(ROSTER, name, write.language)) for name in paper.roster)
    title, lead = word(TITLES, "C", write.language), _lead(write, "C")
    return Annex("C", title, (lead,), _heads(write, "column", "holds"), rows)


def _personal(write: Writer, paper: Paper) -> Annex:
    return Annex(
        letter="D",
        title=word(TITLES, "D", write.language),
        lead=(_lead(write, "D"),),
        head=_heads(write, "class", "fields", "purpose", "kept"),
        rows=tuple(_class(write, one) for one in paper.personal),
    )


def _class(write: Writer, one: PersonalClass) -> tuple[str, ...]:
    named = [word(FIELDS, field, write.language) for field in one.fields if field in FIELDS]
    return (
        word(CLASSES, one.code, write.language),
        write.listed(list(dict.fromkeys(named))),
        word(PURPOSES, one.code, write.language),
        word(RETENTIONS, one.code, write.language),
    )


def _law(write: Writer, paper: Paper) -> Annex:
    spanish = [_lead(write, "E_spanish")] if write.language != "es" else []
    return Annex(
        letter="E",
        title=word(TITLES, "E", write.language),
        lead=(
            _lead(write, "E", code=write.scheme.code),
            _lead(write, "E_rules", digest=paper.digests.rules),
            _lead(write, "E_parameters", digest=paper.digests.parameters),
            *spanish,
        ),
        head=_heads(write, "value_name", "figure", "since", "source", "known", "changes"),
        rows=tuple(_pinned(write)),
    )


def _pinned(write: Writer) -> Iterator[tuple[str, ...]]:
    for one in write.scheme.parameters:
        changes = word(REACHES, one.reaches.value, write.language)
        yield (one.description, *_value(write, one), changes)


def _value(write: Writer, parameter: Parameter) -> tuple[str, str, str, str]:
    place = LANGUAGES.index(write.language)
    try:
        found = write.reading(parameter.name)
    except ParameterMissing:
        return NO_VALUE[place], "–", "–", "–"
    since = f"{found.start:%d/%m/%Y}" if write.language != "en" else found.start.isoformat()
    source = THIS_AGREEMENT[place] if found.agreed else found.reference.title
    known = standing_text(found.standing.value, language=write.language)
    return figure_words(found, language=write.language), since, source, known
