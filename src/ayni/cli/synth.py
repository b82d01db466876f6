"""``ayni synth``: rosters and statements of the invented programme, with their truth."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import track

from ayni.adapters.bankfiles import example_file
from ayni.cli import synth_truth as truth
from ayni.cli.refused import CommandRefused
from ayni.cli.synth_roster import write_one_roster
from ayni.cli.synth_words import say
from ayni.core.collection import payment_reference
from ayni.core.example import (
    ExampleNotice,
    ExampleProgramme,
    ExampleStatement,
    ProgrammeTooLarge,
    ProgrammeTooSmall,
    payments,
    programme,
    statements,
)
from ayni.core.periods import month_number, month_text

LANGUAGES = ("es", "en", "pt")
MONTHS = range(month_number(year=2026, month=4), month_number(year=2026, month=10))
#: A stand-in for the notices, which only an assessment can fix: 4 % of S/ 1,130 a family.
DUE_PER_FAMILY = 4_520
#: Fewer families are drawn faster than a second process starts.
ALONE_BELOW = 3_000

Verbs = argparse._SubParsersAction  # the name argparse gives to what add_subparsers returns


class SynthRefused(CommandRefused):
    """Nothing was written; the sentence says why."""

    def __init__(self, code: str, language: str, **details: object) -> None:
        self.code, self.details = code, details
        Exception.__init__(self, say(code, language, **details))


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    """Add the verb ``synth``."""
    verb = verbs.add_parser("synth", help=say("verb", "es"))
    verb.add_argument("--families", type=int, required=True, help=say("families", "es"))
    verb.add_argument("--out", type=Path, required=True, help=say("out", "es"))
    verb.add_argument("--seed", type=int, default=2026, help=say("seed", "es"))
    verb.add_argument("--errors", action="store_true", help=say("errors", "es"))
    verb.add_argument("--json", action="store_true", help=say("json", "es"))
    verb.add_argument("--language", choices=LANGUAGES, default="es")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write all files; exit status 0 when they are all there."""
    made = _programme(arguments)
    out: Path = arguments.out
    _prepare(out, language=arguments.language)
    listed = _write_rosters(made, arguments)
    notices = example_notices(made)
    paid = payments(programme=made, notices=notices, months=MONTHS)
    files = _write_statements(out, statements(payments=paid))
    told = truth.whole(
        programme=made, rosters=listed, notices=notices, payments=paid, statements=files
    )
    (out / "truth.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    result = {
        "out": str(out),
        "files": len(listed) + len(files) + 1,
        "families": sum(one["control"]["families"] for one in listed),
        "persons": sum(one["control"]["persons"] for one in listed),
        "payments": len(paid),
    }
    print(json.dumps(result) if arguments.json else say("done", arguments.language, **result))
    return 0


def example_notices(made: ExampleProgramme) -> list[ExampleNotice]:
    """Give a notice a month for each cooperative, with a reference that carries check digits."""
    return [
        ExampleNotice(
            cooperative=one.code,
            month=month,
            reference=payment_reference(f"EJ-{month_text(month)}-{one.index + 1:05d}"),
            due=DUE_PER_FAMILY * one.families,
        )
        for month in MONTHS
        for one in made.cooperatives
    ]


def _programme(arguments: argparse.Namespace) -> ExampleProgramme:
    families, language = arguments.families, arguments.language
    if arguments.seed < 0:
        raise SynthRefused("negative_seed", language, seed=arguments.seed)
    try:
        return programme(families=families, seed=arguments.seed)
    except ProgrammeTooSmall:
        raise SynthRefused("too_few", language, families=families) from None
    except ProgrammeTooLarge:
        raise SynthRefused("too_many", language, families=families) from None


def _prepare(out: Path, *, language: str) -> None:
    """Make the folder; refuse one that holds something, so that two programmes never mix."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SynthRefused("not_empty", language, out=out)
    for folder in (out / "rosters", out / "statements"):
        folder.mkdir(parents=True)


def _write_rosters(
    made: ExampleProgramme, arguments: argparse.Namespace
) -> list[truth.RosterTruth]:
    """Write a roster for each cooperative, the largest first, on every core."""
    one = partial(
        write_one_roster, programme=made, errors=arguments.errors, folder=arguments.out / "rosters"
    )
    shown = partial(
        track,
        description=say("working", arguments.language),
        total=len(made.cooperatives),
        console=Console(file=sys.stderr),
        disable=arguments.json,
    )
    if made.families < ALONE_BELOW:
        return list(shown(map(one, made.cooperatives)))
    # a fresh process each: forking under the thread of the progress bar could stand still
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=context) as pool:
        return list(shown(pool.map(one, made.cooperatives)))


def _write_statements(out: Path, listed: list[ExampleStatement]) -> list[truth.StatementFile]:
    files = []
    for one in listed:
        path = out / "statements" / f"{one.number}.xml"
        content = example_file(one)
        path.write_bytes(content)
        files.append((f"statements/{path.name}", one))
    return files
