"""``ayni verify``: the invariants; red means exit 1."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.words import text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs


def register(verbs: Verbs) -> None:
    """Add ``verify [--json]``."""
    parser = verbs.add_parser("verify", help=text("verb_verify"))
    parser.add_argument("--json", action="store_true", help=text("option_json"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask every invariant of every institution; 0 only when all are green."""
    with database():
        from ayni.apps.access.queries import institutions
        from ayni.cycle.verification import verify

        found = [
            (number, finding)
            for number in institutions()
            for finding in verify(actor=cli_actor(verb="verify", institution=number))
        ]
    if arguments.json:
        print(
            json.dumps(
                [
                    {"institution": number} | asdict(one) | {"green": one.green}
                    for number, one in found
                ]
            )
        )
    else:
        for number, one in found:
            mark = text("green") if one.green else text("red", broken=one.broken)
            print(f"{number}  {one.invariant}  {one.name:<36} {mark}")
    return 0 if all(one.green for _, one in found) else 1
