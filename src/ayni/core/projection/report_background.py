"""The report's sections on what the result stands on: data, law, assumptions, method, limits, repeating."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby

from ayni.core.money import SYMBOLS, minor_digits
from ayni.core.periods.words import date_words
from ayni.core.projection.report_facts import Assumed, Check, Facts
from ayni.core.projection.report_text_words import GLOSSARY, LIMIT_OF_RULES, LIMITS, METHOD, told
from ayni.core.projection.report_words import HEADS, SENTENCES, STANDINGS, TITLES, word
from ayni.core.projection.report_written_words import REVIEW
from ayni.core.projection.reporting import (
    NONE,
    Block,
    Cell,
    Entries,
    Entry,
    Figure,
    FigureKind,
    Kind,
    Pairs,
    Points,
    Say,
    Section,
    Series,
    Table,
    Tone,
    count,
    millions,
    money,
    ratio,
    said,
    share,
)
from ayni.core.scheme import Standing

#: Ages from which and to which a band counts as young or old in the sentence under the pyramid.
_YOUNG, _OLD = 20, 65
#: Standings a reader need not be warned of.
FIRM = (Standing.VERIFIED, Standing.SECONDARY)


def day(value: date, language: str) -> str:
    """Write a day for people."""
    return date_words(value, language=language)


def cell_of(value: float | None, kind: Kind, *, currency: str) -> Cell:
    """Write a value as its kind is written; a dash where there is none."""
    if value is None:
        return NONE
    writers: dict[Kind, Callable[[float], Cell]] = {
        Kind.COUNT: count,
        Kind.SHARE: share,
        Kind.RATIO: ratio,
        Kind.MONEY: lambda found: money(found, currency=currency),
        Kind.MILLIONS: lambda found: millions(found, currency=currency),
    }
    return writers[kind](value)


def head(codes: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Give the heads of a table."""
    return tuple(word(HEADS, code, language) for code in codes)


def section(code: str, language: str, *blocks: Block) -> Section:
    """Make a section under its title."""
    return Section(code, word(TITLES, code, language), blocks)


def data(facts: Facts, language: str) -> Section:
    """Tell where the population is from, show it by age and sex, and hold it against what is expected."""
    found = facts.data
    code = "data_lead" if found.associations > 1 else "data_one"
    lead = word(SENTENCES, code, language).format(
        origin=found.origin,
        families=count(found.families).text,
        persons=count(found.persons).text,
        associations=count(found.associations).text,
        size=ratio(found.persons / found.families).text,
    )
    blocks: list[Block] = [Say(lead, Tone.LEAD), _pyramid(facts, language)]
    blocks += _checks(facts, language)
    if found.findings:
        blocks += [
            Say(word(SENTENCES, "findings_title", language), Tone.TITLE),
            Points(found.findings),
        ]
    blocks.append(Pairs(word(SENTENCES, "data_digest", language), (("", found.digest),), code=True))
    return section("data", language, *blocks)


def _pyramid(facts: Facts, language: str) -> Figure:
    bands = facts.data.pyramid
    title = word(SENTENCES, "pyramid_title", language)
    return Figure(
        code="pyramid",
        kind=FigureKind.PYRAMID,
        title=title,
        summary=word(SENTENCES, "pyramid_say", language).format(**_ends(bands)),
        labels=tuple(one[0] for one in bands),
        series=(
            Series(word(HEADS, "women", language), tuple(one[1] for one in bands)),
            Series(word(HEADS, "men", language), tuple(one[2] for one in bands)),
        ),
        table=Table(
            title,
            head(("age", "women", "men", "total"), language),
            tuple(
                (said(band), count(women), count(men), count(women + men))
                for band, women, men in bands
            ),
        ),
        unit=word(SENTENCES, "persons_axis", language),
    )


def _ends(bands: tuple[tuple[str, float, float], ...]) -> dict[str, str]:
    """Write the parts of the young and of the old."""
    whole = sum(women + men for _band, women, men in bands)
    young = sum(one[1] + one[2] for one in bands if _starts(one[0]) < _YOUNG)
    old = sum(one[1] + one[2] for one in bands if _starts(one[0]) >= _OLD)
    return {"young": share(young / whole).text, "old": share(old / whole).text}


def _starts(band: str) -> int:
    """Give the first age of a band: ``65-69``, ``80+``.

    >>> _starts("65-69"), _starts("80+")
    (65, 80)
    """
    return int(band.rstrip("+").split("-")[0])


def _checks(facts: Facts, language: str) -> list[Block]:
    if not facts.data.checks:
        return [Say(word(SENTENCES, "checks_none", language), Tone.WARNING)]
    table = Table(
        word(SENTENCES, "checks_title", language),
        head(("figure", "actual", "expected", "ratio"), language),
        tuple(_check(one, currency=facts.subject.currency) for one in facts.data.checks),
        note=word(SENTENCES, "checks_say", language),
    )
    return [table]


def _check(one: Check, *, currency: str) -> tuple[Cell, ...]:
    held = ratio(one.actual / one.expected) if one.expected else NONE
    return (
        said(one.name),
        cell_of(one.actual, one.kind, currency=currency),
        cell_of(one.expected, one.kind, currency=currency),
        held,
    )


def law(facts: Facts, language: str) -> Section:
    """Tell which scheme, under which terms and digests, and what was taken from it."""
    found, currency = facts.law, facts.subject.currency
    first = sum(one[1] for one in found.contributions)
    last = sum(one[2] for one in found.contributions)
    rows = [*found.contributions, (word(HEADS, "total", language), first, last)]
    prices = Table(
        word(SENTENCES, "law_prices", language),
        head(("payer", "price_first", "price_last"), language),
        tuple(
            (said(name), money(one, currency=currency), money(two, currency=currency))
            for name, one, two in rows
        ),
        strong=(len(rows) - 1,),
    )
    digests = (
        (word(SENTENCES, "rules", language), found.rules),
        (word(SENTENCES, "parameters", language), found.parameters),
    )
    blocks: list[Block] = [
        Say(f"{found.title} ({found.scheme}). {word(SENTENCES, 'law_lead', language)}", Tone.LEAD),
        prices,
    ]
    if found.terms:
        blocks.append(Pairs(word(SENTENCES, "law_terms", language), found.terms))
    blocks += [
        Pairs(word(SENTENCES, "law_compiled", language), found.compiled),
        Pairs(word(SENTENCES, "law_digests", language), digests, code=True),
    ]
    return section("law", language, *blocks)


def assumptions(facts: Facts, language: str) -> Section:
    """List the assumptions by theme, each with source, date, standing and reason, and draw cost by age."""
    lead = Say(word(SENTENCES, "assumptions_lead", language), Tone.LEAD)
    groups = tuple(
        Entries(theme, tuple(_entry(one, language) for one in found))
        for theme, found in groupby(facts.assumptions, key=lambda one: one.theme)
    )
    return section("assumptions", language, lead, *groups, _by_age(facts, language))


def _entry(one: Assumed, language: str) -> Entry:
    return Entry(
        name=one.name,
        value=one.value,
        origin=f"{one.source} ({one.date})" if one.date else one.source,
        standing=word(STANDINGS, one.standing.value, language),
        reason=one.reason,
        firm=one.standing in FIRM,
    )


def _by_age(facts: Facts, language: str) -> Figure:
    bands, currency = facts.cost_by_age, facts.subject.currency
    band, women, men = max(bands, key=lambda one: max(one[1], one[2]))
    sex = word(HEADS, "women" if women >= men else "men", language).lower()
    title = word(SENTENCES, "age_title", language)
    return Figure(
        code="cost_by_age",
        kind=FigureKind.LINES,
        title=title,
        summary=word(SENTENCES, "age_say", language).format(
            highest=money(max(women, men), currency=currency).text, sex=sex, band=band
        ),
        labels=tuple(one[0] for one in bands),
        series=(
            Series(word(HEADS, "women", language), tuple(one[1] for one in bands)),
            Series(word(HEADS, "men", language), tuple(one[2] for one in bands)),
        ),
        table=Table(
            title,
            head(("age", "women", "men"), language),
            tuple(
                (said(one), money(left, currency=currency), money(right, currency=currency))
                for one, left, right in bands
            ),
        ),
        unit=word(SENTENCES, "units", language).format(unit=SYMBOLS.get(currency, currency)),
        scale=float(10 ** minor_digits(currency)),
    )


def method(language: str) -> Section:
    """Tell how it was computed, in plain words."""
    return section(
        "method", language, Points(tuple(told(one, language) for one in METHOD), numbered=True)
    )


def limits(facts: Facts, language: str) -> Section:
    """Tell what the study does not know."""
    items = [told(one, language) for one in LIMITS]
    if facts.subject.example:
        items.insert(0, told(LIMIT_OF_RULES, language).format(**_ends(facts.data.pyramid)))
    if facts.review is None:
        items.append(word(REVIEW, "none", language))
    return section("limits", language, Points(tuple(items)))


def reproducibility(facts: Facts, language: str) -> Section:
    """Give what must be known to get the same report again, and the proof by the other kernel."""
    found, subject = facts.reproduction, facts.subject
    ran = (
        (word(SENTENCES, "version", language), found.version),
        (word(SENTENCES, "seed", language), str(found.seed)),
        (word(SENTENCES, "futures", language), count(subject.scenarios).text),
        (word(SENTENCES, "engine", language), word(SENTENCES, subject.kernel, language)),
    )
    blocks: list[Block] = [
        Say(word(SENTENCES, "repeat_lead", language), Tone.LEAD),
        Pairs(word(SENTENCES, "repeat_how", language), ran),
        Pairs("", ((word(SENTENCES, "command", language), found.command),), code=True),
        Pairs(word(SENTENCES, "repeat_digests", language), found.digests, code=True),
    ]
    if found.proofs:
        blocks.append(_proofs(facts, language))
    return section("reproducibility", language, *blocks)


def _proofs(facts: Facts, language: str) -> Table:
    found, currency = facts.reproduction, facts.subject.currency
    return Table(
        word(SENTENCES, "proof_title", language),
        head(("figure", "cohort", "event", "difference"), language),
        tuple(
            (
                said(one.name),
                cell_of(one.cohort, one.kind, currency=currency),
                cell_of(one.event, one.kind, currency=currency),
                share(one.event / one.cohort - 1, digits=3) if one.cohort else NONE,
            )
            for one in found.proofs
        ),
        note=word(SENTENCES, "proof_say", language).format(
            scenarios=count(found.proof_scenarios).text
        ),
    )


def glossary(language: str) -> Section:
    """Explain the words."""
    rows = tuple(
        sorted((told(name, language), told(meaning, language)) for name, meaning in GLOSSARY)
    )
    return section("glossary", language, Pairs("", rows))
