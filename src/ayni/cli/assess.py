"""``ayni assess``: fix what is owed for a month, for one agreement or for the whole institution."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING

from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.refused import CommandRefused
from ayni.cli.words import text
from ayni.core.money import money_text
from ayni.core.periods import InvalidMonth, last_day, month_text, parse_month

if TYPE_CHECKING:
    from ayni.cli.main import Verbs


class NoSuchAgreement(CommandRefused):
    """The code names no agreement here."""

    code = "unknown_agreement"


class NotAMonth(CommandRefused):
    """The text is no month."""

    code = "not_a_month"


class NobodyOfThatNumber(CommandRefused):
    """Nobody of that document number was affiliated that month."""

    code = "nobody"


def month_argument(written: str) -> int:
    """Read a month, or refuse in words."""
    try:
        return parse_month(written)
    except InvalidMonth as error:
        raise NotAMonth(value=written) from error


def register(verbs: Verbs) -> None:
    """Add ``assess (--agreement A | --all) --month YYYY-MM [--issued DATE] [--explain N] [--json]``."""
    parser = verbs.add_parser("assess", help=text("verb_assess"))
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--agreement")
    which.add_argument("--all", action="store_true")
    parser.add_argument("--month", required=True)
    parser.add_argument("--issued", type=date.fromisoformat)
    parser.add_argument("--explain", metavar="DOCUMENT", help=text("option_explain"))
    parser.add_argument("--json", action="store_true", help=text("option_json"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Assess, once; a second time says that it was done."""
    month = month_argument(arguments.month)
    with database():
        from ayni.apps.alliance.actions import UnknownAgreement
        from ayni.cycle.contribution_cycle import bill, put_on_paper

        actor = cli_actor(verb="assess")
        codes = None if arguments.all else [arguments.agreement]
        try:
            done = bill(
                actor=actor,
                month=month,
                issued_on=arguments.issued or last_day(month),
                codes=codes,
            )
        except UnknownAgreement as error:
            raise NoSuchAgreement(name=str(error)) from error
        printed = list(put_on_paper(actor=actor, month=month)) if done.runs else []
        result = {
            "printed": len(printed),
            "month": month_text(month),
            "notices": len(done.runs),
            "lines": done.lines,
            "due": done.due,
            "already_assessed": done.before,
        }
        if arguments.json:
            print(json.dumps(result))
        else:
            print(text("assessed", **(result | {"due": money_text(done.due, currency="PEN")})))
        if arguments.explain:
            _explain(arguments.explain, month=month)
    return 0


def _explain(document: str, *, month: int) -> None:
    from ayni.cycle.explaining import NobodyKnown, explain_line

    try:
        steps = explain_line(actor=cli_actor(verb="assess"), number=document, month=month)
    except NobodyKnown as error:
        raise NobodyOfThatNumber(id=document) from error
    for step in steps:
        source = f"  [{step.reference.title}; {step.standing}]" if step.reference else ""
        parameter = (
            f" ({step.parameter} = {step.parameter_value}, {step.date})" if step.parameter else ""
        )
        print(f"  {step.label}: {step.value}{parameter}{source}")
