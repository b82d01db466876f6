"""The invariants, asked of the database: what `ayni verify` prints. Red means something is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ayni.adapters.cubefiles import DamagedCube
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import actions as affiliation
from ayni.apps.audit import actions as audit
from ayni.apps.audit import queries as audits
from ayni.apps.collection import actions as collection
from ayni.apps.sql.frames import one_moment
from ayni.apps.sql.invariants import CHECKS, count
from ayni.apps.study import queries as studies
from ayni.core.actor import Actor
from ayni.core.projection.cube import UnlikeBlocks
from ayni.cycle.entitling import cover_differences
from ayni.cycle.studying import NotDone, stored_cube


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: the invariant it belongs to, what it asks, how many rows break it."""

    invariant: int
    name: str
    broken: int

    @property
    def green(self) -> bool:
        """Tell whether nothing breaks it."""
        return self.broken == 0


def verify(*, actor: Actor) -> list[Finding]:
    """Ask every invariant of the actor's institution, all of one moment; seals the journal first."""
    audit.seal()
    with one_moment(), acting(actor.because("verificación")):
        return sorted(_findings(actor), key=lambda found: (found.invariant, found.name))


def _findings(actor: Actor) -> Iterator[Finding]:
    for check in CHECKS:
        yield Finding(check.invariant, check.name, count(check=check))
    derived: dict[tuple[int, str], Callable[[], int]] = {
        (5, "spans_are_movements"): lambda: affiliation.span_differences(actor=actor).height,
        (5, "balances_are_allocations"): lambda: collection.balance_differences(actor=actor).height,
        (5, "cover_is_records"): lambda: cover_differences(actor=actor),
        (5, "cubes_are_their_blocks"): lambda: broken_runs(actor=actor),
        (6, "known_then_is_known_now"): lambda: _known_at_differences(actor),
        (7, "chain_holds"): lambda: broken_links(audits.chain(actor=actor)),
    }
    for (invariant, name), asked in derived.items():
        yield Finding(invariant, name, asked())


def broken_runs(*, actor: Actor) -> int:
    """Count the finished runs of studies whose stored blocks do not give the cube they are said to give."""
    broken = 0
    for run, digest in studies.results(actor=actor).items():
        try:
            broken += stored_cube(actor=actor, run=run).digest() != digest
        except (DamagedCube, UnlikeBlocks, NotDone):
            broken += 1
    return broken


def _known_at_differences(actor: Actor) -> int:
    """Compare the spans as known at the last sealed position with those derived from all sealed facts."""
    last = audits.last_position(actor=actor)
    then = affiliation.derive_spans(actor=actor, known_at=last)
    now = affiliation.derive_spans(actor=actor, waiting=False)
    unlike = then.join(now, on=then.columns, how="anti", nulls_equal=True).height
    return unlike + abs(then.height - now.height)


def broken_links(chain: list[audits.Link]) -> int:
    """Recompute the journal's chain and count the links that do not hold."""
    broken, before = 0, hashlib.sha256(b"ayni").digest()
    for position, link in enumerate(chain, start=1):
        expected = hashlib.sha256(before + link.text.encode()).digest()
        broken += expected != link.hash or link.position != position
        before = link.hash
    return broken
