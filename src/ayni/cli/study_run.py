"""``ayni study run FILE``: a study computed from its file, without a database, or kept in it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ayni.adapters.cubefiles import Manifest, write_cube
from ayni.adapters.studyfiles import (
    LoadedStudy,
    StudyFileError,
    list_studies,
    load_study,
    load_study_file,
)
from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.refused import CommandRefused
from ayni.cli.study_kept import moment
from ayni.cli.study_told import alternative_lines, figure_lines
from ayni.cli.words import language, text
from ayni.core.projection.cube import Cube
from ayni.core.projection.law import CannotProject
from ayni.cycle.study_executors import (
    Blocks,
    ClusterGaveUp,
    ClusterMissing,
    ClusterUnreachable,
    executor_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class NoSuchFile(CommandRefused):
    """Neither a file nor a study that comes with the program."""

    code = "study_no_file"


class Faulty(CommandRefused):
    """The study cannot be read or prepared; every fault with its line."""

    code = "study_faulty"


class Cannot(CommandRefused):
    """No kernel follows a rule of the scheme."""

    code = "study_cannot"


class CodeTaken(CommandRefused):
    """Another text is kept under the study's code."""

    code = "study_code_taken"


class NotDone(CommandRefused):
    """The run came to no result."""

    code = "study_not_done"


class NoCluster(CommandRefused):
    """What speaks to a cluster is not installed."""

    code = "study_cluster_missing"


class NobodyThere(CommandRefused):
    """No scheduler at the address."""

    code = "study_cluster_unreachable"


class GaveUp(CommandRefused):
    """The cluster's workers die."""

    code = "study_cluster_gave_up"


def add_run(parser: argparse.ArgumentParser) -> None:
    """Add what ``study run`` takes."""
    parser.add_argument("file", metavar="FILE")
    add_fixed(parser)
    parser.add_argument("--scheduler", metavar="ADDRESS", help=text("option_scheduler"))
    parser.add_argument("--processes", type=int, default=0, help=text("option_processes"))
    parser.add_argument("--out", metavar="DIR", type=Path, help=text("option_study_out"))
    parser.add_argument("--keep", action="store_true", help=text("option_keep"))
    parser.add_argument("--agreement", metavar="CODE", help=text("option_study_agreement"))
    parser.set_defaults(run=run)


def add_fixed(parser: argparse.ArgumentParser) -> None:
    """Add what may be asked otherwise than a study's file says."""
    parser.add_argument("--scenarios", type=int, help=text("option_scenarios"))
    parser.add_argument("--months", type=int, help=text("option_study_months"))
    parser.add_argument("--seed", type=int, help=text("option_seed"))
    parser.add_argument("--kernel", choices=("events", "cohort"), help=text("option_kernel"))


def run(arguments: argparse.Namespace) -> int:
    """Compute a study and print its figures; 0 only when the run is done."""
    try:
        with told_faults():
            loaded = asked_study(arguments.file)
            blocks = executor_of(scheduler=arguments.scheduler, processes=arguments.processes)
            return (_keep if arguments.keep else _alone)(arguments, loaded, blocks)
    except ClusterMissing as error:
        raise NoCluster() from error
    except ClusterUnreachable as error:
        raise NobodyThere(address=arguments.scheduler) from error
    except ClusterGaveUp as error:
        raise GaveUp(why=str(error)) from error


@contextmanager
def told_faults() -> Iterator[None]:
    """Turn what is wrong with a study into a sentence with its lines. Raises Faulty, Cannot."""
    try:
        yield
    except StudyFileError as error:
        faults = "\n".join(one.text(language()) for one in error.faults)
        raise Faulty(faults=faults) from error
    except CannotProject as error:
        raise Cannot(why=str(error)) from error
    except ValidationError as error:  # what was asked beside the file: futures, months, a kernel
        wrong = "\n".join(
            f"{'.'.join(map(str, one['loc']))}: {one['input']}" for one in error.errors()
        )
        raise Faulty(faults=wrong) from error


def asked_study(asked: str) -> LoadedStudy:
    """Load a study by its file, or one that comes with the program by its code. Raises NoSuchFile."""
    path = Path(asked)
    if path.is_file():
        return load_study_file(path)
    if asked in list_studies():
        return load_study(asked)
    raise NoSuchFile(file=asked, known=", ".join(list_studies()))


def fixed_of(arguments: argparse.Namespace) -> dict[str, Any]:
    asked = {name: getattr(arguments, name) for name in ("scenarios", "months", "seed", "kernel")}
    return {name: value for name, value in asked.items() if value is not None}


def _alone(arguments: argparse.Namespace, loaded: LoadedStudy, blocks: Blocks) -> int:
    from ayni.core.projection.folding import fold
    from ayni.cycle.study_alone import run_alone
    from ayni.cycle.study_given import alternatives_of, figures_of

    began = time.perf_counter()
    with _bar() as told:
        ran = run_alone(
            loaded,
            folder=folder_of(arguments.file),
            blocks=blocks,
            told=told,
            **fixed_of(arguments),
        )
    seconds = time.perf_counter() - began
    _tell(
        arguments,
        {
            "study": loaded.study.code,
            "name": loaded.study.name.in_language(language()),
            "seconds": round(seconds, 2),
            "manifest": ran.manifest.data(),
            "figures": figures_of(ran.cube, ran.given),
            "alternatives": alternatives_of(ran.prepared, scheme=ran.scheme, run=fold(ran.cube)),
            "files": _write(arguments.out, cube=ran.cube, manifest=ran.manifest),
        },
    )
    return 0


def folder_of(asked: str) -> Path:
    path = Path(asked)
    return path.parent if path.is_file() else Path()


def _write(folder: Path | None, *, cube: Cube, manifest: Manifest) -> list[str]:
    if folder is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cube.parquet").write_bytes(write_cube(cube, manifest=manifest))
    told = json.dumps(manifest.data(), indent=2, sort_keys=True)
    (folder / "manifest.json").write_text(told + "\n", encoding="utf-8")
    return [str(folder / name) for name in ("cube.parquet", "manifest.json")]


def _keep(arguments: argparse.Namespace, loaded: LoadedStudy, blocks: Blocks) -> int:
    with database():
        from ayni.apps.study.actions import StudyCodeTaken
        from ayni.cycle.study_running import RunFailed

        try:
            data, cube, manifest = _kept(arguments, loaded, blocks)
        except StudyCodeTaken as error:
            raise CodeTaken(study=loaded.study.code) from error
        except RunFailed as error:
            if error.__cause__ is not None and isinstance(error.__cause__, _TOLD):
                raise error.__cause__ from error
            raise NotDone(run=error.run, why=str(error)) from error
    data["files"] = _write(arguments.out, cube=cube, manifest=manifest)
    _tell(arguments, data)
    return 0


#: What a run that is kept may fail of that has its own sentence.
_TOLD = (StudyFileError, CannotProject, ClusterMissing, ClusterUnreachable, ClusterGaveUp)


def _kept(
    arguments: argparse.Namespace, loaded: LoadedStudy, blocks: Blocks
) -> tuple[dict[str, Any], Cube, Manifest]:
    from ayni.cycle import studying
    from ayni.cycle.study_given import alternatives_of
    from ayni.cycle.study_running import Worker, work_once

    actor = cli_actor(verb="study")
    fixed, study = fixed_of(arguments), loaded.study
    wanted = studying.Wanted(
        kernel=fixed.get("kernel", study.kernel),
        seed=fixed.get("seed", study.seed),
        scenarios=fixed.get("scenarios", study.scenarios),
        months=fixed.get("months", study.months),
        changes={},
    )
    number = studying.write_study(
        actor=actor,
        text=loaded.marked.path.read_text(encoding="utf-8"),
        agreement=_agreement(arguments.agreement),
        at=moment(),
    )
    run = studying.start_run(actor=actor, study=number, wanted=wanted, at=moment())
    with _bar() as told:
        work_once(worker=Worker(actor, moment, blocks, told), run=run)
    found = studying.study(actor=actor, number=number)
    done = next(one for one in found.runs if one.id == run)
    if done.cube is None:
        raise NotDone(run=run, why=done.why or done.state.value)
    manifest = studying.manifest_of(actor=actor, run=run)
    opened = studying.opened(actor=actor, run=run)
    data = {
        "study": study.code,
        "name": study.name.in_language(language()),
        "run": run,
        "seconds": round(done.seconds or 0.0, 2),
        "manifest": manifest.data(),
        "figures": next(
            one.figures for one in studying.studies(actor=actor) if one.study.id == number
        ),
        "alternatives": alternatives_of(opened.prepared, scheme=opened.scheme, run=opened.folded),
    }
    return data, opened.cube, manifest


def _agreement(code: str | None) -> int | None:
    from ayni.apps.access.actions import acting
    from ayni.apps.alliance import queries as alliances
    from ayni.apps.alliance.actions import UnknownAgreement
    from ayni.cli.assess import NoSuchAgreement

    if code is None:
        return None
    actor = cli_actor(verb="study")
    try:
        with acting(actor):
            return alliances.agreement_number(actor=actor, code=code)
    except (LookupError, UnknownAgreement) as error:
        raise NoSuchAgreement(name=code) from error


def _tell(arguments: argparse.Namespace, data: dict[str, Any]) -> None:
    if arguments.json:
        print(json.dumps(data, ensure_ascii=False))
        return
    manifest = data["manifest"]
    print(
        text(
            "study_ran",
            name=data["name"],
            scenarios=manifest["scenarios"],
            months=manifest["months"],
            kernel=manifest["kernel"],
            seconds=data["seconds"],
        )
    )
    print("\n".join(figure_lines(data["figures"])))
    for line in alternative_lines(data["alternatives"], currency=data["figures"]["currency"]):
        print(line)
    print(f"{text('study_input_digest')}: {manifest['inputs']}")
    print(f"{text('study_digest')}: {manifest['cube']}")
    for name in data.get("files", []):
        print(name)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """Show how far a run is on standard error, where somebody looks."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(file=sys.stderr)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=not console.is_terminal) as bar:
        task = bar.add_task(text("study_computing"), total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
