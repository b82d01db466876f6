"""Credit the months that are paid, withdraw those taken back, and derive cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import polars as pl

from ayni.apps.alliance import queries as alliances
from ayni.apps.entitlement import actions as entitlement
from ayni.core.actor import Actor
from ayni.cycle.law import Law, cover_of, law_of

#: (scheme, insured person)
Touched = set[tuple[int, int]]


def credit_settled(*, actor: Actor, settled: pl.DataFrame) -> tuple[int, Touched]:
    """Credit each line now paid in full to its insured person, from its ``counts_from`` on."""
    records = settled.filter(pl.col("part") == 0).select(
        "association",
        "scheme",
        "month",
        "counts_from",
        "disposition",
        person=pl.col("insured"),
        state=pl.lit("credited"),
    )
    written = entitlement.credit(actor=actor, records=records)
    return written, set(records.select("scheme", "person").iter_rows())


def withdraw(*, actor: Actor, undone: Sequence[tuple[int, int]]) -> Touched:
    """Withdraw the months credited by dispositions taken back: pairs (disposition, what undoes it)."""
    return entitlement.withdraw(actor=actor, undone=undone)


def refresh_cover(*, actor: Actor, touched: Iterable[tuple[int, int]]) -> None:
    """Derive bitmaps and cover anew for the persons touched."""
    persons: dict[int, list[int]] = defaultdict(list)
    for scheme, person in touched:
        persons[scheme].append(person)
    for scheme, found in persons.items():
        law, month = _law(actor, scheme=scheme)
        entitlement.refresh(
            actor=actor, scheme=scheme, cover=cover_of(law, month=month), persons=found
        )


def cover_differences(*, actor: Actor) -> int:
    """Count differences between what is kept and what the records give, over all schemes."""
    total = 0
    for scheme in _schemes(actor):
        law, month = _law(actor, scheme=scheme)
        total += entitlement.differences(
            actor=actor, scheme=scheme, cover=cover_of(law, month=month)
        )
    return total


def rebuild_cover(*, actor: Actor) -> int:
    """Derive all bitmaps and cover anew; gives how many rows were written."""
    total = 0
    for scheme in _schemes(actor):
        law, month = _law(actor, scheme=scheme)
        total += sum(
            entitlement.refresh(actor=actor, scheme=scheme, cover=cover_of(law, month=month))
        )
    return total


def _schemes(actor: Actor) -> list[int]:
    return sorted({agreement.scheme for agreement in alliances.agreements(actor=actor)})


def _law(actor: Actor, *, scheme: int) -> tuple[Law, int]:
    """Give the newest signed law of a scheme and the month it starts in."""
    found = [a for a in alliances.agreements(actor=actor) if a.scheme == scheme]
    newest = max(found, key=lambda agreement: agreement.version.starts)
    start = newest.version.starts
    return law_of(actor=actor, version=newest.version), 12 * start.year + start.month - 1
