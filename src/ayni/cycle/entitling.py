"""Credit the months that are paid, withdraw those taken back, and derive cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import polars as pl

from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import queries as alliances
from ayni.apps.entitlement import actions as entitlement
from ayni.core.actor import Actor
from ayni.cycle.covering import SchemeLaws, cover_of, latency_of_leavers, laws_of_scheme

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
    """Derive bitmaps, cover and cover after leaving anew for the persons touched."""
    persons: dict[int, list[int]] = defaultdict(list)
    for scheme, person in touched:
        persons[scheme].append(person)
    for scheme, found in persons.items():
        _refresh(actor=actor, laws=laws_of_scheme(actor=actor, scheme=scheme), persons=found)


def refresh_agreement(*, actor: Actor, agreement: int) -> None:
    """Derive anew the cover of everybody who stood under an agreement: its law is another from a day on."""
    touched = affiliations.insured_under(actor=actor, agreement=agreement)
    refresh_cover(actor=actor, touched=touched)


def refresh_moved(*, actor: Actor, scheme: int, roster: int) -> None:
    """Derive anew what a roster's movements change: who left, who came back, who changed agreement.

    Where every agreement of the scheme asks alike and none gives cover after leaving, nothing.
    """
    laws = laws_of_scheme(actor=actor, scheme=scheme)
    if laws.give_latency or len(laws.conditions) > 1:
        persons = affiliations.moved_insured(actor=actor, roster=roster)
        _refresh(actor=actor, laws=laws, persons=persons)


def _refresh(*, actor: Actor, laws: SchemeLaws, persons: Sequence[int] | None) -> int:
    """Give how many rows were written. Persons named, and no latency in the law: none is looked for."""
    cover = cover_of(actor=actor, laws=laws, persons=persons)
    bits, covers = entitlement.refresh(
        actor=actor, scheme=laws.scheme, cover=cover, persons=persons
    )
    if persons is not None and not laws.give_latency:
        return bits + covers
    spans = latency_of_leavers(actor=actor, laws=laws, persons=persons)
    after = entitlement.refresh_latency(
        actor=actor, scheme=laws.scheme, spans=spans, persons=persons
    )
    return bits + covers + after


def cover_differences(*, actor: Actor) -> int:
    """Count differences between what is kept and what the records give, over all schemes."""
    total = 0
    for scheme in _schemes(actor):
        laws = laws_of_scheme(actor=actor, scheme=scheme)
        cover, spans = cover_of(actor=actor, laws=laws), latency_of_leavers(actor=actor, laws=laws)
        total += entitlement.differences(actor=actor, scheme=scheme, cover=cover)
        total += entitlement.latency_differences(actor=actor, scheme=scheme, spans=spans)
    return total


def rebuild_cover(*, actor: Actor) -> int:
    """Derive all bitmaps and cover anew; gives how many rows were written."""
    found = [laws_of_scheme(actor=actor, scheme=scheme) for scheme in _schemes(actor)]
    return sum(_refresh(actor=actor, laws=laws, persons=None) for laws in found)


def _schemes(actor: Actor) -> list[int]:
    return sorted({agreement.scheme for agreement in alliances.agreements(actor=actor)})
