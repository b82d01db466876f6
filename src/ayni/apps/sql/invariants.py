"""The invariants of the design, section 5, as questions that count what breaks them.

Each runs inside the actor's institution (row security applies) and must give 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from ayni.apps.sql.frames import value


@dataclass(frozen=True, slots=True)
class Check:
    """A question of an invariant; ``query`` counts broken rows."""

    invariant: int
    name: str
    query: str


def count(*, check: Check) -> int:
    """Ask."""
    return int(value(check.query) or 0)  # a boolean counts as one


CHECKS = (
    Check(
        1,
        "entries_balance",
        "SELECT count(*) FROM (SELECT e.id FROM ledger_entry e LEFT JOIN ledger_posting p"
        " ON p.ledger_entry = e.id GROUP BY e.id"
        " HAVING count(p.id) < 2 OR sum(p.debit) IS DISTINCT FROM sum(p.credit)) b",
    ),
    Check(
        1,
        "reversed_at_most_once",
        "SELECT count(*) FROM (SELECT reverses FROM ledger_entry WHERE reverses IS NOT NULL"
        " GROUP BY reverses HAVING count(*) > 1) b",
    ),
    Check(
        2,
        "notice_is_its_lines",
        "SELECT count(*) FROM (SELECT n.id FROM assessment_notice n LEFT JOIN assessment_line l"
        " ON l.month = n.month AND l.adhesion = n.adhesion AND l.run = n.run GROUP BY n.id"
        " HAVING count(l.family) <> n.families OR coalesce(sum(l.due), 0) <> n.due"
        " OR coalesce(sum(l.state_share), 0) <> n.state_due) b",
    ),
    Check(
        2,
        "line_knows_its_law",
        "SELECT count(*) FROM assessment_run r LEFT JOIN alliance_agreement_version v ON v.id = r.version"
        " LEFT JOIN alliance_scheme_text t ON t.institution = v.institution AND t.digest = v.rules"
        " LEFT JOIN alliance_scheme_text p ON p.institution = v.institution AND p.digest = v.parameters"
        " WHERE t.digest IS NULL OR p.digest IS NULL"
        " OR sha256(convert_to(t.text, 'UTF8')) <> t.digest"
        " OR sha256(convert_to(p.text, 'UTF8')) <> p.digest",
    ),
    Check(
        2,
        "line_belongs_to_a_notice",
        "SELECT count(*) FROM assessment_line l LEFT JOIN assessment_notice n ON n.run = l.run"
        " WHERE n.id IS NULL",
    ),
    Check(
        3,
        "receipt_is_conserved",
        "SELECT count(*) FROM (SELECT r.id FROM collection_receipt r"
        " LEFT JOIN collection_reversal v ON v.receipt = r.id"
        " LEFT JOIN collection_disposition d ON d.receipt = r.id GROUP BY r.id, r.amount, v.amount"
        " HAVING coalesce(sum(d.amount), 0) > r.amount - coalesce(v.amount, 0)"
        " OR coalesce(sum(d.amount), 0) < 0) b",
    ),
    Check(
        3,
        "disposition_is_its_allocations",
        "SELECT count(*) FROM (SELECT d.id FROM collection_disposition d"
        " LEFT JOIN collection_allocation a ON a.disposition = d.id WHERE d.kind = 'allocated'"
        " GROUP BY d.id, d.amount HAVING coalesce(sum(a.amount), 0) <> d.amount) b",
    ),
    Check(
        3,
        "line_never_takes_more",
        "SELECT count(*) FROM (SELECT a.month, a.adhesion, a.family, a.part FROM collection_allocation a"
        " JOIN assessment_line l USING (month, adhesion, family, part)"
        " GROUP BY 1, 2, 3, 4, l.due HAVING sum(a.amount) > l.due OR sum(a.amount) < 0) b",
    ),
    Check(
        4,
        "one_affiliation_at_a_time",
        "SELECT count(*) FROM (SELECT starts < lag(coalesce(ends, 'infinity')) OVER"
        " (PARTITION BY person, scheme ORDER BY starts) AS over FROM affiliation_span) s WHERE over",
    ),
    Check(
        4,
        "spans_name_canonical_persons",
        "SELECT count(*) FROM affiliation_span s JOIN registry_person p ON p.id = s.person"
        " WHERE p.canonical <> p.id",
    ),
    Check(
        5,
        "credits_are_paid_lines",
        "SELECT count(*) FROM (SELECT l.insured AS person, g.scheme, l.month FROM collection_line_balance b"
        " JOIN assessment_line l USING (month, adhesion, family, part)"
        " JOIN alliance_adhesion h ON h.id = l.adhesion JOIN alliance_agreement g ON g.id = h.agreement"
        " WHERE b.part = 0 AND b.due > 0 AND b.paid = b.due) p FULL JOIN"
        " (SELECT DISTINCT c.person, c.scheme, c.month FROM entitlement_record c"
        " WHERE c.state = 'credited' AND NOT EXISTS (SELECT 1 FROM entitlement_record w"
        " WHERE w.person = c.person AND w.scheme = c.scheme AND w.month = c.month"
        " AND w.state = 'withdrawn' AND w.id > c.id)) r USING (person, scheme, month)"
        " WHERE p.* IS NULL OR r.* IS NULL",
    ),
    Check(
        7,
        "facts_have_an_entry",
        "SELECT (SELECT count(*) FROM (SELECT DISTINCT entry FROM affiliation_movement"
        " UNION SELECT DISTINCT entry FROM entitlement_record"
        " UNION SELECT DISTINCT entry FROM registry_person_fact"
        " UNION SELECT DISTINCT entry FROM registry_person) f"
        " LEFT JOIN audit_entry e ON e.id = f.entry WHERE e.id IS NULL)",
    ),
    Check(
        7,
        "entries_say_who_and_why",
        "SELECT count(*) FROM audit_entry WHERE btrim(actor) = '' OR btrim(reason) = ''",
    ),
    Check(
        7,
        "changes_are_counted",
        "SELECT abs((SELECT count(*) FROM affiliation_movement) - (SELECT coalesce(sum(rows), 0)"
        " FROM audit_change WHERE about = 'affiliation_movement' AND verb = 'insert'))"
        " + abs((SELECT count(*) FROM assessment_line) - (SELECT coalesce(sum(rows), 0)"
        " FROM audit_change WHERE about = 'assessment_line' AND verb = 'insert'))"
        " + abs((SELECT count(*) FROM collection_allocation) - (SELECT coalesce(sum(rows), 0)"
        " FROM audit_change WHERE about = 'collection_allocation' AND verb = 'insert'))"
        " + abs((SELECT count(*) FROM entitlement_record) - (SELECT coalesce(sum(rows), 0)"
        " FROM audit_change WHERE about = 'entitlement_record' AND verb = 'insert'))",
    ),
    Check(
        8,
        "roster_rows_accounted",
        "SELECT count(*) FROM affiliation_roster"
        " WHERE rows <> accepted + refused + doubtful + duplicate",
    ),
    Check(
        8,
        "rosters_brought_who_is_there",
        # by rosters, by mergers of associations, and by agreements that ended
        "SELECT count(*) FROM (SELECT b.adhesion, sum(b.n) AS n FROM"
        " (SELECT adhesion, included - excluded AS n FROM affiliation_roster_applied UNION ALL"
        " SELECT adhesion, CASE kind WHEN 'inclusion' THEN 1 ELSE -1 END FROM affiliation_movement"
        " WHERE roster IS NULL) b GROUP BY b.adhesion) a FULL JOIN"
        " (SELECT adhesion, count(*) AS n FROM affiliation_span WHERE ends IS NULL GROUP BY adhesion) s"
        " ON s.adhesion = a.adhesion WHERE coalesce(a.n, 0) <> coalesce(s.n, 0)",
    ),
    Check(
        8,
        "statement_lines_accounted",
        "SELECT count(*) FROM (SELECT s.id FROM collection_statement s LEFT JOIN collection_bank_entry b"
        " ON b.statement = s.id GROUP BY s.id HAVING count(b.id) <> s.taken"
        " OR s.entries <> s.taken + s.repeated) b",
    ),
    Check(
        9,
        "receivable_is_open_lines",
        "SELECT count(*) FROM (SELECT coalesce(g.association, s.association) FROM"
        " (SELECT p.association, sum(p.debit - p.credit) AS amount FROM ledger_posting p"
        " JOIN ledger_account a ON a.id = p.account AND a.code = 'contributions_receivable' GROUP BY 1) g"
        " FULL JOIN (SELECT l.association, sum(l.due) - coalesce((SELECT sum(x.amount)"
        " FROM collection_allocation x WHERE x.association = l.association), 0) AS amount"
        " FROM assessment_line l GROUP BY 1) s ON s.association = g.association"
        " WHERE g.amount IS DISTINCT FROM s.amount) b",
    ),
    Check(
        9,
        "state_receivable_is_state_shares",
        "SELECT (SELECT coalesce(sum(p.debit - p.credit), 0) FROM ledger_posting p JOIN ledger_account a"
        " ON a.id = p.account AND a.code = 'state_share_receivable')"
        " <> (SELECT coalesce(sum(state_share), 0) FROM assessment_line)",
    ),
    Check(
        9,
        "bank_is_receipts",
        "SELECT count(*) FROM (SELECT r.currency, sum(r.amount) - coalesce(sum(v.amount), 0) AS amount"
        " FROM collection_receipt r LEFT JOIN collection_reversal v ON v.receipt = r.id GROUP BY 1) s"
        " FULL JOIN (SELECT e.currency, sum(p.debit - p.credit) AS amount FROM ledger_posting p"
        " JOIN ledger_entry e ON e.id = p.ledger_entry JOIN ledger_account a ON a.id = p.account"
        " AND a.code = 'bank' GROUP BY 1) g ON g.currency = s.currency"
        " WHERE g.amount IS DISTINCT FROM s.amount",
    ),
    Check(
        9,
        "unallocated_is_what_remains",
        "SELECT count(*) FROM (SELECT r.currency, sum(r.amount - coalesce(v.amount, 0)"
        " - coalesce(d.amount, 0)) AS amount FROM collection_receipt r"
        " LEFT JOIN collection_reversal v ON v.receipt = r.id"
        " LEFT JOIN (SELECT receipt, sum(amount) AS amount FROM collection_disposition GROUP BY 1) d"
        " ON d.receipt = r.id GROUP BY 1) s"
        " FULL JOIN (SELECT e.currency, sum(p.credit - p.debit) AS amount FROM ledger_posting p"
        " JOIN ledger_entry e ON e.id = p.ledger_entry JOIN ledger_account a ON a.id = p.account"
        " AND a.code = 'receipts_unallocated' GROUP BY 1) g ON g.currency = s.currency"
        " WHERE g.amount IS DISTINCT FROM s.amount",
    ),
    Check(
        9,
        "held_is_held",
        "SELECT (SELECT coalesce(sum(p.credit - p.debit), 0) FROM ledger_posting p JOIN ledger_account a"
        " ON a.id = p.account AND a.code = 'held_on_account')"
        " <> (SELECT coalesce(sum(amount), 0) FROM collection_disposition WHERE kind = 'held')",
    ),
)
