"""``ayni cost import FILE`` and ``ayni cost list``: what care cost, as the institution tells it."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ayni.adapters.spreadsheets import UnreadableFile, unreadable_text
from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.refused import CommandRefused
from ayni.cli.statement import read_bytes
from ayni.cli.study_kept import moment
from ayni.cli.words import language, printable, text
from ayni.core.benefit import NotACostFile, Problem, cost_refusal_text, problem_words
from ayni.core.money import money_text
from ayni.core.periods import month_text

if TYPE_CHECKING:
    from datetime import date

    from ayni.cli.main import Verbs
    from ayni.core.actor import Actor


class CostsNotTaken(CommandRefused):
    """The file is wrong; nothing of it counts."""

    code = "cost_refused"


def register(verbs: Verbs) -> None:
    """Add ``cost import FILE | list [--json]``."""
    parser = verbs.add_parser("cost", help=text("verb_cost"))
    jobs = parser.add_subparsers(dest="job", metavar="JOB", required=True)
    taken = jobs.add_parser("import", help=text("cost_import"))
    taken.add_argument("file", type=Path)
    taken.set_defaults(run=run_import)
    listed = jobs.add_parser("list", help=text("cost_list"))
    listed.set_defaults(run=run_list)
    for job in (taken, listed):
        job.add_argument("--json", action="store_true", help=text("option_json"))


def run_import(arguments: argparse.Namespace) -> int:
    """Take a file, whole or not at all; 1 with every wrong row told. The same file again changes nothing."""
    content = read_bytes(arguments.file)
    with database():
        from ayni.cycle.care_costs import CostsRefused, SentFile, take

        actor, day = _who()
        file = SentFile(arguments.file.name, content)
        try:
            done = take(actor=actor, file=file, day=day, at=moment())
        except CostsRefused as refusal:
            return _refused(refusal.problems, json_=arguments.json)
        except UnreadableFile as refusal:
            why = unreadable_text(refusal, language())
            raise CostsNotTaken(file=file.name, why=why) from refusal
        except NotACostFile as refusal:
            why = cost_refusal_text(refusal, language())
            raise CostsNotTaken(file=file.name, why=why) from refusal
    told: dict[str, Any] = asdict(done) | {"months": [month_text(one) for one in done.months]}
    if arguments.json:
        print(json.dumps(told))
        return 0
    amount = money_text(done.amount, currency=done.currency)
    shown = told | {"amount": amount, "months": ", ".join(told["months"])}
    print(text("cost_taken" if done.new else "cost_known", **shown))
    return 0


def _refused(problems: tuple[Problem, ...], *, json_: bool) -> int:
    """Tell every row that is wrong, what it says and what would be right."""
    told = []
    for one in problems:
        wrong, right = problem_words(one, language())
        told.append(asdict(one) | {"wrong": wrong, "right": right})
    if json_:
        print(json.dumps({"new": False, "problems": told}, ensure_ascii=False))
        return 1
    for each in told:
        print(printable(text("cost_problem", **each)))
    print(text("cost_nothing", problems=len(told)))
    return 1


def run_list(arguments: argparse.Namespace) -> int:
    """List the months told, newest first, with the sum that holds and who told of it last."""
    with database():
        from ayni.apps.access.actions import acting
        from ayni.apps.access.queries import institution
        from ayni.cycle.care_costs import months_told

        actor, _ = _who()
        with acting(actor):
            currency = institution(actor=actor).currency
        found = months_told(actor=actor)
    told = [
        {
            "month": month_text(one.month),
            "amount": one.amount,
            "adhesions": one.adhesions,
            "corrected": one.corrected,
            "told_by": one.told_by,
            "told_at": one.told_at.isoformat(),
        }
        for one in found
    ]
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for one, line in zip(found, told, strict=True):
        amount = money_text(one.amount, currency=currency)
        print(text("cost_month", **(line | {"amount": amount, "told_at": one.told_at.date()})))
    if not told:
        print(text("cost_none"))
    return 0


def _who() -> tuple[Actor, date]:
    """Give who acts, and the institution's day."""
    from ayni.apps.access.queries import time_zone
    from ayni.cli.agreement import business_day

    actor = cli_actor(verb="cost")
    return actor, business_day(zone=time_zone(actor=actor))
