"""The accounts of a demo: people of every role in both institutions, and a programme's key for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.access import actions as access
from ayni.apps.access import queries as accesses
from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.registry import actions as registry
from ayni.core.actor import Actor, Role
from ayni.cycle.accounts import drawn_password


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account, or the key of a programme: shown once when it is made."""

    role: str
    name: str
    username: str
    password: str
    institution: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who acts for an association (by its code)."""

    username: str
    association: str
    role: Role = Role.SECRETARY


def open_accounts(
    *,
    actor: Actor,
    starts: date,
    speakers: list[Speaker],
    prefix: str = "",
    negotiates: bool = True,
) -> list[Account]:
    """Make an institution's accounts with passwords of this installation; gives them to be shown.

    ``prefix`` goes before the officers' names, which are unique on an installation; ``negotiates``: with
    those who sit at the negotiating table.
    """
    with acting(actor.because("abrir las cuentas de ejemplo")):
        place = accesses.institution(actor=actor).name
        made = [
            _account(role=role, username=prefix + username, name=name, starts=starts, place=place)
            for role, username, name in (*_OFFICERS, *(_NEGOTIATING if negotiates else ()))
        ]
        made.append(
            _account(
                role=Role.CLERK,
                username=f"{prefix}admision",
                name="Admisión (ejemplo)",
                starts=starts,
                facility=registry.first_facility(actor=actor),
                place=place,
            )
        )
        made += [_speaker(actor, one=one, starts=starts, place=place) for one in speakers]
        made.append(_key(actor, username=f"{prefix}clave-api", starts=starts, place=place))
    return made


def mark_demo(*, actor: Actor, programme: str) -> None:
    """Mark this installation as a demo: made once, never taken away."""
    with acting(actor.because("abrir las cuentas de ejemplo")):
        access.mark(name="demo", content={"programme": programme})


_OFFICERS = (
    (Role.AFFILIATION, "afiliacion", "Oficial de afiliación (ejemplo)"),
    (Role.COLLECTION, "recaudacion", "Oficial de recaudación (ejemplo)"),
    (Role.AUDITOR, "auditoria", "Auditoría (ejemplo)"),
    (Role.HEAD, "direccion", "Dirección (ejemplo)"),
)
_NEGOTIATING = (
    (Role.NEGOTIATOR, "negociacion", "Negociación (ejemplo)"),
    (Role.OBSERVER, "observacion", "Observación (ejemplo)"),
)
_SPEAKERS = {Role.SECRETARY: "Secretaría", Role.REPRESENTATIVE: "Representación"}


def _speaker(actor: Actor, *, one: Speaker, starts: date, place: str) -> Account:
    return _account(
        role=one.role,
        username=one.username,
        name=f"{_SPEAKERS[one.role]} {one.association} (ejemplo)",
        starts=starts,
        association=alliance.association_number(actor=actor, code=one.association),
        place=place,
    )


def _key(actor: Actor, *, username: str, starts: date, place: str) -> Account:
    name = "Clave de la API (ejemplo)"
    facility = registry.first_facility(actor=actor)
    token = access.make_token(name=name, role=Role.CLERK, facility=facility, starts=starts)
    return Account("api", name, username, token, place)


def _account(
    *,
    role: Role,
    username: str,
    name: str,
    starts: date,
    place: str,
    association: int | None = None,
    facility: int | None = None,
) -> Account:
    password = drawn_password()
    user = access.make_user(username=username, display_name=name, password=password)
    access.give_mandate(
        user=user, role=role, starts=starts, association=association, facility=facility
    )
    return Account(role.value, name, username, password, place)
