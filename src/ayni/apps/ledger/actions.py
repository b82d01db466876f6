"""Posts entries; the database refuses what does not balance, and a reference posted before."""

from __future__ import annotations

from collections.abc import Sequence

from ayni.apps.sql.frames import execute, rows
from ayni.core.actor import Actor
from ayni.core.ledger import NORMAL_SIDE, Account, Entry


def open_accounts(*, actor: Actor) -> None:
    """Open the chart of accounts of the actor's institution; a second time finds it open."""
    execute(
        "INSERT INTO ledger_account (institution, code, normal_side)"
        " SELECT %s, u.* FROM unnest(%s::text[], %s::text[]) u ON CONFLICT DO NOTHING",
        (
            actor.institution,
            [account.value for account in Account],
            [NORMAL_SIDE[account] for account in Account],
        ),
    )


def post(*, actor: Actor, entries: Sequence[Entry]) -> list[int]:
    """Post entries and give their numbers, in order."""
    if not entries:
        return []
    reversed_ids = _numbers(actor, [e.reverses for e in entries if e.reverses])
    found = rows(
        "INSERT INTO ledger_entry (institution, kind, reference, day, currency, reverses)"
        " SELECT %s, u.* FROM unnest(%s::text[], %s::text[], %s::date[], %s::text[], %s::bigint[]) u"
        " RETURNING reference, id",
        (
            actor.institution,
            [entry.kind for entry in entries],
            [entry.reference for entry in entries],
            [entry.day for entry in entries],
            [entry.currency for entry in entries],
            [reversed_ids[entry.reverses] if entry.reverses else None for entry in entries],
        ),
    )
    numbers = dict(found)
    _write_postings(actor=actor, entries=entries, numbers=numbers)
    return [numbers[entry.reference] for entry in entries]


def _numbers(actor: Actor, references: Sequence[str | None]) -> dict[str, int]:
    if not references:
        return {}
    found = rows(
        "SELECT reference, id FROM ledger_entry WHERE institution = %s AND reference = ANY(%s)",
        (actor.institution, list(references)),
    )
    return dict(found)


def _write_postings(*, actor: Actor, entries: Sequence[Entry], numbers: dict[str, int]) -> None:
    every = [(numbers[e.reference], posting) for e in entries for posting in e.postings]
    execute(
        "INSERT INTO ledger_posting (institution, ledger_entry, account, association, debit, credit)"
        " SELECT %s, u.entry, a.id, u.association, u.debit, u.credit"
        " FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::bigint[], %s::bigint[])"
        " u(entry, code, association, debit, credit)"
        " JOIN ledger_account a ON a.institution = %s AND a.code = u.code",
        (
            actor.institution,
            [number for number, _ in every],
            [posting.account.value for _, posting in every],
            [posting.association for _, posting in every],
            [posting.debit for _, posting in every],
            [posting.credit for _, posting in every],
            actor.institution,
        ),
    )
