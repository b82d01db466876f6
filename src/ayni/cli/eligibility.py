"""``ayni eligibility ID``: covered or not, until when, and why."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING

from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.words import language, text
from ayni.core.entitlement import Answer, Event, UnknownBenefit, tell
from ayni.core.periods import month_text
from ayni.core.scheme import ParameterMissing

if TYPE_CHECKING:
    from ayni.apps.entitlement.queries import Known
    from ayni.cli.main import Verbs
    from ayni.cycle.eligibility import Eligibility


def register(verbs: Verbs) -> None:
    """Add ``eligibility ID [--on DATE] [--event EVENT] [--benefit BENEFIT] [--explain] [--json]``."""
    parser = verbs.add_parser("eligibility", help=text("verb_eligibility"))
    parser.add_argument("id")
    parser.add_argument("--on", type=date.fromisoformat)
    parser.add_argument(
        "--event", choices=[one.value for one in Event], default=Event.ILLNESS.value
    )
    parser.add_argument("--benefit", help=text("option_benefit"))
    parser.add_argument("--explain", action="store_true", help=text("option_explain"))
    parser.add_argument("--json", action="store_true", help=text("option_json"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer. Status 0 when the person is known, covered or not; 1 when nobody has that number.

    Status 1, too, for a benefit that the scheme does not name and a day for which it has no rule.
    """
    try:
        found = _asked(arguments)
    except UnknownBenefit as refusal:
        print(text("unknown_benefit", said=str(refusal)), file=sys.stderr)
        return 1
    except ParameterMissing:
        print(text("no_rule"), file=sys.stderr)
        return 1
    if found.answer is None or found.known is None:
        unknown = {"id": arguments.id, "verdict": "unknown"}
        print(json.dumps(unknown) if arguments.json else text("nobody", id=arguments.id))
        return 1
    _print(found.answer, known=found.known, arguments=arguments)
    return 0


def _asked(arguments: argparse.Namespace) -> Eligibility:
    day = arguments.on or date.today()  # noqa: DTZ011 - an entrance
    with database():
        from ayni.cycle.contribution_cycle import answer as ask

        return ask(
            actor=cli_actor(verb="eligibility"),
            number=arguments.id,
            day=day,
            event=Event(arguments.event),
            route="cli",
            benefit=arguments.benefit,
        )


def _print(answer: Answer, *, known: Known, arguments: argparse.Namespace) -> None:
    told = tell(answer, language=language())
    if arguments.json:
        until = answer.covered_until
        print(
            json.dumps(
                {
                    "id": arguments.id,
                    "verdict": answer.verdict.value,
                    "covered_until": until.isoformat() if until else None,
                    "attend": answer.attend,
                    "because": told.because,
                    "closed": {one.benefit: one.opens_on.isoformat() for one in answer.closed},
                    "months": {month_text(one.month): one.state.value for one in answer.strip},
                },
                ensure_ascii=False,
            )
        )
        return
    print(f"{told.headline}  {known.name}  {known.association_name}")
    for line in (told.until, *told.because, *told.closed, told.advice, told.caution):
        if line:
            print(f"  {line}")
    if arguments.explain:
        for one in answer.strip:
            print(f"    {month_text(one.month)}  {text(f'month_{one.state.value}')}")
        for reading in answer.readings:
            print(
                f"    {reading.parameter} = {reading.value} ({reading.start},"
                f" {reading.reference.title}; {reading.standing.value})"
            )
