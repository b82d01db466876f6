"""Who acts when somebody works at the command line: the account of the machine, for one institution."""

from __future__ import annotations

import getpass

from ayni.cli.refused import CommandRefused
from ayni.core.actor import Actor, Role


class NothingHere(CommandRefused):
    """No institution yet: the demo or an administrator makes the first one."""

    code = "nothing_here"


def cli_actor(*, verb: str, institution: int | None = None) -> Actor:
    """Build the actor of a command; without a number, the installation's first institution."""
    return Actor(
        name=f"{getpass.getuser()} (ayni {verb})",
        role=Role.SYSTEM,
        institution=institution or _first(),
        reason=f"orden ayni {verb}",
    )


def _first() -> int:
    from ayni.apps.access.queries import institutions

    found = institutions()
    if not found:
        raise NothingHere()
    return found[0]
