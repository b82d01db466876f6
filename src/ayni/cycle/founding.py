"""The beginning of an institution's programme: the agreement signed, its law pinned, its adhesions."""

from __future__ import annotations

from datetime import date

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access import actions as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions
from ayni.apps.alliance.actions import EmployerSize, NewAgreement, NewAssociation
from ayni.apps.ledger import actions as ledger
from ayni.apps.registry import actions as registry
from ayni.core.actor import Actor
from ayni.core.example import ExampleAlliance, ExampleCooperative, ExampleProgramme
from ayni.core.scheme import Scheme, Terms, canonical, check_terms
from ayni.cycle.exchanges import found_exchanges

SCHEME = "pe-modelo-colectivo"
AGREEMENT = "JNC-2026"
SIGNED = date(2026, 3, 20)
#: Twelve months, the longest that the model allows; the renewal that lies on the table begins where it ends.
STARTS, ENDS = date(2026, 4, 1), date(2027, 4, 1)


def found_programme(
    *,
    actor: Actor,
    programme: ExampleProgramme,
    code: str = "essalud",
    name: str = "",
    ends: date | None = None,
) -> dict[str, str]:
    """Make institution, agreement and adhesions of the example; gives adhesion codes by cooperative.

    ``ends`` is the first day after the agreement (none: it runs on). ``code`` is the institution's, one on the
    installation; ``name`` too, where it is not the programme's.
    """
    with acting(actor.because("fundar el programa de ejemplo")):
        access.make_institution(
            number=actor.institution,
            code=code,
            name=name or programme.institution,
            country="pe",
            time_zone="America/Lima",
            currency="PEN",
        )
        ledger.open_accounts(actor=actor)
        body = actions.make_association(
            actor=actor,
            new=NewAssociation(
                code="JNC",
                name=programme.national_body,
                kind="national",
                region="Lima",
                activity="cafe",
            ),
        )
        agreement = _sign(
            actor,
            code=AGREEMENT,
            association=body,
            scheme=load_scheme(SCHEME),
            terms=Terms(signed=SIGNED),
            starts=STARTS,
            ends=ends,
        )
        found_exchanges(actor=actor)
        return {
            one.code: _adhere(actor, agreement=agreement, body=body, one=one)
            for one in programme.cooperatives
        }


def found_second_institution(*, actor: Actor, name: str) -> None:
    """Make the second institution of the example: another country, another currency, another clock."""
    with acting(actor.because("fundar la segunda institución de ejemplo")):
        access.make_institution(
            number=actor.institution,
            code="ccss",
            name=name,
            country="cr",
            time_zone="America/Costa_Rica",
            currency="CRC",
        )
        ledger.open_accounts(actor=actor)


def found_alliance(*, actor: Actor, alliance: ExampleAlliance) -> str:
    """Sign an agreement with one paying party, which adheres to it; gives the adhesion's code."""
    party = alliance.party
    with acting(actor.because(f"firmar el convenio de ejemplo {alliance.agreement}")):
        association = _party(actor, one=party, kind=alliance.kind, activity=alliance.activity)
        if alliance.size is not None:
            actions.record_size(
                actor=actor,
                association=association,
                size=EmployerSize(
                    starts=date(alliance.starts.year, 1, 1),
                    workers=alliance.size.workers,
                    yearly_sales=alliance.size.yearly_sales,
                    source=alliance.size.source,
                ),
            )
        agreement = _sign(
            actor,
            code=alliance.agreement,
            association=association,
            scheme=load_scheme(alliance.scheme),
            terms=alliance.terms,
            starts=alliance.starts,
            ends=alliance.ends,
        )
        actions.adhere(
            actor=actor,
            agreement=agreement,
            association=association,
            code=alliance.adhesion,
            starts=alliance.starts,
            facility=_facility(actor, one=party),
        )
    return alliance.adhesion


def _sign(
    actor: Actor,
    *,
    code: str,
    association: int,
    scheme: Scheme,
    terms: Terms,
    starts: date,
    ends: date | None = None,
) -> int:
    check_terms(scheme, terms=terms)
    text = canonical(scheme)
    number = actions.make_scheme(actor=actor, code=scheme.code, regime=scheme.rules.regime)
    return actions.sign(
        actor=actor,
        new=NewAgreement(
            code=code,
            association=association,
            scheme=number,
            rules=actions.pin_text(actor=actor, part="rules", text=text.rules.decode()),
            parameters=actions.pin_text(
                actor=actor, part="parameters", text=text.parameters.decode()
            ),
            terms=terms.model_dump(mode="json"),
            signed_on=terms.signed,
            starts=starts,
            ends=ends,
        ),
    )


def _adhere(actor: Actor, *, agreement: int, body: int, one: ExampleCooperative) -> str:
    association = _party(actor, one=one, kind="cooperative", activity="cafe", parent=body)
    code = f"{AGREEMENT}-{one.code}"
    actions.adhere(
        actor=actor,
        agreement=agreement,
        association=association,
        code=code,
        starts=STARTS,
        facility=_facility(actor, one=one),
    )
    return code


def _party(
    actor: Actor, *, one: ExampleCooperative, kind: str, activity: str, parent: int | None = None
) -> int:
    return actions.make_association(
        actor=actor,
        new=NewAssociation(
            code=one.code,
            name=one.name,
            kind=kind,
            region=one.region,
            activity=activity,
            tax_number=one.ruc,
            parent=parent,
            example=True,
        ),
    )


def _facility(actor: Actor, *, one: ExampleCooperative) -> int:
    place = one.facility
    return registry.make_facility(
        actor=actor, code=place.code, name=place.name, region=place.region
    )
