"""Histories of a small programme: whatever associations, the institution and the bank do, in any order.

``World`` does one thing at a time to the real cycle on a real database, and remembers what it sent.
``History`` is the Hypothesis machine that strings such things together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import psycopg
import pytest
from django.db import IntegrityError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ayni.apps.access.actions import acting
from ayni.apps.affiliation.actions import RosterOutOfOrder, derive_spans
from ayni.apps.alliance import queries as alliances
from ayni.apps.audit import actions as audit
from ayni.apps.collection import queries as collections
from ayni.apps.entitlement.actions import months_in_force
from ayni.cli.postgres import Urls
from ayni.core.collection import BankEntry
from ayni.core.periods import last_day
from ayni.cycle.collecting import Imported, import_statement
from ayni.cycle.rosters import Checked, NobodyToTake, RosterAlreadyAssessed, apply
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.nine import NINE, Facts, Known, Past, read
from tests.cycle.small_world import (
    APRIL,
    DUE,
    FIRST,
    SECOND,
    SYSTEM,
    entry,
    statement_bytes,
)

CODES = (FIRST, SECOND)
#: The last month that a history assesses.
LAST = APRIL + 7
SPOILS: dict[str, Callable[[], list[made.Row]]] = {
    "nothing": list,
    "a child written twice": lambda: [made.child(8), made.child(8)],
    "a number too short": lambda: [made.head(9, number="4123456"), made.child(9)],
    "a birth in the future": lambda: [made.child(9, birth=date(2041, 1, 1))],
    "a child without a family": lambda: [made.child(9)],
    "the same head again": lambda: [made.head(1), made.head(1)],
    "a head whose number is another's": lambda: [made.head(9, number="40000001", surname="VARGAS")],
}
WAYS = (
    "exact", "part", "over", "rest", "some", "nameless", "unknown", "of another", "two notices",
    "abroad",
)  # fmt: skip


@dataclass
class Payment:
    """A payment as the bank showed it."""

    shown: BankEntry
    code: str
    returned: bool = False


@dataclass(repr=False)
class World:
    """What is done to the cycle, and what was sent to it."""

    urls: Urls
    admin: str
    past: Past = field(default_factory=Past)
    assessed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CODES, APRIL - 1))
    applied: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CODES, APRIL))
    families: dict[str, set[int]] = field(default_factory=lambda: {code: set() for code in CODES})
    notices: list[tuple[str, int]] = field(default_factory=list)
    written: list[tuple[str, int, list[made.Row]]] = field(default_factory=list)
    waiting: list[tuple[str, Checked]] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)

    def facts(self) -> Facts:
        """Read everything, as the superuser, past row security."""
        with psycopg.connect(self.admin) as connection:
            return read(connection)

    def receive(self, code: str, *, month: int, rows: list[made.Row]) -> Checked:
        """Receive a roster; it waits to take effect."""
        found = made.checked(made.file(rows), month=month, code=code)
        told = found.control
        assert told.rows == told.accepted + told.refused + told.doubtful + told.duplicate
        assert told.rows == len(rows)
        self.past.rows_sent[found.roster] = len(rows)
        self.written.append((code, month, rows))
        return found

    def confirm(self, code: str, *, checked: Checked) -> bool:
        """Let a received roster take effect; tells whether it did."""
        if checked.people.is_empty():
            with pytest.raises(NobodyToTake):
                apply(actor=SYSTEM, checked=checked)
            return False
        apply(actor=SYSTEM, checked=checked)
        self.applied[code] = max(self.applied[code], checked.month)
        return True

    def confirm_late(self, code: str, *, checked: Checked) -> None:
        """Confirm what waited: done, or refused whole because things have moved on."""
        stale = (RosterAlreadyAssessed, RosterOutOfOrder, IntegrityError)
        before = made.effects()
        try:
            self.confirm(code, checked=checked)
        except stale:
            assert made.effects() == before

    def send_again(self, code: str, *, month: int, rows: list[made.Row]) -> None:
        """Send a file of before: no second effect, or refused once its month is assessed."""
        before = made.spans(code=code)
        if month <= self.assessed[code]:
            with pytest.raises(RosterAlreadyAssessed):
                self.receive(code, month=month, rows=rows)
            return
        found = self.receive(code, month=month, rows=rows)
        if found.already_applied:
            assert self.confirm(code, checked=found)
            assert made.spans(code=code) == before

    def assess(self, code: str) -> None:
        """Assess the next month of an adhesion; without families there is none."""
        month = self.assessed[code] + 1
        (done,) = made.assessed(month, code=code)
        if done.runs:
            assert done.due == done.lines * DUE
            self.assessed[code] = month
            self.applied[code] = max(self.applied[code], month + 1)
            self.notices.append((code, month))

    def payment(self, notice: int, way: str, *, amount: int, days: int, other: int = 0) -> Payment:
        """Write a payment on a notice, in one of the ways in which people pay."""
        code, month = self.notices[-1 - notice % len(self.notices)]
        asked = made.notice_of(month, code=code)
        text, sum_ = asked.reference, amount
        if way == "two notices":
            second, again = self.notices[-1 - other % len(self.notices)]
            more = made.notice_of(again, code=second)
            text, sum_ = f"{text} {more.reference}", asked.due + more.due
        elif way in ("exact", "abroad", "nameless", "of another"):
            sum_ = asked.due
        elif way == "part":
            sum_ = DUE * (amount % 3 + 1)
        elif way == "over":
            sum_ = asked.due + amount
        elif way == "rest":
            sum_ = self.owed(asked.id) or amount
        payer = CODES[CODES.index(code) - 1] if way == "of another" else code
        shown = entry(
            amount=sum_,
            currency="USD" if way == "abroad" else "PEN",
            day=last_day(month) + timedelta(days=days),
            text={"nameless": "APORTE", "unknown": "RF18539007547034"}.get(way, text),
            bank_reference=f"B{len(self.payments)}",
            payer=made.payer(payer),
        )
        self.payments.append(Payment(shown, payer))
        return self.payments[-1]

    def owed(self, notice: int) -> int:
        """Tell what a notice still owes."""
        with acting(SYSTEM):
            found = collections.open_notices(actor=SYSTEM)
        return next(one.due - one.paid for one in found if one.id == notice)

    def taking_back(self, payment: Payment, *, days: int) -> BankEntry:
        """Write the line by which the bank takes a payment back; counts it the first time."""
        if not payment.returned:
            payment.returned = True
            self.past.returned[payment.shown.currency] += payment.shown.amount
        return entry(
            amount=-payment.shown.amount,
            currency=payment.shown.currency,
            day=payment.shown.value_on + timedelta(days=days),
            text="EXTORNO",
            bank_reference=f"{payment.shown.bank_reference}-X{len(self.files)}",
            payer=made.payer(payment.code),
            reversal_of=payment.shown.bank_reference,
        )

    def statement(self, lines: list[BankEntry], *, new: list[BankEntry]) -> Imported:
        """Import a statement; ``new`` are the payments that no file showed before."""
        number = f"S{len(self.files)}"
        content = statement_bytes(lines, number=number)
        self.files.append((f"{number}.xml", content))
        self.past.lines_sent[number] = len(lines)
        for line in new:
            self.past.received[line.currency] += line.amount
        return import_statement(actor=SYSTEM, name=f"{number}.xml", content=content)

    def look_back(self) -> None:
        """Seal, and remember what is known now."""
        audit.seal()
        position = self.past.remember(self.facts())
        assert self.ask(position) == self.past.known[position]

    def ask(self, position: int) -> Known:
        """Ask the product what was known at a position."""
        with acting(SYSTEM):
            (scheme,) = alliances.schemes(actor=SYSTEM)
            spans = derive_spans(actor=SYSTEM, known_at=position)
            months = months_in_force(actor=SYSTEM, scheme=scheme, known_at=position)
        state = ("person", "family", "insured", "relation", "activity", "declared_income")
        columns = ("scheme", "adhesion", *state, "position", "starts", "ends")
        return Known(
            frozenset(spans.select(columns).iter_rows()),
            frozenset((person, scheme, month, day) for person, month, day in months.iter_rows()),
        )

    def assert_all_nine(self) -> None:
        """Recompute each invariant from the rows."""
        now = self.facts()
        for holds in NINE.values():
            holds(now, self.past)


_FAMILIES = st.sets(st.integers(1, 7), min_size=1, max_size=4)
_ANY = st.integers(0, 50)
_DAYS = st.integers(-20, 40)
_PAID = st.tuples(_ANY, st.sampled_from(WAYS[:-1]), st.integers(1, 2 * DUE), _DAYS, _ANY)
_TAKEN_BACK = st.tuples(_ANY, st.integers(0, 20))
_SPOIL = st.sampled_from(sorted(SPOILS))
_ACTIVITY = st.sampled_from(["café", "cacao"])
_ADHESION = st.sampled_from(CODES)


def rows_of(families: set[int], *, spoil: str, activity: str) -> list[made.Row]:
    """Write families in order, the first of them with an activity, and something wrong at the end."""
    rows = [row for number in sorted(families) for row in made.families(number)]
    rows[0] = (*rows[0][:9], activity, rows[0][10])
    return [*rows, *SPOILS[spoil]()]


class History(RuleBasedStateMachine):
    """A history: after each step the nine invariants hold; at its end ``verify`` is green too."""

    #: Gives a founded database of its own to each history; the test puts it here.
    begin: Callable[[], World]

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).begin()

    @initialize(
        families=_FAMILIES, code=_ADHESION, ways=st.lists(st.sampled_from(WAYS[:5]), max_size=4)
    )
    def begins(self, families: set[int], code: str, ways: list[str]) -> None:
        """An association comes in and its months pass, each paid in some way."""
        self.takes_roster(code, families, False, "nothing", "café", 0, False)
        for way in ["exact", *ways]:
            self.world.assess(code)
            shown = self.world.payment(0, way, amount=DUE + 1, days=8).shown
            self.world.statement([shown], new=[shown])
        self.world.look_back()

    @rule(
        moves=st.tuples(st.integers(1, 7), st.integers(1, 7)),
        spoil=_SPOIL,
        activity=_ACTIVITY,
        paid=st.lists(_PAID, min_size=2, max_size=3),
    )
    def month_passes(
        self,
        moves: tuple[int, int],
        spoil: str,
        activity: str,
        paid: list[tuple[int, str, int, int, int]],
    ) -> None:
        """In each association a family comes or goes; all are assessed; the bank shows what came."""
        for code, family in zip(CODES, moves, strict=True):
            self.takes_roster(code, {family}, True, spoil, activity, 0, False)
            self.assesses(code)
        if self.world.notices:
            self.gets_statement(paid, back=None)

    @rule(
        code=_ADHESION,
        families=_FAMILIES,
        stay=st.booleans(),
        spoil=_SPOIL,
        activity=_ACTIVITY,
        later=st.integers(0, 1),
        waits=st.booleans(),
    )
    def takes_roster(
        self,
        code: str,
        families: set[int],
        stay: bool,
        spoil: str,
        activity: str,
        later: int,
        waits: bool,
    ) -> None:
        """A roster: new families in the place of those before, or those before with one more or less."""
        if stay:
            families = self.world.families[code] ^ {min(families)} or families
        self.world.families[code] = families
        month = min(max(self.world.applied[code], self.world.assessed[code] + 1) + later, LAST + 1)
        rows = rows_of(families, spoil=spoil, activity=activity)
        checked = self.world.receive(code, month=month, rows=rows)
        if waits:
            self.world.waiting.append((code, checked))
        else:
            self.world.confirm(code, checked=checked)

    @precondition(lambda self: self.world.waiting)
    @rule(place=_ANY)
    def confirms_late(self, place: int) -> None:
        code, checked = self.world.waiting.pop(place % len(self.world.waiting))
        self.world.confirm_late(code, checked=checked)

    @precondition(lambda self: self.world.written)
    @rule(place=_ANY)
    def sends_roster_again(self, place: int) -> None:
        code, month, rows = self.world.written[place % len(self.world.written)]
        self.world.send_again(code, month=month, rows=rows)

    @rule(code=_ADHESION)
    def assesses(self, code: str) -> None:
        if self.world.assessed[code] < LAST:
            self.world.assess(code)

    @precondition(lambda self: self.world.notices)
    @rule(place=_ANY)
    def assesses_again(self, place: int) -> None:
        code, month = self.world.notices[place % len(self.world.notices)]
        before = made.effects()
        (again,) = made.assessed(month, code=code)
        assert (again.lines, again.before, made.effects()) == (0, 1, before)

    @precondition(lambda self: self.world.notices)
    @rule(paid=st.lists(_PAID, min_size=1, max_size=3), back=st.none() | _TAKEN_BACK)
    def gets_statement(
        self, paid: list[tuple[int, str, int, int, int]], back: tuple[int, int] | None
    ) -> None:
        payments = [
            self.world.payment(notice, way, amount=amount, days=days, other=other)
            for notice, way, amount, days, other in paid
        ]
        shown = [payment.shown for payment in payments]
        lines = list(shown)
        if back is not None:
            taken = payments[back[0] % len(payments)]
            lines.append(self.world.taking_back(taken, days=back[1]))
        self.world.statement(lines, new=shown)

    @precondition(lambda self: self.world.notices)
    @rule(notice=st.integers(0, 3), days=st.tuples(_DAYS, _DAYS), amount=st.integers(1, 2 * DUE))
    def gets_halves(self, notice: int, days: tuple[int, int], amount: int) -> None:
        """A part in one file, the rest in another, which may tell of an earlier day."""
        for way, day in zip(("some", "rest"), days, strict=True):
            shown = self.world.payment(notice, way, amount=amount, days=day).shown
            self.world.statement([shown], new=[shown])

    @precondition(lambda self: self.world.notices)
    @rule(notice=_ANY, days=st.integers(0, 20))
    def gets_dollars(self, notice: int, days: int) -> None:
        shown = self.world.payment(notice, "abroad", amount=1, days=days).shown
        done = self.world.statement([shown], new=[shown])
        assert (done.allocated, done.held, done.taken) == (0, 0, 1)

    @precondition(lambda self: self.world.payments)
    @rule(place=_ANY, days=st.integers(0, 20))
    def loses_payment(self, place: int, days: int) -> None:
        payment = self.world.payments[place % len(self.world.payments)]
        before = payment.returned
        done = self.world.statement([self.world.taking_back(payment, days=days)], new=[])
        assert done.decisions == {"review" if before else "reverse": 1}

    @precondition(lambda self: self.world.payments)
    @rule(place=_ANY, amount=st.integers(1, 2 * DUE))
    def gets_reference_again(self, place: int, amount: int) -> None:
        """The bank uses a reference again and takes the second payment back; the first one stands."""
        old = self.world.payments[place % len(self.world.payments)]
        if old.returned or old.shown.currency != "PEN" or old.shown.amount == amount:
            return
        new = self.world.payment(0, "some", amount=amount, days=8)
        new.shown = replace(new.shown, bank_reference=old.shown.bank_reference)
        self.world.statement([new.shown], new=[new.shown])
        old.returned = True  # from here on a person must look who takes back what
        done = self.world.statement([self.world.taking_back(new, days=3)], new=[])
        assert (done.decisions, done.reversed) == ({"reverse": 1}, amount)

    @precondition(lambda self: self.world.files)
    @rule(place=_ANY)
    def gets_statement_again(self, place: int) -> None:
        name, content = self.world.files[place % len(self.world.files)]
        before = made.effects()
        done = import_statement(actor=SYSTEM, name=name, content=content)
        assert (done.taken, done.received, done.allocated, done.reversed) == (0, 0, 0, 0)
        assert made.effects() == before

    @precondition(lambda self: self.world.payments)
    @rule(place=_ANY, paid=_PAID)
    def gets_statement_with_old_lines(
        self, place: int, paid: tuple[int, str, int, int, int]
    ) -> None:
        old = self.world.payments[place % len(self.world.payments)].shown
        notice, way, amount, days, other = paid
        new = self.world.payment(notice, way, amount=amount, days=days, other=other).shown
        if old.currency != new.currency:
            self.world.payments.pop()
            return
        done = self.world.statement([old, new], new=[new])
        assert (done.taken, done.repeated) == (1, 1)

    @rule()
    def looks_back(self) -> None:
        self.world.look_back()

    @invariant()
    def holds_all_nine(self) -> None:
        self.world.assert_all_nine()

    def teardown(self) -> None:
        """At the end: every earlier position answers as it did, and ``verify`` finds nothing."""
        for position, told in self.world.past.known.items():
            assert self.world.ask(position) == told
        assert [one.name for one in verify(actor=SYSTEM) if not one.green] == []
