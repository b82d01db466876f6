"""Credit the months that are paid, withdraw those taken back, and derive cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import polars as pl

from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Agreement
from ayni.apps.entitlement import actions as entitlement
from ayni.apps.entitlement import queries as entitlements
from ayni.core.actor import Actor
from ayni.core.entitlement import WindowRule
from ayni.core.periods import first_day, month_of
from ayni.cycle.law import cover_of, law_of, window_of

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
        cover = _cover(actor, scheme=scheme)
        entitlement.refresh(actor=actor, scheme=scheme, cover=cover, persons=found)


def cover_differences(*, actor: Actor) -> int:
    """Count differences between what is kept and what the records give, over all schemes."""
    return sum(
        entitlement.differences(actor=actor, scheme=scheme, cover=_cover(actor, scheme=scheme))
        for scheme in alliances.schemes(actor=actor)
    )


def rebuild_cover(*, actor: Actor) -> int:
    """Derive all bitmaps and cover anew; gives how many rows were written."""
    return sum(
        sum(entitlement.refresh(actor=actor, scheme=scheme, cover=_cover(actor, scheme=scheme)))
        for scheme in alliances.schemes(actor=actor)
    )


Cover = Callable[[pl.DataFrame], pl.DataFrame]


def _cover(actor: Actor, *, scheme: int) -> Cover:
    """Give the function from credited months to spans of cover in a scheme.

    Each person's months count under the condition of the agreement that credited the last of
    them: two agreements of one scheme may have negotiated different windows.
    """
    found = [a for a in alliances.agreements(actor=actor) if a.scheme == scheme]
    rules = {agreement.id: _rule(actor, agreement=agreement) for agreement in found}
    newest = max(found, key=lambda agreement: agreement.version.starts)
    month = _starting_month(newest)
    if len(set(rules.values())) == 1:
        return cover_of(rules[newest.id], month=month)

    def cover(months: pl.DataFrame) -> pl.DataFrame:
        persons = months["person"].unique().to_list()
        of = _agreements_of(actor, scheme=scheme, persons=persons)
        parts = []
        for rule in dict.fromkeys(rules.values()):
            under = [p for p in persons if rules[of.get(p, newest.id)] == rule]
            chosen = months.filter(pl.col("person").is_in(under))
            parts.append(cover_of(rule, month=month)(chosen))
        return pl.concat(parts)

    return cover


def _agreements_of(actor: Actor, *, scheme: int, persons: Sequence[int]) -> dict[int, int]:
    """Give the agreement that credited each person's last month: told by payments, never by rosters."""
    stood = [a for a in alliances.adhesions(actor=actor) if a.scheme == scheme]
    by_month: dict[tuple[int, int], int] = {}
    found: dict[int, int] = {}
    credits = entitlements.last_credits(actor=actor, scheme=scheme, persons=persons)
    for person, association, month in credits:
        key = (association, month)
        if key not in by_month:
            theirs = [a for a in stood if a.association == association]
            then = [a for a in theirs if a.in_force(first_day(month))]
            by_month[key] = (then or theirs)[-1].agreement
        found[person] = by_month[key]
    return found


def _rule(actor: Actor, *, agreement: Agreement) -> WindowRule:
    law = law_of(actor=actor, version=agreement.version)
    return window_of(law, month=_starting_month(agreement))


def _starting_month(agreement: Agreement) -> int:
    """Give the month in which an agreement's newest version starts."""
    return month_of(agreement.version.starts)
