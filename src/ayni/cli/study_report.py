"""``ayni study report STUDY``: the report of a study, as PDF and as a page, from a file or of what is kept."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ayni.adapters.studyfiles import StudyFileError, list_studies, located
from ayni.cli.database import database
from ayni.cli.refused import CommandRefused
from ayni.cli.study_kept import found_study, moment, newest_done
from ayni.cli.study_run import add_fixed, asked_study, fixed_of, folder_of, told_faults
from ayni.cli.words import LANGUAGES, language, text
from ayni.core.projection.report_facts import AssumptionWithoutReason
from ayni.core.projection.study import StudyRefused


class NoReason(CommandRefused):
    """An assumption says no reason: a report is not signed with a guess."""

    code = "study_no_reason"


def add_report(parser: argparse.ArgumentParser) -> None:
    """Add what ``study report`` takes."""
    parser.add_argument("study", metavar="STUDY")
    add_fixed(parser)
    parser.add_argument("--kept", action="store_true", help=text("option_kept"))
    parser.add_argument("--language", choices=LANGUAGES, default=language())
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path())
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the report: of a file, which is run for it, or of the newest finished run of what is kept."""
    alone = Path(arguments.study).is_file() or arguments.study in list_studies()
    try:
        with told_faults():
            files = _alone(arguments) if alone and not arguments.kept else _kept(arguments)
    except AssumptionWithoutReason as error:
        raise NoReason(why=str(error)) from error
    if arguments.json:
        print(json.dumps({"study": arguments.study, "files": [str(one) for one in files]}))
    else:
        print("\n".join(str(one) for one in files))
    return 0


def _alone(arguments: argparse.Namespace) -> list[Path]:
    from ayni.cycle.study_alone import ready_alone
    from ayni.cycle.study_earlier import earlier_alone
    from ayni.cycle.study_papers import setting_of, write_report

    loaded, folder = asked_study(arguments.study), folder_of(arguments.study)
    ready = ready_alone(loaded, folder=folder, **fixed_of(arguments))
    earlier = earlier_alone(loaded, folder=folder)
    setting = setting_of(
        institution="",
        party="",
        prepared=moment().date(),
        command=f"ayni study report {arguments.study}",
    )
    try:
        files = write_report(
            prepared=ready.prepared,
            scheme=ready.scheme,
            setting=setting,
            folder=arguments.out,
            languages=(arguments.language,),
            earlier=earlier,
        )
    except StudyRefused as error:
        raise StudyFileError(located(error.problems, marked=loaded.marked)) from error
    return list(files)


def _kept(arguments: argparse.Namespace) -> list[Path]:
    with database():
        from ayni.cycle.study_report import report_html, report_pdf

        actor, shown = found_study(arguments.study)
        run = newest_done(shown).id
        pdf = report_pdf(actor=actor, run=run, language=arguments.language)
        html = report_html(actor=actor, run=run, language=arguments.language)
    arguments.out.mkdir(parents=True, exist_ok=True)
    stem = f"{shown.study.code}-{arguments.language}"
    files = [arguments.out / f"{stem}.pdf", arguments.out / f"{stem}.html"]
    files[0].write_bytes(pdf)
    files[1].write_text(html, encoding="utf-8")
    return files
