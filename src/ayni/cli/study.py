"""``ayni study``: run, keep, list, show and score studies, and let out families nobody is recognised by."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from ayni.cli.assess import month_argument
from ayni.cli.database import database
from ayni.cli.refused import CommandRefused
from ayni.cli.study_kept import actors, found_study, moment, newest_done
from ayni.cli.study_report import add_report
from ayni.cli.study_run import add_run
from ayni.cli.words import text

if TYPE_CHECKING:
    from ayni.apps.study.queries import Run
    from ayni.cli.main import Verbs
    from ayni.core.actor import Actor
    from ayni.cycle.study_scoring import When


def register(verbs: Verbs) -> None:
    """Add ``study run | report | list | show | score | extract | work``."""
    parser = verbs.add_parser("study", help=text("verb_study"))
    jobs = parser.add_subparsers(dest="job", metavar="JOB", required=True)
    add_run(_job(jobs, "run"))
    add_report(_job(jobs, "report"))
    _job(jobs, "list").set_defaults(run=run_list)
    show = _job(jobs, "show")
    show.add_argument("study", metavar="STUDY")
    show.set_defaults(run=run_show)
    score = _job(jobs, "score")
    score.add_argument("study", metavar="STUDY")
    score.add_argument("--month", help=text("option_study_month"))
    score.set_defaults(run=run_score)
    extract = _job(jobs, "extract")
    extract.add_argument("study", metavar="STUDY")
    extract.add_argument("--out", metavar="FILE", required=True, help=text("option_out_file"))
    extract.add_argument(
        "--without-association", action="store_true", help=text("option_without_association")
    )
    extract.add_argument("--coarse", action="store_true", help=text("option_coarse"))
    extract.set_defaults(run=run_extract)
    _job(jobs, "work").set_defaults(run=run_work)


def _job(jobs: Verbs, name: str) -> argparse.ArgumentParser:
    parser = jobs.add_parser(name, help=text(f"study_{name}"))
    parser.add_argument("--json", action="store_true", help=text("option_json"))
    return parser


def run_list(arguments: argparse.Namespace) -> int:
    """List the studies of every institution, with the state of the newest run."""
    with database():
        from ayni.cycle.studying import studies

        found = [(actor.institution, one) for actor in actors() for one in studies(actor=actor)]
    told = [
        {
            "institution": institution,
            "study": one.study.code,
            "name": one.study.name,
            "agreement": one.study.agreement_code,
            "state": one.newest.state.value if one.newest else None,
            "figures": one.figures,
        }
        for institution, one in found
    ]
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for data in told:
        print(
            text("study_line", study=data["study"], name=data["name"], state=data["state"] or "—")
        )
    if not told:
        print(text("study_none"))
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Show one study with its runs; refuses a code nobody has."""
    with database():
        _, shown = found_study(arguments.study)
    runs = [_run_data(one) for one in shown.runs]
    data = {"study": shown.study.code, "name": shown.study.name, "runs": runs}
    if arguments.json:
        print(json.dumps(data, ensure_ascii=False))
        return 0
    print(f"{shown.study.code}  {shown.study.name}")
    for run in runs:
        shortened = {"cube": (run["cube"] or "—")[:12], "seconds": run["seconds"] or "—"}
        print(text("study_run_line", **(run | shortened)))
    return 0


def _run_data(run: Run) -> dict[str, Any]:
    return {
        "run": run.id,
        "kernel": run.kernel,
        "seed": run.seed,
        "scenarios": run.scenarios,
        "months": run.months,
        "state": run.state.value,
        "done": run.done,
        "seconds": None if run.seconds is None else round(run.seconds, 1),
        "inputs": run.input,
        "cube": run.cube,
        "why": run.why,
    }


def run_score(arguments: argparse.Namespace) -> int:
    """Hold the newest finished run of a study against the months that came; a second time adds nothing."""
    until = None if arguments.month is None else month_argument(arguments.month)
    with database():
        from ayni.cycle.study_scoring import (
            NothingToScore,
            believed,
            score_study,
            told_in_part,
        )

        actor, shown = found_study(arguments.study)
        run = newest_done(shown).id
        try:
            scores = score_study(actor=actor, run=run, when=_when(actor, until=until))
            found = told_in_part(actor=actor, found=believed(actor=actor, run=run))
        except NothingToScore as error:
            raise NothingCame(study=shown.study.code) from error
    from ayni.cli.study_told import score_data, score_lines

    if arguments.json:
        print(json.dumps([score_data(one, partial=found.partial) for one in scores]))
    else:
        lines = score_lines(scores, partial=found.partial)
        print("\n".join(lines) or text("study_nothing_came"))
    return 0


class NothingCame(CommandRefused):
    """The study is about nobody whose months are recorded here."""

    code = "study_nobody"


def _when(actor: Actor, *, until: int | None = None) -> When:
    from ayni.apps.access.queries import time_zone
    from ayni.cli.agreement import business_day
    from ayni.cycle.study_scoring import When

    return When(business_day(zone=time_zone(actor=actor)), moment(), until)


def run_extract(arguments: argparse.Namespace) -> int:
    """Write the families of a study's newest finished run, if every one has enough others alike."""
    from ayni.core.projection.extracts import ALIKE, Grain, TooFewAlike, outgoing

    with database():
        from ayni.cycle.studying import opened

        actor, shown = found_study(arguments.study)
        run = opened(actor=actor, run=newest_done(shown).id)
    try:
        frame = outgoing(
            run.prepared.families,
            month=run.folded.first_month,
            grain=Grain(association=not arguments.without_association, coarse=arguments.coarse),
        )
    except TooFewAlike as error:
        raise TooFew(families=error.families, of=error.of, alike=error.alike) from error
    frame.write_csv(arguments.out)
    data = {"file": arguments.out, "families": frame.height, "alike": ALIKE}
    print(json.dumps(data) if arguments.json else text("study_extracted", **data))
    return 0


class TooFew(CommandRefused):
    """Some families could be recognised."""

    code = "study_too_few"


def run_work(arguments: argparse.Namespace) -> int:
    """Do the runs that wait in every institution, score its studies, and end; 1 when a run failed."""
    with database():
        done, failed = work_all()
    if arguments.json:
        print(json.dumps({"done": done, "failed": failed}))
        return 1 if failed else 0
    for run, why in failed.items():
        print(text("study_not_done", run=run, why=why))
    if not done and not failed:
        print(text("study_nothing_waits"))
    return 1 if failed else 0


def work_all() -> tuple[list[int], dict[int, str]]:
    """Work until nothing waits, then score every study; gives the runs done, and those that failed with why."""
    from ayni.cycle.study_executors import Here
    from ayni.cycle.study_running import RunFailed, Worker, work_once
    from ayni.cycle.study_scoring import score_all

    done: list[int] = []
    failed: dict[int, str] = {}
    for actor in actors():
        worker = Worker(actor, moment, Here())
        while True:
            try:
                run = work_once(worker=worker)
            except RunFailed as error:
                failed[error.run] = str(error)
                continue
            if run is None:
                break
            done.append(run)
        score_all(actor=actor, when=_when(actor))
    return done, failed
