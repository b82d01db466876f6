"""Reads of the affiliation room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.apps.affiliation.actions import Problem
from ayni.apps.alliance.queries import Adhesion
from ayni.apps.sql.frames import beginning, one, read_frame, rows
from ayni.core.actor import Actor
from ayni.core.affiliation.conditions import Condition
from ayni.core.affiliation.movements import STATE
from ayni.core.periods import first_day


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster received, and what became of it."""

    id: int
    adhesion: int
    association: int
    month: int
    name: str
    document: int
    rows: int
    accepted: int
    refused: int
    doubtful: int
    duplicate: int
    families: int
    received_by: str
    applied: bool
    included: int | None
    excluded: int | None
    changed: int | None
    unchanged: int | None
    left_out: int | None


_ROSTER = (
    "SELECT r.id, r.adhesion, r.association, r.month, r.name, r.document, r.rows, r.accepted, r.refused,"
    " r.doubtful, r.duplicate, r.families, r.received_by, a.roster IS NOT NULL, a.included, a.excluded,"
    " a.changed, a.unchanged, a.left_out FROM affiliation_roster r"
    " LEFT JOIN affiliation_roster_applied a ON a.roster = r.id WHERE r.institution = %s"
)


def rosters(*, actor: Actor, association: int | None = None, limit: int = 100) -> list[Roster]:
    """List rosters the actor may see, newest first."""
    found = rows(
        _ROSTER + " AND (%s::int IS NULL OR r.association = %s) ORDER BY r.id DESC LIMIT %s",
        (actor.institution, association, association, limit),
    )
    return [Roster(*row) for row in found]


def roster(*, actor: Actor, number: int) -> Roster | None:
    """Give one roster, or nothing when it is not the actor's to see."""
    found = one(_ROSTER + " AND r.id = %s", (actor.institution, number))
    return None if found is None else Roster(*found)


def problems(*, actor: Actor, roster: int, start: int = 0, limit: int = 50) -> list[Problem]:
    """List the problems of a roster by row, doubts and refusals before notes."""
    found = rows(
        'SELECT sheet, row, "column", cell, value, kind, severity, proposed'
        " FROM affiliation_roster_problem WHERE institution = %s AND roster = %s"
        " ORDER BY array_position(ARRAY['refuse', 'doubt', 'note'], severity), row, id"
        " OFFSET %s LIMIT %s",
        (actor.institution, roster, start, limit),
    )
    return [Problem(*row) for row in found]


def problem_counts(*, actor: Actor, roster: int) -> dict[str, int]:
    """Count a roster's problems by severity."""
    found = rows(
        "SELECT severity, count(*) FROM affiliation_roster_problem"
        " WHERE institution = %s AND roster = %s GROUP BY severity",
        (actor.institution, roster),
    )
    return dict(found)


def applied_for(*, actor: Actor, adhesion: int, month: int) -> int | None:
    """Give the roster that took effect last for a month, if one did."""
    found = one(
        "SELECT roster FROM affiliation_roster_applied WHERE institution = %s AND adhesion = %s"
        " AND month = %s ORDER BY entry DESC LIMIT 1",
        (actor.institution, adhesion, month),
    )
    return None if found is None else int(found[0])


def registry_doubts(
    *, actor: Actor, adhesion: Adhesion, month: int, people: pl.DataFrame
) -> dict[int, str]:
    """Ask the registry about the people of a file: position -> kind of doubt.

    ``affiliated_elsewhere``: affiliated in this scheme by another association on the month's first day or
    later. ``number_of_another_person``: the number is known for another name and another birth date.
    """
    known = read_frame(
        "SELECT i.kind, i.number, f.sort_key, f.birth_date, EXISTS (SELECT 1 FROM affiliation_span s"
        " WHERE s.person = p.canonical AND s.scheme = %s AND s.adhesion <> %s"
        " AND (s.ends IS NULL OR s.ends > %s)) FROM registry_identifier i"
        " JOIN registry_person p ON p.id = i.person"
        " CROSS JOIN LATERAL (SELECT sort_key, birth_date FROM registry_person_fact"
        " WHERE person = p.canonical ORDER BY number DESC LIMIT 1) f"
        " WHERE i.institution = %s AND i.number = ANY(%s)",
        (
            adhesion.scheme,
            adhesion.id,
            first_day(month),
            actor.institution,
            people["number"].to_list(),
        ),
        schema={
            "id_kind": pl.String,
            "number": pl.String,
            "known_key": pl.String,
            "known_birth": pl.Date,
            "elsewhere": pl.String,
        },
    )
    doubts = people.join(known, on=["id_kind", "number"]).select(
        "position",
        kind=pl.when(
            (pl.col("sort_key") != pl.col("known_key"))
            & pl.col("birth_date").ne_missing(pl.col("known_birth"))
        )
        .then(pl.lit("number_of_another_person"))
        .when(pl.col("elsewhere") == "t")
        .then(pl.lit("affiliated_elsewhere")),
    )
    return dict(doubts.drop_nulls().iter_rows())


FAMILIES = {
    "adhesion": pl.Int32,
    "association": pl.Int32,
    "family": pl.Int64,
    "insured": pl.Int64,
    "position": pl.Int32,
    "activity": pl.String,
    "declared_income": pl.Int64,
    "dependants": pl.Int64,
}
FACTS = ("activity", "declared_income", "dependants")


def heads(*, dependants: bool) -> str:
    """Give the query of the families affiliated on a day, each by its insured person.

    Takes ``heads_values``. Dependants are counted only when asked for: that reads five times as many rows.
    """
    held = "institution = %s AND starts <= %s AND (ends IS NULL OR ends > %s)"
    size = (
        "(SELECT count(*) - 1 FROM affiliation_span d WHERE d.family = s.family AND d.starts <= v.day"
        " AND (d.ends IS NULL OR d.ends > v.day))"
        if dependants
        else "NULL::bigint"
    )
    return (
        "SELECT adhesion, association, family, insured, position, activity, declared_income,"
        f" {size} AS dependants FROM affiliation_span s CROSS JOIN (SELECT %s::date AS day) v"
        f" WHERE relation = 'insured' AND {held}"
    )


def heads_values(*, actor: Actor, day: date) -> tuple[object, ...]:
    """Give the values that ``heads`` takes."""
    return (day, actor.institution, day, day)


def families_on(*, actor: Actor, adhesions: Sequence[int], day: date) -> pl.DataFrame:
    """Give the families affiliated on a day with every fact a scheme may ask for."""
    return read_frame(
        f"SELECT {', '.join(FAMILIES)} FROM ({heads(dependants=True)}) h WHERE adhesion = ANY(%s)",
        (*heads_values(actor=actor, day=day), list(adhesions)),
        schema=FAMILIES,
    ).sort("adhesion", "position")


def situation_counts(
    *, actor: Actor, adhesions: Sequence[int], day: date, facts: Sequence[str]
) -> pl.DataFrame:
    """Count the families of each situation on a day: association, ``facts`` and ``families``."""
    names = ["association", *facts]
    return read_frame(
        f"SELECT {', '.join(names)}, count(*) AS families FROM"
        f" ({heads(dependants='dependants' in facts)}) h WHERE adhesion = ANY(%s)"
        f" GROUP BY {', '.join(names)} ORDER BY {', '.join(names)}",
        (*heads_values(actor=actor, day=day), list(adhesions)),
        schema={name: FAMILIES[name] for name in names} | {"families": pl.Int64},
    )


def persons_in(*, actor: Actor, month: int) -> dict[int, int]:
    """Count the persons of each adhesion in a month: who its rosters brought in less who left since.

    The same number as its spans give on the month's first day (`ayni verify` compares them), at once.
    """
    found = rows(
        "SELECT adhesion, sum(n)::int FROM (SELECT adhesion, included - excluded AS n"
        " FROM affiliation_roster_applied WHERE institution = %s AND month <= %s UNION ALL"
        " SELECT adhesion, CASE kind WHEN 'inclusion' THEN 1 ELSE -1 END FROM affiliation_movement"
        " WHERE roster IS NULL AND institution = %s"
        " AND day <= %s) u GROUP BY adhesion",
        (actor.institution, month, actor.institution, first_day(month)),
    )
    return dict(found)


def situations_on(
    *, actor: Actor, adhesions: Sequence[int], day: date, facts: Sequence[str]
) -> pl.DataFrame:
    """Give every situation that occurs on a day among affiliated families: adhesion and ``facts``."""
    names = ["adhesion", *facts]
    return read_frame(
        f"SELECT DISTINCT {', '.join(names)} FROM ({heads(dependants='dependants' in facts)}) h"
        " WHERE adhesion = ANY(%s)",
        (*heads_values(actor=actor, day=day), list(adhesions)),
        schema={name: FAMILIES[name] for name in names},
    )


def compared(
    *, actor: Actor, adhesion: Adhesion, day: date, people: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give two state frames: who is affiliated now, and whom a file names (unknown people below zero)."""
    current = read_frame(
        "SELECT person, family, insured, relation, activity, declared_income, position"
        " FROM affiliation_span WHERE adhesion = %s AND (ends IS NULL OR ends > %s)",
        (adhesion.id, day),
        schema=STATE,
    )
    known = read_frame(
        "SELECT i.kind, i.number, p.canonical FROM registry_identifier i"
        " JOIN registry_person p ON p.id = i.person WHERE i.institution = %s AND i.number = ANY(%s)",
        (actor.institution, people["number"].to_list()),
        schema={"id_kind": pl.String, "number": pl.String, "person": pl.Int64},
    )
    named = people.join(known, on=["id_kind", "number"], how="left").with_columns(
        person=pl.coalesce("person", -pl.col("position").cast(pl.Int64))
    )
    heads = named.filter(pl.col("relation") == "insured").select(
        "family_no", insured=pl.col("person")
    )
    families = heads.join(
        current.filter(pl.col("relation") == "insured").select("insured", "family"),
        on="insured",
        how="left",
    ).with_columns(family=pl.coalesce("family", -pl.col("family_no").cast(pl.Int64) - 1))
    wanted = named.join(families, on="family_no").select(
        *(pl.col(name).cast(kind) for name, kind in STATE.items())
    )
    return current, wanted


_AFFILIATED = "institution = %s AND starts <= %s AND (ends IS NULL OR ends > %s)"


def counts(*, actor: Actor, day: date, association: int | None = None) -> tuple[int, int]:
    """Count families and persons affiliated on a day."""
    found = rows(
        "SELECT count(*) FILTER (WHERE person = insured), count(*) FROM affiliation_span"
        f" WHERE {_AFFILIATED} AND (%s::int IS NULL OR association = %s)",
        (actor.institution, day, day, association, association),
    )
    return int(found[0][0]), int(found[0][1])


def counts_by_adhesion(*, actor: Actor, day: date) -> dict[int, tuple[int, int]]:
    """Count families and persons of each adhesion on a day."""
    found = rows(
        "SELECT adhesion, count(*) FILTER (WHERE person = insured), count(*) FROM affiliation_span"
        f" WHERE {_AFFILIATED} GROUP BY adhesion",
        (actor.institution, day, day),
    )
    return {adhesion: (families, persons) for adhesion, families, persons in found}


def families_of_adhesions(*, actor: Actor, adhesions: Sequence[int], day: date) -> dict[int, int]:
    """Count the families of some adhesions on a day."""
    found = rows(
        f"SELECT adhesion, count(*) FROM affiliation_span WHERE {_AFFILIATED} AND person = insured"
        " AND adhesion = ANY(%s) GROUP BY adhesion",
        (actor.institution, day, day, list(adhesions)),
    )
    return dict(found)


def families_of_agreements(*, actor: Actor, agreements: Sequence[int], day: date) -> dict[int, int]:
    """Count the families under some agreements on a day (an association: its own)."""
    found = rows(
        "SELECT d.agreement, count(*) FROM alliance_adhesion d JOIN affiliation_span s"
        " ON s.adhesion = d.id AND s.person = s.insured WHERE d.institution = %s"
        " AND d.agreement = ANY(%s) AND s.starts <= %s AND (s.ends IS NULL OR s.ends > %s)"
        " GROUP BY d.agreement",
        (actor.institution, list(agreements), day, day),
    )
    return dict(found)


@dataclass(frozen=True, slots=True)
class Affiliated:
    """A person in a family, with the span of the affiliation."""

    person: int
    name: str
    number: str | None
    birth_date: date | None
    relation: str
    family: int
    insured: int
    association: int
    association_name: str
    adhesion: int
    starts: date
    ends: date | None


_AFFILIATED_ROW = (
    "SELECT s.person, concat_ws(' ', nullif(f.surname1, ''), nullif(f.surname2, '')) || ', ' || f.names,"
    " i.number, f.birth_date, s.relation, s.family, s.insured, s.association, a.name, s.adhesion, s.starts,"
    " s.ends FROM affiliation_span s JOIN alliance_association a ON a.id = s.association"
    " CROSS JOIN LATERAL (SELECT * FROM registry_person_fact WHERE person = s.person"
    " ORDER BY number DESC LIMIT 1) f"
    " LEFT JOIN LATERAL (SELECT number FROM registry_identifier WHERE person = s.person"
    " AND kind <> 'ERASED' LIMIT 1) i ON true WHERE s.institution = %s"
)


def family_of(*, actor: Actor, family: int) -> list[Affiliated]:
    """List everybody who belongs or belonged to a family, insured person first, then by age."""
    found = rows(
        _AFFILIATED_ROW + " AND s.family = %s ORDER BY (s.person = s.insured) DESC, f.birth_date",
        (actor.institution, family),
    )
    return [Affiliated(*row) for row in found]


def insured_persons(
    *, actor: Actor, association: int, day: date, text: str = "", start: int = 0, limit: int = 50
) -> list[Affiliated]:
    """List an association's insured persons on a day by name; ``text`` is a folded beginning."""
    found = rows(
        _AFFILIATED_ROW + " AND s.association = %s AND s.person = s.insured AND s.starts <= %s"
        " AND (s.ends IS NULL OR s.ends > %s) AND f.sort_key LIKE %s"
        " ORDER BY f.sort_key, s.person OFFSET %s LIMIT %s",
        (
            actor.institution,
            association,
            day,
            day,
            beginning(text),
            start,
            limit,
        ),
    )
    return [Affiliated(*row) for row in found]


def spans_of(*, actor: Actor, person: int) -> list[Affiliated]:
    """List a person's affiliations, newest first."""
    found = rows(
        _AFFILIATED_ROW + " AND s.person = %s ORDER BY s.starts DESC", (actor.institution, person)
    )
    return [Affiliated(*row) for row in found]


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition as it was recorded; ``stands`` until another fact takes its place or it is withdrawn.

    ``recorded_by`` is seen by the institution only.
    """

    id: int
    condition: Condition
    starts: date
    ends: date | None
    evidence: str
    document: bytes | None
    stands: bool
    withdrawn: bool
    recorded_by: str | None


def conditions_of(*, actor: Actor, persons: Sequence[int]) -> dict[int, list[ConditionFact]]:
    """List the conditions of some persons, newest first; whoever has none is not among the keys."""
    found = rows(
        "SELECT c.person, c.id, c.condition, c.starts, c.ends, c.evidence, c.document, NOT c.withdrawn"
        " AND NOT EXISTS (SELECT 1 FROM affiliation_condition n WHERE n.replaces = c.id), c.withdrawn,"
        " e.actor FROM affiliation_condition c LEFT JOIN audit_entry e ON e.id = c.entry"
        " WHERE c.institution = %s AND c.person = ANY(%s) AND c.condition IS NOT NULL ORDER BY c.id DESC",
        (actor.institution, list(persons)),
    )
    facts: dict[int, list[ConditionFact]] = {}
    for person, number, condition, *rest in found:
        facts.setdefault(person, []).append(ConditionFact(number, Condition(condition), *rest))
    return facts


@dataclass(frozen=True, slots=True)
class Leaver:
    """An insured person who left: under which agreement, the first day without, the next affiliation."""

    person: int
    agreement: int
    ended: date
    back: date | None


def leavers(*, actor: Actor, scheme: int, persons: Sequence[int] | None = None) -> list[Leaver]:
    """List who left a scheme as insured person and was not affiliated again the same day."""
    who = "" if persons is None else " AND person = ANY(%s::bigint[])"
    found = rows(
        "WITH left_on AS MATERIALIZED (SELECT person, adhesion, ends FROM affiliation_span"
        " WHERE institution = %s AND scheme = %s AND relation = 'insured' AND ends IS NOT NULL"
        f"{who})"
        " SELECT s.person, h.agreement, s.ends, b.back FROM left_on s"
        " JOIN alliance_adhesion h ON h.id = s.adhesion"
        " CROSS JOIN LATERAL (SELECT min(t.starts) AS back FROM affiliation_span t"
        " WHERE t.person = s.person AND t.scheme = %s AND t.starts >= s.ends) b"
        " WHERE b.back IS DISTINCT FROM s.ends ORDER BY s.person, s.ends",
        (actor.institution, scheme, *(() if persons is None else ([*persons],)), scheme),
    )
    return [Leaver(*row) for row in found]


def left_with(*, actor: Actor, insured: int, scheme: int, day: date) -> bool:
    """Tell whether an insured person left a scheme on a day: the first without affiliation."""
    found = leavers(actor=actor, scheme=scheme, persons=[insured])
    return any(one.ended == day for one in found)


def agreements_of_insured(
    *, actor: Actor, scheme: int, persons: Sequence[int] | None = None
) -> pl.DataFrame:
    """Give under which agreement each insured person stands, and from when: ``person, agreement, starts``."""
    # The two tables meet here and not in the query: the planner takes thousands of persons for two hundred,
    # pairs each of them with every adhesion, and looks up the span of each pair.
    who = "" if persons is None else " AND person = ANY(%s::bigint[])"
    stood = read_frame(
        "SELECT person, adhesion, starts FROM affiliation_span"
        f" WHERE institution = %s AND scheme = %s AND relation = 'insured'{who}",
        (actor.institution, scheme) if persons is None else (actor.institution, scheme, [*persons]),
        schema={"person": pl.Int64, "adhesion": pl.Int64, "starts": pl.Date},
    )
    adhesions = read_frame(
        "SELECT id, agreement FROM alliance_adhesion WHERE institution = %s",
        (actor.institution,),
        schema={"adhesion": pl.Int64, "agreement": pl.Int32},
    )
    return stood.join(adhesions, on="adhesion").select("person", "agreement", "starts")


def insured_under(*, actor: Actor, agreement: int) -> list[tuple[int, int]]:
    """List whoever is or was insured under an agreement, as pairs (scheme, person)."""
    found = rows(
        "SELECT DISTINCT s.scheme, s.person FROM affiliation_span s"
        " JOIN alliance_adhesion h ON h.id = s.adhesion"
        " WHERE s.institution = %s AND h.agreement = %s AND s.relation = 'insured' ORDER BY 1, 2",
        (actor.institution, agreement),
    )
    return [(scheme, person) for scheme, person in found]


def moved_insured(*, actor: Actor, roster: int) -> list[int]:
    """List the insured persons of the families in which a roster moved somebody."""
    found = rows(
        "SELECT DISTINCT insured FROM affiliation_movement WHERE institution = %s AND roster = %s",
        (actor.institution, roster),
    )
    return [insured for (insured,) in found]
