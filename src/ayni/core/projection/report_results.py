"""The report's sections on what was found: summary, results, futures, sensitivities, stresses, conclusions."""

from __future__ import annotations

from ayni.core.money import SYMBOLS, minor_digits
from ayni.core.projection.conclusions import Verdict
from ayni.core.projection.money_words import verdict_text
from ayni.core.projection.report_background import cell_of, head, section
from ayni.core.projection.report_beside import Picture, reserve_ratio, side_by_side
from ayni.core.projection.report_facts import PERCENTILES, Facts, Result, Sensitivity, Year
from ayni.core.projection.report_words import HEADS, SENTENCES, word
from ayni.core.projection.report_written import written
from ayni.core.projection.reporting import (
    NONE,
    Block,
    Cell,
    Figure,
    FigureKind,
    Kind,
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

TONES = {
    Verdict.SUSTAINABLE: Tone.GOOD,
    Verdict.CONDITIONS: Tone.WARNING,
    Verdict.NOT: Tone.BAD,
}
#: Years of the executive table, where the study has them; the last one is always there.
EXECUTIVE = (1, 2, 3, 4, 5, 10, 15, 20, 25, 30)
#: Bars of the tornado, at most: whoever reads it decides what to find out first.
TORNADO = 20


def _unit(facts: Facts) -> str:
    return SYMBOLS.get(facts.subject.currency, facts.subject.currency)


def _major(facts: Facts) -> float:
    return float(10 ** minor_digits(facts.subject.currency))


def summary(facts: Facts, language: str) -> Section:
    """Say in a few sentences what was found, with the executive table."""
    return section("summary", language, *_found(facts, language), _executive(facts, language))


def _found(facts: Facts, language: str) -> list[Say]:
    found, currency = facts.base.indicators, facts.subject.currency
    said_: list[Say] = []
    part, even, charged = (found.get(code) for code in ("self_financing", "break_even", "charged"))
    if part is not None:
        code = "summary_pays" if part < 1 else "summary_pays_all"
        said_.append(
            Say(
                word(SENTENCES, code, language).format(
                    share=share(part).text,
                    years=facts.subject.months // 12,
                    gap=ratio(100 * (1 - part), digits=1).text,
                ),
                Tone.LEAD,
            )
        )
    if even is not None and charged:
        said_.append(
            Say(
                word(SENTENCES, "summary_price", language).format(
                    charged=money(charged, currency=currency).text,
                    even=money(even, currency=currency).text,
                    times=ratio(even / charged, digits=1).text,
                )
            )
        )
    tone = TONES[facts.conclusion.verdict]
    return [*said_, Say(verdict_text(facts.conclusion.verdict, language=language), tone)]


def _executive(facts: Facts, language: str) -> Table:
    years = facts.base.years
    kept = [
        one for place, one in enumerate(years, start=1) if place in EXECUTIVE or place == len(years)
    ]
    codes = ("year", "families", "income", "spending", "balance", "reserve", "payg")
    return Table(
        word(SENTENCES, "summary_table", language).format(unit=_unit(facts)),
        head((*codes, "reserve_ratio"), language),
        tuple(_executive_row(one, currency=facts.subject.currency) for one in kept),
        note=word(SENTENCES, "executive_note", language),
    )


def _executive_row(one: Year, *, currency: str) -> tuple[Cell, ...]:
    return (
        said(one.label),
        count(one.families),
        millions(one.income, currency=currency),
        millions(one.spending, currency=currency),
        millions(one.income - one.spending, currency=currency),
        millions(one.reserve, currency=currency),
        share(one.spending / one.earnings) if one.earnings else NONE,
        ratio(one.reserve / one.spending) if one.spending else NONE,
    )


def results(facts: Facts, language: str) -> Section:
    """Show the base by year, and base and alternatives side by side on the same futures."""
    lead = word(SENTENCES, "results_lead", language).format(
        scenarios=count(facts.subject.scenarios).text
    )
    columns = (facts.base, *facts.alternatives)
    blocks: list[Block] = [Say(lead, Tone.LEAD), _income(facts, language)]
    if facts.alternatives:
        blocks += [
            Say(word(SENTENCES, "alternatives_say", language), Tone.LEAD),
            Points(tuple(f"{one.name}: {one.told}" for one in facts.alternatives)),
            side_by_side(
                columns,
                caption=word(SENTENCES, "alternatives_title", language),
                currency=facts.subject.currency,
                language=language,
            ),
        ]
    said_ = Picture(
        "reserve_ratio",
        word(SENTENCES, "ratio_title", language),
        word(SENTENCES, "ratio_say", language),
    )
    blocks.append(reserve_ratio(columns, picture=said_, language=language))
    blocks += written(facts, language)
    return section("results", language, *blocks)


def _income(facts: Facts, language: str) -> Figure:
    years, currency, unit = facts.base.years, facts.subject.currency, _unit(facts)
    title = word(SENTENCES, "income_title", language)
    first, last = years[0], years[-1]
    millions_text = {
        "income": first.income,
        "spending": first.spending,
        "last_income": last.income,
        "last_spending": last.spending,
    }
    axis = word(SENTENCES, "millions", language).format(unit=unit)
    codes = ("year", "persons", "covered", "income", "care", "administration", "spending")
    return Figure(
        code="income_and_spending",
        kind=FigureKind.BARS,
        title=title,
        summary=word(SENTENCES, "income_say", language).format(
            unit=unit,
            **{name: millions(one, currency=currency).text for name, one in millions_text.items()},
        ),
        labels=tuple(one.label for one in years),
        series=(
            Series(word(HEADS, "income", language), tuple(one.income for one in years)),
            Series(word(HEADS, "spending", language), tuple(one.spending for one in years)),
        ),
        table=Table(
            f"{title} ({axis})",
            head((*codes, "reserve"), language),
            tuple(_year_row(one, currency=currency) for one in years),
        ),
        unit=axis,
        scale=1e6 * _major(facts),
    )


def _year_row(one: Year, *, currency: str) -> tuple[Cell, ...]:
    return (
        said(one.label),
        count(one.persons),
        count(one.covered),
        *(
            millions(value, currency=currency)
            for value in (one.income, one.care, one.administration, one.spending, one.reserve)
        ),
    )


def futures(facts: Facts, language: str) -> Section:
    """Show the fan of the reserve beside its percentiles by year."""
    lead = Say(word(SENTENCES, "fan_lead", language), Tone.LEAD)
    return section("futures", language, lead, _fan(facts, language))


def _fan(facts: Facts, language: str) -> Figure:
    years, currency, unit = facts.base.years, facts.subject.currency, _unit(facts)
    lines = tuple(zip(*(one.percentiles for one in years), strict=True))
    names = [word(HEADS, "percentile", language).format(p=one) for one in PERCENTILES]
    names[PERCENTILES.index(50)] = word(SENTENCES, "middle", language)
    low, high = years[-1].percentiles[0], years[-1].percentiles[-1]
    return Figure(
        code="fan",
        kind=FigureKind.FAN,
        title=word(SENTENCES, "fan_title", language),
        summary=word(SENTENCES, "fan_say", language).format(
            low=millions(low, currency=currency).text,
            high=millions(high, currency=currency).text,
            unit=unit,
        ),
        labels=tuple(one.label for one in years),
        series=tuple(Series(name, values) for name, values in zip(names, lines, strict=True)),
        table=Table(
            word(SENTENCES, "fan_table", language).format(unit=unit),
            (word(HEADS, "year", language), *names),
            tuple(
                (said(one.label), *(millions(x, currency=currency) for x in one.percentiles))
                for one in years
            ),
        ),
        unit=word(SENTENCES, "millions", language).format(unit=unit),
        scale=1e6 * _major(facts),
        reference=(0.0, ""),
    )


def sensitivities(facts: Facts, language: str) -> Section:
    """Show what the break-even contribution becomes, the widest swing first."""
    lead = Say(word(SENTENCES, "tornado_lead", language), Tone.LEAD)
    if not facts.sensitivities:
        return section("sensitivities", language, lead)
    return section("sensitivities", language, lead, _tornado(facts, language))


def swing(one: Sensitivity) -> float:
    """Give how far apart the two sides lie."""
    return abs(one.high_value - one.low_value)


def _tornado(facts: Facts, language: str) -> Figure:
    currency = facts.subject.currency
    found = sorted(facts.sensitivities, key=swing, reverse=True)[:TORNADO]
    base = facts.base.indicators["break_even"] or 0.0
    widest = found[0]
    title = word(SENTENCES, "tornado_title", language)
    summary_ = word(SENTENCES, "tornado_say", language).format(
        name=widest.name[0].lower() + widest.name[1:],
        low=money(min(widest.low_value, widest.high_value), currency=currency).text,
        high=money(max(widest.low_value, widest.high_value), currency=currency).text,
        base=money(base, currency=currency).text,
    )
    return Figure(
        code="tornado",
        kind=FigureKind.TORNADO,
        title=title,
        summary=summary_,
        labels=tuple(one.name for one in found),
        series=(
            Series(word(HEADS, "low", language), tuple(one.low_value for one in found)),
            Series(word(HEADS, "high", language), tuple(one.high_value for one in found)),
        ),
        table=Table(
            title,
            head(("assumption", "low", "even_low", "high", "even_high", "swing"), language),
            tuple(_swing_row(one, currency=currency) for one in found),
        ),
        unit=word(SENTENCES, "months_money", language).format(unit=_unit(facts)),
        scale=_major(facts),
        reference=(base, money(base, currency=currency).text),
    )


def _swing_row(one: Sensitivity, *, currency: str) -> tuple[Cell, ...]:
    return (
        said(one.name),
        said(one.low),
        money(one.low_value, currency=currency),
        said(one.high),
        money(one.high_value, currency=currency),
        money(swing(one), currency=currency),
    )


def stresses(facts: Facts, language: str) -> Section:
    """Show the bad cases beside the base, on the same futures."""
    codes = ("case", "income_5", "spending_5", "reserve_5", "last", "break_even", "ruin_60")
    rows = tuple(
        _stress_row(one, currency=facts.subject.currency)
        for one in (facts.stress_base, *facts.stresses)
    )
    table = Table(
        word(SENTENCES, "stress_title", language),
        head(codes, language),
        rows,
        strong=(0,),
        note=word(SENTENCES, "stress_note", language).format(
            unit=_unit(facts), scenarios=count(facts.stress_scenarios).text
        ),
    )
    later = word(SENTENCES, "stress_beyond", language)
    what = Points(
        (
            *(f"{one.name}: {one.told}" for one in facts.stresses),
            *(f"{name}: {later}" for name in facts.beyond),
        )
    )
    lead = Say(word(SENTENCES, "stress_lead", language), Tone.LEAD)
    return section("stresses", language, lead, what, table)


def _stress_row(one: Result, *, currency: str) -> tuple[Cell, ...]:
    five = one.years[:5]
    even, ruin = one.indicators.get("break_even"), one.indicators.get("ruin_60")
    return (
        said(one.name),
        millions(sum(year.income for year in five), currency=currency),
        millions(sum(year.spending for year in five), currency=currency),
        millions(five[-1].reserve, currency=currency),
        millions(one.years[-1].reserve, currency=currency),
        cell_of(even, Kind.MONEY, currency=currency),
        cell_of(ruin, Kind.SHARE, currency=currency),
    )


def conclusions(facts: Facts, language: str) -> Section:
    """Give the verdict by rule, its reasons, and what it would take."""
    found = facts.conclusion
    blocks: list[Block] = [
        Say(verdict_text(found.verdict, language=language), TONES[found.verdict]),
        Say(word(SENTENCES, "reasons_title", language), Tone.TITLE),
        Points(found.reasons),
    ]
    if found.conditions:
        blocks += [
            Say(word(SENTENCES, "conditions_title", language), Tone.TITLE),
            Points(found.conditions),
        ]
    if found.rule:
        blocks.append(_rule(found.rule, language))
    return section("conclusions", language, *blocks)


def _rule(rule: tuple[tuple[str, str, str], ...], language: str) -> Table:
    """Show the limits that the study was held to: no law's, and written before it was run."""
    return Table(
        word(SENTENCES, "rule_title", language),
        head(("criterion", "good", "conditional"), language),
        tuple(tuple(said(one) for one in row) for row in rule),
        note=word(SENTENCES, "conclusions_rule", language),
    )
