"""Small studies of the small world's programme, as texts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from ayni.adapters.studyfiles import load_study, study_yaml
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.core.actor import Actor, Role
from ayni.cycle import studying
from ayni.cycle.founding import AGREEMENT
from ayni.cycle.study_executors import Blocks, Here
from ayni.cycle.study_given import varied
from ayni.cycle.study_running import Worker, work_once
from ayni.cycle.studying import Wanted
from tests.cycle.small_world import SYSTEM

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 26)
ACTUARY = Actor(name="negociacion", role=Role.NEGOTIATOR, institution=1, reason="estudiar")
#: What a small study says otherwise than the coffee programme's.
SMALL: dict[str, Any] = {
    "code": "programa-pequeno",
    "starts": "2026-04",
    "months": 24,
    "scenarios": 12,
    "kernel": "cohort",
    "population": {"kind": "roster"},
    "associations": None,
    "terms": None,
    "stress": [],
}


def small_text(**changes: Any) -> str:
    """Write the small study, with changes."""
    model = load_study("cafe-2027").study
    plain = model.model_dump(mode="json") | SMALL | changes
    return study_yaml(varied(model, changes={}).model_validate(plain, strict=False))


def agreement() -> int:
    """Give the number of the programme's agreement."""
    with acting(SYSTEM):
        return alliances.agreement_number(actor=SYSTEM, code=AGREEMENT)


def keep(text: str | None = None) -> int:
    """Keep a small study of the programme's agreement."""
    return studying.write_study(
        actor=ACTUARY, text=text or small_text(), agreement=agreement(), at=AT
    )


def ask(study: int, *, kernel: str = "cohort", block: int = 4, **changes: Any) -> int:
    """Ask for a small run in three blocks."""
    return studying.start_run(
        actor=ACTUARY, study=study, wanted=Wanted(kernel, 7, 12, 24, changes, block), at=AT
    )


def work(run: int | None = None, blocks: Blocks | None = None) -> int | None:
    """Work on a run."""
    return work_once(worker=Worker(SYSTEM, lambda: AT, blocks or Here()), run=run)
