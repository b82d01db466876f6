"""Writes of the assessment room: a month is assessed once per adhesion, and its notice is its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.apps.affiliation.queries import heads, heads_values, persons_in
from ayni.apps.sql.frames import execute, rows, stage_frame, value
from ayni.core.actor import Actor
from ayni.core.periods import first_day

#: The columns of a line, in the order of the table.
LINE = {
    "institution": "int",
    "association": "int",
    "month": "int",
    "adhesion": "int",
    "family": "bigint",
    "part": "smallint",
    "run": "bigint",
    "insured": "bigint",
    "position": "int",
    "base": "bigint",
    "rate_ppm": "int",
    "insured_share": "bigint",
    "association_share": "bigint",
    "employer_share": "bigint",
    "buyer_share": "bigint",
    "state_share": "bigint",
    "due": "bigint",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One adhesion's month, assessed."""

    id: int
    adhesion: int
    association: int
    month: int
    families: int
    persons: int
    due: int
    state_due: int


#: What a price hangs on: where each fact stands on an affiliation, its type, and what stands for "not known".
_FACTS = {
    "activity": ("activity", "text", "''"),
    "declared_income": ("declared_income", "bigint", "-1"),
    "dependants": ("dependants", "bigint", "-1"),
}
_PRICES = (
    "base",
    "rate_ppm",
    "insured_share",
    "association_share",
    "employer_share",
    "buyer_share",
    "state_share",
    "due",
)


def assess(
    *,
    actor: Actor,
    month: int,
    version: int,
    adhesions: Sequence[int],
    prices: pl.DataFrame,
    facts: Sequence[str],
) -> list[Run]:
    """Write the lines of a month, one run per adhesion, under one agreement version.

    ``prices`` holds a computed line (``_PRICES``) for every situation that occurs: ``adhesion`` and the
    ``facts`` the scheme asks for. Each family takes the price of its situation, in the database: the
    families themselves never leave it. The first assessment of a month builds its partition apart (a
    bare table, summed, keys validated in bulk, attached); later ones insert into the standing one.
    """
    rows("SELECT pg_advisory_xact_lock(4146904, %s)", (month,))
    _stage_prices(prices=prices, facts=facts, adhesions=adhesions)
    table = (
        None
        if value("SELECT assessment_month_stands(%s)", (month,))
        else value("SELECT assessment_month_open(%s)", (month,))
    )
    target = str(table or "assessment_line")
    _write_lines(actor=actor, month=month, target=target, facts=facts)
    persons = persons_in(actor=actor, month=month)
    found = rows(
        "SELECT * FROM assessment_month_sum(%s, %s, %s::int[], %s::int[])",
        (month, version, list(adhesions), [persons.get(one, 0) for one in adhesions]),
    )
    if table is not None:
        value("SELECT assessment_month_close(%s)", (month,))
    return [Run(*row) for row in found]


def _stage_prices(*, prices: pl.DataFrame, facts: Sequence[str], adhesions: Sequence[int]) -> None:
    numbers = rows(
        "SELECT a, nextval('assessment_run_number')::int8 FROM unnest(%s::int[]) a",
        (list(adhesions),),
    )
    run_of = dict(numbers)
    types = {"adhesion": "int", "run": "bigint"} | {name: _FACTS[name][1] for name in facts}
    types |= dict.fromkeys(_PRICES, "bigint")
    runs = pl.Series("run", [run_of[one] for one in prices["adhesion"]], dtype=pl.Int64)
    stage_frame(prices.hstack([runs]), name="stage_price", types=types)
    # few rows, and the planner must know: else it keeps all families in a hash
    execute("ANALYZE stage_price")


def _write_lines(*, actor: Actor, month: int, target: str, facts: Sequence[str]) -> None:
    same = "".join(
        f" AND coalesce(h.{_FACTS[name][0]}, {_FACTS[name][2]}) = coalesce(p.{name}, {_FACTS[name][2]})"
        for name in facts
    )
    # row security hides from the planner how many families there are: it would ask for them price by price
    execute(
        "SET LOCAL enable_nestloop = off;"
        f" INSERT INTO {target} ({', '.join(LINE)})"
        f" SELECT %s, h.association, %s, h.adhesion, h.family, 0, p.run, h.insured, h.position,"
        f" {', '.join(f'p.{name}' for name in _PRICES)}"
        f" FROM ({heads(dependants='dependants' in facts)}) h"
        f" JOIN stage_price p ON p.adhesion = h.adhesion{same};"
        " SET LOCAL enable_nestloop = on",
        (actor.institution, month, *heads_values(actor=actor, day=first_day(month))),
    )


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A bill about to be issued for a run."""

    run: Run
    payer: int
    number: str
    reference: str
    currency: str
    issued_on: date
    due_on: date
    ledger_entry: int


def issue(*, actor: Actor, notices: Sequence[NewNotice]) -> list[int]:
    """Record notices, each exactly the sum of its run's lines (the database checks at commit)."""
    if not notices:
        return []
    columns = [
        (
            n.run.association,
            n.payer,
            n.run.adhesion,
            n.run.month,
            n.run.id,
            n.number,
            n.reference,
            n.run.families,
            n.run.persons,
            n.run.due,
            n.run.state_due,
            n.currency,
            n.issued_on,
            n.due_on,
            n.ledger_entry,
        )
        for n in notices
    ]
    found = rows(
        "INSERT INTO assessment_notice (institution, association, payer, adhesion, month, run, number,"
        " reference, families, persons, due, state_due, currency, issued_on, due_on, ledger_entry)"
        " SELECT %s, u.* FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::bigint[], %s::text[],"
        " %s::text[], %s::int[], %s::int[], %s::bigint[], %s::bigint[], %s::text[], %s::date[], %s::date[],"
        " %s::bigint[]) u RETURNING id",
        (actor.institution, *(list(column) for column in zip(*columns, strict=True))),
    )
    return [number for (number,) in found]


def attach(*, actor: Actor, notice: int, association: int, kind: str, document: int) -> None:
    """Attach a kept file to a notice; the first one stays."""
    execute(
        "INSERT INTO assessment_notice_document (notice, institution, association, kind, document)"
        " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (notice, actor.institution, association, kind, document),
    )
