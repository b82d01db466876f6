"""Bases: from the nodes of the scheme to columns of money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.core.assessment.plan import Plan, Shown, choose, first_true, pick
from ayni.core.periods import parse_month
from ayni.core.scheme import Reading, Scheme, Terms, read
from ayni.core.scheme.nodes import (
    Amount,
    AtLeast,
    AtMost,
    DeclaredIncome,
    ExceptedAmount,
    NoBase,
    ParameterAmount,
    Pay,
    Presumptive,
    ProduceSold,
    When,
)
from ayni.core.scheme.terms import read_income


@dataclass(frozen=True, slots=True)
class Context:
    """What every node reads while it is compiled."""

    scheme: Scheme
    month: int
    day: date
    terms: Terms | None
    plan: Plan

    def read(self, name: str) -> Reading:
        """Read a parameter as the agreement feels it this month."""
        return read(self.scheme, name=name, day=self.day, terms=self.terms)


def amount(context: Context, node: Amount, *, name: str) -> str:
    """Compile a base; give the name of its column."""
    match node:
        case DeclaredIncome() | Pay() | ProduceSold():
            return _fact(context, name=name, fact=node.kind)
        case NoBase():
            zero = pl.lit(0, dtype=pl.Int64)
            return context.plan.add(name, zero, shown=Shown.MONEY, label="no_base")
        case ParameterAmount():
            return constant(context, context.read(node.amount), name=name, label="set_amount")
        case Presumptive():
            return _presumptive(context, node, name=name)
        case _:
            return _built_on(context, node, name=name)


def _built_on(context: Context, node: AtLeast | AtMost | ExceptedAmount, *, name: str) -> str:
    match node:
        case AtLeast():
            return _at_least(context, node, name=name)
        case AtMost():
            return _at_most(context, node, name=name)
        case ExceptedAmount():
            return _excepted(context, node, name=name)


def _fact(context: Context, *, name: str, fact: str) -> str:
    """Take a fact of the family as it is; the label is the fact's own name."""
    expr = context.plan.fact(fact)
    return context.plan.add(name, expr, shown=Shown.MONEY, label=fact)


def constant(
    context: Context, reading: Reading, *, name: str, label: str, shown: Shown = Shown.MONEY
) -> str:
    """Add a column with one parameter's value on every row."""
    expr = pl.lit(reading.number, dtype=pl.Int64)
    return context.plan.add(name, expr, shown=shown, label=label, sources=(reading,))


def applies(context: Context, when: When) -> pl.Expr:
    """Compile the condition of an exception."""
    holds = pl.lit(True)
    if when.months is not None:
        first, before = (parse_month(text) for text in when.months)
        holds = pl.lit(first <= context.month < before)
    if when.activities is not None:
        activity = context.plan.fact("activity")
        # a few comparisons cost half of what a set does
        holds = holds & pl.any_horizontal(*(activity == code for code in when.activities))
    for name in ("dependants", "age", "workers"):
        bounds = getattr(when, name)
        if bounds is not None:
            fact = context.plan.fact(name)
            holds = holds & (fact >= bounds[0]) & (fact < bounds[1])
    if when.sex is not None:
        holds = holds & (context.plan.fact("sex") == when.sex.value)
    return holds


def case_column(context: Context, cases: list[tuple[str, When]], *, name: str) -> str:
    """Add the column that tells which exception applies; the default's place is the last.

    Exceptions that could meet do not load, so the order in which they are asked does not matter.
    """
    conditions = [applies(context, when) for _, when in cases]
    texts = (*(label for label, _ in cases), "default")
    expr = first_true(conditions)
    return context.plan.add(f"{name}.case", expr, shown=Shown.CHOICE, label="case", texts=texts)


def _presumptive(context: Context, node: Presumptive, *, name: str) -> str:
    plan = context.plan
    codes = tuple(one.activity for one in node.activities)
    plan.activities.append(codes)
    activity = plan.fact("activity")
    readings = tuple(
        read_income(
            context.scheme,
            activity=one.activity,
            name=one.amount,
            day=context.day,
            terms=context.terms,
        )
        for one in node.activities
    )
    # The last activity needs no question: whatever is none of them was refused before.
    is_code = [activity == code for code in codes[:-1]]
    place = first_true(is_code)
    chooser = plan.add(f"{name}.activity", place, shown=Shown.CHOICE, label="activity", texts=codes)
    options = [pl.lit(reading.number, dtype=pl.Int64) for reading in readings]
    return plan.add(
        name,
        pick(is_code, options),
        shown=Shown.MONEY,
        label="presumptive",
        sources=readings,
        chooser=chooser,
    )


def _at_least(context: Context, node: AtLeast, *, name: str) -> str:
    inner = amount(context, node.of, name=f"{name}.of")
    minimum = constant(
        context, context.read(node.minimum), name=f"{name}.minimum", label="minimum_base"
    )
    expr = pl.max_horizontal(inner, minimum)
    return context.plan.add(name, expr, shown=Shown.MONEY, label="at_least")


def _at_most(context: Context, node: AtMost, *, name: str) -> str:
    inner = amount(context, node.of, name=f"{name}.of")
    maximum = constant(
        context, context.read(node.maximum), name=f"{name}.maximum", label="maximum_base"
    )
    expr = pl.min_horizontal(inner, maximum)
    return context.plan.add(name, expr, shown=Shown.MONEY, label="at_most")


def _excepted(context: Context, node: ExceptedAmount, *, name: str) -> str:
    cases = [(one.label, one.when) for one in node.exceptions]
    chooser = case_column(context, cases, name=name)
    options = []
    for place, one in enumerate(node.exceptions):
        with context.plan.under(chooser, place):
            options.append(pl.col(amount(context, one.then, name=f"{name}.{one.label}")))
    with context.plan.under(chooser, len(cases)):
        options.append(pl.col(amount(context, node.default, name=f"{name}.default")))
    expr = choose(chooser, options)
    return context.plan.add(name, expr, shown=Shown.MONEY, label="chosen_base")
