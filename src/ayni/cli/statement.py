"""``ayni statement import FILE``: take a bank file, whole or not at all."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.adapters.bankfiles import UnreadableStatement
from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.refused import CommandRefused
from ayni.cli.words import language, text
from ayni.core.money import money_text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs


class StatementRefused(CommandRefused):
    """The file cannot be read whole; nothing of it was kept."""

    code = "statement_refused"


class NoSuchFile(CommandRefused):
    """There is no file of that name."""

    code = "no_such_file"


def register(verbs: Verbs) -> None:
    """Add ``statement import FILE [--json]``."""
    parser = verbs.add_parser("statement", help=text("verb_statement"))
    actions = parser.add_subparsers(dest="action", required=True)
    taken = actions.add_parser("import", help=text("verb_statement"))
    taken.add_argument("file", type=Path)
    taken.add_argument("--json", action="store_true", help=text("option_json"))
    taken.set_defaults(run=run)


def read_bytes(path: Path) -> bytes:
    """Read a file, or refuse in words."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise NoSuchFile(file=path) from error


def run(arguments: argparse.Namespace) -> int:
    """Import; the same lines a second time have no effect and say so."""
    content = read_bytes(arguments.file)
    with database():
        from ayni.cycle.contribution_cycle import collect

        try:
            done = collect(
                actor=cli_actor(verb="statement"), name=arguments.file.name, content=content
            )
        except UnreadableStatement as refusal:
            raise StatementRefused(
                file=arguments.file.name, why=refusal.words(language())
            ) from refusal
    result = asdict(done) | {"unallocated": done.unallocated}
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False))
        return 0
    money = {
        name: money_text(result[name], currency="PEN")
        for name in ("received", "allocated", "held", "reversed", "unallocated")
    }
    print(text("statement_taken", **(result | money)))
    for decision, number in done.decisions.items():
        print(f"  {number:>5}  {text(f'decision_{decision}')}")
    return 0
