"""The nine invariants of the design (section 5), each an assertion over rows read back.

Written from the sentences in plain Python: nothing here asks ``ayni verify``, and no query of the product
is used. Every assertion takes the rows as they are (``Facts``) and what the test remembers (``Past``).
"""

from __future__ import annotations

import runpy
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from ayni.core.periods import first_day

TOOL = runpy.run_path(str(Path(__file__).resolve().parents[2] / "tools" / "verify_journal.py"))
#: What is read back, whole.
TABLES = [
    "affiliation_movement",
    "affiliation_roster",
    "affiliation_roster_applied",
    "affiliation_span",
    "alliance_adhesion",
    "alliance_agreement_version",
    "alliance_scheme_text",
    "assessment_line",
    "assessment_notice",
    "assessment_run",
    "audit_change",
    "audit_entry",
    "audit_seal",
    "collection_allocation",
    "collection_bank_entry",
    "collection_disposition",
    "collection_line_balance",
    "collection_receipt",
    "collection_reversal",
    "collection_statement",
    "entitlement_bitmap",
    "entitlement_cover",
    "entitlement_latency",
    "entitlement_record",
    "ledger_account",
    "ledger_entry",
    "ledger_posting",
    "registry_family",
    "registry_identifier",
    "registry_person",
    "registry_person_fact",
]
#: The model's condition: three months in a row, or four in all, within the twelve before the event's month.
WINDOW, IN_A_ROW, WITHIN = 12, 3, 4
Row = Any


class Facts(SimpleNamespace):
    """Every table's rows by the table's name, and the journal's ``chain``."""


def read(connection: psycopg.Connection) -> Facts:
    """Read all as it stands in this connection's transaction."""
    with connection.cursor(row_factory=namedtuple_row) as cursor:
        found = {
            name: cursor.execute(f"SELECT * FROM {name}".encode()).fetchall() for name in TABLES
        }
        chain = cursor.execute("SELECT place, told, hash FROM audit_chain()").fetchall()
    return Facts(**found, chain=chain)


@dataclass(frozen=True, slots=True)
class Known:
    """What was known at a position: affiliation spans, and months in force with their day."""

    spans: frozenset[tuple[Any, ...]]
    months: frozenset[tuple[int, int, int, date]]


@dataclass
class Past:
    """What the test itself remembers: what it sent, and what it was told at earlier positions."""

    ledgers: list[frozenset[Row]] = field(default_factory=list)
    known: dict[int, Known] = field(default_factory=dict)
    rows_sent: dict[int, int] = field(default_factory=dict)
    lines_sent: dict[str, int] = field(default_factory=dict)
    received: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)

    def remember(self, now: Facts) -> int:
        """Keep the ledger, and what is known at the last sealed position."""
        self.ledgers.append(_ledger(now))
        position = max((seal.position for seal in now.audit_seal), default=0)
        self.known[position] = known_at(now, position)
        return position


def _ledger(now: Facts) -> frozenset[Row]:
    return frozenset([*now.ledger_entry, *now.ledger_posting])


def _grouped(rows: Iterable[Row], *names: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        key = tuple(getattr(row, name) for name in names)
        found[key if len(names) > 1 else key[0]].append(row)
    return found


def _by_id(rows: Iterable[Row]) -> dict[int, Row]:
    return {row.id: row for row in rows}


def _line(row: Row) -> tuple[int, int, int, int]:
    return row.month, row.adhesion, row.family, row.part


def _holds(span: Row, day: date) -> bool:
    return span.starts <= day and (span.ends is None or day < span.ends)


def assert_1_entries_balance_and_are_only_added(now: Facts, past: Past) -> None:
    """Every entry balances; entries are only added; at most one reversal each, which mirrors it."""
    entries, postings = _by_id(now.ledger_entry), _grouped(now.ledger_posting, "ledger_entry")
    assert set(postings) == set(entries)
    for sides in postings.values():
        assert len(sides) >= 2
        assert sum(side.debit for side in sides) == sum(side.credit for side in sides)
        assert all(0 == min(side.debit, side.credit) < side.debit + side.credit for side in sides)
    undone = Counter(entry.reverses for entry in entries.values() if entry.reverses)
    assert all(times == 1 for times in undone.values())
    for entry in entries.values():
        if entry.reverses:
            first = entries[entry.reverses]
            assert first.currency == entry.currency and first.id < entry.id
            there = Counter(
                (p.account, p.association, p.credit, p.debit) for p in postings[first.id]
            )
            assert there == Counter(
                (p.account, p.association, p.debit, p.credit) for p in postings[entry.id]
            )
    receipts, given = _by_id(now.collection_receipt), _by_id(now.collection_disposition)
    for back in now.collection_reversal:
        assert entries[back.ledger_entry].reverses == receipts[back.receipt].ledger_entry
    for one in given.values():
        undoes = given[one.undoes].ledger_entry if one.undoes else None
        assert entries[one.ledger_entry].reverses == undoes
    for earlier in past.ledgers:
        assert earlier <= _ledger(now)


def assert_2_a_notice_is_its_lines_and_a_line_knows_its_law(now: Facts, past: Past) -> None:
    """A notice is the sum of its lines; a line knows family, insured, adhesion, version, digests."""
    runs, lines = _by_id(now.assessment_run), _grouped(now.assessment_line, "run")
    assert len(runs) == len(now.assessment_notice)
    assert set(lines) == set(runs) == {notice.run for notice in now.assessment_notice}
    spans = _grouped(now.affiliation_span, "adhesion")
    for notice in now.assessment_notice:
        own, run = lines[notice.run], runs[notice.run]
        place = (notice.adhesion, notice.association, notice.month)
        for row in (run, *own):
            assert (row.adhesion, row.association, row.month) == place
        sums = (len(own), sum(x.due for x in own), sum(x.state_share for x in own))
        assert sums == (notice.families, notice.due, notice.state_due)
        assert sums == (run.families, run.due, run.state_due)
        here = [s for s in spans[notice.adhesion] if _holds(s, first_day(notice.month))]
        assert len(here) == notice.persons == run.persons
        assert {(s.family, s.insured) for s in here} == {(x.family, x.insured) for x in own}
    affiliated = {(m.adhesion, m.family, m.insured) for m in now.affiliation_movement}
    families, persons = _by_id(now.registry_family), _by_id(now.registry_person)
    for line in now.assessment_line:
        assert line.family in families and line.insured in persons
        assert (line.adhesion, line.family, line.insured) in affiliated
        shares = (line.insured_share, line.association_share, line.employer_share, line.buyer_share)
        assert line.due == sum(shares) and min(*shares, line.state_share) >= 0
    _assert_runs_know_their_law(now)


def _assert_runs_know_their_law(now: Facts) -> None:
    versions, adhesions = _by_id(now.alliance_agreement_version), _by_id(now.alliance_adhesion)
    texts = {(bytes(t.digest), t.part): t.text for t in now.alliance_scheme_text}
    for run in now.assessment_run:
        assert run.version in versions
        version, adhesion = versions[run.version], adhesions[run.adhesion]
        assert version.agreement == adhesion.agreement
        assert run.association == adhesion.association
        assert _holds(version, first_day(run.month)) and _holds(adhesion, first_day(run.month))
        for part in ("rules", "parameters"):
            digest = bytes(getattr(version, part))
            assert sha256(texts[digest, part].encode()).digest() == digest


def assert_3_money_is_conserved(now: Facts, past: Past) -> None:
    """Received - reversed = allocated + held + refunded + unallocated, none negative; no cent lost."""
    came, back = Counter[str](), Counter[str]()
    reversals = {one.receipt: one.amount for one in now.collection_reversal}
    given = _grouped(now.collection_disposition, "receipt")
    for receipt in now.collection_receipt:
        taken = reversals.get(receipt.id, 0)
        came[receipt.currency] += receipt.amount
        back[receipt.currency] += taken
        assert taken in (0, receipt.amount)
        kinds = Counter({"allocated": 0, "held": 0, "refunded": 0})
        for one in given[receipt.id]:
            kinds[one.kind] += one.amount
        assert len(kinds) == 3 and min(kinds.values()) >= 0
        assert receipt.amount - taken - sum(kinds.values()) >= 0
    assert set(given) <= {receipt.id for receipt in now.collection_receipt}
    if past.lines_sent:
        assert (+came, +back) == (+past.received, +past.returned)
    parts = _grouped(now.collection_allocation, "disposition")
    for one in now.collection_disposition:
        assert sum(p.amount for p in parts[one.id]) == one.amount * (one.kind == "allocated")
        if one.undoes:
            assert Counter({_line(p): -p.amount for p in parts[one.id]}) == Counter(
                {_line(p): p.amount for p in parts[one.undoes]}
            )
    due = {_line(line): line.due for line in now.assessment_line}
    taken_by = Counter[tuple[int, ...]]()
    for part in now.collection_allocation:
        taken_by[_line(part)] += part.amount
    assert all(0 <= amount <= due[line] for line, amount in taken_by.items())


def assert_4_nobody_is_affiliated_twice_at_once(now: Facts, past: Past) -> None:
    """No person in two affiliations of a scheme at once, whichever record of a person is named."""
    canonical = {person.id: person.canonical for person in now.registry_person}
    found: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for span in now.affiliation_span:
        assert canonical[span.person] == span.person
        found[canonical[span.person], span.scheme].append(span)
    for spans in found.values():
        for place, one in enumerate(spans):
            assert one.ends is None or one.starts < one.ends
            for other in spans[place + 1 :]:
                assert not _holds(one, other.starts) and not _holds(other, one.starts)


def assert_5_every_cache_is_its_facts(now: Facts, past: Past) -> None:
    """Spans, balances, months, bitmaps and cover are what the facts give."""
    assert _spans(now, now.affiliation_movement) == Counter(
        (s.scheme, s.adhesion, *_state(s), s.starts, s.ends) for s in now.affiliation_span
    )
    paid = Counter[tuple[int, ...]]()
    for part in now.collection_allocation:
        paid[_line(part)] += part.amount
    kept = {_line(b): b.paid for b in now.collection_line_balance}
    due = {_line(line): line.due for line in now.assessment_line}
    assert +paid == +Counter(kept)
    assert all(due[_line(b)] == b.due for b in now.collection_line_balance)
    months = _months(now.entitlement_record)
    assert _paid_months(now, paid=paid) == months
    bits: Counter[tuple[int, int, int]] = Counter()
    for person, scheme, month in months:
        bits[person, scheme, month // 48] += 1 << month % 48
    assert bits == {(b.person, b.scheme, b.block): b.bits for b in now.entitlement_bitmap}
    assert _cover(months) == {(c.person, c.scheme, c.starts, c.ends) for c in now.entitlement_cover}
    assert now.entitlement_latency == [], "the model covers nobody who left"


def _state(row: Row) -> tuple[Any, ...]:
    who = (row.person, row.family, row.insured, row.relation)
    return (*who, row.activity, row.declared_income, row.position)


def _spans(now: Facts, moves: Iterable[Row]) -> Counter[tuple[Any, ...]]:
    """On one day the last word stands; a span lasts until the person's next word."""
    canonical = {person.id: person.canonical for person in now.registry_person}
    words: dict[tuple[int, int], dict[date, Row]] = defaultdict(dict)
    for move in sorted(moves, key=lambda move: move.id):
        words[canonical[move.person], move.scheme][move.day] = move
    found = Counter[tuple[Any, ...]]()
    for (_, scheme), said in words.items():
        days = sorted(said)
        for day, until in zip(days, [*days[1:], None], strict=True):
            if said[day].kind != "exclusion":
                found[(scheme, said[day].adhesion, *_state(said[day]), day, until)] += 1
    return found


def _months(records: Iterable[Row]) -> dict[tuple[int, int, int], date]:
    """Months in force: a withdrawal takes away what was credited before it."""
    found: dict[tuple[int, int, int], date] = {}
    for record in sorted(records, key=lambda record: record.id):
        key = (record.person, record.scheme, record.month)
        if record.state == "withdrawn":
            found.pop(key, None)
        elif record.state == "credited":
            found[key] = min(record.counts_from, found.get(key, record.counts_from))
    return found


def _paid_months(now: Facts, *, paid: Counter[tuple[int, ...]]) -> dict[Any, date]:
    """A line paid in full credits its month from the day on which the last of its money came."""
    receipts, given = _by_id(now.collection_receipt), _by_id(now.collection_disposition)
    undone = {one.undoes for one in given.values()}
    days: dict[tuple[int, ...], date] = {}
    for part in now.collection_allocation:
        one = given[part.disposition]
        if one.amount > 0 and one.id not in undone:
            day = receipts[one.receipt].value_on
            days[_line(part)] = max(day, days.get(_line(part), day))
    scheme = {span.adhesion: span.scheme for span in now.affiliation_movement}
    return {
        (line.insured, scheme[line.adhesion], line.month): days[_line(line)]
        for line in now.assessment_line
        if line.part == 0 and line.due and paid[_line(line)] == line.due
    }


def _cover(months: dict[tuple[int, int, int], date]) -> set[tuple[int, int, date, date]]:
    found = set()
    for person, scheme in {(person, scheme) for person, scheme, _ in months}:
        own = {month: day for (p, s, month), day in months.items() if (p, s) == (person, scheme)}
        turns = {first_day(m) for m in range(min(own), max(own) + WINDOW + 2)} | set(own.values())
        start: date | None = None
        for day in sorted(turns):
            covered = _covered(own, day=day)
            if covered and start is None:
                start = day
            elif start is not None and not covered:
                found.add((person, scheme, start, day))
                start = None
    return found


def _covered(own: dict[int, date], *, day: date) -> bool:
    event = 12 * day.year + day.month - 1
    paid = {m for m in range(event - WINDOW, event) if m in own and own[m] <= day}
    in_a_row = any(all(m + n in paid for n in range(IN_A_ROW)) for m in paid)
    return in_a_row or len(paid) >= WITHIN


def known_at(now: Facts, position: int) -> Known:
    """Tell from the rows what was known when the journal had this many positions."""
    sealed = {seal.entry for seal in now.audit_seal if seal.position <= position}
    moves = [move for move in now.affiliation_movement if move.entry in sealed]
    records = [record for record in now.entitlement_record if record.entry in sealed]
    months = {(*key, day) for key, day in _months(records).items()}
    return Known(frozenset(_spans(now, moves)), frozenset(months))


def assert_6_what_was_known_never_changes(now: Facts, past: Past) -> None:
    """What was known at an earlier position can still be asked, and never changes."""
    sealed = {seal.position for seal in now.audit_seal}
    for position, told in past.known.items():
        assert position in sealed or position == 0
        assert known_at(now, position) == told, position


#: Tables whose rows name their journal entry and whose inserts the journal counts.
COUNTED = [
    "affiliation_movement",
    "affiliation_roster",
    "affiliation_roster_applied",
    "assessment_notice",
    "assessment_run",
    "collection_bank_entry",
    "collection_disposition",
    "collection_receipt",
    "collection_reversal",
    "collection_statement",
    "entitlement_record",
    "ledger_entry",
    "registry_person_fact",
]


def assert_7_every_change_has_an_actor_and_the_chain_holds(now: Facts, past: Past) -> None:
    """Every change has an actor and a reason; the chain verifies, by a verifier that is not ours."""
    entries = _by_id(now.audit_entry)
    assert all(e.actor.strip() and e.role.strip() and e.reason.strip() for e in entries.values())
    for name in TABLES:
        rows = getattr(now, name)
        assert all(row.entry in entries for row in rows if hasattr(row, "entry")), name
    counted = Counter[tuple[int, str]]()
    for change in now.audit_change:
        counted[change.entry, change.about] += change.rows * (change.verb == "insert")
    for name in COUNTED:
        rows_of = Counter(row.entry for row in getattr(now, name))
        assert rows_of == {e: n for (e, about), n in counted.items() if about == name and n}, name
    for name in ("assessment_line", "collection_allocation", "ledger_posting"):
        total = sum(n for (_, about), n in counted.items() if about == name)
        assert total == len(getattr(now, name)), name
    links = [TOOL["Link"](link.place, link.told, bytes(link.hash)) for link in now.chain]
    try:
        assert TOOL["walk"](links).length == len(now.audit_seal)
    except TOOL["Broken"] as broken:
        raise AssertionError(str(broken)) from broken
    sealed = {seal.position: entries[seal.entry] for seal in now.audit_seal}
    for link in links:
        e = sealed[link.place]
        told = [str(e.id), str(e.institution), e.actor, e.role, e.reason]
        assert link.told.split("\x1f")[:5] == told


def assert_8_every_row_of_a_file_is_accounted_for(now: Facts, past: Past) -> None:
    """Rows = accepted + refused + doubtful + duplicate; lines of a statement = taken + repeated."""
    rosters = _by_id(now.affiliation_roster)
    for roster in rosters.values():
        kinds = (roster.accepted, roster.refused, roster.doubtful, roster.duplicate)
        assert min(kinds) >= 0 and sum(kinds) == roster.rows
        assert roster.rows == past.rows_sent.get(roster.id, roster.rows)
    brought, moved = Counter[int](), _grouped(now.affiliation_movement, "roster")
    for done in now.affiliation_roster_applied:
        kinds = Counter(move.kind for move in moved[done.roster])
        assert (done.included, done.excluded) == (kinds["inclusion"], kinds["exclusion"])
        assert done.changed == kinds["change"]
        taken = done.included + done.changed + done.unchanged + done.left_out
        assert taken == rosters[done.roster].accepted
        brought[done.adhesion] += done.included - done.excluded
    open_spans = Counter(span.adhesion for span in now.affiliation_span if span.ends is None)
    assert +brought == open_spans
    lines = Counter(entry.statement for entry in now.collection_bank_entry)
    for statement in now.collection_statement:
        assert statement.entries == statement.taken + statement.repeated
        assert statement.taken == lines[statement.id]
        sent = past.lines_sent.get(statement.number, statement.entries)
        assert statement.entries == sent


def assert_9_control_accounts_are_their_sub_ledgers(now: Facts, past: Past) -> None:
    """Each control account, by association or currency, is the sum of lines, receipts and parts."""
    code = {account.id: account.code for account in now.ledger_account}
    entries = _by_id(now.ledger_entry)
    general: dict[str, Counter[Any]] = defaultdict(Counter)
    for p in now.ledger_posting:
        owner = (p.association, entries[p.ledger_entry].currency)
        general[code[p.account]][owner] += p.debit - p.credit
    currency = {n.run: n.currency for n in now.assessment_notice}
    sub: dict[str, Counter[Any]] = defaultdict(Counter)
    for x in now.assessment_line:
        owner = (x.association, currency.get(x.run))
        sub["contributions_receivable"][owner] += x.due
        sub["contribution_income"][owner] -= x.due
        sub["state_share_receivable"][owner] += x.state_share
        sub["state_share_income"][owner] -= x.state_share
    receipts, given = _by_id(now.collection_receipt), _by_id(now.collection_disposition)
    for part in now.collection_allocation:
        of = receipts[given[part.disposition].receipt]
        sub["contributions_receivable"][part.association, of.currency] -= part.amount
    back = {one.receipt: one.amount for one in now.collection_reversal}
    for r in receipts.values():
        standing = r.amount - back.get(r.id, 0)
        sub["bank"][None, r.currency] += standing
        sub["receipts_unallocated"][r.association, r.currency] -= standing
    for d in given.values():
        r = receipts[d.receipt]
        sub["receipts_unallocated"][r.association, r.currency] += d.amount
        if d.kind == "held":
            sub["held_on_account"][d.association, r.currency] -= d.amount
    for account in sorted(set(code.values()) | set(sub)):
        here, there = general[account], sub[account]
        assert {k: v for k, v in here.items() if v} == {k: v for k, v in there.items() if v}, (
            account
        )


Assertion = Callable[[Facts, Past], None]
NINE: dict[int, Assertion] = {
    1: assert_1_entries_balance_and_are_only_added,
    2: assert_2_a_notice_is_its_lines_and_a_line_knows_its_law,
    3: assert_3_money_is_conserved,
    4: assert_4_nobody_is_affiliated_twice_at_once,
    5: assert_5_every_cache_is_its_facts,
    6: assert_6_what_was_known_never_changes,
    7: assert_7_every_change_has_an_actor_and_the_chain_holds,
    8: assert_8_every_row_of_a_file_is_accounted_for,
    9: assert_9_control_accounts_are_their_sub_ledgers,
}
