"""``ayni course``: hold a course, each participant in an institution of his own.

Rooms are imported where they are used: their models can be loaded only after the settings.
"""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ayni.cli.database import database
from ayni.cli.home import home
from ayni.cli.refused import CommandRefused
from ayni.cli.words import text
from ayni.core.actor import Actor, Role

if TYPE_CHECKING:
    from ayni.cli.main import Verbs
    from ayni.cycle.course import Card

ACCOUNTS = "course-accounts.json"
FAMILIES = 60
#: The clock of the sandboxes.
_ZONE = ZoneInfo("America/Lima")


class NotHere(CommandRefused):
    """Real people are in this installation."""

    code = "course_real"


class NoCourseHere(CommandRefused):
    """No course was started."""

    code = "course_none"


class SizeRefused(CommandRefused):
    """The course is too large, or its sandboxes too small or too large."""

    code = "course_size"


class NobodyOfThatNumber(CommandRefused):
    """No such participant."""

    code = "course_nobody"


def register(verbs: Verbs) -> None:
    """Add ``course start --participants N [--families F] | reset PARTICIPANT | status``, each [--json]."""
    parser = verbs.add_parser("course", help=text("verb_course"))
    jobs = parser.add_subparsers(dest="job", required=True)
    start = jobs.add_parser("start", help=text("course_start"))
    start.add_argument("--participants", type=int, required=True, metavar="N")
    start.add_argument("--families", type=int, default=FAMILIES, metavar="F")
    start.set_defaults(run=run_start)
    reset = jobs.add_parser("reset", help=text("course_reset"))
    reset.add_argument("participant", type=int, metavar="PARTICIPANT")
    reset.set_defaults(run=run_reset)
    status = jobs.add_parser("status", help=text("course_status"))
    status.set_defaults(run=run_status)
    for job in (start, reset, status):
        job.add_argument("--json", action="store_true", help=text("option_json"))


def run_start(arguments: argparse.Namespace) -> int:
    """Open what is missing of a course, and print the cards of the accounts made now."""
    with database():
        from ayni.cycle import course

        try:
            cards = course.start(
                actor=_actor(),
                participants=arguments.participants,
                families=arguments.families,
                day=today(),
            )
        except course.RealInstallation as real:
            raise NotHere from real
        except course.CourseTooLarge as large:
            raise SizeRefused(
                most=course.MOST, fewest=course.FEWEST_FAMILIES, families=course.MOST_FAMILIES
            ) from large
    path = home() / ACCOUNTS
    write_down(cards, path=path)
    if arguments.json:
        print(json.dumps([_told(one) for one in cards], ensure_ascii=False))
        return 0
    for card in cards:
        print(text("course_card", name=card.institution, role=card.role, user=card.username,
                   password=card.password))  # fmt: skip
    print(text("course_started", cards=len(cards), path=path))
    return 0


def run_reset(arguments: argparse.Namespace) -> int:
    """Give a participant a fresh sandbox."""
    with database():
        from ayni.apps.access.courses import UnknownParticipant
        from ayni.cycle import course

        try:
            made = course.reset(actor=_actor(), participant=arguments.participant, day=today())
        except course.NoCourse as none:
            raise NoCourseHere from none
        except UnknownParticipant as unknown:
            raise NobodyOfThatNumber(number=arguments.participant) from unknown
    told = {"participant": made.participant, "number": made.number, "institution": made.institution}
    print(json.dumps(told) if arguments.json else text("course_was_reset", **told))
    return 0


def run_status(arguments: argparse.Namespace) -> int:
    """Tell who is where."""
    with database():
        from ayni.cycle.course import NoCourse
        from ayni.cycle.course_work import progress

        try:
            found = progress(actor=_actor())
        except NoCourse as none:
            raise NoCourseHere from none
    lines = [
        {
            "participant": one.sandbox.participant,
            "sandbox": one.sandbox.number,
            "institution": one.sandbox.institution,
            "done": sorted(one.done),
            "months": one.lived,
            "last": one.last_seen.isoformat() if one.last_seen else None,
        }
        for one in found
    ]
    if arguments.json:
        print(json.dumps(lines))
        return 0
    for line in lines:
        done = ", ".join(map(str, line["done"])) or "-"  # type: ignore[arg-type]
        print(text("course_line", **line | {"done": done, "last": line["last"] or "-"}))
    return 0


def write_down(cards: Iterable[Card], *, path: Path) -> None:
    """Add cards to the file that only its owner reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    kept = json.loads(path.read_text("utf-8") or "[]")
    told = kept + [_told(one) for one in cards]
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def _told(card: Card) -> dict[str, str | int]:
    return {
        "participant": card.participant,
        "user": card.username,
        "password": card.password,
        "role": card.role,
        "institution": card.institution,
    }


def today() -> date:
    """Give the day on the clock of the sandboxes."""
    return datetime.now(tz=UTC).astimezone(_ZONE).date()


def _actor() -> Actor:
    """Build the run of the system; the course finds its own institution, there may be none yet."""
    return Actor(
        name=f"{getpass.getuser()} (ayni course)",
        role=Role.SYSTEM,
        institution=1,
        reason="orden ayni course",
    )
