"""``ayni rebuild``: derive what can be derived anew; in health no row changes."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from ayni.cli.acting import cli_actor
from ayni.cli.database import database
from ayni.cli.words import text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs

ROOMS = ("affiliation", "collection", "entitlement")


def register(verbs: Verbs) -> None:
    """Add ``rebuild [affiliation|collection|entitlement] [--json]``."""
    parser = verbs.add_parser("rebuild", help=text("verb_rebuild"))
    parser.add_argument("room", nargs="?", choices=ROOMS)
    parser.add_argument("--json", action="store_true", help=text("option_json"))
    parser.set_defaults(run=run)


def _listed(changed: dict[str, int]) -> str:
    return ", ".join(f"{text(f'room_{room}')} {number}" for room, number in changed.items())


def run(arguments: argparse.Namespace) -> int:
    """Rebuild one room's derived tables, or all; says how many rows differed."""
    rooms = [arguments.room] if arguments.room else list(ROOMS)
    with database():
        from ayni.apps.access.actions import acting
        from ayni.apps.access.queries import institutions
        from ayni.apps.affiliation import actions as affiliation
        from ayni.apps.collection import actions as collection
        from ayni.cycle.entitling import rebuild_cover

        work = {
            "affiliation": affiliation.rebuild,
            "collection": collection.rebuild,
            "entitlement": rebuild_cover,
        }
        changed = dict.fromkeys(rooms, 0)
        for number in institutions():
            actor = cli_actor(verb="rebuild", institution=number)
            with acting(actor):
                for room in rooms:
                    changed[room] += work[room](actor=actor)
    print(json.dumps(changed) if arguments.json else text("rebuilt", changed=_listed(changed)))
    return 0
