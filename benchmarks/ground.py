"""The ground a benchmark stands on: a server of its own, a programme on it, ratios of medians."""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import psycopg

from ayni.cli.database import database
from ayni.cli.postgres import running_server
from ayni.core.actor import Actor, Role

ACTOR = Actor(name="benchmark", role=Role.SYSTEM, institution=1, reason="benchmark")
APRIL = 24315


@contextlib.contextmanager
def ground() -> Iterator[Path]:
    """Give a fresh installation in a temporary folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ayni-benchmark-"))
    folder.chmod(0o755)
    os.environ["AYNI_HOME"] = str(folder)
    os.environ["AYNI_POOL"] = "0"
    for name in ("DATABASE_URL", "AYNI_OWNER_URL"):
        os.environ.pop(name, None)
    try:
        with database():
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle() -> None:
    """Write out what is pending, so that what is timed next pays for itself alone.

    Log files are taken up again rather than made anew: a new one costs 50 ms, now to the one, now to the other.
    """
    with (
        running_server(Path(os.environ["AYNI_HOME"])) as urls,
        psycopg.connect(urls.admin, autocommit=True) as admin,
    ):
        admin.execute("CHECKPOINT")


def timed(work: Callable[[], object]) -> float:
    """Time one piece of work, in seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ratio(ours: list[float], theirs: list[float]) -> float:
    """Give the ratio of the medians."""
    return statistics.median(ours) / statistics.median(theirs)


def found_and_affiliate(*, families: int, seed: int = 7) -> dict[str, str]:
    """Found the example programme and affiliate its families from frames (no files); gives the codes."""
    from ayni.core.example import programme, roster
    from ayni.cycle.founding import found_programme

    made = programme(families=families, seed=seed)
    codes = found_programme(actor=ACTOR, programme=made)
    for one in made.cooperatives:
        drawn = roster(programme=made, cooperative=one, errors=False)
        affiliate_rows(code=codes[one.code], people=frame_of(drawn.rows))
    return codes


def frame_of(rows: tuple[object, ...]) -> pl.DataFrame:
    """Turn example rows into what a checked roster gives."""
    from ayni.core.matching import fold

    listed = [
        (
            place,
            "DNI",
            row.document,
            row.surname1,
            row.surname2,
            row.names,
            row.birth_date,
            row.sex,
            fold(f"{row.surname1} {row.surname2} {row.names}"),
            row.family,
            row.relation,
            row.activity,
            row.income,
        )
        for place, row in enumerate(rows, start=1)
    ]
    from ayni.apps.affiliation.actions import ROSTER

    kinds = {"int": pl.Int32, "bigint": pl.Int64, "text": pl.String, "date": pl.Date}
    schema = {name: kinds[kind] for name, kind in ROSTER.items()}
    return pl.DataFrame(listed, schema=schema, orient="row")


def affiliate_rows(*, code: str, people: pl.DataFrame) -> None:
    """Affiliate the people of a frame through the rooms' own actions."""
    from ayni.apps.access.actions import acting
    from ayni.apps.affiliation import actions as affiliation
    from ayni.apps.affiliation.actions import Control, Received
    from ayni.apps.alliance import queries as alliances
    from ayni.apps.document import actions as document

    with acting(ACTOR):
        adhesion = alliances.adhesion_of(actor=ACTOR, code=code)
        kept = document.keep(
            actor=ACTOR,
            association=adhesion.association,
            kind="roster",
            name=f"{code}.xlsx",
            media_type="x",
            content=code.encode(),
        )
        number, _ = affiliation.receive(
            actor=ACTOR,
            adhesion=adhesion,
            file=Received(
                document=kept,
                name=code,
                month=APRIL,
                as_of=date(2026, 4, 30),
                layout={},
                control=Control(people.height, people.height, 0, 0, 0, 1),
                problems=[],
            ),
        )
        affiliation.apply(actor=ACTOR, adhesion=adhesion, roster=number, month=APRIL, people=people)
