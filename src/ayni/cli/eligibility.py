"""``ayni eligibility ID``: covered or not, until when, and why."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING

from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.words import language, text
from ayni.core.entitlement import Event, tell
from ayni.core.periods import month_text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs


def register(verbs: Verbs) -> None:
    """Add ``eligibility ID [--on DATE] [--event EVENT] [--explain] [--json]``."""
    parser = verbs.add_parser("eligibility", help=text("verb_eligibility"))
    parser.add_argument("id")
    parser.add_argument("--on", type=date.fromisoformat)
    parser.add_argument(
        "--event", choices=[one.value for one in Event], default=Event.ILLNESS.value
    )
    parser.add_argument("--explain", action="store_true", help=text("option_explain"))
    parser.add_argument("--json", action="store_true", help=text("option_json"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer. Status 0 when the person is known, covered or not; 1 when nobody has that number."""
    day = arguments.on or date.today()  # noqa: DTZ011 - an entrance
    with database():
        from ayni.cycle.contribution_cycle import answer as ask

        found = ask(
            actor=cli_actor(verb="eligibility"),
            number=arguments.id,
            day=day,
            event=Event(arguments.event),
            route="cli",
        )
    if found.answer is None or found.known is None:
        unknown = {"id": arguments.id, "verdict": "unknown"}
        print(json.dumps(unknown) if arguments.json else text("nobody", id=arguments.id))
        return 1
    answer, told = found.answer, tell(found.answer, language=language())
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
                    "months": {month_text(one.month): one.state.value for one in answer.strip},
                },
                ensure_ascii=False,
            )
        )
        return 0
    print(f"{told.headline}  {found.known.name}  {found.known.association_name}")
    for line in (told.until, *told.because, told.advice, told.caution):
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
    return 0
