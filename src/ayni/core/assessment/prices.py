"""Prices and shares: rates, notch scales, the size of the employer, and what completes a total."""

from __future__ import annotations

import polars as pl

from ayni.core.assessment.bases import Context, amount, case_column, constant
from ayni.core.assessment.plan import Priced, Shown, choose, first_true, pick, rounded_part
from ayni.core.assessment.tariffs import marginal, tariff
from ayni.core.money import LIMIT, PPM, Overflow
from ayni.core.scheme.prices import (
    ByEmployerSize,
    Completes,
    Contribution,
    ExceptedPrice,
    Marginal,
    Notch,
    Price,
    Rate,
    Share,
)


class NegativeShare(ValueError):
    """A share that would complete a total already exceeded by the others."""


def shares(context: Context, contribution: Contribution, *, base: str) -> None:
    """Compile every share in the order written: ``<label>.rate`` and the money, ``<label>``."""
    before: list[Priced] = []
    for share in contribution.shares:
        priced = _share_price(context, share, base=base, before=before)
        before.append(priced)
        money = rounded_part(base=pl.col(base), priced=priced, step=contribution.rounding.step)
        context.plan.add(
            share.label, money, shown=Shown.MONEY, label="share", subject=share.payer.value
        )


def _share_price(context: Context, share: Share, *, base: str, before: list[Priced]) -> Priced:
    name = f"{share.label}.rate"
    if isinstance(share.price, Completes):
        return _completes(context, share.price, name=name, before=before)
    return _price(context, share.price, base=base, name=name)


def _price(context: Context, node: Price, *, base: str, name: str) -> Priced:
    match node:
        case Rate():
            reading = context.read(node.rate)
            column = constant(context, reading, name=name, label="rate", shown=Shown.RATIO)
            return Priced(column, highest=reading.number)
        case Notch():
            return _notch(context, node, name=name)
        case Marginal():
            return marginal(context, node, base=base, name=name)
        case ByEmployerSize():
            return _by_employer_size(context, node, base=base, name=name)
        case ExceptedPrice():
            return _excepted(context, node, base=base, name=name)
        case Completes():
            raise TypeError("a share that completes stands alone; the schema forbids it elsewhere")
        case _:
            return tariff(context, node, name=name)


def _completes(context: Context, node: Completes, *, name: str, before: list[Priced]) -> Priced:
    total = context.read(node.total)
    if sum(priced.highest for priced in before) > total.number:
        raise NegativeShare(f"{name}: the other shares exceed the total of {total.number} ppm")
    column = constant(context, total, name=f"{name}.total", label="total_rate", shown=Shown.RATIO)
    rest = pl.col(column)
    for priced in before:
        rest = rest - pl.col(priced.rate)
    context.plan.add(name, rest, shown=Shown.RATIO, label="completing_rate")
    return Priced(name, highest=total.number)


def _notch(context: Context, node: Notch, *, name: str) -> Priced:
    income = amount(context, node.compared, name=f"{name}.income")
    unit = context.read(node.unit)
    constant(context, unit, name=f"{name}.unit", label="scale_unit")
    limits = [context.read(band.upto) for band in node.bands if band.upto is not None]
    products = [_product(unit.number, limit.number) for limit in limits]
    # Compared unrounded: a whole income is at most unit x multiple exactly when it is at most its whole part.
    below = [pl.col(income) <= product // PPM for product in products]
    texts = tuple(band.label for band in node.bands)
    band = context.plan.add(
        f"{name}.band",
        first_true(below),
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
        pick(below, options),
        shown=Shown.RATIO,
        label="band_rate",
        sources=rates,
        chooser=band,
    )
    return Priced(name, highest=max(rate.number for rate in rates))


def _product(unit: int, multiple: int) -> int:
    if unit * multiple >= LIMIT:
        raise Overflow(f"a band limit of {unit} x {multiple} does not fit 63 bits")
    return unit * multiple


def _by_employer_size(context: Context, node: ByEmployerSize, *, base: str, name: str) -> Priced:
    plan = context.plan
    workers = plan.add(f"{name}.workers", plan.fact("workers"), shown=Shown.COUNT, label="workers")
    sales = plan.add(
        f"{name}.yearly_sales", plan.fact("yearly_sales"), shown=Shown.MONEY, label="yearly_sales"
    )
    least, unit = context.read(node.workers_from), context.read(node.sales_unit)
    constant(context, unit, name=f"{name}.unit", label="scale_unit")
    above = context.read(node.sales_above)
    limit = _product(unit.number, above.number)
    plan.add(
        f"{name}.sales_limit",
        pl.lit(limit // PPM, dtype=pl.Int64),
        shown=Shown.MONEY,
        label="sales_limit",
        sources=(above,),
    )
    large = (pl.col(workers) >= least.number) | (pl.col(sales) * PPM > limit)
    chooser = plan.add(
        f"{name}.case",
        first_true([large]),
        shown=Shown.CHOICE,
        label="employer_size",
        texts=("large", "other"),
        sources=(least,),
    )
    options = []
    for place, (label, price) in enumerate((("large", node.large), ("other", node.other))):
        with plan.under(chooser, place):
            options.append(_price(context, price, base=base, name=f"{name}.{label}"))
    return _chosen(context, options, chooser=chooser, name=name)


def _excepted(context: Context, node: ExceptedPrice, *, base: str, name: str) -> Priced:
    cases = [(one.label, one.when) for one in node.exceptions]
    chooser = case_column(context, cases, name=name)
    options = []
    for place, one in enumerate(node.exceptions):
        with context.plan.under(chooser, place):
            options.append(_price(context, one.then, base=base, name=f"{name}.{one.label}"))
    with context.plan.under(chooser, len(cases)):
        options.append(_price(context, node.default, base=base, name=f"{name}.default"))
    return _chosen(context, options, chooser=chooser, name=name)


def _chosen(context: Context, options: list[Priced], *, chooser: str, name: str) -> Priced:
    """Add the rate, the amount and the product of the option at the chooser's place."""
    rate = choose(chooser, [pl.col(one.rate) for one in options])
    context.plan.add(name, rate, shown=Shown.RATIO, label="chosen_rate")
    fixed = _chosen_column(
        context, [one.fixed for one in options], chooser=chooser, name=f"{name}.fixed"
    )
    product = _chosen_column(
        context,
        [one.product for one in options],
        chooser=chooser,
        name=f"{name}.product",
        shown=Shown.INNER,
    )
    return Priced(name, fixed, product, max(one.highest for one in options))


def _chosen_column(
    context: Context,
    columns: list[str | None],
    *,
    chooser: str,
    name: str,
    shown: Shown = Shown.MONEY,
) -> str | None:
    if all(column is None for column in columns):
        return None
    zero = pl.lit(0, dtype=pl.Int64)
    options = [zero if column is None else pl.col(column) for column in columns]
    return context.plan.add(name, choose(chooser, options), shown=shown, label="chosen_flat")
