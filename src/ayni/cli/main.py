"""The ``ayni`` command: finds the verb, runs it, turns refusals into sentences.

A verb lives in a module of this package with ``register(verbs)``, which adds its parser and sets
``run`` (a function of the parsed arguments that returns the exit status). Only the module of the
verb that was asked for is imported, so that what needs no database never loads Django.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import importlib.util
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from ayni.cli.refused import CommandRefused
from ayni.cli.warming import choose_place
from ayni.cli.words import text

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]

#: Verb -> module of this package.
VERBS = {
    "demo": "demo",
    "serve": "serve",
    "doctor": "doctor",
    "scheme": "scheme",
    "roster": "roster",
    "agreement": "agreement",
    "assess": "assess",
    "statement": "statement",
    "eligibility": "eligibility",
    "verify": "verify",
    "rebuild": "rebuild",
    "synth": "synth",
    "user": "user",
    "course": "course",
    "study": "study",
    "cost": "cost",
    "setup": "setup",
}
#: What ``./run`` without an argument does.
DEFAULT_VERB = "serve"

_REFUSED = 1
_MISUSED = 2
_INTERRUPTED = 130


def verbs() -> list[str]:
    """The verbs whose modules are here."""
    return [
        verb
        for verb, module in VERBS.items()
        if importlib.util.find_spec(f"ayni.cli.{module}") is not None
    ]


def _parser(asked: str | None) -> argparse.ArgumentParser:
    """The whole grammar of the verb that was asked for; of the others only name and sentence."""
    parser = argparse.ArgumentParser(prog="ayni", description=text("ayni"))
    subparsers = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb in verbs():
        if verb == asked:
            importlib.import_module(f"ayni.cli.{VERBS[verb]}").register(subparsers)
        else:
            subparsers.add_parser(verb, help=text(f"verb_{verb}"), add_help=False)
    return parser


def _end(_sign: int, _frame: FrameType | None) -> NoReturn:
    """SIGTERM unwinds the stack like an error does: servers and files are closed in order."""
    raise SystemExit(128 + signal.SIGTERM)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit status: 0 only when it did what was asked."""
    words = list(sys.argv[1:] if argv is None else argv) or [DEFAULT_VERB]
    asked = words[0] if words[0] in VERBS else None
    if asked is None and not words[0].startswith("-"):
        return _complain(text("unknown_verb", verb=words[0], verbs=", ".join(verbs())), _MISUSED)
    if (
        asked != DEFAULT_VERB
    ):  # one command needs one connection, and says at once when there is none
        os.environ.setdefault("AYNI_POOL", "0")
    choose_place()
    signal.signal(signal.SIGTERM, _end)
    try:
        arguments = _parser(asked).parse_args(words)
        return int(arguments.run(arguments))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        return _complain(sentence, _REFUSED)


def _complain(sentence: str, status: int) -> int:
    print(f"ayni: {sentence}", file=sys.stderr)
    return status


def _sentence(error: Exception) -> str | None:
    """What to tell the user instead of a trace; None for a fault of the program itself."""
    if isinstance(error, CommandRefused):
        return str(error)
    if isinstance(error, PermissionError):
        return text("no_permission", path=error.filename)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return text("disk_full")
    return _database_sentence(error)


def _database_sentence(error: Exception) -> str | None:
    """Database errors that are the surroundings' fault, if a database was ever loaded."""
    kinds = [
        sys.modules[name].OperationalError
        for name in ("django.db", "psycopg")
        if name in sys.modules
    ]
    if not isinstance(error, tuple(kinds)):
        return None
    why = str(error).strip()
    if "No space left on device" in why:
        return text("disk_full")
    return text("database_unreachable", why=why)
