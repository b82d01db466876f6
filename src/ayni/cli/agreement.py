"""``ayni agreement``: where agreements stand, what happened to one, and the steps that come by themselves."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ayni.cli.acting import cli_actor
from ayni.cli.agreement_export import add_export
from ayni.cli.assess import NoSuchAgreement
from ayni.cli.database import database
from ayni.cli.words import text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs
    from ayni.core.actor import Actor


def register(verbs: Verbs) -> None:
    """Add ``agreement list | show CODE | advance [--on DATE] | export CODE``."""
    parser = verbs.add_parser("agreement", help=text("verb_agreement"))
    jobs = parser.add_subparsers(dest="job", metavar="JOB", required=True)
    _job(jobs, "list").set_defaults(run=run_list)
    show = _job(jobs, "show")
    show.add_argument("code", metavar="CODE")
    show.set_defaults(run=run_show)
    advance = _job(jobs, "advance")
    advance.add_argument("--on", type=date.fromisoformat, metavar="DATE", help=text("option_on"))
    advance.set_defaults(run=run_advance)
    add_export(jobs)


def _job(jobs: Verbs, name: str) -> argparse.ArgumentParser:
    parser = jobs.add_parser(name)
    parser.add_argument("--json", action="store_true", help=text("option_json"))
    return parser


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement as the command line shows it: its state, since when, and the next step by itself."""

    institution: int
    number: int
    code: str
    party: str
    state: str
    since: date
    next_step: str | None
    next_day: date | None

    def data(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        return {
            "institution": self.institution,
            "agreement": self.code,
            "party": self.party,
            "state": self.state,
            "since": self.since.isoformat(),
            "next": None
            if self.next_step is None or self.next_day is None
            else {"step": self.next_step, "day": self.next_day.isoformat()},
        }

    def line(self) -> str:
        """Give it as one line of text."""
        ahead = "—" if self.next_step is None else f"{self.next_step} {self.next_day}"
        return text(
            "agreement_line",
            agreement=f"{self.code:<16}",
            state=f"{self.state:<12}",
            since=self.since,
            next=ahead,
        )


def _actors() -> Iterator[Actor]:
    from ayni.apps.access.queries import institutions

    for number in institutions():
        yield cli_actor(verb="agreement", institution=number)


def _listed(actor: Actor) -> list[Listed]:
    from ayni.apps.access.actions import acting
    from ayni.apps.alliance import life_queries
    from ayni.apps.alliance import queries as alliances
    from ayni.core.alliance.life import next_due

    with acting(actor):
        states = life_queries.states(actor=actor)
        frames = alliances.frameworks(actor=actor)
    found = []
    for frame in frames:
        if frame.id not in states:
            continue
        standing = states[frame.id]
        due = next_due(standing.life)
        found.append(
            Listed(
                institution=actor.institution,
                number=frame.id,
                code=frame.code,
                party=frame.party,
                state=standing.state.value,
                since=standing.life.since,
                next_step=due.step.value if due else None,
                next_day=due.day if due else None,
            )
        )
    return found


def run_list(arguments: argparse.Namespace) -> int:
    """List every agreement of every institution: state, since when, what comes next by itself."""
    with database():
        found = [one for actor in _actors() for one in _listed(actor)]
    if arguments.json:
        print(json.dumps([one.data() for one in found]))
    else:
        print("\n".join(one.line() for one in found) or text("agreement_none"))
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Show one agreement with every step of its life, or refuse a code nobody has."""
    with database():
        from ayni.apps.access.actions import acting
        from ayni.apps.alliance import life_queries

        shown = []
        for actor in _actors():
            for one in (one for one in _listed(actor) if one.code == arguments.code):
                with acting(actor):
                    steps = life_queries.happened(actor=actor, agreement=one.number)
                shown.append((one, steps))
    if not shown:
        raise NoSuchAgreement(name=arguments.code)
    data = [one.data() | {"steps": [_step(step) for step in steps]} for one, steps in shown]
    if arguments.json:
        print(json.dumps(data))
        return 0
    for (one, _), told in zip(shown, data, strict=True):
        print(one.line())
        for step in told["steps"]:
            print(text("agreement_step", **step))
    return 0


def _step(step: Any) -> dict[str, Any]:
    return {
        "number": step.number,
        "step": step.step.value,
        "state": step.state.value,
        "day": step.effective.isoformat(),
        "falls_on": step.falls_on.isoformat() if step.falls_on else None,
        "why": step.why,
        "by": step.author,
    }


def run_advance(arguments: argparse.Namespace) -> int:
    """Let every agreement take the steps that are due, with their own days; says which."""
    with database():
        taken = advance_all(verb="agreement", on=arguments.on)
    if arguments.json:
        print(json.dumps(taken))
        return 0
    for one in taken:
        print(text("agreement_advanced", **one))
    if not taken:
        print(text("agreement_nothing_due"))
    return 0


def advance_all(*, verb: str, on: date | None = None) -> list[dict[str, Any]]:
    """Carry out what is due in every institution, each by its own business day; gives what was done.

    One institution that fails holds up no other: its failure is raised when all had their turn.
    """
    from ayni.apps.access.queries import institutions, time_zone
    from ayni.cycle.agreement_life import advance

    done: list[dict[str, Any]] = []
    failed: list[Exception] = []
    for number in institutions():
        actor = cli_actor(verb=verb, institution=number)
        try:
            day = on or business_day(zone=time_zone(actor=actor))
            taken = advance(actor=actor, today=day)
        except Exception as error:
            failed.append(error)
            continue
        names = {one.number: one.code for one in _listed(actor)} if taken else {}
        done += [
            {
                "institution": number,
                "agreement": names[one.agreement],
                "step": one.step.value,
                "day": one.day.isoformat(),
                "left": one.left,
            }
            for one in taken
        ]
    if failed:
        raise failed[0]
    return done


def business_day(*, zone: str) -> date:
    """Give today where an institution is, whatever clock the server keeps."""
    return datetime.now(tz=ZoneInfo(zone)).date()
