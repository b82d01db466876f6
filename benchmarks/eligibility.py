"""What an eligibility question costs beside an empty view, and whether it grows with the people.

    python -m benchmarks.eligibility [--sizes 5000,20000] [--requests 100] [--repeats 20]

Starts a PostgreSQL of its own, plants a small programme through the real cycle, multiplies its people by
set-based SQL and keeps a database of each size. Each size is served by two gunicorn workers of its own on
loopback, all at once, and both views of every size are asked in turns of a hundred: what else the machine does
falls on all alike. CPU is read from /proc for the workers and the database's backends. Prints the ratio of
the means and p50 per size. Everything is in a temporary folder and is taken away at the end.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
KEY = "benchmark-only-and-long-enough-for-every-check-of-django"
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
FIRST = 10_000_000
DATABASE = "ayni"
KINDS = ("empty", "asked")
WINDOW = range(12 * 2026 + 3, 12 * 2026 + 9)


def main() -> None:
    """Measure every size in one run and print one table."""
    asked = _arguments()
    home = Path(tempfile.mkdtemp(prefix="ayni-bench-"))
    home.chmod(0o755)
    os.environ |= {
        "AYNI_HOME": str(home),
        "AYNI_SECRET_KEY": KEY,
        "DJANGO_SETTINGS_MODULE": "ayni.config.settings",
    }
    try:
        _measure_all(asked, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="eligibility by id beside an empty view")
    parser.add_argument("--sizes", default="5000,20000", help="persons, ascending")
    parser.add_argument("--requests", type=int, default=100, help="requests of each view a turn")
    parser.add_argument("--repeats", type=int, default=20)
    return parser.parse_args()


def _measure_all(asked: argparse.Namespace, home: Path) -> None:
    from ayni.cli.postgres import Server

    sizes = sorted(int(n) for n in asked.sizes.split(","))
    with Server(home, fleeting=True) as server, contextlib.ExitStack() as stack:
        os.environ["DATABASE_URL"] = server.urls.app
        os.environ["AYNI_OWNER_URL"] = server.urls.owner
        key = _plant()
        there, sides = 0, []
        for size in sizes:
            began = time.monotonic()
            _grow(there, size, server.urls)
            there = size
            name = _kept(size, admin=server.urls.admin) if size != sizes[-1] else DATABASE
            print(f"{size} persons there after {time.monotonic() - began:.1f} s", file=sys.stderr)
            sides.append((size, name))
        asked_sides = [
            Side(size, name, key, server.urls.admin, *stack.enter_context(_served(home, name)))
            for size, name in sides
        ]
        _print(_measure(asked_sides, asked))


def _kept(size: int, *, admin: str) -> str:
    """Keep the database as it is now under a name of its own; growing goes on in the first."""
    import psycopg

    from ayni.cli.postgres.cluster import make_database

    name = f"{DATABASE}_{size}"
    with psycopg.connect(_of(admin, "postgres"), autocommit=True) as connection:
        make_database(connection, name=name, template=DATABASE)
    with psycopg.connect(_of(os.environ["AYNI_OWNER_URL"], name), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return name


def _of(url: str, database: str) -> str:
    """Give the same address with another database."""
    return url.replace(f"/{DATABASE}?", f"/{database}?")


def _plant() -> str:
    import django

    django.setup()
    from django.core.management import call_command
    from tests.planting import key_for, plant

    call_command("migrate", database="owner", interactive=False, verbosity=0)
    plant(institution=1, families=36, seed=1)
    return key_for(1)


_PERSONS = """
INSERT INTO registry_person (id, institution, canonical)
SELECT n, 1, n FROM generate_series({first}, {last}) n;
INSERT INTO registry_person_fact (person, number, institution, surname1, surname2, names, birth_date, sex,
    sort_key, salt, digest)
SELECT n, 1, 1, 'QUISPE', 'MAMANI', 'JUAN', date '1980-01-01' + 365 * 35 * (n %% 5 > 0)::int, 'M',
    'QUISPE MAMANI JUAN', '\\x00',
    sha256(n::text::bytea) FROM generate_series({first}, {last}) n;
INSERT INTO registry_identifier (institution, kind, number, person)
SELECT 1, 'CE', 'B' || n, n FROM generate_series({first}, {last}) n;
INSERT INTO affiliation_span (institution, association, adhesion, scheme, person, family, insured, relation,
    starts, position)
SELECT 1, s.association, s.adhesion, s.scheme, n, n - n %% 5, n - n %% 5,
    CASE WHEN n %% 5 = 0 THEN 'insured' ELSE 'child' END, s.starts, n %% 1000000
FROM generate_series({first}, {last}) n, (SELECT * FROM affiliation_span LIMIT 1) s;
INSERT INTO entitlement_record (institution, association, person, scheme, month, state, counts_from,
    disposition)
SELECT 1, s.association, n, s.scheme, m, 'credited', month_start(m + 1) + 10, s.disposition
FROM generate_series({first}, {last}, 5) n, generate_series({since}, {until}) m,
    (SELECT association, scheme, disposition FROM entitlement_record LIMIT 1) s
"""


def _grow(there: int, size: int, urls: object) -> None:
    """Add people until there are so many, through the same tables, walls and policies."""
    import psycopg
    from django.db import connections
    from tests.planting import system

    from ayni.apps.access.actions import acting
    from ayni.apps.sql.frames import execute

    for first in range(FIRST + there, FIRST + size, 100_000):
        last = min(first + 100_000, FIRST + size) - 1
        with acting(system(1, "medir")):
            for statement in _PERSONS.split(";"):
                execute(statement.format(first=first, last=last, since=WINDOW[0], until=WINDOW[-1]))
    connections.close_all()
    connections["default"].close_pool()
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


@contextlib.contextmanager
def _served(home: Path, database: str) -> Iterator[tuple[int, list[int]]]:
    """Serve with two workers; gives the port and the workers' process ids."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = home / "bench_settings.py"
    settings.write_text(
        "from ayni.config.settings import *\nROOT_URLCONF = 'benchmarks.eligibility_urls'\n"
    )
    path = os.pathsep.join([str(home), str(ROOT), str(ROOT / "src")])
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "ayni.config.wsgi:application"),
            *("--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"),
        ],
        env=os.environ
        | {
            "DATABASE_URL": _of(os.environ["DATABASE_URL"], database),
            "DJANGO_SETTINGS_MODULE": "bench_settings",
            "PYTHONPATH": path,
        },
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        _wait(port)
        yield port, _children(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait(port: int) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            time.sleep(1)
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not begin")


def _children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(one) for one in tasks]


def _cpu(processes: list[int]) -> float:
    """Give the CPU of processes so far, in milliseconds."""
    spent = 0.0
    for one in processes:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            spent += (int(fields[11]) + int(fields[12])) * TICK_MS
    return spent


def _backends(admin: str, database: str) -> list[int]:
    """List the processes that work for the application in a database, and the WAL writers."""
    import psycopg

    with psycopg.connect(admin) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE (usename = 'ayni_app' AND datname = %s)"
            " OR backend_type IN ('walwriter', 'background writer', 'checkpointer')",
            (database,),
        ).fetchall()
    return [pid for (pid,) in found]


def _ask(port: int, key: str, targets: list[str]) -> list[float]:
    """Ask over one connection after another and give each answer's milliseconds."""
    spent, headers = [], {"Authorization": f"Bearer {key}", "Accept-Language": "es"}
    for target in targets:
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        spent.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, (answer.status, body)
        assert "empty" in target or b'"covered"' in body, body
    return spent


@dataclass
class Side:
    """One size: its database, its server, and what its answers took, by view."""

    size: int
    database: str
    key: str
    admin: str
    port: int
    workers: list[int]
    server: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    database_cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def targets(self, kind: str, *, number: int, rng: random.Random) -> list[str]:
        """Give the addresses of so many requests of a view, people drawn among all."""
        if kind == "empty":
            return ["/empty/nothing"] * number
        return [
            f"/api/v1/eligibility?id=B{rng.randrange(FIRST, FIRST + self.size - 1)}&date=2026-11-23"
            for _ in range(number)
        ]

    def turn(self, kind: str, *, number: int, rng: random.Random) -> None:
        """Ask so many times and add up."""
        todo, backends = (
            self.targets(kind, number=number, rng=rng),
            _backends(self.admin, self.database),
        )
        before = _cpu(self.workers), _cpu(backends)
        self.waits[kind] += _ask(self.port, self.key, todo)
        self.server[kind].append((_cpu(self.workers) - before[0]) / number)
        self.database_cpu[kind].append((_cpu(backends) - before[1]) / number)

    def found(self) -> dict[str, float]:
        """Give means of CPU (its clock ticks are coarse) and the median wait."""
        told = {"persons": float(self.size)}
        for kind in KINDS:
            both = [s + d for s, d in zip(self.server[kind], self.database_cpu[kind], strict=True)]
            told |= {
                f"{kind}_server_ms": statistics.mean(self.server[kind]),
                f"{kind}_database_ms": statistics.mean(self.database_cpu[kind]),
                f"{kind}_cpu_ms": statistics.mean(both),
                f"{kind}_p50_ms": statistics.median(self.waits[kind]),
            }
        return told | {"ratio": told["asked_cpu_ms"] / told["empty_cpu_ms"]}


def _measure(sides: list[Side], asked: argparse.Namespace) -> list[dict[str, float]]:
    rng = random.Random(7)
    for side in sides:
        for kind in KINDS:
            _ask(side.port, side.key, side.targets(kind, number=200, rng=rng))
    for _ in range(asked.repeats):
        for kind in KINDS:
            for side in sides:
                side.turn(kind, number=asked.requests, rng=rng)
    return [side.found() for side in sides]


def _print(found: list[dict[str, float]]) -> None:
    for one in found:
        print(json.dumps({name: round(value, 3) for name, value in one.items()}))
    worst = max(one["ratio"] for one in found)
    growth = found[-1]["asked_p50_ms"] / found[0]["asked_p50_ms"]
    print(f"CPU of a question / CPU of the empty view: {worst:.2f} (at most 4)")
    still = found[-1]["empty_p50_ms"] / found[0]["empty_p50_ms"]
    print(
        f"p50 at the largest size / at the smallest: {growth:.2f} (at most 1.20); empty view: {still:.2f}"
    )


if __name__ == "__main__":
    main()
