"""``ayni scheme``: list, show, check and explain schemes; on files alone, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ayni.adapters.schemefiles import (
    FileFault,
    LoadedCase,
    SchemeFileError,
    UnknownScheme,
    folder_of,
    list_schemes,
    load_case_file,
    load_cases,
    load_folder,
    load_regulation,
    load_scheme,
    unnamed,
)
from ayni.cli import scheme_shown as shown
from ayni.cli.scheme_compared import (
    add_compare,
    add_diff,
    compared,
    differing,
    folder_asked,
    scheme_asked,
)
from ayni.cli.scheme_told import REFUSALS, told
from ayni.cli.scheme_words import say
from ayni.core.comparison import OtherCurrency, UnreadableFamily
from ayni.core.entitlement.cases import CaseOutcome, run_case
from ayni.core.periods import InvalidMonth
from ayni.core.scheme import canonical

LANGUAGES = ("es", "en", "pt")
Job = Callable[[argparse.Namespace], int]
Jobs = argparse._SubParsersAction  # the name argparse gives to what add_subparsers returns


@dataclass(frozen=True, slots=True)
class Checked:
    """One folder checked: its faults, or the outcome of each of its cases.

    ``unnamed`` are the parameters that no article names: told, and no fault.
    """

    name: str
    faults: tuple[FileFault, ...]
    outcomes: tuple[CaseOutcome, ...]
    unnamed: tuple[str, ...] = ()

    @property
    def green(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults and all(one.passed for one in self.outcomes)


def register(verbs: Jobs[argparse.ArgumentParser]) -> None:
    """Add the verb ``scheme`` and what can be done with it."""
    verb = verbs.add_parser("scheme", help=say("scheme", "es"))
    jobs = verb.add_subparsers(dest="job", required=True)
    _job(jobs, "list", run=_list)
    _job(jobs, "show", run=_show).add_argument("code", metavar="CODE")
    _job(jobs, "check", run=_check).add_argument("path", metavar="PATH", nargs="?", type=Path)
    working = _job(jobs, "explain", run=_explain)
    working.add_argument("code", metavar="CODE")
    add_compare(_job(jobs, "compare", run=lambda given: _tell(compared(given), given)))
    add_diff(_job(jobs, "diff", run=lambda given: _tell(differing(given), given)))
    working.add_argument("--case", metavar="FILE", required=True, help=say("case_help", "es"))


def _job(jobs: Jobs[argparse.ArgumentParser], name: str, *, run: Job) -> argparse.ArgumentParser:
    job = jobs.add_parser(name, help=say(name, "es"))
    job.add_argument("--json", action="store_true", help=say("json_help", "es"))
    job.add_argument("--language", choices=LANGUAGES, default="es")
    job.set_defaults(run=lambda arguments: _guarded(arguments, run=run))
    return job


def _guarded(arguments: argparse.Namespace, *, run: Job) -> int:
    """Run a job; what is wrong is told with file, line and a good example, and is exit 1."""
    try:
        return run(arguments)
    except SchemeFileError as error:
        if arguments.json:
            faults = [shown.fault_json(one, arguments.language) for one in error.faults]
            _print_json({"ok": False, "faults": faults})
        else:
            print("\n".join(shown.fault_lines(error.faults, arguments.language)))
    except (UnreadableFamily, InvalidMonth) as error:
        print(say("unreadable", arguments.language, found=str(error)), file=sys.stderr)
    except UnknownScheme as error:
        print(say("unknown_scheme", arguments.language, found=str(error)), file=sys.stderr)
    except (*REFUSALS, OtherCurrency) as error:
        print(say("cannot_explain", arguments.language, found=str(error)), file=sys.stderr)
    return 1


def _tell(found: tuple[object, list[str]], arguments: argparse.Namespace) -> int:
    data, lines = found
    if arguments.json:
        _print_json(data)
    else:
        print("\n".join(lines))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    schemes = [load_scheme(code) for code in list_schemes()]
    if arguments.json:
        _print_json([shown.summary(one, arguments.language) for one in schemes])
    else:
        print("\n".join(shown.listed(one, arguments.language) for one in schemes))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    scheme = scheme_asked(arguments.code)
    regulation = load_regulation(folder_asked(arguments.code), scheme=scheme)
    if arguments.json:
        whole = json.loads(canonical(scheme).text)
        articles = [shown.article_json(one) for one in (regulation.preface, *regulation.articles)]
        head = shown.summary(scheme, arguments.language)
        _print_json(head | {"articles": articles} | whole)
    else:
        print("\n".join(shown.whole_lines(scheme, regulation, arguments.language)))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    path: Path | None = arguments.path
    folders = [path] if path is not None else [folder_of(code) for code in list_schemes()]
    checked = [_checked(folder) for folder in folders]
    green = all(one.green for one in checked)
    if arguments.json:
        schemes = [_checked_json(one, arguments.language) for one in checked]
        _print_json({"ok": green, "schemes": schemes})
    else:
        for one in checked:
            print("\n".join(_checked_lines(one, arguments.language)))
    return 0 if green else 1


def _checked(folder: Path) -> Checked:
    try:
        scheme, cases = load_folder(folder), load_cases(folder)
        regulation = load_regulation(folder, scheme=scheme)
    except SchemeFileError as error:
        return Checked(folder.name, error.faults, ())
    outcomes = tuple(run_case(scheme, case=one.case) for one in cases)
    silent = tuple(one.name for one in unnamed(regulation, scheme=scheme))
    return Checked(folder.name, (), outcomes, silent)


def _checked_lines(checked: Checked, language: str) -> list[str]:
    if checked.faults:
        head = say("red_files", language, name=checked.name, count=str(len(checked.faults)))
        return [head, *shown.fault_lines(checked.faults, language)]
    passed = sum(one.passed for one in checked.outcomes)
    figures = {"passed": str(passed), "count": str(len(checked.outcomes))}
    head = say("checked", language, name=checked.name, **figures)
    groups = [shown.outcome_lines(one, language) for one in checked.outcomes]
    lines = [head, *(line for group in groups for line in group)]
    if checked.unnamed:
        lines.append("  " + say("unnamed", language, names=", ".join(checked.unnamed)))
    return lines


def _checked_json(checked: Checked, language: str) -> dict[str, object]:
    return {
        "name": checked.name,
        "ok": checked.green,
        "faults": [shown.fault_json(one, language) for one in checked.faults],
        "cases": [shown.outcome_json(one) for one in checked.outcomes],
        "unnamed": list(checked.unnamed),
    }


def _explain(arguments: argparse.Namespace) -> int:
    scheme = scheme_asked(arguments.code)
    cases = _cases_asked(arguments.case, code=arguments.code)
    if not cases:
        print(say("no_case", arguments.language, found=arguments.case), file=sys.stderr)
        return 1
    explained = [told(scheme, case=one.case, language=arguments.language) for one in cases]
    if arguments.json:
        _print_json([one for one, _ in explained])
    else:
        print("\n\n".join("\n".join(lines) for _, lines in explained))
    return 0


def _cases_asked(asked: str, *, code: str) -> list[LoadedCase]:
    """Find the cases of FILE, a path or a file of the scheme's own; FILE#ID asks for one."""
    name, _, wanted = asked.partition("#")
    path = Path(name)
    if not path.is_file():
        path = folder_asked(code) / "cases" / name
    found = load_case_file(path)
    return [one for one in found if not wanted or one.case.id == wanted]


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))
