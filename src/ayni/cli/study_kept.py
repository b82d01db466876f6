"""What the jobs of ``ayni study`` share: the moment, who acts, the studies that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ayni.cli.acting import cli_actor
from ayni.cli.refused import CommandRefused

if TYPE_CHECKING:
    from ayni.apps.study.queries import Run
    from ayni.core.actor import Actor
    from ayni.cycle.studying import Shown


class NoSuchStudy(CommandRefused):
    """No study is kept under that code."""

    code = "study_unknown"


class NoRunDone(CommandRefused):
    """The study has no run that is done."""

    code = "study_no_run"


def moment() -> datetime:
    """Give the moment: an entrance has the clock."""
    return datetime.now(tz=UTC)


def actors() -> Iterator[Actor]:
    from ayni.apps.access.queries import institutions

    for number in institutions():
        yield cli_actor(verb="study", institution=number)


def found_study(code: str) -> tuple[Actor, Shown]:
    """Find the study of a code in the installation's institutions. Raises NoSuchStudy."""
    from ayni.cycle.studying import UnknownStudy, study_coded

    for actor in actors():
        try:
            return actor, study_coded(actor=actor, code=code)
        except UnknownStudy:
            continue
    raise NoSuchStudy(study=code)


def newest_done(shown: Shown) -> Run:
    """Give the newest run of a study that is done. Raises NoRunDone."""
    from ayni.apps.study.queries import RunState

    for run in shown.runs:
        if run.state is RunState.DONE:
            return run
    raise NoRunDone(study=shown.study.code)
