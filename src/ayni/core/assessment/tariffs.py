"""Prices that are amounts: fixed, by age, by dependant, by size of family, by unit delivered, by slice."""

from __future__ import annotations

import polars as pl

from ayni.core.assessment.bases import Context, constant
from ayni.core.assessment.facts import CEILINGS
from ayni.core.assessment.plan import (
    HIGHEST_AMOUNT,
    Priced,
    Shown,
    first_true,
    pick,
)
from ayni.core.money import Overflow
from ayni.core.scheme import Reading
from ayni.core.scheme.nodes import Sex
from ayni.core.scheme.prices import (
    AgeBand,
    ByAge,
    ByFamilySize,
    Flat,
    Marginal,
    PerDependant,
    PerUnit,
    SizeBand,
)

#: A quantity is in thousandths and a product in parts per million of money.
_THOUSANDTHS_TO_PPM = 1_000

Tariff = Flat | ByAge | PerDependant | ByFamilySize | PerUnit


def tariff(context: Context, node: Tariff, *, name: str) -> Priced:
    """Compile an amount; beside it a rate of nothing, which every price has."""
    no_rate(context, name=name)
    match node:
        case Flat():
            reading = context.read(node.amount)
            fixed = constant(context, reading, name=f"{name}.flat", label="flat")
            return Priced(name, fixed=fixed)
        case ByAge():
            return Priced(name, fixed=_by_age(context, node, name=name))
        case PerDependant():
            return Priced(name, fixed=_per_dependant(context, node, name=name))
        case ByFamilySize():
            return Priced(name, fixed=_by_family_size(context, node, name=name))
        case PerUnit():
            return Priced(name, product=_per_unit(context, node, name=name))


def no_rate(context: Context, *, name: str) -> None:
    """Add the rate of a price that is no part of the base."""
    zero = pl.lit(0, dtype=pl.Int64)
    context.plan.add(name, zero, shown=Shown.RATIO, label="no_rate")


def marginal(context: Context, node: Marginal, *, base: str, name: str) -> Priced:
    """Compile a scale by slice: what lies in each slice times its rate, added up undivided."""
    no_rate(context, name=name)
    product, floor = pl.lit(0, dtype=pl.Int64), pl.lit(0, dtype=pl.Int64)
    for one in node.slices:
        rate = context.read(one.rate)
        upto = None if one.upto is None else context.read(one.upto)
        top = pl.col(base) if upto is None else pl.min_horizontal(base, pl.lit(upto.number))
        part = context.plan.add(
            f"{name}.{one.label}",
            pl.max_horizontal(top - floor, pl.lit(0, dtype=pl.Int64)),
            shown=Shown.MONEY,
            label="slice",
            subject=one.label,
            sources=() if upto is None else (upto,),
        )
        column = constant(
            context,
            rate,
            name=f"{name}.{one.label}.rate",
            label="slice_rate",
            shown=Shown.RATIO,
        )
        product = product + pl.col(part) * pl.col(column)
        floor = floor if upto is None else pl.lit(upto.number, dtype=pl.Int64)
    added = context.plan.add(f"{name}.slices", product, shown=Shown.INNER, label="slices")
    return Priced(name, product=added)


def _by_age(context: Context, node: ByAge, *, name: str) -> str:
    plan = context.plan
    age = plan.add(f"{name}.age", plan.fact("age"), shown=Shown.COUNT, label="age")
    conditions, labels, readings = [], [], []
    for band in node.bands:
        inside = _below(context, band, age=age)
        if band.women is not None:
            conditions.append(inside & (plan.fact("sex") == Sex.WOMAN.value))
            labels.append(f"{band.label} F")
            readings.append(context.read(band.women))
        conditions.append(inside)
        labels.append(band.label)
        readings.append(context.read(band.amount))
    return _banded(
        context, conditions, labels, readings, name=name, label="age_band", amount="age_amount"
    )


def _below(context: Context, band: AgeBand, *, age: str) -> pl.Expr:
    if band.below is None:
        return pl.lit(True)
    return pl.col(age) < context.read(band.below).number


def _by_family_size(context: Context, node: ByFamilySize, *, name: str) -> str:
    plan = context.plan
    persons = plan.add(
        f"{name}.persons", plan.fact("dependants") + 1, shown=Shown.COUNT, label="persons"
    )
    conditions = [_upto(band, persons=persons) for band in node.bands]
    readings = [context.read(band.amount) for band in node.bands]
    labels = [band.label for band in node.bands]
    return _banded(
        context, conditions, labels, readings, name=name, label="size_band", amount="size_amount"
    )


def _upto(band: SizeBand, *, persons: str) -> pl.Expr:
    return pl.lit(True) if band.upto is None else pl.col(persons) <= band.upto


def _banded(
    context: Context,
    conditions: list[pl.Expr],
    labels: list[str],
    readings: list[Reading],
    *,
    name: str,
    label: str,
    amount: str,
) -> str:
    """Add the band that applies and its amount; the last band takes whoever is in none before."""
    plan = context.plan
    chooser = plan.add(
        f"{name}.band",
        first_true(conditions[:-1]),
        shown=Shown.CHOICE,
        label=label,
        texts=tuple(labels),
    )
    options = [pl.lit(reading.number, dtype=pl.Int64) for reading in readings]
    return plan.add(
        f"{name}.amount",
        pick(conditions[:-1], options),
        shown=Shown.MONEY,
        label=amount,
        sources=tuple(readings),
        chooser=chooser,
    )


def _per_dependant(context: Context, node: PerDependant, *, name: str) -> str:
    plan, reading = context.plan, context.read(node.amount)
    _require_room(reading.number * CEILINGS["dependants"], reading=reading)
    beyond = plan.fact("dependants") - (node.first - 1)
    counted = pl.max_horizontal(beyond, pl.lit(0, dtype=pl.Int64))
    if node.most is not None:
        counted = pl.min_horizontal(counted, pl.lit(node.most, dtype=pl.Int64))
    charged = plan.add(f"{name}.charged", counted, shown=Shown.COUNT, label="charged_dependants")
    each = constant(context, reading, name=f"{name}.each", label="each_dependant")
    total = pl.col(charged) * pl.col(each)
    return plan.add(f"{name}.amount", total, shown=Shown.MONEY, label="dependants_amount")


def _per_unit(context: Context, node: PerUnit, *, name: str) -> str:
    plan, reading = context.plan, context.read(node.amount)
    _require_room(reading.number * CEILINGS["units_delivered"] // 1_000, reading=reading)
    units = plan.add(
        f"{name}.units",
        plan.fact("units_delivered"),
        shown=Shown.QUANTITY,
        label="units_delivered",
        subject=node.unit,
    )
    each = constant(context, reading, name=f"{name}.each", label="each_unit")
    product = pl.col(units) * pl.col(each) * _THOUSANDTHS_TO_PPM
    return plan.add(f"{name}.product", product, shown=Shown.INNER, label="slices")


def _require_room(highest: int, *, reading: Reading) -> None:
    """Refuse an amount that the largest count of facts would carry beyond what is computed exactly."""
    if highest > HIGHEST_AMOUNT:
        raise Overflow(f"{reading.parameter}: {reading.number} a piece is too large")
