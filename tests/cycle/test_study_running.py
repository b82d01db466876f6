"""A run goes from waiting to its result by blocks, is taken up where it was left, and gives the same bits."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.test import override_settings as settings_changed

from ayni.adapters.cubefiles import DamagedCube, pack, unpack
from ayni.adapters.cubefiles import digest_of as inputs_digest
from ayni.apps.access.actions import acting
from ayni.apps.sql.frames import value
from ayni.apps.study import actions as writes
from ayni.apps.study import queries
from ayni.apps.study.extract import families_on
from ayni.apps.study.queries import RunState
from ayni.core.projection.cube import Cube
from ayni.core.projection.given import Given
from ayni.cycle import study_found, studying
from ayni.cycle.study_blocks import Job, code_digests
from ayni.cycle.study_executors import Here
from ayni.cycle.study_running import RunFailed
from ayni.cycle.study_scoring import When, score_all
from ayni.cycle.study_table import laid
from ayni.cycle.studying import NoLongerRead
from ayni.cycle.verification import verify
from tests.cycle.small_world import SYSTEM
from tests.cycle.study_texts import ACTUARY, AT, ask, keep, small_text, work


def digest_of(run: int) -> str | None:
    return (
        studying.study(actor=ACTUARY, number=studying.study_of_run(actor=ACTUARY, run=run))
        .runs[0]
        .cube
    )


@pytest.mark.parametrize("kernel", ["cohort", "events"])
def test_a_run_gives_its_cube_its_figures_and_what_is_behind_it(programme, kernel):
    run = ask(keep(), kernel=kernel)
    assert work() == run and work() is None
    progress = studying.run_progress(actor=ACTUARY, run=run)
    assert (progress.state, progress.done, progress.ended) == (RunState.DONE, 12, True)
    opened = studying.opened(actor=ACTUARY, run=run)
    assert opened.cube.digest() == opened.run.cube == digest_of(run)
    assert opened.folded.count == 12 and opened.folded.months == 24
    assert opened.prepared.families.count == 60
    assert opened.prepared.study.months == 24 and opened.scheme.code == "pe-modelo-colectivo"
    manifest = studying.manifest_of(actor=ACTUARY, run=run)
    assert manifest.cube == opened.run.cube and manifest.inputs == opened.run.input
    assert manifest.code == code_digests() and manifest.kernel == kernel
    assert set(manifest.parts) >= {"families", "law", "assumptions", "levers", "study", "rules"}
    (listed,) = studying.studies(actor=ACTUARY)
    assert listed.figures is not None and listed.figures["currency"] == "PEN"
    assert listed.figures["charged"] > 0


def test_the_price_is_that_of_the_agreement(programme):
    """4 % of S/ 1,130 by the agreement, the State the rest of 9 %: the study re-writes no law."""
    run = ask(keep())
    work()
    levers = studying.opened(actor=ACTUARY, run=run).prepared.levers
    assert {payer.value: price[0] for payer, price in levers.prices.by_payer.items()} == {
        "insured_person": 4520.0,
        "state": 5650.0,
    }


def test_two_runs_of_the_same_are_the_same_bit_for_bit(programme):
    study = keep()
    one, other = ask(study), ask(study, block=5)
    assert (work(), work()) == (one, other)
    first, second = (studying.opened(actor=ACTUARY, run=run).run for run in (one, other))
    assert (first.input, first.cube) == (second.input, second.cube)
    with acting(SYSTEM):
        assert value("SELECT count(*) FROM study_input") == 1


def test_other_behaviour_is_another_run(programme):
    study = keep()
    plain = ask(study)
    moved = ask(
        study,
        instead=[{"kind": "participation", "field": "value", "value": "0.5", "why": "prueba"}],
    )
    work(), work()
    one, other = (studying.opened(actor=ACTUARY, run=run) for run in (plain, moved))
    assert other.prepared.assumptions.participation == 0.5 != one.prepared.assumptions.participation
    assert one.run.cube != other.run.cube
    assert other.prepared.study.instead[-1].why == "prueba"


class Killed(BaseException):
    """What a worker that is killed leaves behind, without a process to kill."""


class DiesAfter:
    """Computes some blocks and is gone."""

    def __init__(self, count: int) -> None:
        self.count = count

    def results(self, job: Job, ranges: Sequence[range]) -> Iterator[Cube]:
        for place, cube in enumerate(Here().results(job, ranges)):
            if place == self.count:
                raise Killed
            yield cube


def test_a_run_that_was_left_is_taken_up_from_its_blocks(programme):
    study = keep()
    whole = ask(study)
    work()
    left = ask(study)
    with pytest.raises(Killed):
        work(blocks=DiesAfter(2))
    found = studying.run_progress(actor=ACTUARY, run=left)
    assert (found.state, found.done) == (RunState.RUNNING, 8)
    asked: list[range] = []

    class Counting(Here):
        def results(self, job: Job, ranges: Sequence[range]) -> Iterator[Cube]:
            asked.extend(ranges)
            yield from super().results(job, ranges)

    assert work(blocks=Counting()) == left
    assert asked == [range(8, 12)]
    assert digest_of(left) == studying.opened(actor=ACTUARY, run=whole).run.cube


def test_a_run_that_is_cancelled_stops_after_its_block(programme):
    run = ask(keep())

    class Cancelling(Here):
        def results(self, job: Job, ranges: Sequence[range]) -> Iterator[Cube]:
            for place, cube in enumerate(super().results(job, ranges)):
                if place == 1:
                    studying.cancel(actor=ACTUARY, run=run, at=AT)
                yield cube

    assert work(blocks=Cancelling()) == run
    found = studying.run_progress(actor=ACTUARY, run=run)
    assert (found.state, found.done) == (RunState.CANCELLED, 4)
    with acting(SYSTEM):
        assert queries.firsts(actor=SYSTEM, run=run) == {0: 4}
    assert work() is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"population": {"kind": "roster", "association": "NADIE"}}, "NoRoster"),
        ({"scheme": "cr-ccss-convenio", "activity": None}, "OtherScheme"),
        ({"starts": "1999-01"}, "NoRoster"),
    ],
)
def test_what_cannot_be_run_fails_with_its_reason(programme, changes, why):
    run = ask(keep(small_text(**changes)))
    with pytest.raises(RunFailed, match=why):
        work()
    found = studying.run_progress(actor=ACTUARY, run=run)
    assert found.state is RunState.FAILED and found.why.startswith(why)


def test_blocks_that_are_not_the_cube_are_seen(programme):
    run = ask(keep())
    work()
    with acting(SYSTEM):  # the same scenarios under another seed, as somebody might slip them in
        other = writes.ask_run(
            actor=SYSTEM,
            new=writes.NewRun(keep(), "cohort", 8, 12, 24, 12, {}),
            at=AT,
        )
    work(other)
    assert studying.cube_of(actor=ACTUARY, run=run).digest() != digest_of(other)
    with acting(SYSTEM):
        forged = queries.blocks(actor=SYSTEM, run=other)[0]
        fake = ask(keep())
        writes.keep_block(
            actor=SYSTEM, run=fake, first=0, scenarios=12, digest=forged.digest,
            content=forged.content,
        )  # fmt: skip
        cube = bytes.fromhex("ab" * 32)
        writes.keep_result(actor=SYSTEM, run=fake, cube=cube, manifest={}, at=AT)
        writes.tell_state(actor=SYSTEM, run=fake, state=RunState.DONE, ended=AT)
    with pytest.raises(DamagedCube):
        studying.cube_of(actor=ACTUARY, run=fake)
    red = [one.name for one in verify(actor=SYSTEM) if not one.green]
    assert red == ["cubes_are_their_blocks"]


def test_no_document_and_no_name_stands_in_the_room(programme, app_connection):
    """Row I17: everything a study wrote is read back whole and searched for everybody's number and names."""
    run = ask(keep())
    work()
    with acting(SYSTEM):
        packed = queries.input_of(actor=SYSTEM, run=run)
        tables = [
            "study_study", "study_run", "study_run_state", "study_result", "study_outcome",
            "study_score", "study_proposal", "study_run_input",
        ]  # fmt: skip
        written = " ".join(
            str(value(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {name} t"))
            for name in tables
        )
        numbers = set(value("SELECT array_agg(number) FROM registry_identifier"))
        names = set(value("SELECT array_agg(DISTINCT surname1) FROM registry_person_fact"))
        families = set(value("SELECT array_agg(id) FROM registry_family"))
        births = value(
            "SELECT count(*) FROM registry_person_fact WHERE extract(day FROM birth_date) > 1"
        )
    assert len(numbers) > 200 and births > 100
    given = unpack(packed)
    assert isinstance(given, Given)
    written += " ".join(given.texts.values()) + " ".join(given.families.groups)
    assert not numbers & set(re.findall(r"\d{8,}", written))
    assert not {one for one in names if re.search(rf"\b{re.escape(one)}\b", written)}
    assert not families & set(given.families.identifier.tolist())
    planted = min(numbers)
    assert planted in set(
        re.findall(r"\d{8,}", f"{written} {planted}")
    )  # the search would find one


_WORK = """
import os, signal, sys
from datetime import UTC, datetime
from ayni.cli.database import setup_django
setup_django()
from ayni.core.actor import Actor, Role
from ayni.cycle.study_executors import Here
from ayni.cycle.study_running import Worker, work_once

class Slow(Here):
    def results(self, job, ranges):
        for place, cube in enumerate(super().results(job, ranges)):
            if place == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            yield cube

actor = Actor("prueba", Role.SYSTEM, 1, "prueba")
work_once(worker=Worker(actor, lambda: datetime(2026, 11, 26, tzinfo=UTC), Slow()))
"""


def test_a_worker_that_is_killed_between_blocks_loses_nothing(own_programme):
    study = keep()
    left = ask(study)
    killed = subprocess.run(
        [sys.executable, "-c", _WORK],
        env=os.environ | {"AYNI_POOL": "0", "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    found = studying.run_progress(actor=ACTUARY, run=left)
    assert (found.state, found.done) == (RunState.RUNNING, 8)
    until = time.monotonic() + 30  # the server takes a moment to see that the worker is gone
    while (taken := work()) is None and time.monotonic() < until:
        time.sleep(0.1)
    assert taken == left
    whole = ask(study)
    assert work() == whole
    ends = [studying.opened(actor=ACTUARY, run=run).run for run in (left, whole)]
    assert ends[0].cube == ends[1].cube and ends[0].input == ends[1].input


def test_a_run_somebody_works_on_is_left_alone(own_programme):
    run = ask(keep())
    with psycopg.connect(own_programme.app) as other:
        assert other.execute("SELECT pg_try_advisory_lock(4179205, %s)", (run,)).fetchone() == (
            True,
        )
        assert work() is None
    assert work() == run


def test_a_run_of_another_program_is_told_from_one_that_is_not_done(programme):
    """Its figures stay listed; it cannot be opened, and does not stop the score of the others."""
    run = ask(keep())
    work()
    given = unpack(_packed(run))
    older = replace(given, texts={**given.texts, "study": "{}"})
    with acting(SYSTEM):
        left = ask(keep())
        writes.keep_input(
            actor=SYSTEM,
            run=left,
            digest=bytes.fromhex(inputs_digest(older)),
            content=pack(older),
            manifest={},
        )
        block = queries.blocks(actor=SYSTEM, run=run)
        for one in block:
            writes.keep_block(
                actor=SYSTEM, run=left, first=one.first, scenarios=one.scenarios,
                digest=one.digest, content=one.content,
            )  # fmt: skip
        cube = bytes.fromhex(studying.opened(actor=ACTUARY, run=run).run.cube or "")
        writes.keep_result(actor=SYSTEM, run=left, cube=cube, manifest={}, at=AT)
        writes.tell_state(actor=SYSTEM, run=left, state=RunState.DONE, ended=AT)
    with pytest.raises(NoLongerRead):
        studying.opened(actor=ACTUARY, run=left)
    assert score_all(actor=SYSTEM, when=When(AT.date(), AT)) == 0


class Older(DiesAfter):
    """Computes blocks as a program did that did not count who stays."""

    def results(self, job: Job, ranges: Sequence[range]) -> Iterator[Cube]:
        for cube in super().results(job, ranges):
            kept = [place for place, name in enumerate(cube.measures) if "stayed" not in name]
            names = tuple(cube.measures[place] for place in kept)
            yield replace(cube, measures=names, values=cube.values[:, :, kept])


def test_a_run_of_before_is_read_and_knows_not_who_stays(programme):
    study = keep()
    older = ask(study)
    work(blocks=Older(99))
    found, kept = study_found.found(laid(actor=ACTUARY, run=older)), _listed(older)
    assert found.cohorts == () and kept["persistency"] == []
    assert {found.indicators[f"persistence_{after}"] for after in (12, 24, 36)} == {None}
    newer = ask(study)
    work()
    again, kept = study_found.found(laid(actor=ACTUARY, run=newer)), _listed(newer)
    assert again.cohorts[0].known and len(kept["persistency"]) == len(again.cohorts)
    assert again.years == found.years  # nothing else differs
    stays = "persistence_12"
    assert again.indicators[stays] == again.cohorts[0].stays[0].mean
    assert {**again.indicators, stays: None} == dict(found.indicators)


def _listed(run: int) -> dict[str, Any]:
    """Give the figures that are kept with a run."""
    with acting(SYSTEM):
        return dict(queries.outcomes(actor=SYSTEM, runs=[run])[run])


def test_blocks_of_two_programs_end_a_run_in_words(programme):
    run = ask(keep())
    with pytest.raises(Killed):
        work(blocks=Older(2))
    with pytest.raises(RunFailed, match=r"not all blocks count stayed_12.*run the study anew"):
        work()
    assert studying.run_progress(actor=ACTUARY, run=run).state is RunState.FAILED


def _packed(run: int) -> bytes:
    with acting(SYSTEM):
        return queries.input_of(actor=SYSTEM, run=run) or b""


def test_row_p8_what_is_read_of_families_names_nobody(programme):
    with acting(SYSTEM):
        frame = families_on(actor=SYSTEM, adhesions=None, day=AT.date())
        again = families_on(actor=SYSTEM, adhesions=None, day=AT.date())
        elsewhere = families_on(actor=SYSTEM, adhesions=[-1], day=AT.date())
        numbers = set(value("SELECT array_agg(id) FROM registry_family"))
    assert frame.columns == ["family", "birth", "sex", "relation", "association"]
    assert frame["family"].n_unique() == 60 and frame.equals(again) and elsewhere.is_empty()
    assert not numbers & set(frame["family"].to_list())
    assert set(frame["birth"].dt.day().to_list()) == {1}
    assert frame["family"].is_sorted()
    with (
        settings_changed(SECRET_KEY="another key, as long as it must be for every check"),
        acting(SYSTEM),
    ):
        other = families_on(actor=SYSTEM, adhesions=None, day=AT.date())
    assert not set(other["family"].to_list()) & set(frame["family"].to_list())
