"""The report's section of indicators: each with its definition, and who stays by year of entry."""

from __future__ import annotations

from ayni.core.projection.cube import AFTER
from ayni.core.projection.people_indicators import EntryCohort, Stay
from ayni.core.projection.report_background import cell_of, head, section
from ayni.core.projection.report_evaluated import year_label
from ayni.core.projection.report_facts import Facts
from ayni.core.projection.report_results import EXECUTIVE
from ayni.core.projection.report_text_words import INDICATORS, told
from ayni.core.projection.report_words import HEADS, SENTENCES, word
from ayni.core.projection.reporting import (
    NONE,
    Cell,
    Figure,
    FigureKind,
    Say,
    Section,
    Series,
    Table,
    Tone,
    count,
    said,
    share,
)


def indicators(facts: Facts, language: str) -> Section:
    """Give every indicator of the base with its definition, and who stays by year of entry."""
    lead = Say(word(SENTENCES, "indicators_lead", language), Tone.LEAD)
    return section("indicators", language, lead, _table(facts, language), _stays(facts, language))


def _table(facts: Facts, language: str) -> Table:
    rows = tuple(
        (
            said(told(name, language)),
            cell_of(facts.base.indicators.get(code), kind, currency=facts.subject.currency),
            said(told(meaning, language)),
        )
        for code, (kind, name, meaning) in INDICATORS.items()
        if code in facts.base.indicators
    )
    return Table(
        word(SENTENCES, "indicators_title", language),
        head(("indicator", "base", "meaning"), language),
        rows,
    )


def shown_cohorts(cohorts: tuple[EntryCohort, ...], *, first_month: int) -> tuple[EntryCohort, ...]:
    """Give the cohorts to be shown: the first roster, and the executive years of which something is known."""
    return tuple(
        one
        for one in cohorts
        if one.roster or (one.known and (one.first_month - first_month) // 12 + 1 in EXECUTIVE)
    )


def cohort_name(one: EntryCohort, *, language: str) -> str:
    """Name a cohort of entry."""
    if one.roster:
        return word(SENTENCES, "stays_roster", language)
    return year_label(one.first_month)


def fan_text(stay: Stay, *, language: str) -> str:
    """Write where nine futures in ten lie, as what no line breaks: ``71.2 to 80.3 %``."""
    low, high = (share(one).text for one in (stay.low, stay.high))
    written = word(SENTENCES, "stays_between", language).format(
        low=low.removesuffix(" %"), high=high
    )
    return written.replace(" ", "\u00a0")


def _stays(facts: Facts, language: str) -> Figure | Say:
    """Draw who stays beside its table; or say why nobody knows."""
    shown = shown_cohorts(facts.cohorts, first_month=facts.subject.first_month)
    if not any(one.known for one in shown):
        return Say(word(SENTENCES, "stays_short" if shown else "stays_uncounted", language))
    title = word(SENTENCES, "stays_title", language)
    after = _heads("after", language)
    names = tuple(cohort_name(one, language=language) for one in shown)
    return Figure(
        code="persistency",
        kind=FigureKind.BARS,
        title=title,
        summary=word(SENTENCES, "stays_say", language).format(told=_told(shown[0], language)),
        labels=names,
        series=tuple(
            Series(
                name,
                tuple(None if (stay := one.stays[place]) is None else stay.mean for one in shown),
            )
            for place, name in enumerate(after)
        ),
        table=_stays_table(shown, language, title=title),
        unit=word(SENTENCES, "stays_axis", language),
        scale=0.01,
    )


def _told(one: EntryCohort, language: str) -> str:
    """Say a cohort's figures in a row, as far as they are known."""
    pattern = word(SENTENCES, "stays_after", language)
    known = [
        pattern.format(share=share(stay.mean).text, months=months)
        for months, stay in zip(AFTER, one.stays, strict=True)
        if stay is not None
    ]
    return f"{cohort_name(one, language=language)}: {', '.join(known)}."


def _heads(code: str, language: str) -> list[str]:
    return [word(HEADS, code, language).format(months=months) for months in AFTER]


def _stays_table(shown: tuple[EntryCohort, ...], language: str, *, title: str) -> Table:
    heads = [word(HEADS, "entered", language), word(HEADS, "families", language)]
    for pair in zip(_heads("after", language), _heads("after_fan", language), strict=True):
        heads += pair
    return Table(
        title,
        tuple(heads),
        tuple(_stays_row(one, language) for one in shown),
        note=word(SENTENCES, "stays_note", language),
    )


def _stays_row(one: EntryCohort, language: str) -> tuple[Cell, ...]:
    cells = [said(cohort_name(one, language=language)), count(one.families)]
    for stay in one.stays:
        cells += (
            [NONE, NONE]
            if stay is None
            else [share(stay.mean), said(fan_text(stay, language=language))]
        )
    return tuple(cells)
