"""One history with something of everything, and the faults that each of the nine assertions must find."""

from __future__ import annotations

from dataclasses import dataclass

from ayni.apps.sql.invariants import CHECKS
from tests.cycle.histories import World, rows_of
from tests.cycle.plants import PLANTS
from tests.cycle.small_world import APRIL, DUE, FIRST, JUNE, SECOND, seal_all

#: The checks of ``verify`` that are no query, by invariant.
_DERIVED = {
    "spans_are_movements": 5,
    "balances_are_allocations": 5,
    "cover_is_records": 5,
    "known_then_is_known_now": 6,
    "chain_holds": 7,
}
#: What this history has not: a study. ``tests/cycle/test_study_running.py`` plants its faults.
_ELSEWHERE = "cubes_are_their_blocks"
INVARIANT_OF = {check.name: check.invariant for check in CHECKS} | _DERIVED


@dataclass(frozen=True, slots=True)
class Fault:
    """What somebody with the database's keys does, and the invariant it breaks."""

    invariant: int
    name: str
    statement: str


def live(world: World) -> None:
    """People come, leave and change; months are paid whole, in part, over, elsewhere, and taken back."""
    for code, families in ((FIRST, {1, 2, 3}), (SECOND, {4, 5})):
        rows = rows_of(families, spoil="a child written twice", activity="café")
        world.confirm(code, checked=world.receive(code, month=APRIL, rows=rows))
    world.look_back()
    _month(world, ["exact", "part"])
    _month(world, ["exact", "over"])
    seal_all()
    world.look_back()
    for code, families in ((FIRST, {1, 3, 6}), (SECOND, {4, 5})):
        rows = rows_of(families, spoil="a number too short", activity="cacao")
        world.confirm(code, checked=world.receive(code, month=JUNE, rows=rows))
    _month(world, ["exact", "over"])
    _month(world, ["nameless", "abroad"])
    seal_all()
    world.look_back()
    shown = world.taking_back(world.payments[3], days=9)
    world.statement([shown], new=[])
    seal_all()
    world.look_back()


def _month(world: World, ways: list[str]) -> None:
    for code, way in zip((FIRST, SECOND), ways, strict=True):
        world.assess(code)
        shown = world.payment(0, way, amount=DUE + 1, days=8).shown
        world.statement([shown], new=[shown])


_REVERSAL = "(SELECT min(id) FROM ledger_entry WHERE reverses IS NOT NULL)"
_OWN = (
    Fault(
        1,
        "an entry taken out whole",
        "DELETE FROM ledger_posting WHERE ledger_entry = (SELECT min(id) FROM ledger_entry);"
        "DELETE FROM ledger_entry WHERE id = (SELECT min(id) FROM ledger_entry)",
    ),
    Fault(
        1,
        "an entry rewritten in balance",
        "UPDATE ledger_posting SET debit = debit + (debit > 0)::int, credit = credit + (credit > 0)::int"
        " WHERE ledger_entry = (SELECT min(id) FROM ledger_entry)",
    ),
    Fault(
        1,
        "a reversal that gives back a centimo more",
        "UPDATE ledger_posting SET debit = debit + (debit > 0)::int, credit = credit + (credit > 0)::int"
        f" WHERE ledger_entry = {_REVERSAL}",
    ),
    Fault(
        1,
        "a reversal of nothing",
        f"UPDATE ledger_entry SET reverses = NULL WHERE id = {_REVERSAL}",
    ),
    Fault(
        2,
        "a line of a centimo more",
        "UPDATE assessment_line SET due = due + 1, insured_share = insured_share + 1 WHERE family ="
        " (SELECT min(family) FROM assessment_line)",
    ),
    Fault(
        2,
        "a line of another insured person",
        "UPDATE assessment_line SET insured = (SELECT max(insured) FROM assessment_line) WHERE family ="
        " (SELECT min(family) FROM assessment_line)",
    ),
    Fault(2, "a run under no version", "UPDATE assessment_run SET version = -1"),
    Fault(
        2,
        "a version that began after the month",
        "UPDATE alliance_agreement_version SET starts = '2026-05-01'",
    ),
    Fault(
        2,
        "a notice that asks of another association",
        "UPDATE assessment_notice SET association = association + 1",
    ),
    Fault(
        3,
        "money that nobody sent",
        "UPDATE collection_receipt SET amount = amount + 1 WHERE id = (SELECT min(id)"
        " FROM collection_receipt)",
    ),
    Fault(
        3,
        "a payment taken back but for a centimo",
        "UPDATE collection_reversal SET amount = amount - 1",
    ),
    Fault(
        3,
        "a centimo lost in a split",
        "UPDATE collection_allocation SET amount = amount - 1 WHERE amount > 1 AND disposition ="
        " (SELECT min(disposition) FROM collection_allocation)",
    ),
    Fault(
        4,
        "a span that goes on after the next began",
        "ALTER TABLE affiliation_span DROP CONSTRAINT one_affiliation;"
        "UPDATE affiliation_span SET ends = NULL WHERE ends IS NOT NULL",
    ),
    Fault(
        5,
        "a month that counts a day early",
        "UPDATE entitlement_record SET counts_from = counts_from - 1 WHERE id = (SELECT min(id)"
        " FROM entitlement_record)",
    ),
    Fault(
        6,
        "a movement written back to an earlier day",
        "UPDATE affiliation_movement SET day = day - 1 WHERE id = (SELECT min(id)"
        " FROM affiliation_movement)",
    ),
    Fault(
        6,
        "a month that counted from another day",
        "UPDATE entitlement_record SET counts_from = counts_from + 1 WHERE id = (SELECT min(id)"
        " FROM entitlement_record)",
    ),
    Fault(
        6,
        "a journal cut before what was told",
        "DELETE FROM audit_seal WHERE position > 3",
    ),
    Fault(
        7,
        "a fact slipped in under an older entry",
        "INSERT INTO collection_reversal SELECT r.id, r.institution, r.association, -r.id, r.amount, -r.id,"
        " r.entry FROM collection_receipt r LEFT JOIN collection_reversal v ON v.receipt = r.id"
        " WHERE v.receipt IS NULL LIMIT 1",
    ),
    Fault(
        7,
        "the digest of a change rewritten",
        "UPDATE audit_change SET digest = sha256(digest) WHERE entry = (SELECT entry FROM audit_seal"
        " WHERE position = 4)",
    ),
    Fault(
        7,
        "a reason blotted out",
        "ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_reason_check;"
        "UPDATE audit_entry SET reason = ' ' WHERE id = (SELECT max(id) FROM audit_entry)",
    ),
    Fault(
        8,
        "a roster of one row more, its sum in step",
        "UPDATE affiliation_roster SET rows = rows + 1, refused = refused + 1",
    ),
    Fault(
        8,
        "a statement that lost a line, its sum in step",
        "DELETE FROM collection_bank_entry WHERE statement = (SELECT min(id) FROM collection_statement);"
        "UPDATE collection_statement SET entries = 0, taken = 0 WHERE id = (SELECT min(id)"
        " FROM collection_statement)",
    ),
    Fault(
        9,
        "a debt moved to another association",
        "UPDATE ledger_posting p SET association = (SELECT max(association) FROM assessment_line)"
        " FROM ledger_account a WHERE a.id = p.account AND a.code = 'contributions_receivable'",
    ),
    Fault(
        9,
        "money held for another association",
        "UPDATE ledger_posting p SET association = 0 FROM ledger_account a"
        " WHERE a.id = p.account AND a.code = 'held_on_account'",
    ),
)
_PLANTED = tuple(
    Fault(number, plant.name, plant.statement)
    for plant in PLANTS
    if _ELSEWHERE not in plant.reddens
    for number in sorted({INVARIANT_OF[name] for name in plant.reddens})
)
FAULTS = (*_OWN, *_PLANTED)
