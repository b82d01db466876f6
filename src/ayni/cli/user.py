"""``ayni user password NAME``: a new password for whoever forgot it, shown once."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.refused import CommandRefused
from ayni.cli.words import text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs


class NoSuchUser(CommandRefused):
    """Nobody signs in with that name."""

    code = "no_such_user"


def register(verbs: Verbs) -> None:
    """Add ``user password NAME [--json]``."""
    parser = verbs.add_parser("user", help=text("verb_user"))
    jobs = parser.add_subparsers(dest="job", required=True)
    job = jobs.add_parser("password", help=text("user_password"))
    job.add_argument("name", metavar="NAME")
    job.add_argument("--json", action="store_true", help=text("option_json"))
    job.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Give a new password; it is nowhere but on this screen."""
    with database():
        from ayni.apps.access.queries import UnknownUser
        from ayni.cycle.accounts import give_password

        try:
            password = give_password(actor=cli_actor(verb="user password"), username=arguments.name)
        except UnknownUser as unknown:
            raise NoSuchUser(name=arguments.name) from unknown
    if arguments.json:
        print(json.dumps({"user": arguments.name, "password": password}, ensure_ascii=False))
    else:
        print(text("password_given", name=arguments.name, password=password))
    return 0
