"""Passwords that are drawn here and told once: for a new account, or for one whose password was forgotten."""

from __future__ import annotations

import re
import secrets

from ayni.apps.access import actions as access
from ayni.apps.access import queries as accounts
from ayni.apps.access.actions import acting
from ayni.apps.access.queries import UnknownUser
from ayni.core.actor import Actor

#: Words a person can read out over the telephone; a password is drawn anew each time.
_WORDS = re.findall(
    r"\w+",
    "arbol arroyo brisa cacao camino canasta cedro cerro cosecha estrella flor fuego grano hoja lago "
    "lluvia luna maiz manantial mercado miel monte nube pan papa piedra puente quena rama rio roca sal "
    "semilla sendero sol sombra surco tierra tinaja trigo valle vasija vega viento",
)


def drawn_password(*, words: int = 5) -> str:
    """Draw a password of some words and a number."""
    drawn = "-".join(secrets.choice(_WORDS) for _ in range(words))
    return f"{drawn}-{secrets.randbelow(1000)}"


def give_password(*, actor: Actor, username: str) -> str:
    """Give a user a new password and tell it, once; the old one and every open session end.

    Raises ``UnknownUser``. The journal keeps who gave it and to whose number.
    """
    actor.require()  # a run of the system: whoever may work at the machine itself
    password = drawn_password(words=7)
    with acting(actor.because("dar una contraseña nueva")):
        if accounts.user_named(username) is None:
            raise UnknownUser(username)
        access.give_password(username=username, password=password)
    return password
