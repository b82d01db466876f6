"""`ayni roster check FILE`: read a roster and say what is wrong with which row."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path

from ayni.adapters.spreadsheets import UnreadableFile, read_workbook_safely, unreadable_text
from ayni.cli import roster_words
from ayni.cli.roster_import import add_import
from ayni.cli.words import language as usual_language
from ayni.cli.words import printable
from ayni.core.affiliation import (
    Earning,
    Expected,
    NotARoster,
    Roster,
    problem_text,
    read_roster,
    refusal_document,
    refusal_text,
    roster_document,
)

LANGUAGES = ("es", "en", "pt")
COUNTRIES = ("PE", "CR")
READ, REFUSED = 0, 1


class Refused(Exception):
    """The whole file is refused; `code` and `reason` say why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb `roster` with its sub-verb `check`."""
    parser = verbs.add_parser("roster", help=roster_words.HELP["roster"])
    actions = parser.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help=roster_words.HELP["check"])
    check.add_argument("file", type=Path, help=roster_words.HELP["file"])
    check.add_argument("--json", action="store_true", help=roster_words.HELP["json"])
    check.add_argument("--as-of", type=date.fromisoformat, help=roster_words.HELP["as_of"])
    check.add_argument(
        "--country", choices=COUNTRIES, default=COUNTRIES[0], help=roster_words.HELP["country"]
    )
    check.add_argument(
        "--earning",
        choices=[one.value for one in Earning],
        default=Earning.REFERENCE.value,
        help=roster_words.HELP["earning"],
    )
    check.add_argument("--language", choices=LANGUAGES, default=usual_language())
    check.set_defaults(run=run_check)
    add_import(actions)


def run_check(arguments: argparse.Namespace) -> int:
    """Print the roster or its refusal; 0 if the file was read, 1 if it is refused whole."""
    language = arguments.language
    as_of = arguments.as_of or datetime.now().astimezone().date()
    try:
        expected = Expected(country=arguments.country, earning=Earning(arguments.earning))
        roster = _read(arguments.file, as_of, language, expected=expected)
    except Refused as refusal:
        return _refuse(arguments, refusal)
    if arguments.json:
        print(json.dumps(roster_document(roster), ensure_ascii=False, indent=1))
    else:
        _show(roster, language)
    return READ


def _read(path: Path, as_of: date, language: str, *, expected: Expected) -> Roster:
    try:
        content = path.read_bytes()
        workbook = read_workbook_safely(name=path.name, content=content)
        return read_roster(workbook=workbook, as_of=as_of, expected=expected)
    except OSError as error:
        text = roster_words.TEXT["no_file"][language].format(file=path, why=error.strerror)
        raise Refused("no_file", text) from error
    except UnreadableFile as refusal:
        raise Refused(refusal.code, unreadable_text(refusal, language)) from refusal
    except NotARoster as refusal:
        raise Refused(refusal.code, refusal_text(refusal, language)) from refusal


def _refuse(arguments: argparse.Namespace, refusal: Refused) -> int:
    if arguments.json:
        document = refusal_document(
            name=arguments.file.name, code=refusal.code, reason=refusal.reason
        )
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        print(refusal.reason, file=sys.stderr)
    return REFUSED


def _show(roster: Roster, language: str) -> None:
    words = roster_words.TEXT
    for layout in roster.layouts:
        columns = ", ".join(" ".join(header.split()) for _, header, _ in layout.columns)
        values = {"sheet": layout.sheet, "row": layout.header_row, "columns": columns}
        print(words["sheet"][language].format(**values))
    for severity in ("refuse", "doubt", "note"):
        found = [problem for problem in roster.problems if problem.severity == severity]
        if found:
            print(f"\n{words[severity][language].format(count=len(found))}")
        for problem in found:
            print(f"  {printable(problem_text(problem, language))}")
    control = roster.control
    print()
    for name in ("rows", "families", "persons", "accepted", "doubtful", "refused", "duplicate"):
        print(f"{words[name][language]:<40}{getattr(control, name):>10}")
    print(f"{words['ignored'][language]:<40}{len(roster.ignored_rows):>10}")
