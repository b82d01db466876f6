"""The study's report from its facts: the cover, and the sections in the order of the ISSA-ILO guidelines."""

from __future__ import annotations

from ayni.core.periods.words import month_words
from ayni.core.projection import (
    report_background,
    report_indicators,
    report_reconciled,
    report_results,
    report_written,
)
from ayni.core.projection.money_words import verdict_text
from ayni.core.projection.report_facts import Facts
from ayni.core.projection.report_words import FRAME, LANGUAGES, word
from ayni.core.projection.reporting import Cover, StudyReport, count, money, said, share
from ayni.core.scheme import Standing

#: What a reader is told aloud on the first page.
WEAK = (Standing.BACKGROUND, Standing.PROPOSED)
_PAGE = ("contents", "page", "of", "table", "figure", "skip", "see_table", "reason")


class UnknownLanguage(KeyError):
    """A language the report has no words for."""


def study_report(*, facts: Facts, language: str = "es") -> StudyReport:
    """Write the report in a language, every number decided. UnknownLanguage where there are no words."""
    if language not in LANGUAGES:
        raise UnknownLanguage(f"{language!r}: known are {', '.join(LANGUAGES)}")
    sections = (
        report_results.summary(facts, language),
        report_background.data(facts, language),
        report_background.law(facts, language),
        report_background.assumptions(facts, language),
        report_background.method(language),
        report_results.results(facts, language),
        report_results.futures(facts, language),
        report_results.sensitivities(facts, language),
        report_results.stresses(facts, language),
        report_indicators.indicators(facts, language),
        *report_reconciled.reconciliation(facts, language),
        report_results.conclusions(facts, language),
        *report_written.review(facts, language),
        report_background.limits(facts, language),
        report_background.reproducibility(facts, language),
        report_background.glossary(language),
    )
    return StudyReport(
        language=language,
        code=facts.subject.code,
        prepared=facts.subject.prepared,
        cover=_cover(facts, language),
        sections=sections,
        words=tuple((code, word(FRAME, code, language)) for code in _PAGE),
    )


def _cover(facts: Facts, language: str) -> Cover:
    conclusion = facts.conclusion
    return Cover(
        kind=word(FRAME, "kind", language),
        title=facts.subject.title,
        institution=facts.subject.institution,
        purpose=facts.subject.purpose,
        marks=_marks(facts, language),
        facts=_facts(facts, language),
        verdict=verdict_text(conclusion.verdict, language=language),
        tone=report_results.TONES[conclusion.verdict],
        found=conclusion.reasons,
        figures=_tiles(facts, language),
    )


def _marks(facts: Facts, language: str) -> tuple[tuple[str, str], ...]:
    """Say aloud what is a proposal, what is an example, and how many assumptions are not verified."""
    weak = sum(one.standing in WEAK for one in facts.assumptions)
    whole = len(facts.assumptions)
    marks = (
        ("proposed", facts.subject.proposed),
        ("example", facts.subject.example),
        ("weak", weak > 0),
    )
    return tuple(
        (
            word(FRAME, f"{code}_mark", language),
            word(FRAME, f"{code}_note", language).format(count=weak, whole=whole),
        )
        for code, holds in marks
        if holds
    )


def _facts(facts: Facts, language: str) -> tuple[tuple[str, str], ...]:
    subject, data = facts.subject, facts.data
    values = {
        "party": subject.party,
        "scheme": facts.law.title,
        "population": word(FRAME, "population_said", language).format(
            families=count(data.families).text, persons=count(data.persons).text
        ),
        "horizon": word(FRAME, "horizon_said", language).format(
            years=subject.months // 12, month=month_words(subject.first_month, language=language)
        ),
        "futures": count(subject.scenarios).text,
        "study": subject.code,
        "prepared": report_background.day(subject.prepared, language),
        "currency": subject.currency,
    }
    return tuple((word(FRAME, code, language), value) for code, value in values.items() if value)


def _tiles(facts: Facts, language: str) -> tuple[tuple[str, str, str], ...]:
    found = facts.base.indicators
    tiles = (
        ("tile_charged", "charged", "tile_month"),
        ("tile_break_even", "break_even", "tile_even_said"),
        ("tile_self", "self_financing", "tile_self_said"),
        ("tile_ruin", "ruin_60", "tile_ruin_said"),
    )
    shown = []
    for name, code, note in tiles:
        value = found.get(code)
        cell = said("–")
        if value is not None:
            cell = (
                money(value, currency=facts.subject.currency)
                if code in ("charged", "break_even")
                else share(value)
            )
        shown.append((word(FRAME, name, language), cell.text, word(FRAME, note, language)))
    return tuple(shown)
