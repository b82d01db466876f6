"""Prices and shares: rates, notch scales, flat amounts, and what completes a total."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ayni.core.assessment.bases import Context, amount, case_column, constant
from ayni.core.assessment.plan import Shown, choose, first_true, rounded_part
from ayni.core.money import LIMIT, PPM, Overflow
from ayni.core.scheme.nodes import (
    Completes,
    Contribution,
    ExceptedPrice,
    Flat,
    Notch,
    Price,
    Rate,
    Share,
)


class NegativeShare(ValueError):
    """A share that would complete a total already exceeded by the others."""


@dataclass(frozen=True, slots=True)
class Priced:
    """The columns of a price: its rate, its fixed amount if it can have one, the highest rate."""

    rate: str
    fixed: str | None
    highest: int


def shares(context: Context, contribution: Contribution, *, base: str) -> None:
    """Compile every share in the order written: ``<label>.rate`` and the money, ``<label>``."""
    before: list[Priced] = []
    for share in contribution.shares:
        priced = _share_price(context, share, before=before)
        before.append(priced)
        money = rounded_part(
            base=pl.col(base),
            ppm=pl.col(priced.rate),
            fixed=None if priced.fixed is None else pl.col(priced.fixed),
            step=contribution.rounding.step,
        )
        context.plan.add(
            share.label, money, shown=Shown.MONEY, label="share", subject=share.payer.value
        )


def _share_price(context: Context, share: Share, *, before: list[Priced]) -> Priced:
    name = f"{share.label}.rate"
    if isinstance(share.price, Completes):
        return _completes(context, share.price, name=name, before=before)
    return _price(context, share.price, name=name)


def _price(context: Context, node: Price, *, name: str) -> Priced:
    match node:
        case Rate():
            reading = context.read(node.rate)
            column = constant(context, reading, name=name, label="rate", shown=Shown.RATIO)
            return Priced(column, None, reading.number)
        case Notch():
            return _notch(context, node, name=name)
        case Flat():
            return _flat(context, node, name=name)
        case ExceptedPrice():
            return _excepted(context, node, name=name)
        case Completes():
            raise TypeError("a share that completes stands alone; the schema forbids it elsewhere")


def _completes(context: Context, node: Completes, *, name: str, before: list[Priced]) -> Priced:
    total = context.read(node.total)
    if sum(priced.highest for priced in before) > total.number:
        raise NegativeShare(f"{name}: the other shares exceed the total of {total.number} ppm")
    column = constant(context, total, name=f"{name}.total", label="total_rate", shown=Shown.RATIO)
    rest = pl.col(column)
    for priced in before:
        rest = rest - pl.col(priced.rate)
    context.plan.add(name, rest, shown=Shown.RATIO, label="completing_rate")
    return Priced(name, None, total.number)


def _flat(context: Context, node: Flat, *, name: str) -> Priced:
    fixed = constant(context, context.read(node.amount), name=f"{name}.flat", label="flat")
    zero = pl.lit(0, dtype=pl.Int64)
    context.plan.add(name, zero, shown=Shown.RATIO, label="no_rate")
    return Priced(name, fixed, 0)


def _notch(context: Context, node: Notch, *, name: str) -> Priced:
    income = amount(context, node.compared, name=f"{name}.income")
    unit = context.read(node.unit)
    constant(context, unit, name=f"{name}.unit", label="scale_unit")
    limits = [context.read(band.upto) for band in node.bands if band.upto is not None]
    products = [_product(unit.number, limit.number) for limit in limits]
    # Compared unrounded: income x 1,000,000 against unit x multiple, both whole.
    below = [pl.col(income) * PPM <= product for product in products]
    texts = tuple(band.label for band in node.bands)
    band = context.plan.add(
        f"{name}.band",
        first_true(below, otherwise=len(limits)),
        shown=Shown.CHOICE,
        label="band",
        texts=texts,
        sources=(*limits, limits[-1]),
        chooser=f"{name}.band",
    )
    rates = tuple(context.read(one.rate) for one in node.bands)
    options = [pl.lit(rate.number, dtype=pl.Int64) for rate in rates]
    context.plan.add(
        name,
        choose(band, options),
        shown=Shown.RATIO,
        label="band_rate",
        sources=rates,
        chooser=band,
    )
    return Priced(name, None, max(rate.number for rate in rates))


def _product(unit: int, multiple: int) -> int:
    if unit * multiple >= LIMIT:
        raise Overflow(f"a band limit of {unit} x {multiple} does not fit 63 bits")
    return unit * multiple


def _excepted(context: Context, node: ExceptedPrice, *, name: str) -> Priced:
    cases = [(one.label, one.when) for one in node.exceptions]
    chooser = case_column(context, cases, name=name)
    options = []
    for place, one in enumerate(node.exceptions):
        with context.plan.under(chooser, place):
            options.append(_price(context, one.then, name=f"{name}.{one.label}"))
    with context.plan.under(chooser, len(cases)):
        options.append(_price(context, node.default, name=f"{name}.default"))
    rate = choose(chooser, [pl.col(one.rate) for one in options])
    context.plan.add(name, rate, shown=Shown.RATIO, label="chosen_rate")
    fixed = _chosen_fixed(context, options, chooser=chooser, name=name)
    return Priced(name, fixed, max(one.highest for one in options))


def _chosen_fixed(
    context: Context, options: list[Priced], *, chooser: str, name: str
) -> str | None:
    if all(one.fixed is None for one in options):
        return None
    zero = pl.lit(0, dtype=pl.Int64)
    columns = [zero if one.fixed is None else pl.col(one.fixed) for one in options]
    return context.plan.add(
        f"{name}.fixed", choose(chooser, columns), shown=Shown.MONEY, label="chosen_flat"
    )
