"""``ayni demo``: coffee and the alliances beside it end to end, through the real adapters.

Rooms are imported where they are used: their models can be loaded only after the settings.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ayni.adapters.bankfiles import example_file
from ayni.cli.database import database, setup_django
from ayni.cli.demo_extension import (
    PREFIX,
    Extension,
    extension_of,
    found_extension,
    open_accounts,
    owner_of,
    payments_of,
    roster_files,
    write_rosters,
)
from ayni.cli.demo_told import Step, Told, print_json, print_tables
from ayni.cli.home import home
from ayni.cli.words import text
from ayni.core import entitlement
from ayni.core.actor import Actor, Role
from ayni.core.entitlement import Event, tell
from ayni.core.example import (
    ExampleAlliance,
    ExampleNotice,
    ExampleProgramme,
    explained_cooperative,
    programme,
    statements,
    uncovered_cooperative,
)
from ayni.core.periods import last_day, month_number, month_text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs

FIRST_MONTH = month_number(year=2026, month=4)
MONTHS = 6
FAMILIES = 42_000
SEED = 2026
INSTITUTION = 1
#: Cooperative families as they come in the file system of the demo.
FOLDER = "demo"
#: The account that is made last: whoever has it has them all.
LAST_ACCOUNT = f"{PREFIX}union"
STAGES = ("files", "alliance", "intake", "assess", "documents", "collect", "study", "verify")


@dataclass(slots=True)
class Run:
    """A demo on its way: who acts, what it is about, how far it is."""

    actor: Actor
    programme: ExampleProgramme
    extension: Extension
    months: tuple[int, ...]
    today: date
    console: Console
    steps: dict[str, Step] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def actors(self) -> tuple[Actor, Actor]:
        """Give who acts for each of the two institutions."""
        return (self.actor, self.extension.second)


def register(verbs: Verbs) -> None:
    """Add ``demo [--families N] [--months M] [--json] [--into-empty]``."""
    parser = verbs.add_parser("demo", help=text("verb_demo"))
    parser.add_argument("--families", type=int, default=FAMILIES, help=text("option_families"))
    parser.add_argument("--months", type=int, default=MONTHS, help=text("option_months"))
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-documents", action="store_true")
    parser.add_argument("--into-empty", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load the programme; a second time finds every step done. Exit status 1 when an invariant is red."""
    os.environ.setdefault("AYNI_POOL", "0")
    console = Console(stderr=arguments.json)
    with database():
        actor = Actor(name="ayni demo", role=Role.SYSTEM, institution=INSTITUTION, reason="ejemplo")
        coffee = programme(families=arguments.families, seed=arguments.seed)
        found = Run(
            actor=actor,
            programme=coffee,
            extension=extension_of(actor=actor, programme=coffee),
            months=tuple(range(FIRST_MONTH, FIRST_MONTH + arguments.months)),
            today=date.today(),  # noqa: DTZ011 - an entrance; the day only dates the accounts
            console=console,
        )
        began = time.perf_counter()
        red = _load(found, documents=not arguments.no_documents)
        total = time.perf_counter() - began
        answers = _answers(found)
        told = Told(
            programme=coffee,
            extension=found.extension,
            months=found.months,
            steps=tuple(found.steps.values()),
            seconds=total,
            answers=tuple(answers),
        )
        (print_json if arguments.json else print_tables)(told, console=console)
    return 1 if red else 0


def announce(*, documents: bool) -> None:
    """Tell whoever watches what is to come. A stage that nobody will do would be waited for without end."""
    from ayni.apps.access import actions as access

    for position, stage in enumerate(STAGES):
        if documents or stage != "documents":
            access.report(job="demo", stage=stage, position=position, state="waiting")


def _load(found: Run, *, documents: bool) -> int:
    from ayni.apps.access import actions as access

    announce(documents=documents)
    workers = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=workers, initializer=_begin_worker) as pool:
        files = _files(found, pool)
        _alliance(found)
        _intake(found, pool, files)
        notices = _months(found)
        if documents:
            _documents(found, pool, notices)
    _disputes(found)
    _studies(found)
    red = _verify(found)
    access.mark(name="demo_loaded", content={"families": found.programme.families})
    return red


def _begin_worker() -> None:
    os.environ.setdefault("AYNI_POOL", "0")
    setup_django()


@contextmanager
def _stage(found: Run, stage: str, *, total: int) -> Iterator[Callable[[int], None]]:
    """Show a stage on screen and in the database while it runs; gives a function that counts rows."""
    from ayni.apps.access import actions as access

    position, began, done = STAGES.index(stage), time.perf_counter(), 0
    step = found.steps.setdefault(stage, Step(stage))
    told = began

    def report(state: str) -> None:
        access.report(
            job="demo",
            stage=stage,
            position=position,
            state=state,
            done=done,
            total=total,
            seconds=time.perf_counter() - began,
        )

    with _bar(found.console) as bar:
        task = bar.add_task(text(f"demo_{stage}"), total=total)

        def count(rows: int) -> None:
            nonlocal done, told
            done += rows
            bar.update(task, completed=done)
            if time.perf_counter() - told > 0.5:
                told = time.perf_counter()
                report("running")

        report("running")
        try:
            yield count
        except BaseException:
            report("failed")
            raise
    step.rows, step.seconds = done, time.perf_counter() - began
    report("done")


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=not console.is_terminal,
    )


def _files(found: Run, pool: ProcessPoolExecutor) -> dict[str, Path]:
    """Write the cooperatives' rosters as spreadsheets; those written before are kept."""
    folder = _folder(found)
    folder.mkdir(parents=True, exist_ok=True)
    files = {one.code: folder / f"{one.code}.xlsx" for one in found.programme.cooperatives}
    total = found.programme.persons + found.extension.persons
    with _stage(found, "files", total=total) as count:
        jobs = {
            pool.submit(_write_file, found.programme, one.code, files[one.code]): one.persons
            for one in found.programme.cooperatives
        } | {
            pool.submit(
                write_rosters, alliance=one, months=found.months, folder=folder
            ): one.programme.persons
            for _, one in found.extension.every
        }
        for job in as_completed(jobs):
            job.result()
            count(jobs[job])
    return files


def _write_file(programme: ExampleProgramme, code: str, path: Path) -> None:
    from ayni.cli.synth_roster import write_one_roster

    if path.exists():
        return
    # Written elsewhere and moved: a file that is there is whole, whatever ended the run before.
    half = path.parent / "half"
    half.mkdir(exist_ok=True)
    write_one_roster(programme.cooperative(code), programme=programme, errors=True, folder=half)
    (half / path.name).replace(path)


def _alliance(found: Run) -> None:
    from ayni.apps.access import queries as access
    from ayni.cycle.demo_table import lay_table
    from ayni.cycle.founding import ENDS, found_programme

    total = len(found.programme.cooperatives) + len(found.extension.every)
    with _stage(found, "alliance", total=total) as count:
        found.codes = found_programme(actor=found.actor, programme=found.programme, ends=ENDS)
        found.codes |= found_extension(extension=found.extension)
        if access.user_named(LAST_ACCOUNT) is None:
            open_accounts(
                actor=found.actor,
                programme=found.programme,
                extension=found.extension,
                path=home() / "demo-accounts.json",
            )
        lay_table(actor=found.actor, families=found.programme.families)
        count(len(found.codes))


def _intake(found: Run, pool: ProcessPoolExecutor, files: dict[str, Path]) -> None:
    total = found.programme.persons + found.extension.persons
    with _stage(found, "intake", total=total) as count:
        largest_first = sorted(found.programme.cooperatives, key=lambda one: -one.families)
        jobs = [
            pool.submit(
                _import_file, found.actor, found.codes[one.code], FIRST_MONTH, files[one.code]
            )
            for one in largest_first
        ] + [
            pool.submit(
                _import_file, actor, one.adhesion, FIRST_MONTH, _rosters(found, one)[FIRST_MONTH]
            )
            for actor, one in found.extension.every
        ]
        for job in as_completed(jobs):
            count(job.result())


def _rosters(found: Run, alliance: ExampleAlliance) -> dict[int, Path]:
    return roster_files(alliance=alliance, months=found.months, folder=_folder(found))


def _import_file(actor: Actor, code: str, month: int, path: Path) -> int:
    from ayni.cycle.contribution_cycle import affiliate
    from ayni.cycle.rosters import RosterAlreadyAssessed, RosterFile

    file = RosterFile(name=path.name, content=path.read_bytes())
    try:
        checked, _ = affiliate(actor=actor, code=code, month=month, file=file)
    except RosterAlreadyAssessed:  # an earlier run of the demo came further than this
        return 0
    return checked.control.rows


def _months(found: Run) -> list[tuple[Actor, int]]:
    """Assess each month, then read the statement that pays it; gives every notice with who acts for it."""
    from ayni.apps.access.actions import acting
    from ayni.apps.assessment import queries as assessments
    from ayni.cycle.contribution_cycle import bill

    for month in found.months:
        with _stage_of(found, "assess", month) as count:
            _pay_rosters(found, month)
            for actor in found.actors:
                count(bill(actor=actor, month=month, issued_on=last_day(month)).lines)
        with _stage_of(found, "collect", month) as count:
            count(sum(_collect(found, actor, month) for actor in found.actors))
    notices: list[tuple[Actor, int]] = []
    for actor in found.actors:
        with acting(actor):
            notices += [(actor, one.id) for one in assessments.notices(actor=actor)]
    return notices


def _pay_rosters(found: Run, month: int) -> None:
    """Let who tells pay month by month tell it: the first month's roster came with everybody's."""
    for actor, one in found.extension.every:
        path = _rosters(found, one).get(month)
        if path is not None and month != FIRST_MONTH:
            _import_file(actor, one.adhesion, month, path)


@contextmanager
def _stage_of(found: Run, stage: str, month: int) -> Iterator[Callable[[int], None]]:
    """Run one month of a stage; the step's line adds the months up."""
    step = found.steps.setdefault(stage, Step(stage))
    before_rows, before_seconds = step.rows, step.seconds
    place = found.months.index(month) + 1
    with _stage(found, stage, total=len(found.months)) as count:
        rows = 0

        def counted(more: int) -> None:
            nonlocal rows
            rows += more
            count(place)

        yield counted
    step.rows, step.seconds = before_rows + rows, before_seconds + step.seconds


def _collect(found: Run, actor: Actor, month: int) -> int:
    from ayni.apps.access.actions import acting
    from ayni.apps.alliance import queries as alliances
    from ayni.apps.assessment import queries as assessments
    from ayni.cycle.contribution_cycle import collect

    with acting(actor):
        names = {a.id: a.code for a in alliances.associations(actor=actor)}
        due = [
            ExampleNotice(
                cooperative=names[notice.association],
                month=notice.month,
                reference=notice.reference,
                due=notice.due,
                currency=notice.currency,
            )
            for notice in assessments.notices(actor=actor, month=month)
        ]
    owners = owner_of(programme=found.programme, extension=found.extension)
    credited = 0
    for statement in statements(payments=payments_of(owners=owners, notices=due, month=month)):
        path = _folder(found) / f"{statement.number}-{month_text(month)}.xml"
        path.write_bytes(example_file(statement))
        done = collect(actor=actor, name=path.name, content=path.read_bytes())
        credited += done.months_credited
    return credited


def _folder(found: Run) -> Path:
    return home() / FOLDER / f"{found.programme.families}-{found.programme.seed}"


def _documents(found: Run, pool: ProcessPoolExecutor, notices: Iterable[tuple[Actor, int]]) -> None:
    todo = list(notices)
    with _stage(found, "documents", total=len(todo)) as count:
        for job in as_completed([pool.submit(_print, *one) for one in todo]):
            job.result()
            count(1)


def _print(actor: Actor, number: int) -> None:
    from ayni.cycle.printing import print_notice

    print_notice(actor=actor, number=number)


def _disputes(found: Run) -> None:
    """Let the cooperative that stopped paying dispute a roster and a notice."""
    from ayni.cycle.demo_disputes import lay_disputes

    lay_disputes(actor=found.actor, code=explained_cooperative(found.programme).code)


def _studies(found: Run) -> None:
    """Study the programme, hold it against the months that came, and put the renewal's figures on the table."""
    from ayni.cycle.demo_study import Example, lay_studies

    families = found.programme.families
    example = Example(
        FIRST_MONTH, families, found.today, lambda: datetime.now(tz=UTC), _folder(found)
    )
    with _stage(found, "study", total=2) as count:
        count(lay_studies(actor=found.actor, example=example))


def _verify(found: Run) -> int:
    from ayni.cycle.verification import verify

    with _stage(found, "verify", total=1) as count:
        findings = [one for actor in found.actors for one in verify(actor=actor)]
        count(1)
    found.steps["verify"].rows = len(findings)
    for finding in findings:
        if not finding.green:
            found.console.print(f"[red]{finding.invariant} {finding.name}: {finding.broken}")
    return sum(not finding.green for finding in findings)


def _answers(found: Run) -> list[dict[str, Any]]:
    """Ask for one person of the cooperative that stopped paying, and one of that which never paid."""
    from ayni.cycle.contribution_cycle import answer as ask
    from ayni.cycle.demo_questions import insured_number

    asked: list[dict[str, Any]] = []
    day = last_day(found.months[-1]) + timedelta(days=31)
    for one in (
        explained_cooperative(found.programme),
        uncovered_cooperative(found.programme),
    ):
        number = insured_number(actor=found.actor, code=found.codes[one.code], day=day)
        answer = ask(actor=found.actor, number=number, day=day, event=Event.ILLNESS, route="demo")
        if answer.answer is None or answer.scheme is None or answer.known is None:
            continue
        told = tell(answer.answer, language="es")
        asked.append(
            {
                "number": number,
                "association": answer.known.association_name,
                "day": day.isoformat(),
                "verdict": answer.answer.verdict.value,
                "covered_until": (
                    answer.answer.covered_until.isoformat() if answer.answer.covered_until else None
                ),
                "told": _plain(told),
            }
        )
    return asked


def _plain(told: entitlement.Told) -> list[str]:
    lines = (told.headline, told.until, *told.because, told.advice, told.caution)
    return [line for line in lines if line]
