"""The report's blocks on the alternatives that a study's file writes, and its section on their review."""

from __future__ import annotations

from collections.abc import Iterator

from ayni.core.money import SYMBOLS
from ayni.core.projection.comparing import Difference
from ayni.core.projection.report_background import FIRM, cell_of, day, section
from ayni.core.projection.report_beside import Picture, reserve_ratio, side_by_side
from ayni.core.projection.report_facts import Facts, Written
from ayni.core.projection.report_words import STANDINGS, word
from ayni.core.projection.report_written_words import REVIEW, WRITTEN
from ayni.core.projection.reporting import (
    Block,
    Cell,
    Entries,
    Entry,
    Kind,
    Pairs,
    Points,
    Say,
    Section,
    Table,
    Tone,
    said,
)
from ayni.core.projection.study_text import Review

#: What is told of the difference to the base, and how it is written.
_DIFFERENCES = (
    ("reserve", Kind.MILLIONS),
    ("income", Kind.MILLIONS),
    ("cost", Kind.MILLIONS),
    ("ruin", Kind.SHARE),
)


def written(facts: Facts, language: str) -> list[Block]:
    """Show the written alternatives: what each moves and why, beside the base, and how far from it."""
    if not facts.written:
        return []
    columns = (facts.base, *(one.result for one in facts.written))
    picture = Picture(
        "written_reserve_ratio",
        word(WRITTEN, "ratio", language),
        word(WRITTEN, "ratio_say", language),
    )
    return [
        Say(word(WRITTEN, "title", language), Tone.TITLE),
        Say(word(WRITTEN, "lead", language)),
        Entries(
            "",
            tuple(_entry(one, facts, language) for one in facts.written),
        ),
        side_by_side(
            columns,
            caption=word(WRITTEN, "beside", language),
            currency=facts.subject.currency,
            language=language,
        ),
        _differences(facts, language),
        reserve_ratio(columns, picture=picture, language=language),
    ]


def _entry(one: Written, facts: Facts, language: str) -> Entry:
    return Entry(
        name=one.result.name,
        value=one.result.told,
        origin=word(WRITTEN, "origin", language).format(code=facts.subject.code),
        standing=word(STANDINGS, one.standing.value, language),
        reason=one.why,
        firm=one.standing in FIRM,
    )


def _differences(facts: Facts, language: str) -> Table:
    currency = facts.subject.currency
    rows = [
        (
            said(word(WRITTEN, code, language)),
            *(
                _difference(getattr(one.difference, code), kind, currency, language)
                for one in facts.written
            ),
        )
        for code, kind in _DIFFERENCES
    ]
    better = (
        cell_of(one.difference.better, Kind.SHARE, currency=currency) for one in facts.written
    )
    rows.append((said(word(WRITTEN, "better", language)), *better))
    return Table(
        word(WRITTEN, "difference", language).format(unit=SYMBOLS.get(currency, currency)),
        (word(WRITTEN, "what", language), *(one.result.name for one in facts.written)),
        tuple(rows),
        note=word(WRITTEN, "difference_note", language),
    )


def _difference(found: Difference, kind: Kind, currency: str, language: str) -> Cell:
    """Write a difference with its sign and its error; one within two errors says that it is not clear."""
    mean, error = (cell_of(one, kind, currency=currency).text for one in (found.mean, found.error))
    sign = "+" if found.mean > 0 else ""
    unclear = "" if found.clear or not found.error else f" ({word(WRITTEN, 'unclear', language)})"
    return Cell(kind, f"{sign}{mean} ± {error}{unclear}", found.mean)


def review(facts: Facts, language: str) -> Iterator[Section]:
    """Print what a second actuary said of the study, where one did."""
    if facts.review is not None:
        yield section("review", language, *_review(facts.review, language))


def _review(found: Review, language: str) -> Iterator[Block]:
    yield Say(word(REVIEW, "lead", language), Tone.LEAD)
    who = {"by": found.by, "institution": found.institution, "date": day(found.date, language)}
    rows = tuple((word(REVIEW, code, language), text) for code, text in who.items())
    yield Pairs(word(REVIEW, "who", language), rows)
    yield Say(word(REVIEW, "opinion", language), Tone.TITLE)
    yield Say(found.opinion.strip())
    if found.remarks:
        yield Say(word(REVIEW, "remarks", language), Tone.TITLE)
        yield Points(tuple(one.strip() for one in found.remarks))
