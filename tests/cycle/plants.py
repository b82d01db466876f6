"""One planted fault per check of ``ayni verify``: what somebody with the database's keys could do.

Each runs as the superuser with triggers and foreign keys asleep, and is rolled back. ``reddens`` names
every check that must turn red; no other may. Where a fault cannot break one rule alone (a double affiliation
is also a span that no movement gives), it names all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plant:
    """A fault: what it does, in SQL, and the checks that must find it."""

    name: str
    statement: str
    reddens: frozenset[str]


def _plant(name: str, statement: str, *reddens: str) -> Plant:
    return Plant(name, statement, frozenset(reddens))


def _moved(debit: str, credit: str) -> str:
    """Post one centimo between two accounts in an entry that stands: it still balances."""
    sides = ((debit, 1, 0), (credit, 0, 1))
    return ";".join(
        "INSERT INTO ledger_posting (institution, ledger_entry, account, association, debit, credit)"
        f" SELECT e.institution, e.id, a.id, n.association, {d}, {c} FROM assessment_notice n"
        f" JOIN ledger_entry e ON e.id = n.ledger_entry JOIN ledger_account a ON a.code = '{code}'"
        " ORDER BY n.id LIMIT 1"
        for code, d, c in sides
    )


_LEDGER = (
    _plant(
        "an entry with one posting too many",
        "INSERT INTO ledger_posting (institution, ledger_entry, account, debit) SELECT 1,"
        " min(ledger_entry), (SELECT id FROM ledger_account WHERE code = 'contribution_income'), 1"
        " FROM ledger_posting",
        "entries_balance",
    ),
    _plant(
        "an entry without postings",
        "INSERT INTO ledger_entry (institution, kind, reference, day, currency, entry) SELECT 1, 'x',"
        " 'x:1', '2026-04-01', 'PEN', min(id) FROM audit_entry",
        "entries_balance",
    ),
    _plant(
        "a second reversal of one entry",
        "ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_reverses_key;"
        "INSERT INTO ledger_entry (institution, kind, reference, day, currency, reverses, entry)"
        " SELECT 1, 'x', 'x:2', '2026-04-01', 'PEN', reverses, entry FROM ledger_entry"
        " WHERE reverses IS NOT NULL LIMIT 1;"
        "INSERT INTO ledger_posting (institution, ledger_entry, account, debit, credit)"
        " SELECT 1, e.id, a.id, s.d, s.c FROM ledger_entry e, ledger_account a,"
        " (VALUES (1, 0), (0, 1)) s(d, c) WHERE e.reference = 'x:2' AND a.code = 'contribution_income'",
        "reversed_at_most_once",
    ),
    _plant(
        "a receivable nobody billed",
        _moved("contributions_receivable", "contribution_income"),
        "receivable_is_open_lines",
    ),
    _plant(
        "a State's share nobody assessed",
        _moved("state_share_receivable", "state_share_income"),
        "state_receivable_is_state_shares",
    ),
    _plant(
        "money in the bank nobody sent", _moved("bank", "contribution_income"), "bank_is_receipts"
    ),
    _plant(
        "money held for nobody", _moved("contribution_income", "held_on_account"), "held_is_held"
    ),
    _plant(
        "unallocated money that vanished",
        _moved("receipts_unallocated", "contribution_income"),
        "unallocated_is_what_remains",
    ),
)
_ASSESSMENT = (
    _plant(
        "a notice with one family more than its lines",
        "UPDATE assessment_notice SET families = families + 1 WHERE id = (SELECT min(id)"
        " FROM assessment_notice)",
        "notice_is_its_lines",
    ),
    _plant(
        "a signed law rewritten",
        "ALTER TABLE alliance_scheme_text DROP CONSTRAINT alliance_scheme_text_check;"
        "UPDATE alliance_scheme_text SET text = text || ' ' WHERE part = 'rules'",
        "line_knows_its_law",
    ),
    _plant(
        "a notice torn up",
        "DELETE FROM assessment_notice n WHERE NOT EXISTS (SELECT 1 FROM collection_disposition d"
        " WHERE d.notice = n.id)",
        "line_belongs_to_a_notice",
    ),
)
_ONE_RECEIPT = (
    "(SELECT d.id FROM collection_disposition d WHERE d.kind = 'allocated' AND NOT EXISTS"
    " (SELECT 1 FROM collection_disposition u WHERE u.undoes = d.id) AND d.undoes IS NULL"
    " AND (SELECT count(*) FROM collection_allocation a WHERE a.disposition = d.id) > 1"
    " ORDER BY d.id LIMIT 1)"
)
_TWO_LINES = (
    "(SELECT a.*, CASE row_number() OVER (ORDER BY a.family) WHEN 1 THEN 1 ELSE -1 END AS moved"
    f" FROM collection_allocation a WHERE a.disposition = {_ONE_RECEIPT} ORDER BY a.family LIMIT 2) t"
)
_SAME_LINE = "(x.month, x.adhesion, x.family, x.part) = (t.month, t.adhesion, t.family, t.part)"
_COLLECTION = (
    _plant(
        "a refund of money that was given already",
        "INSERT INTO collection_disposition (institution, association, receipt, kind, amount, day,"
        " ledger_entry, entry) SELECT institution, association, receipt, 'refunded', 1, day, -1, entry"
        f" FROM collection_disposition WHERE id = {_ONE_RECEIPT}",
        "receipt_is_conserved",
        "unallocated_is_what_remains",
    ),
    _plant(
        "a disposition that is not its allocations",
        f"UPDATE collection_disposition SET amount = amount - 1 WHERE id = {_ONE_RECEIPT}",
        "disposition_is_its_allocations",
        "unallocated_is_what_remains",
    ),
    _plant(
        "a line that took a centimo of another",
        "ALTER TABLE collection_line_balance DROP CONSTRAINT paid_within_due;"
        f"UPDATE collection_line_balance x SET paid = x.paid + t.moved FROM {_TWO_LINES}"
        f" WHERE {_SAME_LINE};"
        f"UPDATE collection_allocation x SET amount = x.amount + t.moved FROM {_TWO_LINES}"
        f" WHERE {_SAME_LINE} AND x.disposition = t.disposition",
        "line_never_takes_more",
        "credits_are_paid_lines",
    ),
    _plant(
        "a balance that is not its allocations",
        "INSERT INTO collection_line_balance (institution, association, month, adhesion, family, part, due,"
        " paid) SELECT l.institution, l.association, l.month, l.adhesion, l.family, l.part, l.due, 1"
        " FROM assessment_line l LEFT JOIN collection_line_balance b USING (month, adhesion, family, part)"
        " WHERE b.month IS NULL LIMIT 1",
        "balances_are_allocations",
    ),
    _plant(
        "a statement with one line less than it says",
        "UPDATE collection_statement SET taken = taken + 1, entries = entries + 1 WHERE id ="
        " (SELECT min(id) FROM collection_statement)",
        "statement_lines_accounted",
    ),
)
_AFFILIATION = (
    _plant(
        "a person in two affiliations at once",
        "ALTER TABLE affiliation_span DROP CONSTRAINT one_affiliation;"
        "INSERT INTO affiliation_span (institution, association, adhesion, scheme, person, family, insured,"
        " relation, starts, position) SELECT institution, association, adhesion, scheme, person, family,"
        " insured, relation, starts + 31, position FROM affiliation_span ORDER BY person LIMIT 1",
        "one_affiliation_at_a_time",
        "spans_are_movements",
        "rosters_brought_who_is_there",
    ),
    _plant(
        "a person merged while affiliated under the old number",
        "UPDATE registry_person p SET canonical = (SELECT max(id) FROM registry_person)"
        " WHERE p.id = (SELECT min(person) FROM affiliation_span)",
        "spans_name_canonical_persons",
        "spans_are_movements",
    ),
    _plant(
        "an affiliation that began a day later",
        "UPDATE affiliation_span SET starts = starts + 1 WHERE person = (SELECT min(person)"
        " FROM affiliation_span)",
        "spans_are_movements",
    ),
    _plant(
        "a roster that lost a row",
        "ALTER TABLE affiliation_roster DROP CONSTRAINT rows_accounted;"
        "UPDATE affiliation_roster SET rows = rows + 1 WHERE id = (SELECT min(id) FROM affiliation_roster)",
        "roster_rows_accounted",
    ),
    _plant(
        "a roster that says it brought one person more",
        "UPDATE affiliation_roster_applied SET included = included + 1 WHERE roster = (SELECT min(roster)"
        " FROM affiliation_roster_applied)",
        "rosters_brought_who_is_there",
    ),
    _plant(
        "a movement that no sealed entry made",
        "UPDATE affiliation_movement SET entry = -1 WHERE id = (SELECT min(id) FROM affiliation_movement)",
        "known_then_is_known_now",
        "facts_have_an_entry",
    ),
)
_ENTITLEMENT = (
    _plant(
        "a month in the bitmap that nobody credited",
        "UPDATE entitlement_bitmap SET bits = bits # 1 WHERE person = (SELECT min(person)"
        " FROM entitlement_bitmap)",
        "cover_is_records",
    ),
    _plant(
        "cover a day longer than the months give",
        "UPDATE entitlement_cover SET ends = ends + 1 WHERE person = (SELECT min(person)"
        " FROM entitlement_cover)",
        "cover_is_records",
    ),
    _plant(
        "a month credited to somebody who did not pay, cover and journal kept in step",
        "INSERT INTO entitlement_record (institution, association, person, scheme, month, state,"
        " counts_from, disposition, entry) SELECT r.institution, r.association, l.insured, r.scheme,"
        " r.month, 'credited', '2100-01-01', r.disposition, r.entry FROM entitlement_record r"
        " JOIN assessment_line l ON l.month = r.month AND NOT EXISTS (SELECT 1 FROM entitlement_record x"
        " WHERE x.person = l.insured AND x.month = l.month) ORDER BY r.id LIMIT 1;"
        "INSERT INTO audit_entry (institution, actor, role, reason) VALUES (1, 'x', 'system', 'x');"
        "INSERT INTO audit_change (entry, about, verb, rows, salt, digest) SELECT max(id),"
        " 'entitlement_record', 'insert', 1, '', '' FROM audit_entry",
        "credits_are_paid_lines",
        "cover_is_records",
    ),
    _plant(
        "cover after leaving that the law does not give",
        "INSERT INTO entitlement_latency (institution, person, scheme, ended, starts, ends)"
        " SELECT institution, person, scheme, ends, ends, ends + 30 FROM entitlement_cover LIMIT 1",
        "cover_is_records",
    ),
    _plant(
        "a record slipped in past the journal",
        "INSERT INTO entitlement_record (institution, association, person, scheme, month, state,"
        " counts_from, disposition, entry) SELECT institution, association, person, scheme, month,"
        " 'in_plan', counts_from, -1, entry FROM entitlement_record ORDER BY id LIMIT 1",
        "changes_are_counted",
    ),
)
_JOURNAL = (
    _plant(
        "a seal with another hash",
        "UPDATE audit_seal SET hash = sha256(hash) WHERE position = 3",
        "chain_holds",
    ),
    _plant(
        "a reason rewritten after the fact",
        "UPDATE audit_entry SET reason = reason || '.' WHERE id = (SELECT entry FROM audit_seal"
        " WHERE position = 5)",
        "chain_holds",
    ),
    _plant(
        "two seals exchanged",
        "UPDATE audit_seal SET position = position + 1000000 WHERE position IN (2, 3);"
        "UPDATE audit_seal SET position = 1000005 - position WHERE position > 1000000",
        "chain_holds",
    ),
    _plant(
        "a seal taken out of the middle", "DELETE FROM audit_seal WHERE position = 4", "chain_holds"
    ),
    _plant(
        "an entry of nobody",
        "ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_actor_check;"
        "INSERT INTO audit_entry (institution, actor, role, reason) VALUES (1, ' ', 'system', 'x')",
        "entries_say_who_and_why",
    ),
    _plant(
        "a fact of a person without an entry",
        "UPDATE registry_person_fact SET entry = -1 WHERE person = (SELECT min(person)"
        " FROM registry_person_fact)",
        "facts_have_an_entry",
    ),
)
_RESULT = (
    "INSERT INTO study_result (run, institution, cube, manifest, ended_at, entry)"
    " VALUES (1, 1, sha256('x'), '{}', '2026-08-01T00:00:00Z', 1)"
)
_STUDY = (
    _plant("a result of a study without its blocks", _RESULT, "cubes_are_their_blocks"),
    _plant(
        "a block of a study that is none",
        f"{_RESULT}; INSERT INTO study_block (institution, run, first, scenarios, digest, content, entry)"
        " VALUES (1, 1, 0, 4, sha256('x'), 'x', 1)",
        "cubes_are_their_blocks",
    ),
)
PLANTS = (
    *_LEDGER,
    *_ASSESSMENT,
    *_COLLECTION,
    *_AFFILIATION,
    *_ENTITLEMENT,
    *_JOURNAL,
    *_STUDY,
)
