"""The scale an agreement shows: what chosen incomes, or each activity, pay in a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from ayni.core.alliance.agreement_text import ScalePoint
from ayni.core.assessment import compile_unpinned
from ayni.core.assessment.compiled import SHARE_COLUMNS, CompiledContribution
from ayni.core.comparison.families import Family, family_row
from ayni.core.money import PPM, minor_digits
from ayni.core.periods import first_day
from ayni.core.scheme import Scheme, Terms, figure_text, read
from ayni.core.scheme.nodes import Amount, AtLeast, AtMost, NoBase
from ayni.core.scheme.prices import Marginal, Notch

_INCOMES = {"declared_income", "pay", "produce_sold"}
#: Facts of a family that a scale leaves as an example has them.
_OF_A_FAMILY = {"age", "sex", "dependants", "workers", "yearly_sales", "units_delivered"}
#: Incomes shown where the scheme has no limit to show them at, in whole units of the money.
_PLAIN = (500, 1000, 2000)


def scale_points(
    scheme: Scheme, *, terms: Terms, month: int
) -> tuple[tuple[ScalePoint, ...], bool]:
    """Price each activity, or each limit of income, in a month; tells too whether it is of one example family.

    Incomes are the least base and the last whole unit of each category, then one beyond the last.
    """
    compiled = compile_unpinned(scheme, month=month, terms=terms)
    known = [one.code for one in scheme.rules.activities] or [""]
    by_activity = "activity" in compiled.needs
    incomes = _incomes(compiled) if compiled.needs & _INCOMES else [None]
    asked = [
        (activity, income)
        for activity in (known if by_activity else known[:1])
        for income in incomes
    ]
    rows = [
        {"family": place, "insured": place, **_facts(scheme, activity=activity, income=income)}
        for place, (activity, income) in enumerate(asked)
    ]
    lines = compiled.lines(pl.DataFrame(rows, infer_schema_length=None))
    payers = list(dict.fromkeys(share.payer for share in scheme.rules.contribution.shares))
    based = not isinstance(scheme.rules.contribution.base, NoBase)
    points = tuple(
        ScalePoint(
            activity=activity if by_activity else "",
            income=income,
            base=int(line["base"]) if based else None,
            shares=tuple((payer.value, int(line[SHARE_COLUMNS[payer]])) for payer in payers),
            collected=int(line["due"]),
        )
        for (activity, income), line in zip(asked, lines.iter_rows(named=True), strict=True)
    )
    return points, bool(compiled.needs & _OF_A_FAMILY)


def _facts(scheme: Scheme, *, activity: str, income: int | None) -> dict[str, int | str | None]:
    currency = scheme.currency
    written = {} if income is None else {currency: figure_text(income, unit=currency)}
    family = Family(
        activities=(activity,) if activity else (), income=dict(written), units_delivered=10
    )
    return family_row(scheme, family=family)


def _incomes(compiled: CompiledContribution) -> Sequence[int | None]:
    scheme = compiled.scheme
    unit = int(10 ** minor_digits(scheme.currency))
    limits = sorted(set(_limits(compiled)))
    floors = list(_least(compiled, scheme.rules.contribution.base))
    if not limits:
        first = max(floors, default=0)
        return [first * times for times in (1, 2, 4)] if first else [one * unit for one in _PLAIN]
    whole = [limit // unit * unit for limit in limits]
    return sorted({*floors, *whole, whole[-1] + whole[-1] // 2 // unit * unit})


def _limits(compiled: CompiledContribution) -> Iterator[int]:
    for share in compiled.scheme.rules.contribution.shares:
        match share.price:
            case Notch() as notch:
                unit = _number(compiled, notch.unit)
                yield from (
                    unit * _number(compiled, band.upto) // PPM
                    for band in notch.bands
                    if band.upto is not None
                )
            case Marginal() as marginal:
                names = (one.upto for one in marginal.slices)
                yield from (_number(compiled, name) for name in names if name is not None)


def _least(compiled: CompiledContribution, node: Amount) -> Iterator[int]:
    if isinstance(node, AtLeast):
        yield _number(compiled, node.minimum)
        yield from _least(compiled, node.of)
    elif isinstance(node, AtMost):
        yield from _least(compiled, node.of)


def _number(compiled: CompiledContribution, name: str) -> int:
    day = first_day(compiled.month)
    return read(compiled.scheme, name=name, day=day, terms=compiled.terms).number
