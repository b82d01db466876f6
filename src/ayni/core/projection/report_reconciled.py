"""The report's section that leads from an earlier study to this one."""

from __future__ import annotations

from collections.abc import Iterator

from ayni.core.money import SYMBOLS
from ayni.core.projection.reconciliation import STEP_SCENARIOS, Point, Reconciliation
from ayni.core.projection.report_assumed_words import THEMES
from ayni.core.projection.report_background import section
from ayni.core.projection.report_facts import Facts
from ayni.core.projection.report_reconciled_words import RECONCILED
from ayni.core.projection.report_words import word
from ayni.core.projection.reporting import (
    NONE,
    Cell,
    Say,
    Section,
    Table,
    Tone,
    millions,
    money,
    said,
)


def reconciliation(facts: Facts, language: str) -> Iterator[Section]:
    """Lead from the earlier study to this one; or say why that is not possible; nothing where none is named."""
    if facts.unreconciled:
        text = word(RECONCILED, "refused", language).format(why=facts.unreconciled)
        yield section("reconciliation", language, Say(text, Tone.WARNING))
    if facts.reconciliation is None:
        return
    found = facts.reconciliation
    lead = word(RECONCILED, "lead", language).format(
        name=found.earlier.name.in_language(language),
        code=found.earlier.code,
        scenarios=STEP_SCENARIOS,
    )
    table = _table(found, currency=facts.subject.currency, language=language)
    yield section("reconciliation", language, Say(lead, Tone.LEAD), table)


def _table(found: Reconciliation, *, currency: str, language: str) -> Table:
    rows = [_row(word(RECONCILED, "start", language), found.start, None, currency)]
    for one, change in zip(found.steps, found.changes(), strict=True):
        rows.append(_row(step_name(one.code, language), one.after, change, currency))
    start, end = found.start, found.end
    whole = Point(end.even - start.even, end.reserve - start.reserve)
    rows.append(_row(word(RECONCILED, "end", language), end, whole, currency))
    heads = ("step", "even", "change", "reserve", "change")
    return Table(
        word(RECONCILED, "table", language).format(unit=SYMBOLS.get(currency, currency)),
        tuple(word(RECONCILED, code, language) for code in heads),
        tuple(rows),
        strong=(0, len(rows) - 1),
        note=word(RECONCILED, "note", language),
    )


def step_name(code: str, language: str) -> str:
    """Name a step; that of a theme of assumptions by the theme."""
    if code in THEMES:
        theme = word(THEMES, code, language)
        return word(RECONCILED, "theme", language).format(theme=theme[0].lower() + theme[1:])
    return word(RECONCILED, code, language)


def _row(name: str, after: Point, change: Point | None, currency: str) -> tuple[Cell, ...]:
    even, reserve = money(after.even, currency=currency), millions(after.reserve, currency=currency)
    if change is None:
        return said(name), even, NONE, reserve, NONE
    return (
        said(name),
        even,
        _signed(money(change.even, currency=currency)),
        reserve,
        _signed(millions(change.reserve, currency=currency)),
    )


def _signed(cell: Cell) -> Cell:
    plus = "+" if (cell.value or 0) > 0 and any(one in "123456789" for one in cell.text) else ""
    return Cell(cell.kind, plus + cell.text, cell.value)
