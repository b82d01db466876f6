"""Assessment of a month, database to database, beside a plain COPY of the same rows.

`python -m benchmarks.assessment [--families 42000] [--repeats 5]` prints the ratio (bar: at most 1.5). Ours is
everything: families read, lines computed, month built with its keys validated, notices and ledger entries,
commit. Beside it: COPY of the identical rows into the same table with its indexes and no foreign keys.
"""

from __future__ import annotations

import argparse
import io
import statistics

from benchmarks.ground import ACTOR, APRIL, found_and_affiliate, ground, ratio, timed


def main() -> None:
    """Measure, interleaved, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--families", type=int, default=42_000)
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    with ground():
        from django.db import connection

        from ayni.core.periods import last_day
        from ayni.cycle.contribution_cycle import bill

        found_and_affiliate(families=asked.families)
        _analyze()

        def assess(month: int) -> None:
            bill(actor=ACTOR, month=month, issued_on=last_day(month))

        assess(APRIL)  # warms caches on both sides
        rows = _rows(APRIL)
        ours, plain = [], []
        for turn in range(1, asked.repeats + 1):
            _baseline_table()
            plain.append(timed(lambda: _copy(rows)))
            ours.append(timed(lambda month=APRIL + turn: assess(month)))
        connection.close()
        print(
            f"assessment of {asked.families:,} families: {statistics.median(ours):.3f} s;"
            f" plain COPY: {statistics.median(plain):.3f} s; ratio {ratio(ours, plain):.2f} (bar 1.5)"
        )


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


def _baseline_table() -> None:
    """The same columns, primary key and index; no foreign keys, no policy, no trigger."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS plain_line; CREATE TABLE plain_line (LIKE assessment_line INCLUDING"
            " CONSTRAINTS INCLUDING INDEXES); GRANT INSERT ON plain_line TO ayni_app"
        )


def _copy(rows: bytes) -> None:
    from django.db import connection, transaction

    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy("COPY plain_line FROM STDIN (FORMAT csv)") as copy,
    ):
        copy.write(rows)


if __name__ == "__main__":
    main()
