"""A course held with the software: every participant has an institution of his own to learn in.

Row security keeps the sandboxes apart as it keeps institutions apart. Facts are only added, so that a reset
founds a fresh institution and moves the participant there. The facilitator's own institution, the hall, knows
which sandbox is whose, and keeps what was promised in the course.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.apps.access import actions as access
from ayni.apps.access import courses
from ayni.apps.access import queries as accesses
from ayni.apps.access.actions import acting
from ayni.apps.access.courses import Sandbox
from ayni.apps.alliance import exchange_actions as exchanges
from ayni.apps.alliance import exchange_queries as told
from ayni.apps.alliance import queries as alliances
from ayni.apps.ledger import actions as ledger
from ayni.core.actor import Actor, Role
from ayni.core.alliance.exchanges import (
    Kind,
    NewExchange,
    NewParticipant,
    Part,
    Said,
    Source,
)
from ayni.core.scheme import Standing
from ayni.cycle.accounts import drawn_password
from ayni.cycle.course_season import found_season

MARK = "course"
#: The institutions of the demo have the first numbers, whichever of the two comes first.
HALL_FROM = 101
HALL = "curso"
MOST, FEWEST_FAMILIES, MOST_FAMILIES = 40, 60, 600
FACILITATOR = "facilitador"
EXCHANGE = "CURSO"
#: The last account of a participant; the first two are the institution's.
INSTITUTION, DIRECTION, ASSOCIATION = "institucion", "direccion", "asociacion"
_OWN_SEED = 7_000


class RealInstallation(Exception):
    """Real people are in this installation: no course is held here."""


class NoCourse(LookupError):
    """No course was started on this installation."""


class CourseTooLarge(ValueError):
    """More participants, or more or fewer families, than a course has."""


@dataclass(frozen=True, slots=True)
class Card:
    """An account of the course, to be cut out and handed over; the password is shown once."""

    participant: int
    role: str
    username: str
    password: str
    institution: str


def start(*, actor: Actor, participants: int, families: int, day: date) -> list[Card]:
    """Open a sandbox for every participant who has none; gives the cards of the accounts made now.

    Called again after a crash, or with more participants, it adds what is missing. ``actor`` is a run of the
    system, of any institution; ``day`` the day from which the accounts hold.
    Raises ``RealInstallation``, ``CourseTooLarge``.
    """
    actor.require()
    _check_size(participants, families=families)
    refuse_real()
    hall = _system(actor, institution=_hall_number())
    cards = _open_hall(hall, day=day)
    with acting(hall):
        there = {one.participant for one in courses.sandboxes(actor=hall)}
    for participant in range(1, participants + 1):
        if participant not in there:
            cards += _seat(hall, participant=participant, families=families, day=day)
    return cards


def reset(*, actor: Actor, participant: int, day: date) -> Sandbox:
    """Found a fresh sandbox for a participant, move his accounts there, and close the old one.

    Raises ``NoCourse``, ``UnknownParticipant``.
    """
    hall = hall_of(actor)
    with acting(hall.because(f"empezar de nuevo: participante {participant}")):
        old = courses.sandbox_of(actor=hall, participant=participant)
        courses.close_sandbox(actor=hall, sandbox=old.institution, day=day)
        left = _system(hall, institution=old.institution)
        with acting(left.because("cerrar el cuaderno del participante")):
            courses.end_mandates(actor=left, day=day)
        return _found(
            hall,
            participant=participant,
            number=old.number + 1,
            families=old.families,
            day=day,
        )


def hall_of(actor: Actor) -> Actor:
    """Give the run of the system in the course's own institution. Raises ``NoCourse``."""
    found = accesses.mark_of(MARK)
    if found is None:
        raise NoCourse
    return _system(actor, institution=int(str(found["institution"])))


def name_of(participant: int) -> str:
    """Name a participant."""
    return f"Participante {participant}"


def username_of(participant: int, account: str) -> str:
    """Give the name with which a participant signs in to an account."""
    return f"p{participant:02d}-{account}"


def is_hall(code: str) -> bool:
    """Tell by an institution's code whether it is a course's own."""
    return code == HALL


def is_sandbox(code: str) -> bool:
    """Tell by an institution's code whether it is a participant's sandbox."""
    return code.startswith(f"{HALL}-")


def refuse_real() -> None:
    """Refuse an installation that is neither empty nor a demo. Raises ``RealInstallation``."""
    marked = accesses.demo_mark() is not None or accesses.mark_of(MARK) is not None
    if accesses.institutions() and not marked:
        raise RealInstallation


def _check_size(participants: int, *, families: int) -> None:
    if not 1 <= participants <= MOST or not FEWEST_FAMILIES <= families <= MOST_FAMILIES:
        raise CourseTooLarge(
            f"{participants} participants of {families} families:"
            f" 1 to {MOST}, {FEWEST_FAMILIES} to {MOST_FAMILIES}"
        )


def _system(actor: Actor, *, institution: int) -> Actor:
    return Actor(
        name=actor.name, role=Role.SYSTEM, institution=institution, reason="curso con Ayni"
    )


def _hall_number() -> int:
    found = accesses.mark_of(MARK)
    return int(str(found["institution"])) if found else courses.free_number(least=HALL_FROM)


def _open_hall(hall: Actor, *, day: date) -> list[Card]:
    """Make the course's institution, its facilitator and the exchange it is, all or nothing."""
    if accesses.mark_of(MARK) is not None:
        return []
    empty = not accesses.institutions()
    with acting(hall.because("abrir un curso")):
        access.make_institution(
            number=hall.institution,
            code=HALL,
            name="Curso con Ayni",
            country="pe",
            time_zone="America/Lima",
            currency="PEN",
        )
        ledger.open_accounts(actor=hall)
        exchanges.record_exchange(actor=hall, new=_exchange(day), code=EXCHANGE)
        card = _account(0, username=FACILITATOR, role="Facilitador", place="Curso con Ayni")
        _mandate(FACILITATOR, role=Role.HEAD, day=day)
        access.mark(name=MARK, content={"institution": hall.institution})
        access.mark(name="demo", content={"programme": MARK})
        if empty:  # the big example does not load by itself where a course is held
            access.mark(name="demo_loaded", content={"families": 0})
    return [card]


def _exchange(day: date) -> NewExchange:
    return NewExchange(
        kind=Kind.COURSE,
        title=Said(
            es="Curso: una alianza con las asociaciones, de la ley a la temporada",
            en="Course: an alliance with associations, from the law to the season",
            pt="Curso: uma aliança com as associações, da lei à temporada",
        ),
        place="Aquí",
        country="PE",
        year=day.year,
        starts=day,
        source=Source(title="ayni course start", standing=Standing.VERIFIED),
    )


def _seat(hall: Actor, *, participant: int, families: int, day: date) -> list[Card]:
    """Open a participant's accounts and first sandbox, all or nothing."""
    with acting(hall.because(f"abrir el cuaderno del participante {participant}")):
        place = name_of(participant)
        exchange = exchange_of(hall)
        exchanges.add_participant(
            actor=hall, exchange=exchange, new=NewParticipant(body=place, part=Part.TOOK_PART)
        )
        roles = {
            INSTITUTION: "Institución (negociación y afiliación)",
            DIRECTION: "Dirección",
            ASSOCIATION: "Asociación (representación y secretaría)",
        }
        cards = [
            _account(
                participant, username=username_of(participant, account), role=role, place=place
            )
            for account, role in roles.items()
        ]
        _found(hall, participant=participant, number=1, families=families, day=day)
    return cards


def exchange_of(hall: Actor) -> int:
    """Give the number of the exchange that the course is; needs ``acting(hall)``."""
    found = told.exchanges(actor=hall)
    return next(one.id for one in found if one.code == EXCHANGE)


def _found(hall: Actor, *, participant: int, number: int, families: int, day: date) -> Sandbox:
    """Found a sandbox with its season lived so far, and give the participant his offices in it."""
    made = Sandbox(
        participant=participant,
        number=number,
        institution=courses.free_number(least=HALL_FROM + 1),
        seed=_OWN_SEED + 100 * participant + number,
        families=families,
        opened_on=day,
    )
    runner = _system(hall, institution=made.institution)
    with acting(runner.because("fundar el cuaderno de un participante")):
        again = "" if number == 1 else f", {number}.ª vez"
        found_season(
            actor=runner,
            sandbox=made,
            code=f"{HALL}-{participant:02d}-{number}",
            name=f"{name_of(participant)}{again}",
        )
        _offices(runner, participant=participant, day=day)
    with acting(hall):
        courses.open_sandbox(actor=hall, sandbox=made)
    return made


def _offices(runner: Actor, *, participant: int, day: date) -> None:
    """Give the mandates of the three accounts, and the facilitator's, who looks and changes nothing."""
    named = {
        account: username_of(participant, account)
        for account in (INSTITUTION, DIRECTION, ASSOCIATION)
    }
    body = alliances.association_by_code(actor=runner, code="JNC")
    first = alliances.association_by_code(actor=runner, code="EJ-01")
    _mandate(named[INSTITUTION], role=Role.NEGOTIATOR, day=day)
    _mandate(named[INSTITUTION], role=Role.AFFILIATION, day=day)
    _mandate(named[DIRECTION], role=Role.HEAD, day=day)
    _mandate(named[ASSOCIATION], role=Role.REPRESENTATIVE, day=day, association=body)
    _mandate(named[ASSOCIATION], role=Role.SECRETARY, day=day, association=first)
    _mandate(FACILITATOR, role=Role.AUDITOR, day=day)


def _account(participant: int, *, username: str, role: str, place: str) -> Card:
    password = drawn_password()
    access.make_user(
        username=username, display_name=f"{place} · {role.partition(' (')[0]}", password=password
    )
    return Card(participant, role, username, password, place)


def _mandate(username: str, *, role: Role, day: date, association: int | None = None) -> None:
    user = accesses.user_named(username)
    if user is None:
        raise accesses.UnknownUser(username)
    access.give_mandate(user=int(user.id), role=role, starts=day, association=association)
