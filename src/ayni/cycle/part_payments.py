"""Which rule of part payment holds for a month of an adhesion, and money shared among lines by it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ayni.apps.alliance import agreement_queries as agreements
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Version
from ayni.core.actor import Actor
from ayni.core.collection import allocate_many, allocate_many_pro_rata
from ayni.core.periods import first_day
from ayni.core.scheme import part_rule
from ayni.cycle.law import law_of

PRO_RATA = "pro_rata"
_GROUP = ("adhesion", "month")


def allocated(*, actor: Actor, lines: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    """Give sums to lines, each month by the rule under which it was billed; columns as ``allocate_many``."""
    shared = _shared(actor, amounts=amounts)
    if shared.is_empty():
        return allocate_many(lines, amounts=amounts)
    keys = list(_GROUP)
    whole = allocate_many(
        lines.join(shared, on=keys, how="anti"), amounts=amounts.join(shared, on=keys, how="anti")
    )
    parted = allocate_many_pro_rata(
        lines.join(shared, on=keys, how="semi"), amounts=amounts.join(shared, on=keys, how="semi")
    )
    return pl.concat([whole, parted.select(whole.columns)])


def _shared(actor: Actor, *, amounts: pl.DataFrame) -> pl.DataFrame:
    """List the (adhesion, month) of the amounts whose agreement shares a part payment in proportion."""
    asked = amounts.select(_GROUP).unique().sort(_GROUP)
    under = {one.id: one.agreement for one in alliances.adhesions(actor=actor)}
    versions = {
        agreement: agreements.versions(actor=actor, agreement=agreement)
        for agreement in sorted({under[adhesion] for adhesion in asked["adhesion"]})
    }
    found = [
        (adhesion, month)
        for adhesion, month in asked.iter_rows()
        if _rule(actor, versions=versions[under[adhesion]], month=month) == PRO_RATA
    ]
    return pl.DataFrame(found, schema=asked.schema, orient="row")


def _rule(actor: Actor, *, versions: Sequence[Version], month: int) -> str | None:
    """Give the rule of the version in force on the month's first day, or of the first that began in it."""
    begun = [one for one in versions if one.starts <= first_day(month)]
    law = law_of(actor=actor, version=begun[-1] if begun else versions[0])
    return part_rule(law.scheme, terms=law.terms)
