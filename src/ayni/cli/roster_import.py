"""``ayni roster import FILE --agreement A --month YYYY-MM``: check a roster and let it take effect."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from ayni.cli.acting import cli_actor
from ayni.cli.refused import CommandRefused
from ayni.cli.words import language, text


class RosterRefused(CommandRefused):
    """The roster cannot take effect; nothing was changed."""

    code = "roster_refused"


def add_import(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-verb ``import``."""
    parser = actions.add_parser("import", help=text("roster_import"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--agreement", required=True)
    parser.add_argument("--month", required=True)
    parser.add_argument("--json", action="store_true", help=text("option_json"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import; the same file again finds what it did the first time."""
    from ayni.cli.assess import month_argument
    from ayni.cli.database import database
    from ayni.cli.statement import read_bytes

    month, content = month_argument(arguments.month), read_bytes(arguments.file)
    with database():
        from ayni.cycle.contribution_cycle import affiliate
        from ayni.cycle.rosters import RosterFile
        from ayni.cycle.words import REFUSED, refused_text

        try:
            checked, applied = affiliate(
                actor=cli_actor(verb="roster import"),
                code=arguments.agreement,
                month=month,
                file=RosterFile(name=arguments.file.name, content=content),
            )
        except REFUSED as refusal:
            why = refused_text(refusal, language=language())
            raise RosterRefused(file=arguments.file.name, why=why) from refusal
    result = asdict(checked.control) | asdict(applied) | {"new": checked.new}
    print(
        json.dumps(result)
        if arguments.json
        else text("roster_taken" if checked.new else "roster_known", **result)
    )
    return 0
