"""Writes of the entitlement room: months are credited; bitmaps and cover follow and can be rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from ayni.apps.sql.frames import execute, read_frame, rows, stage_frame
from ayni.core.actor import Actor
from ayni.core.periods import Span

CREDIT = {
    "association": pl.Int32,
    "person": pl.Int64,
    "scheme": pl.Int32,
    "month": pl.Int32,
    "state": pl.String,
    "counts_from": pl.Date,
    "disposition": pl.Int64,
}
_CREDIT_TYPES = {
    "association": "int",
    "person": "bigint",
    "scheme": "int",
    "month": "int",
    "state": "text",
    "counts_from": "date",
    "disposition": "bigint",
}
#: Gives spans (``person, start, end``) from months in force (``person, month, counts_from``).
Cover = Callable[[pl.DataFrame], pl.DataFrame]

# A month is in force when it was credited after the last withdrawal; it counts from the first such credit.
_IN_FORCE = """
SELECT c.person, c.month, min(c.counts_from) FROM entitlement_record c
WHERE c.institution = %s AND c.scheme = %s AND c.state = 'credited' AND {who} AND {known}
  AND NOT EXISTS (SELECT 1 FROM entitlement_record w WHERE w.person = c.person AND w.scheme = c.scheme
      AND w.month = c.month AND w.state = 'withdrawn' AND w.id > c.id AND {known_too})
GROUP BY c.person, c.month
"""
_SEALED_UNTIL = "SELECT entry FROM audit_seal WHERE position <= %s"
_MONTHS = {"person": pl.Int64, "month": pl.Int32, "counts_from": pl.Date}


def credit(*, actor: Actor, records: pl.DataFrame) -> int:
    """Write contribution records (``CREDIT`` columns: credited or withdrawn months); gives how many.

    The caller then refreshes what follows from them.
    """
    if records.is_empty():
        return 0
    stage_frame(records.select(list(CREDIT)), name="stage_credit", types=_CREDIT_TYPES)
    columns = ", ".join(CREDIT)
    return execute(
        f"INSERT INTO entitlement_record (institution, {columns}, entry)"
        f" SELECT %s, {columns}, audit_current_entry() FROM stage_credit",
        (actor.institution,),
    )


def months_in_force(
    *,
    actor: Actor,
    scheme: int,
    persons: Sequence[int] | None = None,
    known_at: int | None = None,
) -> pl.DataFrame:
    """Give the months in force (``person, month, counts_from``), of some persons or of all.

    ``known_at`` asks as of a journal position: what was known then never changes.
    """
    who = "true" if persons is None else "c.person IN (SELECT unnest(%s::bigint[]))"
    known, known_too = (
        "true" if known_at is None else f"{row}.entry IN ({_SEALED_UNTIL})" for row in "cw"
    )
    params: list[object] = [actor.institution, scheme]
    params += [] if persons is None else [list(persons)]
    params += [] if known_at is None else [known_at, known_at]
    return read_frame(
        _IN_FORCE.format(who=who, known=known, known_too=known_too), params, schema=_MONTHS
    )


def refresh(
    *, actor: Actor, scheme: int, cover: Cover, persons: Sequence[int] | None = None
) -> tuple[int, int]:
    """Derive bitmaps and cover anew for some persons (or all); gives how many rows of each changed.

    Only rows that differ are written.
    """
    # Tables that grew since they were last counted look small: the planner would compare row by row.
    execute("SELECT set_config('enable_nestloop', 'off', true)")
    months = months_in_force(actor=actor, scheme=scheme, persons=persons)
    bits = _refresh_bitmaps(actor=actor, scheme=scheme, months=months, persons=persons)
    spans = cover(months).rename({"start": "starts", "end": "ends"})
    covers = _refresh_cover(actor=actor, scheme=scheme, spans=spans, persons=persons)
    execute("SELECT set_config('enable_nestloop', 'on', true)")
    return bits, covers


def bitmaps(months: pl.DataFrame) -> pl.DataFrame:
    """Fold months into blocks of 48: ``person, block, bits``."""
    place = pl.col("month").cast(pl.Int64)
    return (
        months.select(
            "person",
            block=(place // 48).cast(pl.Int32),
            bit=pl.lit(2, dtype=pl.Int64).pow(place % 48).cast(pl.Int64),
        )
        .unique()
        .group_by("person", "block")
        .agg(bits=pl.col("bit").sum())
    )


_BITMAP_TYPES = {"person": "bigint", "block": "int", "bits": "bigint"}
_COVER_TYPES = {"person": "bigint", "starts": "date", "ends": "date"}


def _refresh_bitmaps(
    *, actor: Actor, scheme: int, months: pl.DataFrame, persons: Sequence[int] | None
) -> int:
    stage_frame(bitmaps(months), name="stage_bitmap", types=_BITMAP_TYPES)
    gone = _delete_gone(
        table="entitlement_bitmap",
        stage="stage_bitmap",
        key="block",
        scheme=scheme,
        persons=persons,
    )
    written = execute(
        "INSERT INTO entitlement_bitmap AS b (institution, person, scheme, block, bits)"
        " SELECT %s, person, %s, block, bits FROM stage_bitmap"
        " ON CONFLICT (person, scheme, block) DO UPDATE SET bits = excluded.bits"
        " WHERE b.bits <> excluded.bits",
        (actor.institution, scheme),
    )
    return gone + written


def _refresh_cover(
    *, actor: Actor, scheme: int, spans: pl.DataFrame, persons: Sequence[int] | None
) -> int:
    stage_frame(spans, name="stage_cover", types=_COVER_TYPES)
    gone = _delete_gone(
        table="entitlement_cover", stage="stage_cover", key="starts", scheme=scheme, persons=persons
    )
    written = execute(
        "INSERT INTO entitlement_cover AS c (institution, person, scheme, starts, ends)"
        " SELECT %s, person, %s, starts, ends FROM stage_cover"
        " ON CONFLICT (person, scheme, starts) DO UPDATE SET ends = excluded.ends"
        " WHERE c.ends <> excluded.ends",
        (actor.institution, scheme),
    )
    return gone + written


# Thousands of persons join as a table: an array is searched from its beginning for every row.
def _delete_gone(
    *, table: str, stage: str, key: str, scheme: int, persons: Sequence[int] | None
) -> int:
    who = "" if persons is None else " AND t.person IN (SELECT unnest(%s::bigint[]))"
    return execute(
        f"DELETE FROM {table} t WHERE t.scheme = %s{who} AND NOT EXISTS"
        f" (SELECT 1 FROM {stage} s WHERE s.person = t.person AND s.{key} = t.{key})",
        (scheme,) if persons is None else (scheme, list(persons)),
    )


_LATENCY = {"person": pl.Int64, "ended": pl.Date, "starts": pl.Date, "ends": pl.Date}
_LATENCY_TYPES = {"person": "bigint", "ended": "date", "starts": "date", "ends": "date"}


def latency_frame(spans: Sequence[tuple[int, date, Span]]) -> pl.DataFrame:
    """Put days of cover after leaving (person, first day without affiliation, days) into a frame."""
    found = [(person, ended, span.start, span.end) for person, ended, span in spans]
    return pl.DataFrame(found, schema=_LATENCY, orient="row")


def refresh_latency(
    *, actor: Actor, scheme: int, spans: pl.DataFrame, persons: Sequence[int] | None = None
) -> int:
    """Keep the days of cover after leaving (``latency_frame``) of some insured persons (or all).

    Only rows that differ are written; gives how many.
    """
    stage_frame(spans, name="stage_latency", types=_LATENCY_TYPES)
    gone = _delete_gone(
        table="entitlement_latency",
        stage="stage_latency",
        key="starts",
        scheme=scheme,
        persons=persons,
    )
    written = execute(
        "INSERT INTO entitlement_latency AS l (institution, person, scheme, ended, starts, ends)"
        " SELECT %s, person, %s, ended, starts, ends FROM stage_latency"
        " ON CONFLICT (person, scheme, starts) DO UPDATE SET ended = excluded.ended,"
        " ends = excluded.ends WHERE (l.ended, l.ends) <> (excluded.ended, excluded.ends)",
        (actor.institution, scheme),
    )
    return gone + written


def latency_differences(*, actor: Actor, scheme: int, spans: pl.DataFrame) -> int:
    """Count the rows in which the cover after leaving that is kept differs from what the facts give."""
    kept = read_frame(
        "SELECT person, ended, starts, ends FROM entitlement_latency"
        " WHERE institution = %s AND scheme = %s",
        (actor.institution, scheme),
        schema=_LATENCY,
    )
    return _unlike(kept, spans)


def differences(*, actor: Actor, scheme: int, cover: Cover) -> int:
    """Count the rows in which what is kept differs from what the records give."""
    months = months_in_force(actor=actor, scheme=scheme)
    kept_bits = read_frame(
        "SELECT person, block, bits FROM entitlement_bitmap WHERE institution = %s AND scheme = %s",
        (actor.institution, scheme),
        schema={"person": pl.Int64, "block": pl.Int32, "bits": pl.Int64},
    )
    kept_cover = read_frame(
        "SELECT person, starts, ends FROM entitlement_cover WHERE institution = %s AND scheme = %s",
        (actor.institution, scheme),
        schema={"person": pl.Int64, "starts": pl.Date, "ends": pl.Date},
    )
    spans = cover(months).rename({"start": "starts", "end": "ends"})
    return _unlike(kept_bits, bitmaps(months)) + _unlike(kept_cover, spans)


def _unlike(kept: pl.DataFrame, derived: pl.DataFrame) -> int:
    keys = kept.columns
    same = derived.select(pl.col(name).cast(kind) for name, kind in kept.schema.items())
    return kept.join(same, on=keys, how="anti").height + same.join(kept, on=keys, how="anti").height


def withdraw(*, actor: Actor, undone: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Withdraw the months of the lines that dispositions paid: pairs (disposition, what undoes it).

    A line that gives back any part of its money is no longer paid in full, whichever payment completed
    it. Gives the (scheme, person) pairs touched. The credit stays as a fact; the withdrawal is a new one.
    """
    if not undone:
        return set()
    found = rows(
        "INSERT INTO entitlement_record (institution, association, person, scheme, month, state,"
        " counts_from, disposition, entry) SELECT r.institution, r.association, r.person, r.scheme, r.month,"
        " 'withdrawn', r.counts_from, u.undoing, audit_current_entry()"
        " FROM unnest(%s::bigint[], %s::bigint[]) u(undone, undoing)"
        " JOIN collection_allocation a ON a.disposition = u.undone AND a.part = 0"
        " JOIN assessment_line l USING (month, adhesion, family, part)"
        " JOIN alliance_adhesion h ON h.id = l.adhesion JOIN alliance_agreement g ON g.id = h.agreement"
        " JOIN entitlement_record r ON r.person = l.insured AND r.scheme = g.scheme AND r.month = l.month"
        " WHERE r.institution = %s AND r.state = 'credited' AND NOT EXISTS (SELECT 1"
        " FROM entitlement_record w WHERE w.person = r.person AND w.scheme = r.scheme"
        " AND w.month = r.month AND w.state = 'withdrawn' AND w.id > r.id) RETURNING scheme, person",
        ([a for a, _ in undone], [b for _, b in undone], actor.institution),
    )
    return set(found)
