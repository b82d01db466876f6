"""A study of the table of the offices, run with the real kernels, small enough for tests.

``plant`` writes the study of the negotiation, runs it, puts a round with its figures on the table, asks for
one more run that nobody works on, and writes two months of score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from ayni.adapters.studyfiles import load_study, study_yaml
from ayni.apps.access.actions import acting
from ayni.apps.study import actions as writes
from ayni.apps.study.queries import Score
from ayni.core.actor import Actor, Role
from ayni.core.projection.study_text import Study
from ayni.cycle import studying
from ayni.cycle.negotiating import Typed
from ayni.cycle.study_executors import Here
from ayni.cycle.study_running import Worker, work_once
from ayni.cycle.study_table import NewRound, laid, propose, proposed
from ayni.cycle.study_writing import text_from
from ayni.cycle.studying import Wanted
from ayni.cycle.table import table
from tests.conftest import DatabaseMaker
from tests.web import alliance_fixtures, office_fixtures
from tests.web.alliance_fixtures import Alliances
from tests.web.office_fixtures import SignedIn, enter
from tests.web.portal_world import SYSTEM, TODAY

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
WRITER = Actor(name="negotiator", role=Role.NEGOTIATOR, institution=1, reason="estudiar")
STARTS, ENDS = date(2027, 1, 1), date(2028, 1, 1)


@dataclass(frozen=True, slots=True)
class Studies:
    """The study of the table with its finished run and one that waits; another of a second group, finished."""

    study: int
    run: int
    waiting: int
    other: int
    other_run: int


def worker() -> Worker:
    """Give who works on runs in tests: this process, one thread."""
    return Worker(SYSTEM, lambda: AT, Here())


def computed(study: int, *, scenarios: int = 60, months: int = 36) -> int:
    """Ask for a run of means and work on it until it ends."""
    wanted = Wanted("cohort", 420, scenarios, months, {})
    run = studying.start_run(actor=WRITER, study=study, wanted=wanted, at=AT)
    assert work_once(worker=worker(), run=run) == run
    return run


def small(code: str, *, families: int, name: str) -> str:
    """Write an example study with fewer families under another code."""
    plain = load_study("cooperativa-420").study.model_dump(mode="json")
    plain |= {"code": code, "population": {"kind": "rules", "families": families}}
    plain["name"] = {language: name for language in ("es", "en", "pt")}
    return study_yaml(Study.model_validate(plain, strict=False))


def one_run(negotiation: int, *, scenarios: int = 20, months: int = 36) -> dict[str, int]:
    """Write the study of a negotiation with a finished run: their numbers, as addresses name them."""
    text = text_from(actor=WRITER, negotiation=negotiation, day=TODAY)
    study = studying.write_study(actor=WRITER, text=text, at=AT, negotiation=negotiation)
    return {"study": study, "run": computed(study, scenarios=scenarios, months=months)}


def alone_run() -> int:
    """Write a study of nobody's table with a finished run; gives the run."""
    text = small("sola", families=60, name="Sola")
    study = studying.write_study(actor=WRITER, text=text, at=AT)
    return computed(study, scenarios=20, months=36)


def plant(negotiation: int, *, scenarios: int = 60, months: int = 36) -> Studies:
    """Write and run the studies; a round is put on the table from the first."""
    text = text_from(actor=WRITER, negotiation=negotiation, day=TODAY)
    study = studying.write_study(actor=WRITER, text=text, at=AT, negotiation=negotiation)
    run = computed(study, scenarios=scenarios, months=months)
    other = studying.write_study(
        actor=WRITER, text=small("otra-coop", families=180, name="Otra cooperativa"), at=AT
    )
    other_run = computed(other, scenarios=scenarios, months=months)
    put(negotiation, run=run)
    scored(run)
    wanted = Wanted("cohort", 420, 200, 120, {})
    waiting = studying.start_run(actor=WRITER, study=other, wanted=wanted, at=AT)
    return Studies(study, run, waiting, other, other_run)


def put(negotiation: int, *, run: int, **values: int) -> int:
    """Put a round on the table with the figures of a run."""
    found = laid(actor=WRITER, run=run)
    shown = table(actor=WRITER, number=negotiation, day=TODAY)
    moved = values or {"tasa_asegurado": 55_000, "state_pays": 800_000}
    last = shown.last
    typed = proposed(found, values=moved, last=last.terms if last else None, known=shown.clauses)
    seen = last.proposal.number if last else 0
    new = NewRound(negotiation, Typed(typed, STARTS, ENDS, "con su estudio", seen), moved)
    return propose(actor=WRITER, table=found, new=new, day=TODAY, at=AT)


@pytest.fixture(scope="module")
def planted_studies(
    urls: object, database_maker: DatabaseMaker, django_db_blocker: object
) -> Iterator[tuple[Alliances, Studies]]:
    """The offices' world with its table and its studies; each test's writes are rolled back."""
    with database_maker("studies"), django_db_blocker.unblock():  # type: ignore[attr-defined]
        with transaction.atomic():
            alliances = alliance_fixtures.plant(office_fixtures.build())
        studies = plant(alliances.mesa)
        with django_db_blocker.block():  # type: ignore[attr-defined]
            yield alliances, studies


@pytest.fixture
def entered(planted_studies: tuple[Alliances, Studies], db: None) -> SignedIn:
    """Gives a browser signed in as one of the users."""
    alliances, _ = planted_studies
    return lambda name: enter(alliances.office, name)


def scored(run: int) -> None:
    """Write two months of what came: families within their band, cost outside of it."""
    rows = [
        Score(24324, "families", 380.0, 400.0, 401.0, 420.0, 390.0, 0.975, 0.3, False),
        Score(24324, "cost", 4e6, 5e6, 5e6, 6e6, 7.5e6, 1.5, 0.99, True),
        Score(24325, "families", 375.0, 398.0, 398.5, 421.0, 401.0, 1.007, 0.55, False),
        Score(24325, "cost", 4e6, 5e6, 5e6, 6e6, None, None, None, False),
    ]
    with acting(SYSTEM):
        writes.keep_scores(actor=SYSTEM, run=run, scores=rows, at=AT)
