"""Writes of the affiliation room: rosters are received, then take effect."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.apps.alliance.queries import Adhesion
from ayni.apps.registry import actions as registry
from ayni.apps.sql.frames import execute, one, read_frame, rows, stage_frame, value
from ayni.core.actor import Actor
from ayni.core.affiliation.conditions import Claim
from ayni.core.affiliation.movements import STATE, movements, spans
from ayni.core.periods import first_day


class RosterOutOfOrder(Exception):
    """A roster for a month before one that already took effect."""


@dataclass(frozen=True, slots=True)
class Control:
    """The persons written in a file, each counted once."""

    rows: int
    accepted: int
    refused: int
    doubtful: int
    duplicate: int
    families: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file, with its place."""

    sheet: str
    row: int
    column: str
    cell: str
    value: str | None
    kind: str
    severity: str
    proposed: str | None


@dataclass(frozen=True, slots=True)
class Received:
    """A roster file as it came."""

    document: int
    name: str
    month: int
    as_of: date
    layout: Mapping[str, object]
    control: Control
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Applied:
    """What a roster changed."""

    included: int
    excluded: int
    changed: int
    unchanged: int
    left_out: int


#: A roster's people: the registry's columns and where each stands in the file.
ROSTER = registry.PEOPLE | {
    "family_no": "int",
    "relation": "text",
    "activity": "text",
    "declared_income": "bigint",
}
_SPAN = (
    "SELECT person, family, insured, relation, activity, declared_income, position"
    " FROM affiliation_span WHERE adhesion = %s AND (ends IS NULL OR ends > %s)"
)


def receive(*, actor: Actor, adhesion: Adhesion, file: Received) -> tuple[int, bool]:
    """Record a roster file with its control totals and problems; gives its number and whether it is new."""
    known = one(
        "SELECT id FROM affiliation_roster WHERE adhesion = %s AND month = %s AND document = %s",
        (adhesion.id, file.month, file.document),
    )
    if known is not None:
        return int(known[0]), False
    control = file.control
    roster = int(
        value(
            "INSERT INTO affiliation_roster (institution, association, adhesion, month, document, name,"
            " as_of, layout, rows, accepted, refused, doubtful, duplicate, families, received_by)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                actor.institution,
                adhesion.association,
                adhesion.id,
                file.month,
                file.document,
                file.name[-200:],
                file.as_of,
                json.dumps(file.layout),
                control.rows,
                control.accepted,
                control.refused,
                control.doubtful,
                control.duplicate,
                control.families,
                actor.name,
            ),
        )
    )
    _write_problems(actor=actor, adhesion=adhesion, roster=roster, problems=file.problems)
    return roster, True


def _write_problems(
    *, actor: Actor, adhesion: Adhesion, roster: int, problems: Sequence[Problem]
) -> None:
    if not problems:
        return
    columns = ("sheet", "row", "column", "cell", "value", "kind", "severity", "proposed")
    lists = [[getattr(problem, column) for problem in problems] for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    execute(
        f"INSERT INTO affiliation_roster_problem (institution, association, roster, {names})"
        " SELECT %s, %s, %s, u.* FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[], %s::text[],"
        " %s::text[], %s::text[], %s::text[]) u",
        (actor.institution, adhesion.association, roster, *lists),
    )


def add_condition(
    *, actor: Actor, person: int, claim: Claim, replaces: int | None = None, withdrawn: bool = False
) -> int:
    """Record a condition of a person, or what takes the place of one recorded before; gives its number.

    Who records for one person waits for whoever does at the same moment (``lock_person``).
    """
    return int(
        value(
            "INSERT INTO affiliation_condition (institution, person, condition, starts, ends, evidence,"
            " document, replaces, withdrawn) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                actor.institution,
                person,
                claim.condition.value,
                claim.starts,
                claim.ends,
                claim.evidence.strip(),
                claim.document,
                replaces,
                withdrawn,
            ),
        )
    )


def lock_person(*, person: int) -> None:
    """Let whoever records facts of the same person wait until this transaction is over."""
    rows("SELECT 1 FROM registry_person WHERE id = %s FOR NO KEY UPDATE", (person,))


def is_applied(*, roster: int) -> bool:
    """Tell whether a roster took effect."""
    return one("SELECT 1 FROM affiliation_roster_applied WHERE roster = %s", (roster,)) is not None


def apply(
    *, actor: Actor, adhesion: Adhesion, roster: int, month: int, people: pl.DataFrame
) -> Applied:
    """Let a roster take effect from the first day of its month, in one transaction.

    ``people`` are the rows taken (``ROSTER`` columns): every family has its insured person. Run a second
    time it finds the first and changes nothing. Two rosters of one adhesion wait for each other.
    """
    rows("SELECT pg_advisory_xact_lock(4146903, %s)", (adhesion.id,))
    done = one(
        "SELECT included, excluded, changed, unchanged, left_out FROM affiliation_roster_applied"
        " WHERE roster = %s",
        (roster,),
    )
    if done is not None:
        return Applied(*done)
    _refuse_out_of_order(adhesion=adhesion, month=month)
    day = first_day(month)
    current = read_frame(_SPAN, (adhesion.id, day), schema=STATE)
    wanted = _identify(actor=actor, people=people, current=current)
    moved = movements(current=current, roster=wanted)
    accepted = value("SELECT accepted FROM affiliation_roster WHERE id = %s", (roster,))
    applied = _count(moved=moved, current=current, left_out=int(accepted) - wanted.height)
    _write_movements(actor=actor, adhesion=adhesion, roster=roster, day=day, moved=moved)
    execute(
        "INSERT INTO affiliation_roster_applied (roster, institution, association, adhesion, month,"
        " included, excluded, changed, unchanged, left_out)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            roster,
            actor.institution,
            adhesion.association,
            adhesion.id,
            month,
            applied.included,
            applied.excluded,
            applied.changed,
            applied.unchanged,
            applied.left_out,
        ),
    )
    return applied


def _refuse_out_of_order(*, adhesion: Adhesion, month: int) -> None:
    later = value(
        "SELECT max(month) FROM affiliation_roster_applied WHERE adhesion = %s", (adhesion.id,)
    )
    if later is not None and later > month:
        raise RosterOutOfOrder(str(later))


def _identify(*, actor: Actor, people: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    """Turn roster rows into a state frame: persons and families by their numbers."""
    registered = registry.register(actor=actor, people=people.select(list(registry.PEOPLE)))
    known = people.join(
        registered.filter(~pl.col("clash")).select("position", "person"), on="position"
    )
    heads = known.filter(pl.col("relation") == "insured").select(
        "family_no", insured=pl.col("person")
    )
    families = heads.join(
        current.filter(pl.col("relation") == "insured").select("insured", "family"),
        on="insured",
        how="left",
    )
    fresh = families.filter(pl.col("family").is_null())
    numbered = fresh.with_columns(
        pl.Series("family", registry.new_families(actor=actor, count=fresh.height), dtype=pl.Int64)
    )
    every = pl.concat([families.filter(pl.col("family").is_not_null()), numbered])
    return known.join(every, on="family_no").select(
        *(pl.col(name).cast(kind) for name, kind in STATE.items())
    )


def _count(*, moved: pl.DataFrame, current: pl.DataFrame, left_out: int) -> Applied:
    number = dict(moved.group_by("kind").len().iter_rows())
    left = number.get("exclusion", 0)
    changed = number.get("change", 0)
    return Applied(
        included=number.get("inclusion", 0),
        excluded=left,
        changed=changed,
        unchanged=current.height - left - changed,
        left_out=left_out,
    )


_STAGE = {
    "person": "bigint",
    "family": "bigint",
    "insured": "bigint",
    "relation": "text",
    "activity": "text",
    "declared_income": "bigint",
    "position": "int",
    "kind": "text",
}


def _write_movements(
    *, actor: Actor, adhesion: Adhesion, roster: int, day: date, moved: pl.DataFrame
) -> None:
    if moved.is_empty():
        return
    stage_frame(moved, name="stage_movement", types=_STAGE)
    place = (actor.institution, adhesion.association, adhesion.id)
    entry = value("SELECT audit_current_entry()")
    execute(
        "INSERT INTO affiliation_movement (institution, association, adhesion, roster, scheme, person,"
        " family, insured, kind, relation, day, position, activity, declared_income, entry)"
        " SELECT %s, %s, %s, %s, %s, person, family, insured, kind, relation, %s, position, activity,"
        " declared_income, %s FROM stage_movement",
        (*place, roster, adhesion.scheme, day, entry),
    )
    _write_pairs(stage=f"(SELECT *, {adhesion.id} AS adhesion FROM stage_movement)")
    gone = "m.person = s.person AND s.adhesion = %s AND m.kind <> 'inclusion'"
    execute(
        f"DELETE FROM affiliation_span s USING stage_movement m WHERE {gone} AND s.starts >= %s",
        (adhesion.id, day),
    )
    execute(
        f"UPDATE affiliation_span s SET ends = %s FROM stage_movement m WHERE {gone}"
        " AND s.starts < %s AND (s.ends IS NULL OR s.ends > %s)",
        (day, adhesion.id, day, day),
    )
    execute(
        "INSERT INTO affiliation_span (institution, association, adhesion, scheme, person, family, insured,"
        " relation, starts, position, activity, declared_income)"
        " SELECT %s, %s, %s, %s, person, family, insured, relation, %s, position, activity,"
        " declared_income FROM stage_movement WHERE kind <> 'exclusion'",
        (*place, adhesion.scheme, day),
    )


def _write_pairs(*, stage: str) -> None:
    """Record who is the insured person of which family; what is known stays as it is."""
    execute(
        "INSERT INTO affiliation_insured (family, insured, institution, association)"
        f" SELECT DISTINCT s.family, s.insured, d.institution, d.association FROM {stage} s"
        " JOIN alliance_adhesion d ON d.id = s.adhesion ON CONFLICT DO NOTHING"
    )


_FACTS = {
    "number": pl.Int64,
    "scheme": pl.Int32,
    "adhesion": pl.Int32,
    "kind": pl.String,
    "day": pl.Date,
} | STATE


def derive_spans(
    *, actor: Actor, known_at: int | None = None, waiting: bool = True
) -> pl.DataFrame:
    """Derive all spans of the institution from movements, as known now or at a journal position.

    ``waiting`` counts movements whose entry still waits for the sealer.
    """
    facts = read_frame(
        "SELECT m.id, m.scheme, m.adhesion, m.kind, m.day, p.canonical, m.family, m.insured, m.relation,"
        " m.activity, m.declared_income, m.position FROM affiliation_movement m"
        " JOIN registry_person p ON p.id = m.person WHERE m.institution = %s"
        " AND (%s::bigint IS NULL OR m.entry IN (SELECT entry FROM audit_seal WHERE position <= %s))"
        " AND (%s OR m.entry NOT IN (SELECT e.id FROM audit_entry e LEFT JOIN audit_seal s"
        " ON s.entry = e.id WHERE s.entry IS NULL))",
        (actor.institution, known_at, known_at, waiting),
        schema=_FACTS,
    )
    return spans(facts)


def rebuild(*, actor: Actor) -> int:
    """Write the spans anew from the movements; gives how many rows differed (none, in health)."""
    different = span_differences(actor=actor)
    if different.is_empty():
        return 0
    derived = derive_spans(actor=actor)
    types = {name: kind for name, kind in _STAGE.items() if name != "kind"} | {
        "scheme": "int",
        "adhesion": "int",
        "starts": "date",
        "ends": "date",
    }
    stage_frame(derived, name="stage_span", types=types)
    _write_pairs(stage="stage_span")
    execute("DELETE FROM affiliation_span WHERE institution = %s", (actor.institution,))
    execute(
        "INSERT INTO affiliation_span (institution, association, adhesion, scheme, person, family, insured,"
        " relation, starts, ends, position, activity, declared_income)"
        " SELECT d.institution, d.association, d.id, s.scheme, s.person, s.family, s.insured, s.relation,"
        " s.starts, s.ends, s.position, s.activity, s.declared_income FROM stage_span s"
        " JOIN alliance_adhesion d ON d.id = s.adhesion"
    )
    return different.height


def span_differences(*, actor: Actor) -> pl.DataFrame:
    """Give the rows in which the spans kept and the spans derived differ."""
    columns = ["scheme", "adhesion", *STATE, "starts", "ends"]
    schema = {"scheme": pl.Int32, "adhesion": pl.Int32, **STATE, "starts": pl.Date, "ends": pl.Date}
    kept = read_frame(
        f"SELECT {', '.join(columns)} FROM affiliation_span WHERE institution = %s",
        (actor.institution,),
        schema=schema,
    )
    derived = derive_spans(actor=actor).select(columns)
    return pl.concat(
        [
            kept.join(derived, on=columns, how="anti", nulls_equal=True),
            derived.join(kept, on=columns, how="anti", nulls_equal=True),
        ]
    )
