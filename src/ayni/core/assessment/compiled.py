"""The compiled contribution: lines for the national batch, the same columns for one family."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ayni.core.assessment.bases import Context, amount
from ayni.core.assessment.facts import check_frame
from ayni.core.assessment.plan import Column, Plan, Shown, layers
from ayni.core.assessment.prices import shares
from ayni.core.periods import first_day
from ayni.core.scheme import (
    Digests,
    Payer,
    Scheme,
    Terms,
    canonical,
    check_terms,
    require_digests,
)

#: Payer -> the column of its share in the lines.
SHARE_COLUMNS = {
    Payer.INSURED_PERSON: "insured_share",
    Payer.ASSOCIATION: "association_share",
    Payer.EMPLOYER: "employer_share",
    Payer.BUYER: "buyer_share",
    Payer.STATE: "state_share",
}

#: The layers are laid out already: looking for what they share costs more than it spares.
_LAID_OUT = pl.QueryOptFlags(comm_subexpr_elim=False, comm_subplan_elim=False)

LINE_COLUMNS = ["family", "insured", "base", "rate_ppm", *SHARE_COLUMNS.values(), "due"]


@dataclass(frozen=True, slots=True)
class CompiledContribution:
    """A scheme's contribution for one month under one agreement's terms."""

    scheme: Scheme
    month: int
    terms: Terms | None
    digests: Digests
    columns: tuple[Column, ...]
    layers: tuple[tuple[pl.Expr, ...], ...]
    needs: frozenset[str]
    activities: tuple[tuple[str, ...], ...]

    def lines(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Compute a line per row: int64 minor units, columns ``LINE_COLUMNS``, rows in order.

        Takes ``family``, ``insured`` and the facts in ``needs`` (``declared_income``, ``activity``,
        ``dependants``, ``pay``). Raises ``IncompleteFrame`` with every row that cannot be computed.
        """
        check_frame(frame, needs=self.needs, activities=self.activities)
        lazy = frame.lazy().select("family", "insured", *sorted(self.needs))
        for layer in self.layers:
            lazy = lazy.with_columns(layer)
        return lazy.select(LINE_COLUMNS).collect(optimizations=_LAID_OUT)

    def working(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Compute the same lines and keep every intermediate node as a named column."""
        names = ["family", "insured", *sorted(self.needs)]
        names += [column.name for column in self.columns]
        check_frame(frame, needs=self.needs, activities=self.activities)
        lazy = frame.lazy()
        for column in self.columns:
            lazy = lazy.with_columns(column.expr)
        return lazy.select(names).collect()


def compile_contribution(
    scheme: Scheme, *, month: int, terms: Terms | None, digests: Digests
) -> CompiledContribution:
    """Compile for a month (of ``core.periods``) and an agreement's terms (none: the law alone).

    Refuses a scheme whose digests are not those pinned, terms out of bounds, a parameter without
    a value that day, and a State share that would be negative.
    """
    require_digests(scheme, digests=digests)
    return _compiled(scheme, month=month, terms=terms, digests=digests)


def compile_unpinned(
    scheme: Scheme, *, month: int, terms: Terms | None = None
) -> CompiledContribution:
    """Compile a text that no agreement pinned, as it is: to explain, to compare, to run its cases."""
    return _compiled(scheme, month=month, terms=terms, digests=canonical(scheme).digests)


def _compiled(
    scheme: Scheme, *, month: int, terms: Terms | None, digests: Digests
) -> CompiledContribution:
    if terms is not None:
        check_terms(scheme, terms=terms)
    plan = Plan()
    context = Context(scheme, month, first_day(month), terms, plan)
    contribution = scheme.rules.contribution
    base = amount(context, contribution.base, name="base")
    shares(context, contribution, base=base)
    _sums(plan, scheme=scheme)
    return CompiledContribution(
        scheme,
        month,
        terms,
        digests,
        tuple(plan.columns),
        layers(plan.columns, wanted=LINE_COLUMNS),
        frozenset(plan.needs),
        _activities(plan, scheme=scheme),
    )


def _activities(plan: Plan, *, scheme: Scheme) -> tuple[tuple[str, ...], ...]:
    """Give the lists that a family's activity must stand in: the scheme's own, and each base's.

    The scheme's is asked also where no price looks at it: a family in an activity that the law does not know
    is not in the scheme, and the default's price would be a wrong one.
    """
    own = tuple(one.code for one in scheme.rules.activities)
    lists = ([own] if own else []) + [one for one in plan.activities if set(one) != set(own)]
    return tuple(dict.fromkeys(lists))


def _sums(plan: Plan, *, scheme: Scheme) -> None:
    found = scheme.rules.contribution.shares
    collected = [share.label for share in found if share.payer is not Payer.STATE]
    rates = _sum([f"{label}.rate" for label in collected])
    plan.add("rate_ppm", rates, shown=Shown.RATIO, label="collected_rate")
    for payer, column in SHARE_COLUMNS.items():
        labels = [share.label for share in found if share.payer is payer]
        plan.add(column, _sum(labels), shown=Shown.MONEY, label="payer_total", subject=payer.value)
    plan.add("due", _sum(collected), shown=Shown.MONEY, label="due")


def _sum(names: list[str]) -> pl.Expr:
    total = pl.lit(0, dtype=pl.Int64)
    for place, name in enumerate(names):
        total = pl.col(name) if place == 0 else total + pl.col(name)
    return total
