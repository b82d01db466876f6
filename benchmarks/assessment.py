"""Assessment of a month, database to database, beside a plain COPY of the same rows.

`python -m benchmarks.assessment [--families 42000] [--repeats 15]` prints the ratio (bar: at most 1.5). Ours is
the assessment: families read, lines computed, month built with its keys validated, runs summed, commit.
Beside it: COPY of the identical rows into the same table with its indexes and no foreign keys. A second ratio,
without a bar, adds what follows in the same transaction: a ledger entry and a notice per association.

Both write to a server in its steady state: its memory touched once, statistics of last month, nothing pending.
"""

from __future__ import annotations

import argparse
import io
import statistics
from unittest.mock import patch

from benchmarks.ground import ACTOR, APRIL, found_and_affiliate, ground, ratio, settle, timed


def main() -> None:
    """Measure, interleaved, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--families", type=int, default=42_000)
    parser.add_argument("--repeats", type=int, default=15)
    asked = parser.parse_args()
    with ground():
        from django.db import connection

        from ayni.cycle import assessing

        found_and_affiliate(families=asked.families)
        _touch_memory()
        issuing: list[float] = []
        issue = assessing._issue

        def issue_timed(*given: object, **named: object) -> None:
            issuing.append(timed(lambda: issue(*given, **named)))

        with patch.object(assessing, "_issue", issue_timed):
            plain, whole = _measure(asked.repeats)
        connection.close()
    lines = [all_of_it - notices for all_of_it, notices in zip(whole, issuing[1:], strict=True)]
    print(
        f"assessment of {asked.families:,} families: {statistics.median(lines):.3f} s;"
        f" plain COPY: {statistics.median(plain):.3f} s; ratio {ratio(lines, plain):.2f} (bar 1.5)\n"
        f"with its ledger entries and notices: {statistics.median(whole):.3f} s;"
        f" ratio {ratio(whole, plain):.2f}"
    )


def _measure(repeats: int) -> tuple[list[float], list[float]]:
    from ayni.core.periods import last_day
    from ayni.cycle.contribution_cycle import bill

    def assess(month: int) -> None:
        bill(actor=ACTOR, month=month, issued_on=last_day(month))

    assess(APRIL)  # warms caches on both sides
    rows = _rows(APRIL)
    plain, ours = [], []
    for turn in range(1, repeats + 1):
        table = _baseline_table(turn)
        _analyze()
        settle()
        plain.append(timed(lambda table=table: _copy(rows, table)))
        settle()
        ours.append(timed(lambda month=APRIL + turn: assess(month)))
    return plain, ours


def _touch_memory() -> None:
    """Use every shared buffer once: the first use of a page of memory is the kernel's work, not ours."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = 'shared_buffers'")
        (buffers,) = cursor.fetchone()
        cursor.execute(
            "CREATE TABLE touched (page text); ALTER TABLE touched ALTER page SET STORAGE PLAIN"
        )
        cursor.execute(
            "INSERT INTO touched SELECT repeat('x', 8000) FROM generate_series(1, %s)", (buffers,)
        )
        cursor.execute("DROP TABLE touched")


def _analyze() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _rows(month: int) -> bytes:
    from django.db import connection

    from ayni.apps.access.actions import acting

    out = io.BytesIO()
    query = f"COPY (SELECT * FROM assessment_line WHERE month = {month}) TO STDOUT (FORMAT csv)"
    with acting(ACTOR), connection.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            out.write(block)
    return out.getvalue()


def _baseline_table(turn: int) -> str:
    """The same columns, primary key and index; no foreign keys, no policy, no trigger.

    A new one each turn, as ours has a new partition each month: one that takes the place of another dropped
    a moment ago would find its buffers and its file's pages warm, which no month's table ever does.
    """
    from django.db import connections

    table = f"plain_line_{turn}"
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {table} (LIKE assessment_line INCLUDING"
            f" CONSTRAINTS INCLUDING INDEXES); GRANT INSERT ON {table} TO ayni_app"
        )
    return table


def _copy(rows: bytes, table: str) -> None:
    from django.db import connection, transaction

    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy,
    ):
        copy.write(rows)


if __name__ == "__main__":
    main()
