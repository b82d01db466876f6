"""One family's line, step by step: the same compiled columns, each beside its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import polars as pl

from ayni.core.assessment.compiled import CompiledContribution, compile_unpinned
from ayni.core.assessment.plan import Column, Shown
from ayni.core.assessment.words import label_text
from ayni.core.money import money_text
from ayni.core.scheme import (
    Reading,
    Reference,
    Scheme,
    SetBy,
    Standing,
    Terms,
)
from ayni.core.scheme.told import ratio_text, value_text
from ayni.core.scheme.words import ADHESION_AGREED, AGREED, payer_text


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the working, in words: what, how much, and on what it rests.

    ``node`` and ``raw`` are the column's name and whole number; the five last are ``None`` where
    the step uses no parameter. ``reference.title`` says so when the agreement, or its adhesion, set the value.
    """

    node: str
    label: str
    value: str
    raw: int
    parameter: str | None = None
    parameter_value: str | None = None
    date: date | None = None
    reference: Reference | None = None
    standing: Standing | None = None


def explain(
    scheme: Scheme,
    *,
    month: int,
    terms: Terms | None,
    family_row: Mapping[str, int | str | None],
    language: str = "es",
) -> list[Step]:
    """Explain the line of one family: every node that mattered, in the order it was computed."""
    compiled = compile_unpinned(scheme, month=month, terms=terms)
    return explain_line(compiled, family_row=family_row, language=language)


def explain_line(
    compiled: CompiledContribution,
    *,
    family_row: Mapping[str, int | str | None],
    language: str = "es",
) -> list[Step]:
    """Explain with a contribution compiled before."""
    frame = pl.DataFrame([{"family": 0, "insured": 0, **family_row}])
    computed = compiled.working(frame).row(0, named=True)
    payers = {share.payer.value for share in compiled.scheme.rules.contribution.shares}
    worth = [one for one in compiled.columns if _mattered(one, computed=computed, payers=payers)]
    currency = compiled.scheme.currency
    return [_step(one, computed=computed, currency=currency, language=language) for one in worth]


def reading_text(reading: Reading, *, language: str) -> str:
    """Write a parameter's value for people, with its unit."""
    return value_text(reading.value, unit=reading.unit, language=language)


def _mattered(column: Column, *, computed: Mapping[str, int], payers: set[str]) -> bool:
    """Tell whether a step is worth a line: its case applies, its payer bears a share."""
    if column.shown is Shown.INNER or (column.payer and column.subject not in payers):
        return False
    return all(computed[chooser] == place for chooser, place in column.under)


def _step(column: Column, *, computed: Mapping[str, int], currency: str, language: str) -> Step:
    raw = computed[column.name]
    label = label_text(column.label, language=language, subject=_subject(column, language))
    shown = shown_text(column.shown, raw=raw, currency=currency, texts=column.texts)
    step = Step(column.name, label, shown, raw)
    reading = _used(column, computed=computed)
    return step if reading is None else with_reading(step, reading=reading, language=language)


def with_reading(step: Step, *, reading: Reading, language: str) -> Step:
    """Put beside a step the parameter it rests on: value, day, norm, standing."""
    reference = reading.reference
    if reading.agreed:
        whose = ADHESION_AGREED if reading.by is SetBy.ADHESION else AGREED
        reference = Reference(title=whose[language], href=reference.href)
    return replace(
        step,
        parameter=reading.parameter,
        parameter_value=reading_text(reading, language=language),
        date=reading.start,
        reference=reference,
        standing=reading.standing,
    )


def _subject(column: Column, language: str) -> str:
    return payer_text(column.subject, language=language) if column.payer else column.subject


def shown_text(shown: Shown, *, raw: int, currency: str, texts: Sequence[str] = ()) -> str:
    """Write the whole number of a step for people."""
    match shown:
        case Shown.CHOICE:
            return texts[raw]
        case Shown.QUANTITY:
            return f"{Decimal(raw).scaleb(-3).normalize():f}"
        case Shown.DAY:
            return date.fromordinal(raw).isoformat()
        case Shown.MONEY:
            return money_text(raw, currency=currency)
        case Shown.RATIO:
            return ratio_text(raw)
        case _:
            return str(raw)


def _used(column: Column, *, computed: Mapping[str, int]) -> Reading | None:
    if not column.sources:
        return None
    return column.sources[computed[column.chooser] if column.chooser else 0]
