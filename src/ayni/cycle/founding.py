"""The beginning of an institution's programme: the agreement signed, its law pinned, its adhesions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance.actions import NewAgreement, NewAssociation
from ayni.apps.ledger import actions as ledger
from ayni.apps.registry import actions as registry
from ayni.core.actor import Actor, Role
from ayni.core.example import ExampleCooperative, ExampleProgramme
from ayni.core.scheme import Scheme, Terms, canonical
from ayni.cycle.accounts import drawn_password
from ayni.cycle.exchanges import found_exchanges

SCHEME = "pe-modelo-colectivo"
AGREEMENT = "JNC-2026"
SIGNED = date(2026, 3, 20)
STARTS = date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account: shown once when it is made."""

    role: str
    name: str
    username: str
    password: str
    place: str


def found_programme(*, actor: Actor, programme: ExampleProgramme) -> dict[str, str]:
    """Make institution, agreement and adhesions of the example; gives adhesion codes by cooperative."""
    with acting(actor.because("fundar el programa de ejemplo")):
        access.make_institution(
            number=actor.institution,
            code="essalud",
            name=programme.institution,
            country="pe",
            time_zone="America/Lima",
            currency="PEN",
        )
        ledger.open_accounts(actor=actor)
        body = alliance.make_association(
            actor=actor,
            new=NewAssociation(
                code="JNC",
                name=programme.national_body,
                kind="national",
                region="Lima",
                activity="cafe",
            ),
        )
        agreement = _sign(actor, association=body, scheme=load_scheme(SCHEME))
        found_exchanges(actor=actor)
        return {
            one.code: _adhere(actor, agreement=agreement, body=body, one=one)
            for one in programme.cooperatives
        }


def _sign(actor: Actor, *, association: int, scheme: Scheme) -> int:
    text = canonical(scheme)
    number = alliance.make_scheme(actor=actor, code=scheme.code, regime=scheme.rules.regime)
    return alliance.sign(
        actor=actor,
        new=NewAgreement(
            code=AGREEMENT,
            association=association,
            scheme=number,
            rules=alliance.pin_text(actor=actor, part="rules", text=text.rules.decode()),
            parameters=alliance.pin_text(
                actor=actor, part="parameters", text=text.parameters.decode()
            ),
            terms=Terms(signed=SIGNED).model_dump(mode="json"),
            signed_on=SIGNED,
            starts=STARTS,
        ),
    )


def _adhere(actor: Actor, *, agreement: int, body: int, one: ExampleCooperative) -> str:
    facility = registry.make_facility(
        actor=actor, code=one.facility.code, name=one.facility.name, region=one.facility.region
    )
    association = alliance.make_association(
        actor=actor,
        new=NewAssociation(
            code=one.code,
            name=one.name,
            kind="cooperative",
            region=one.region,
            activity="cafe",
            tax_number=one.ruc,
            parent=body,
            example=True,
        ),
    )
    code = f"{AGREEMENT}-{one.code}"
    alliance.adhere(
        actor=actor,
        agreement=agreement,
        association=association,
        code=code,
        starts=STARTS,
        facility=facility,
    )
    return code


def open_accounts(*, actor: Actor, starts: date, secretaries_of: list[str]) -> list[Account]:
    """Make the demo's accounts with passwords of this installation; gives them to be shown.

    The first of ``secretaries_of`` (association codes) names the association of the account ``secretaria``.
    """
    made: list[Account] = []
    with acting(actor.because("abrir las cuentas de ejemplo")):
        facility = registry.first_facility(actor=actor)
        for role, username, name in _OFFICERS:
            made.append(_account(role=role, username=username, name=name, starts=starts))
        made.append(
            _account(
                role=Role.CLERK,
                username="admision",
                name="Admisión (ejemplo)",
                starts=starts,
                facility=facility,
            )
        )
        for place, code in enumerate(secretaries_of, start=1):
            association = alliance.association_number(actor=actor, code=code)
            made.append(
                _account(
                    role=Role.SECRETARY,
                    username="secretaria" if place == 1 else f"secretaria{place}",
                    name=f"Secretaría {code} (ejemplo)",
                    starts=starts,
                    association=association,
                    place=code,
                )
            )
        access.mark(name="demo", content={"programme": AGREEMENT})
    return made


_OFFICERS = (
    (Role.AFFILIATION, "afiliacion", "Oficial de afiliación (ejemplo)"),
    (Role.COLLECTION, "recaudacion", "Oficial de recaudación (ejemplo)"),
    (Role.AUDITOR, "auditoria", "Auditoría (ejemplo)"),
    (Role.HEAD, "direccion", "Dirección (ejemplo)"),
)


def _account(
    *,
    role: Role,
    username: str,
    name: str,
    starts: date,
    association: int | None = None,
    facility: int | None = None,
    place: str = "",
) -> Account:
    password = drawn_password()
    user = access.make_user(username=username, display_name=name, password=password)
    access.give_mandate(
        user=user, role=role, starts=starts, association=association, facility=facility
    )
    return Account(role.value, name, username, password, place)
