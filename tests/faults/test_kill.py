"""``kill -9`` at seeded random moments of intake, assessment and allocation (F1, F2, F3).

After every kill: what was acknowledged is there, what was not is there whole or not at all, every invariant
holds; then the same work is done again by the same calls, and the sums are exact: nothing lost, nothing twice.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ayni.adapters.spreadsheets import write_roster
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.assessment import queries as assessments
from ayni.apps.sql.frames import rows, value
from ayni.cli.postgres import Urls
from ayni.core.collection import BankEntry
from ayni.core.periods import first_day, last_day
from ayni.cycle.assessing import assess_month
from ayni.cycle.verification import verify
from tests.cycle import made
from tests.cycle.small_world import (
    APRIL,
    AUGUST,
    DUE,
    FAMILIES,
    FIRST,
    SECOND,
    SYSTEM,
    THIRD,
    close,
    entry,
    statement_bytes,
)
from tests.faults import job
from tests.faults.orders import obey

FULL = 200
QUICK = 3
ROOT = Path(__file__).resolve().parents[2]
Orders = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kill:
    """What is known after a kill: how many orders were acknowledged."""

    acknowledged: int


def _worker() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.job"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "POLARS_MAX_THREADS": "1"},
    )  # fmt: skip


@pytest.fixture
def workers() -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Gives loaded workers; the next one loads while the first works. None outlives the test."""
    born: list[subprocess.Popen[str]] = []

    def next_one() -> subprocess.Popen[str]:
        while len(born) < 2:
            born.append(_worker())
        return born.pop(0)

    yield next_one
    for worker in born:
        worker.kill()
        worker.communicate()


def kill_during(worker: subprocess.Popen[str], orders: Orders, *, after: float) -> Kill:
    """Give orders to a worker and kill it after some seconds."""
    close()
    assert worker.stdin is not None and worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    worker.stdin.write(json.dumps(orders) + "\n")
    worker.stdin.flush()
    time.sleep(after)
    worker.kill()
    told, _ = worker.communicate()
    _settle()
    return Kill(acknowledged=told.count("done"))


def _settle() -> None:
    """Wait until the server has noticed that its client is gone."""
    asked = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND usename = current_user"
    )
    for _ in range(500):
        if not value(asked):
            return
        time.sleep(0.02)
    raise AssertionError("the killed worker's connection is still there")


def red() -> list[str]:
    """Name the checks that something breaks."""
    return [found.name for found in verify(actor=SYSTEM) if not found.green]


def _redo(orders: Orders) -> None:
    for order in orders:
        obey(order)


def count(query: str, *params: object) -> int:
    """Ask for one number."""
    with acting(SYSTEM):
        return int(value(query, params))


def _intake(folder: Path, workers: Callable[[], subprocess.Popen[str]], *, kills: int) -> None:
    """Each round: three associations send rosters of a new month in which everybody but one changed."""
    dice = random.Random(20261123)
    for turn in range(kills):
        orders = _rosters(folder, turn=turn)
        kill = kill_during(workers(), orders, after=dice.uniform(0.02, 0.7))
        month = APRIL + turn
        applied = count("SELECT count(*) FROM affiliation_roster_applied WHERE month = %s", month)
        assert kill.acknowledged <= applied <= kill.acknowledged + 1
        assert red() == []
        _redo(orders)
        assert count("SELECT count(*) FROM affiliation_roster WHERE month = %s", month) == 3
        assert _standing() == [(FIRST, 24), (SECOND, 24), (THIRD, 24)]
        assert red() == []


def _rosters(folder: Path, *, turn: int) -> Orders:
    orders: Orders = []
    for place, code in enumerate((FIRST, SECOND, THIRD)):
        base = 1000 * (place + 1) + turn
        written = [row for n in range(12) for row in _family(n, number=base + n)]
        path = folder / f"{code}-{turn}.xlsx"
        path.write_bytes(write_roster(rows=written))  # type: ignore[arg-type]
        orders.append(job.roster(str(path), code=code, month=APRIL + turn))
    return orders


def _family(place: int, *, number: int) -> list[made.Row]:
    head, child = made.head(number % 9 + 1), made.child(number % 9 + 1)
    numbers = (f"4{number:07d}", f"7{number:07d}")
    return [
        (place + 1, *row[1:3], text, *row[4:])
        for row, text in zip((head, child), numbers, strict=True)
    ]


def _standing() -> list[tuple[str, int]]:
    with acting(SYSTEM):
        return rows(
            "SELECT a.code, count(*) FROM affiliation_span s JOIN alliance_adhesion a ON a.id = s.adhesion"
            " WHERE s.ends IS NULL GROUP BY 1 ORDER BY 1"
        )  # type: ignore[return-value]


def _assessing(workers: Callable[[], subprocess.Popen[str]], *, kills: int) -> None:
    dice = random.Random(42)
    for turn in range(kills):
        months = range(AUGUST + 3 * turn, AUGUST + 3 * turn + 3)
        orders = [job.assessment(month, day=last_day(month)) for month in months]
        kill = kill_during(workers(), orders, after=dice.uniform(0.02, 0.5))
        whole = [count(_LINES, month) for month in months]
        done = whole.count(FAMILIES)
        assert whole == [FAMILIES] * done + [0] * (3 - done)
        assert kill.acknowledged <= done <= kill.acknowledged + 1
        assert red() == []
        _redo(orders)
        assert [count(_LINES, month) for month in months] == [FAMILIES] * 3
        assert [count(_BILLED, month) for month in months] == [FAMILIES * DUE] * 3
        assert red() == []


_LINES = "SELECT count(*) FROM assessment_line WHERE month = %s"
_BILLED = "SELECT sum(due) FROM assessment_notice WHERE month = %s"


def _allocating(folder: Path, workers: Callable[[], subprocess.Popen[str]], *, kills: int) -> None:
    dice = random.Random(7)
    for turn in range(kills):
        month = AUGUST + turn
        assess_month(actor=SYSTEM, month=month, issued_on=last_day(month))
        received = count("SELECT sum(amount) FROM collection_receipt")
        orders = _statements(folder, month=month, dice=dice)
        kill = kill_during(workers(), orders, after=dice.uniform(0.02, 0.6))
        taken = count(
            "SELECT count(*) FROM collection_statement WHERE number LIKE %s", f"K-{month}-%"
        )
        assert kill.acknowledged <= taken <= kill.acknowledged + 1
        assert red() == []
        _redo(orders)
        # two centimos short on one notice, three over on another: every family but one is paid whole
        assert count(_PAID, month) == FAMILIES - 1
        assert count("SELECT sum(amount) FROM collection_receipt") == received + FAMILIES * DUE + 1
        assert red() == []


_PAID = "SELECT count(*) FROM entitlement_record WHERE month = %s AND state = 'credited'"


def _statements(folder: Path, *, month: int, dice: random.Random) -> Orders:
    """Pay each notice in halves, spread over three files; the first is short, the last too much."""
    with acting(SYSTEM):
        notices = sorted(assessments.notices(actor=SYSTEM, month=month), key=lambda one: one.id)
        payers = {one.id: one.name for one in alliances.associations(actor=SYSTEM)}
    lines: list[BankEntry] = []
    for place, notice in enumerate(notices):
        sum_ = notice.due - 2 * (place == 0) + 3 * (place == len(notices) - 1)
        half = dice.randrange(1, sum_)
        for part, amount in enumerate((half, sum_ - half)):
            lines.append(
                entry(
                    amount=amount,
                    day=first_day(month + 1),
                    text=notice.reference,
                    bank_reference=f"K{notice.id}-{part}",
                    payer=payers[notice.payer],
                )
            )
    orders: Orders = []
    for number in range(3):
        path = folder / f"K-{month}-{number}.xml"
        path.write_bytes(statement_bytes(lines[number::3], number=f"K-{month}-{number}"))
        orders.append(job.statement(path))
    return orders


def test_a_few_kills_during_intake(
    own_founded: Urls, tmp_path: Path, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    _intake(tmp_path, workers, kills=QUICK)


def test_a_few_kills_during_assessment(
    own_programme: Urls, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    _assessing(workers, kills=QUICK)


def test_a_few_kills_during_allocation(
    own_programme: Urls, tmp_path: Path, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    _allocating(tmp_path, workers, kills=QUICK)


@pytest.mark.full
@pytest.mark.timeout(0)
def test_f1_two_hundred_kills_during_intake(
    own_founded: Urls, tmp_path: Path, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    _intake(tmp_path, workers, kills=FULL)


@pytest.mark.full
@pytest.mark.timeout(0)
def test_f2_two_hundred_kills_during_assessment(
    own_programme: Urls, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    _assessing(workers, kills=FULL)


@pytest.mark.full
@pytest.mark.timeout(0)
def test_f3_two_hundred_kills_during_allocation(
    own_programme: Urls, tmp_path: Path, workers: Callable[[], subprocess.Popen[str]]
) -> None:
    _allocating(tmp_path, workers, kills=FULL)
