"""``ayni agreement export CODE``: the newest signed version as PDF, plain JSON or FHIR."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.refused import CommandRefused
from ayni.cli.words import LANGUAGES, language, text

FORMATS = ("pdf", "json", "fhir")


class UnknownCode(CommandRefused):
    """No agreement of that code."""

    code = "unknown_agreement"


class NotSigned(CommandRefused):
    """An agreement without a signed version: there is nothing to export."""

    code = "agreement_not_signed"


def add_export(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``export CODE --format F [--language L] [--out FILE]``."""
    parser = actions.add_parser("export", help=text("agreement_export"))
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--format", choices=FORMATS, default="pdf", help=text("option_form"))
    parser.add_argument("--language", choices=LANGUAGES, default=language())
    parser.add_argument("--out", type=Path, help=text("option_out_file"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the agreement to a file, or to standard output."""
    with database():
        from ayni.apps.access.actions import acting
        from ayni.apps.alliance.actions import UnknownAgreement
        from ayni.apps.alliance.queries import agreement_number
        from ayni.cycle.agreement_papers import NoSuchPaper, export

        actor = cli_actor(verb="agreement")
        try:
            with acting(actor):
                number = agreement_number(actor=actor, code=arguments.code)
            content = export(
                actor=actor,
                agreement=number,
                form=arguments.format,
                language=arguments.language,
            )
        except UnknownAgreement as refusal:
            raise UnknownCode(name=arguments.code) from refusal
        except NoSuchPaper as refusal:
            raise NotSigned(name=arguments.code) from refusal
    if arguments.out is None:
        sys.stdout.buffer.write(content)
    else:
        arguments.out.write_bytes(content)
        print(text("agreement_exported", file=arguments.out, size=f"{len(content):,}"))
    return 0
