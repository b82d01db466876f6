"""Invariants 1 to 9 under generated histories, and as pure properties; each beside what turns it red."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

import polars as pl
import psycopg
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from ayni.cli.postgres import Urls
from ayni.core.affiliation import Control, Statuses, read_roster
from ayni.core.affiliation.sheets import Sheet, Workbook
from ayni.core.collection import MoreThanOpen, allocate
from ayni.core.ledger import Account, Entry, Posting, UnbalancedEntry, reverse
from ayni.core.money import split_by_weight
from ayni.core.periods import first_day
from ayni.cycle import collecting
from tests.conftest import _aim, _drop
from tests.cycle import lived, made, small_world
from tests.cycle.histories import History, World
from tests.cycle.lived import FAULTS, Fault
from tests.cycle.nine import (
    NINE,
    TABLES,
    TOOL,
    Past,
    Row,
    assert_4_nobody_is_affiliated_twice_at_once,
    read,
)
from tests.cycle.small_world import APRIL, DUE, FIRST, entry, statement

FULL = bool(os.environ.get("AYNI_FULL"))
#: A failure in the quick profile is told as it was found; the full one looks for a smaller one.
QUICK = settings(
    max_examples=300 if FULL else 8,
    stateful_step_count=40 if FULL else 20,
    deadline=None,
    derandomize=not FULL,
    database=None,
    phases=[Phase.generate, Phase.shrink] if FULL else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
PURE = settings(QUICK, max_examples=5000 if FULL else 200, phases=list(Phase))
IN_DATABASE = settings(QUICK, max_examples=500 if FULL else 25)
DAY = date(2026, 4, 20)


def _anew(name: str, *, server: Urls) -> World:
    small_world.copy(name, parent="ayni_founded", server=server)
    there = server.of_database(name)
    _aim(there)
    return World(there, there.admin)


def _worlds(
    name: str, *, urls: Urls, server: Urls, blocker: object
) -> Iterator[Callable[[], World]]:
    with blocker.unblock():  # type: ignore[attr-defined]
        small_world.ready("ayni_founded", server=server)
        try:
            yield lambda: _anew(name, server=server)
        finally:
            small_world.close()
            _aim(urls)
            _drop(server.admin, name)


@pytest.fixture
def begin(
    urls: Urls, _server: Urls, worker: str, django_db_blocker: object
) -> Iterator[Callable[[], World]]:
    """Gives a founded programme in a database of its own, anew at each call."""
    name = f"ayni_test_{worker}_history"
    yield from _worlds(name, urls=urls, server=_server, blocker=django_db_blocker)


@pytest.fixture(scope="module")
def world(urls: Urls, _server: Urls, worker: str, django_db_blocker: object) -> Iterator[World]:
    """A history with something of everything; tests only read it, or damage it and roll back."""
    name = f"ayni_test_{worker}_lived"
    for begins in _worlds(name, urls=urls, server=_server, blocker=django_db_blocker):
        there = begins()
        lived.live(there)
        small_world.close()
        _aim(urls)
        yield there


@pytest.mark.timeout(4 * 3600 if FULL else 240)
def test_the_nine_hold_after_every_step_of_any_history(begin: Callable[[], World]) -> None:
    class Lived(History):
        pass

    Lived.begin = staticmethod(begin)
    run_state_machine_as_test(Lived, settings=QUICK)


def _forgets_to_withdraw(*, actor: object, undone: object) -> set[object]:
    return set()


def _counts_from_the_last_file(
    _: object, *, allocated: pl.DataFrame, amounts: pl.DataFrame
) -> pl.DataFrame:
    """What the cycle did until these histories found it."""
    days = amounts.select("disposition", "counts_from")
    return allocated.filter(pl.col("settled")).join(days, on="disposition")


@pytest.mark.parametrize(
    ("part", "broken"),
    [("withdraw", _forgets_to_withdraw), ("_settled", _counts_from_the_last_file)],
)
def test_histories_find_a_broken_cycle(
    begin: Callable[[], World], monkeypatch: pytest.MonkeyPatch, part: str, broken: object
) -> None:
    class Lived(History):
        pass

    Lived.begin = staticmethod(begin)
    monkeypatch.setattr(collecting, part, broken)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Lived, settings=settings(QUICK, phases=[Phase.generate]))


@pytest.mark.parametrize("number", NINE)
def test_an_invariant_holds_in_a_history_with_something_of_everything(
    world: World, number: int
) -> None:
    now = world.facts()

    empty = [name for name in TABLES if not getattr(now, name)]
    # The model covers nobody who left; test_leaving.py has laws that do.
    assert empty == ["entitlement_latency"] and len(world.past.known) == 4
    NINE[number](now, world.past)


def test_each_of_the_nine_has_faults() -> None:
    assert {fault.invariant for fault in FAULTS} == set(NINE) == set(range(1, 10))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.invariant}_{f.name.replace(' ', '_')}")
def test_a_planted_fault_turns_its_assertion_red(world: World, fault: Fault) -> None:
    with psycopg.connect(world.admin) as connection:
        before = read(connection)
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(fault.statement.encode())
        now = read(connection)
        connection.rollback()

    assert now != before, "the fault changed nothing"
    NINE[fault.invariant](before, world.past)
    with pytest.raises(AssertionError):
        NINE[fault.invariant](now, world.past)


AMOUNTS = st.integers(1, 2**40)
_SIDE = st.tuples(st.sampled_from(Account), st.none() | st.integers(1, 4), AMOUNTS, st.booleans())


def _posting(side: tuple[Account, int | None, int, bool]) -> Posting:
    account, owner, amount, debit = side
    return Posting(account, amount * debit, amount * (not debit), owner)


def assert_entry_and_reversal_cancel(postings: tuple[Posting, ...]) -> None:
    """An entry exists exactly when it balances; its reversal leaves every account at nothing."""
    total = sum(p.debit - p.credit for p in postings)
    if len(postings) < 2 or total:
        with pytest.raises(UnbalancedEntry):
            Entry("x", "x:1", DAY, "PEN", postings)
        return
    entry = Entry("x", "x:1", DAY, "PEN", postings)
    undone = reverse(entry, day=DAY)
    left = Counter[object]()
    for p in (*entry.postings, *undone.postings):
        left[p.account, p.association] += p.debit - p.credit
    assert not any(left.values())
    assert undone.reverses == entry.reference != undone.reference


@PURE
@given(st.lists(_SIDE, max_size=6), st.booleans())
def test_1_an_entry_balances_or_does_not_exist_and_a_reversal_undoes_it(
    sides: list[tuple[Account, int | None, int, bool]], close: bool
) -> None:
    postings = tuple(_posting(side) for side in sides)
    total = sum(p.debit - p.credit for p in postings)
    if close and total:
        last = Posting(Account.BANK, max(-total, 0), max(total, 0))
        postings = (*postings, last)
    assert_entry_and_reversal_cancel(postings)


def test_1_a_reversal_on_the_same_side_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Posting, "reversed", lambda self: self)
    with pytest.raises(AssertionError):
        assert_entry_and_reversal_cancel((Posting(Account.BANK, 5), Posting(Account.HELD, 0, 5)))


def assert_split_loses_no_cent(total: int, weights: list[int], parts: list[int]) -> None:
    """Parts add up to the whole, each within a céntimo of its share."""
    assert sum(parts) == total and len(parts) == len(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


_WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@PURE
@given(st.integers(-(10**12), 10**12), _WEIGHTS)
def test_3_a_split_loses_no_cent(total: int, weights: list[int]) -> None:
    assert_split_loses_no_cent(total, weights, split_by_weight(total, weights=weights))


def test_3_a_split_that_rounds_each_part_is_found() -> None:
    with pytest.raises(AssertionError):
        assert_split_loses_no_cent(100, [1, 1, 1], [100 * 1 // 3] * 3)


def assert_allocation_takes_what_is_owed(
    lines: pl.DataFrame, amount: int, given_: pl.DataFrame
) -> None:
    """All of the money goes to lines, no line takes more than it owes, none takes nothing."""
    assert given_["amount"].sum() == amount
    owed = dict(lines.select("family", "open").iter_rows())
    for family, taken in given_.select("family", "amount").iter_rows():
        assert 0 < taken <= owed.pop(family)


@PURE
@given(st.lists(st.integers(0, 5000), min_size=1, max_size=20), st.data())
def test_3_an_allocation_gives_every_cent_and_no_line_takes_more_than_it_owes(
    still: list[int], data: st.DataObject
) -> None:
    lines = _open_lines(still)
    amount = data.draw(st.integers(0, sum(still)))
    assert_allocation_takes_what_is_owed(lines, amount, allocate(lines, amount=amount))
    with pytest.raises(MoreThanOpen):
        allocate(lines, amount=sum(still) + 1)


def test_3_an_allocation_beyond_what_is_owed_is_found() -> None:
    lines = _open_lines([10, 10])
    found = allocate(lines, amount=15)
    for wrong in (
        found.with_columns(amount=pl.Series([11, 4])),
        found.with_columns(amount=pl.Series([10, 4])),
    ):
        with pytest.raises(AssertionError):
            assert_allocation_takes_what_is_owed(lines, 15, wrong)


def _open_lines(still: list[int]) -> pl.DataFrame:
    size = len(still)
    return pl.DataFrame(
        {
            "month": pl.Series([APRIL] * size, dtype=pl.Int32),
            "adhesion": pl.Series([1] * size, dtype=pl.Int64),
            "family": pl.int_range(size, eager=True),
            "part": pl.Series([0] * size, dtype=pl.Int16),
            "position": pl.int_range(size, eager=True).cast(pl.Int32),
            "due": pl.Series(still, dtype=pl.Int64),
            "open": pl.Series(still, dtype=pl.Int64),
        }
    )


_SPAN = (
    "INSERT INTO affiliation_span (institution, association, adhesion, scheme, person, family, insured,"
    " relation, starts, ends, position) SELECT 1, h.association, h.id, %s, p.id, 1, p.id, 'insured', %s, %s,"
    " 0 FROM alliance_adhesion h, (SELECT id FROM registry_person ORDER BY id OFFSET %s LIMIT 1) p"
    " ORDER BY h.id OFFSET %s LIMIT 1"
)
_MONTHS = st.integers(0, 6)
_SPANS = st.lists(
    st.tuples(
        st.integers(0, 1), st.integers(1, 2), _MONTHS, st.none() | st.integers(1, 4), _MONTHS
    ),
    max_size=12,
)


@IN_DATABASE
@given(asked=_SPANS)
def test_4_the_database_takes_a_span_exactly_when_it_overlaps_none(
    world: World, asked: list[tuple[int, int, int, int | None, int]]
) -> None:
    """Two persons, two schemes, several associations; in any order."""
    with psycopg.connect(world.admin) as connection:
        connection.execute("DELETE FROM affiliation_span")
        for taken, wanted in _spans_tried(connection, asked):
            assert taken == wanted
        assert_4_nobody_is_affiliated_twice_at_once(read(connection), Past())
        connection.rollback()


def _spans_tried(
    connection: psycopg.Connection, asked: list[tuple[int, int, int, int | None, int]]
) -> Iterator[tuple[bool, bool]]:
    """Write each span; gives whether it was taken, and whether it should have been."""
    there: list[tuple[tuple[int, int], set[int]]] = []
    for person, scheme, first, length, adhesion in asked:
        ends = None if length is None else first_day(APRIL + first + length)
        months = set(range(first, 99 if length is None else first + length))
        free = not any(one == (person, scheme) and months & held for one, held in there)
        try:
            with connection.transaction():
                place = (first_day(APRIL + first), ends, person, adhesion % 2)
                connection.execute(_SPAN, (scheme, *place))
            there.append(((person, scheme), months))
            yield True, free
        except psycopg.errors.ExclusionViolation:
            yield False, free


def test_4_without_the_constraint_a_double_affiliation_is_found(world: World) -> None:
    with psycopg.connect(world.admin) as connection:
        connection.execute("DELETE FROM affiliation_span")
        connection.execute("ALTER TABLE affiliation_span DROP CONSTRAINT one_affiliation")
        tried = list(_spans_tried(connection, [(0, 1, 0, None, 0), (0, 1, 2, 1, 1)]))
        found = read(connection)
        connection.rollback()

    assert tried == [(True, True), (True, False)]
    with pytest.raises(AssertionError):
        assert_4_nobody_is_affiliated_twice_at_once(found, Past())


_PARTS = st.lists(st.integers(1, 2 * DUE), min_size=2, max_size=4)


@IN_DATABASE
@given(parts=_PARTS, seed=st.randoms(use_true_random=False))
def test_5_lines_of_a_file_give_the_same_months_in_any_order(
    begin_rolled_back: Callable[[], object], parts: list[int], seed: random.Random
) -> None:
    shuffled = list(range(len(parts)))
    seed.shuffle(shuffled)
    found = []
    for order in (range(len(parts)), shuffled):
        with transaction.atomic():
            found.append(_paid_in_order(parts, order))
            transaction.set_rollback(True)
    assert found[0] == found[1]


def _paid_in_order(parts: list[int], order: Iterable[int]) -> object:
    text, payer = made.notice_of(APRIL).reference, made.payer(FIRST)
    lines = [
        entry(
            amount=parts[n],
            day=date(2026, 5, 3 + n),
            text=text,
            bank_reference=f"B{n}",
            payer=payer,
        )
        for n in order
    ]
    statement(lines, number="S-ORDER")
    return made.balances(APRIL), made.credited(), made.ledger("held_on_account")


@pytest.fixture
def begin_rolled_back(founded: Urls) -> Callable[[], object]:
    """Three families owe April; what a test does is rolled back."""
    made.taken(made.families(1, 2, 3), month=APRIL)
    made.assessed(APRIL)
    return made.effects


_EDIT = st.tuples(
    st.sampled_from(["letter", "swap", "out", "twice", "hash", "cut"]),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)


def edited(chain: list[Row], how: str, place: int, spot: int) -> list[Row]:
    """Change one thing in an exported chain."""
    found, place = list(chain), place % len(chain)
    link = found[place]
    if how == "letter":
        spot %= len(link.told)
        other = "0" if link.told[spot] != "0" else "1"
        found[place] = link._replace(told=link.told[:spot] + other + link.told[spot + 1 :])
    elif how == "hash":
        kept = bytearray(link.hash)
        kept[spot % 32] ^= 1 << spot % 8
        found[place] = link._replace(hash=bytes(kept))
    elif how == "swap":
        found[place], found[place - 1] = found[place - 1], found[place]
    elif how == "cut":
        del found[place:]
    else:
        found[place : place + 1] = [link] * (2 if how == "twice" else 0)
    return found


def assert_chain_ends_in(chain: list[Row], *, head: str, length: int) -> None:
    """The small verifier follows the chain to the published head."""
    links = [TOOL["Link"](link.place, link.told, bytes(link.hash)) for link in chain]
    try:
        TOOL["check_head"](TOOL["walk"](links), head=head, length=length)
    except TOOL["Broken"] as broken:
        raise AssertionError(str(broken)) from broken


@pytest.fixture(scope="module")
def chain(world: World) -> list[Row]:
    """The journal's chain of the history."""
    return list(world.facts().chain)


@PURE
@given(edit=_EDIT)
def test_7_any_edit_of_the_journal_is_found_and_the_journal_itself_holds(
    chain: list[Row], edit: tuple[str, int, int]
) -> None:
    head = bytes(chain[-1].hash).hex()
    assert_chain_ends_in(chain, head=head, length=len(chain))
    with pytest.raises(AssertionError):
        assert_chain_ends_in(edited(chain, *edit), head=head, length=len(chain))


_HEADERS = (
    "N° Familia", "Parentesco", "Tipo doc", "N° de documento", "Apellido paterno", "Apellido materno",
    "Nombres", "Fecha de nacimiento", "Sexo", "Actividad", "Ingreso",
)  # fmt: skip
_CELLS = st.tuples(
    st.integers(1, 4),
    st.sampled_from(["titular", "hijo(a)", "cónyuge", "vecino", None, "TITULAR "]),
    st.sampled_from(["DNI", "CE", None, "RUC"]),
    st.sampled_from(["40000001", "40000002", "70000001", "4123456", 4123456, "x", None, "00012"]),
    st.sampled_from(["QUISPE", "ÑAHUI", None, "=1+1"]),
    st.sampled_from(["MAMANI", None]),
    st.sampled_from(["ROSA", "JOSÉ LUIS"]),
    st.sampled_from([date(1980, 5, 1), date(2015, 3, 1), date(2041, 1, 1), "31/02/1980", None]),
    st.sampled_from(["F", "M", None, "?"]),
    st.sampled_from(["café", None]),
    st.sampled_from([1130, None, -5, "mil"]),
)


def assert_counts_add_up(control: Control, *, written: int) -> None:
    """Every person written in the file is counted once."""
    assert control.accepted + control.refused + control.doubtful == control.persons == written
    assert 0 <= control.duplicate <= control.refused
    fallen = control.if_family_falls
    assert fallen.accepted + fallen.refused + fallen.doubtful == written
    assert fallen.refused >= control.refused and fallen.accepted <= control.accepted


@PURE
@given(rows=st.lists(_CELLS, min_size=1, max_size=12))
def test_8_every_row_of_a_generated_sheet_is_counted_once(rows: list[tuple[object, ...]]) -> None:
    numbered = list(enumerate([_HEADERS, *rows], start=1))
    sheet = Sheet(name="Nómina", rows=numbered)  # type: ignore[arg-type]
    read_ = read_roster(workbook=Workbook(name="n", form="xlsx", sheets=(sheet,)), as_of=DAY)
    persons = [p for family in read_.families for p in family.persons]
    aside = [row.row for row in read_.ignored_rows]  # a row with a name alone may be a signature
    assert sorted([*(p.row for p in persons), *aside]) == [number for number, _ in numbered[1:]]
    assert_counts_add_up(read_.control, written=len(rows) - len(aside))
    statuses = Counter(p.status for p in persons)
    assert statuses["accepted"] == read_.control.accepted
    assert statuses["refused"] == read_.control.refused


def test_8_a_row_lost_or_counted_twice_is_found() -> None:
    right = Control(4, 2, 4, 3, 1, 0, 1, Statuses(3, 1, 0))
    assert_counts_add_up(right, written=4)
    for wrong in (
        replace(right, accepted=2),
        replace(right, doubtful=1),
        replace(right, persons=3),
    ):
        with pytest.raises(AssertionError):
            assert_counts_add_up(wrong, written=4)
