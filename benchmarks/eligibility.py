"""What an eligibility question costs beside an empty view, and whether it grows with the people.

    python benchmarks/eligibility.py [--sizes 5000,20000] [--requests 400] [--repeats 5]

Starts a PostgreSQL of its own, plants a small programme through the real cycle, multiplies its people by
set-based SQL, serves with two gunicorn workers on loopback, and asks both views in turns. CPU is read from
/proc for the workers and the database's backends. Prints the ratio of the medians and p50 per size.
Everything is in a temporary folder and is taken away at the end.
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
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
KEY = "benchmark-only-and-long-enough-for-every-check-of-django"
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
FIRST = 10_000_000
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
    parser.add_argument("--requests", type=int, default=400, help="requests of each view a repeat")
    parser.add_argument("--repeats", type=int, default=5)
    return parser.parse_args()


def _measure_all(asked: argparse.Namespace, home: Path) -> None:
    from ayni.cli.postgres import Server

    with Server(home, fleeting=True) as server:
        os.environ["DATABASE_URL"] = server.urls.app
        os.environ["AYNI_OWNER_URL"] = server.urls.owner
        key = _plant()
        found, there = [], 0
        for size in sorted(int(n) for n in asked.sizes.split(",")):
            began = time.monotonic()
            _grow(there, size, server.urls)
            print(f"{size} persons there after {time.monotonic() - began:.1f} s", file=sys.stderr)
            there = size
            with _served(home) as (port, workers):
                found.append(_measure(size, port, workers, key, asked, server.urls.admin))
        _print(found)


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
def _served(home: Path) -> Iterator[tuple[int, list[int]]]:
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
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "bench_settings", "PYTHONPATH": path},
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


def _backends(admin: str) -> list[int]:
    """List the processes of the database that work for the application, and its WAL writers."""
    import psycopg

    with psycopg.connect(admin) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename = 'ayni_app' OR backend_type IN"
            " ('walwriter', 'background writer', 'checkpointer')"
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


def _measure(
    size: int, port: int, workers: list[int], key: str, asked: argparse.Namespace, admin: str
) -> dict[str, float]:
    rng = random.Random(size)

    def targets(kind: str) -> list[str]:
        if kind == "empty":
            return ["/empty/nothing"] * asked.requests
        return [
            f"/api/v1/eligibility?id=B{rng.randrange(FIRST, FIRST + size - 1)}&date=2026-11-23"
            for _ in range(asked.requests)
        ]

    for kind in ("empty", "asked"):
        _ask(port, key, targets(kind)[:60])
    server: dict[str, list[float]] = {"empty": [], "asked": []}
    database: dict[str, list[float]] = {"empty": [], "asked": []}
    waits: dict[str, list[float]] = {"empty": [], "asked": []}
    for _ in range(asked.repeats):
        for kind in ("empty", "asked"):
            todo, backends = targets(kind), _backends(admin)
            before = _cpu(workers), _cpu(backends)
            waits[kind] += _ask(port, key, todo)
            server[kind].append((_cpu(workers) - before[0]) / len(todo))
            database[kind].append((_cpu(backends) - before[1]) / len(todo))
    found = {"persons": float(size)}
    for kind in ("empty", "asked"):
        both = [s + d for s, d in zip(server[kind], database[kind], strict=True)]
        found |= {
            f"{kind}_server_ms": statistics.median(server[kind]),
            f"{kind}_database_ms": statistics.median(database[kind]),
            f"{kind}_cpu_ms": statistics.median(both),
            f"{kind}_p50_ms": statistics.median(waits[kind]),
        }
    return found | {"ratio": found["asked_cpu_ms"] / found["empty_cpu_ms"]}


def _print(found: list[dict[str, float]]) -> None:
    for one in found:
        print(json.dumps({name: round(value, 3) for name, value in one.items()}))
    worst = max(one["ratio"] for one in found)
    growth = found[-1]["asked_p50_ms"] / found[0]["asked_p50_ms"]
    print(f"CPU of a question / CPU of the empty view: {worst:.2f} (at most 4)")
    print(f"p50 at the largest size / at the smallest: {growth:.2f} (at most 1.20)")


if __name__ == "__main__":
    main()
