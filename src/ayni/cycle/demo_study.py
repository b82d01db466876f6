"""The example's studies: the coffee programme since it began, and the renewal on the table, beside its round.

Quick ones: a few hundred futures of five years, so that an example stands in seconds.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ayni.adapters.studyfiles import load_study, study_yaml
from ayni.apps.access.actions import acting
from ayni.apps.alliance import exchange_queries
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.study import queries
from ayni.apps.study.exchanges import AlreadyLinked
from ayni.apps.study.queries import Run, RunState
from ayni.core.actor import Actor, Role
from ayni.core.periods import month_of, month_text
from ayni.core.projection.study_text import Study
from ayni.cycle import exchanges, studying
from ayni.cycle.demo_costs import tell_costs
from ayni.cycle.founding import AGREEMENT
from ayni.cycle.study_executors import Here
from ayni.cycle.study_running import Clock, Worker, work_once
from ayni.cycle.study_scoring import When, score_study
from ayni.cycle.study_writing import SMALL, text_from
from ayni.cycle.studying import Put, Wanted

#: Whose assumptions the example takes.
_MODEL = "cafe-2027"
_CODE = "programa-cafe"
#: The exchange of the chain that is a study (``adapters/exchangefiles/origin.yaml``).
_EXCHANGE = "EJEMPLO-2026"
_SCENARIOS, _MONTHS, _BLOCK = 200, 60, 100


@dataclass(frozen=True, slots=True)
class Example:
    """What the example's studies are about: its first month and families; the day, and the clock.

    ``folder`` is where the file of what care cost is kept, if anywhere.
    """

    first_month: int
    families: int
    day: date
    clock: Clock
    folder: Path | None = None


def lay_studies(*, actor: Actor, example: Example) -> int:
    """Write, run, score and put on the table the example's studies, what of it is not done. Gives how many."""
    writer = Actor("negociacion", Role.NEGOTIATOR, actor.institution, "estudio de ejemplo")
    with acting(writer):
        agreement = alliances.agreement_number(actor=writer, code=AGREEMENT)
    study = _programme(writer, agreement=agreement, example=example)
    _name_in_exchange(writer, study=study, day=example.day)
    run = _run(writer, study=study, example=example)
    _costs(writer, run=run.id, example=example)
    score_study(actor=writer, run=run.id, when=When(example.day, example.clock()))
    return 1 + _renewal(writer, agreement=agreement, example=example)


def _costs(writer: Actor, *, run: int, example: Example) -> None:
    """Tell what care cost in the months that are scored, as the institution's accountant would."""
    months = range(example.first_month, month_of(example.day) - 1)
    tell_costs(
        actor=writer,
        run=run,
        months=months,
        day=example.day,
        at=example.clock(),
        folder=example.folder,
    )


def _programme(writer: Actor, *, agreement: int, example: Example) -> int:
    """Write the study of the programme, under the terms it was signed with, of the families that came."""
    plain = load_study(_MODEL).study.model_dump(mode="json")
    # whoever is on the roster has come
    assumptions = plain["assumptions"] | {"participation": "pe-participacion-completa"}
    changed: dict[str, Any] = {
        "code": _CODE,
        "name": _NAME,
        "summary": _SUMMARY,
        "terms": None,
        "starts": month_text(example.first_month),
        "months": _MONTHS,
        "scenarios": _SCENARIOS,
        "population": {"kind": "roster"},
        "associations": None,
        "assumptions": assumptions,
        "stress": [],
    }
    text = study_yaml(Study.model_validate(plain | changed, strict=False))
    return studying.write_study(actor=writer, text=text, agreement=agreement, at=example.clock())


def _name_in_exchange(writer: Actor, *, study: int, day: date) -> None:
    """Let the study that the example's chain tells of name the one kept here, once."""
    with acting(writer):
        told = exchange_queries.exchanges(actor=writer)
    for one in told:
        if one.code == _EXCHANGE:
            with suppress(AlreadyLinked):
                exchanges.link_study(actor=writer, exchange=one.id, study=study, today=day)


def _renewal(writer: Actor, *, agreement: int, example: Example) -> int:
    """Study the newest round of the agreement's open table, and put what comes of it beside the round."""
    with acting(writer):
        tables = negotiations.negotiations(actor=writer, agreement=agreement)
        table = next((one for one in tables if one.closed_on is None), None)
        if table is None:
            return 0
        rounds = negotiations.proposals(actor=writer, negotiation=table.id)
        shown = queries.attached(actor=writer, negotiation=table.id)
        written = [
            one.id
            for one in queries.studies(actor=writer, agreement=agreement)
            if one.negotiation == table.id
        ]
    if not rounds or shown:
        return 0
    if not written:
        text = text_from(actor=writer, negotiation=table.id, day=example.day)
        written = [
            studying.write_study(actor=writer, text=text, negotiation=table.id, at=example.clock())
        ]
    run = _run(writer, study=written[0], example=example)
    figures = {one.study.id: one.figures for one in studying.studies(actor=writer)}
    put = Put(table.id, rounds[-1].id, run.id, {}, figures[written[0]] or {})
    studying.attach_to_proposal(actor=writer, put=put, at=example.clock())
    return 1


def _run(writer: Actor, *, study: int, example: Example) -> Run:
    """Give the study's run that is done; one that was left is taken up."""
    shown = studying.study(actor=writer, number=study)
    done = next((one for one in shown.runs if one.state is RunState.DONE), None)
    if done is not None:
        return done
    left = (RunState.QUEUED, RunState.RUNNING)
    number = next((one.id for one in shown.runs if one.state in left), None)
    if number is None:
        kernel = "events" if example.families < SMALL else "cohort"
        seed = studying.study_of(shown.study).seed
        wanted = Wanted(kernel, seed, _SCENARIOS, _MONTHS, {}, _BLOCK)
        number = studying.start_run(actor=writer, study=study, wanted=wanted, at=example.clock())
    work_once(worker=Worker(writer, example.clock, Here()), run=number)
    return next(one for one in studying.study(actor=writer, number=study).runs if one.id == number)


_NAME = {
    "es": "El programa del café desde su comienzo (ejemplo)",
    "en": "The coffee programme since it began (example)",
    "pt": "O programa do café desde o começo (exemplo)",
}
_SUMMARY = {
    "es": "Qué se esperaba en abril de 2026 de las familias que entraron; cada mes se contrasta.",
    "en": "What was expected in April 2026 of the families that came in; held each month against it.",
    "pt": "O que se esperava em abril de 2026 das famílias que entraram; a cada mês se compara.",
}
