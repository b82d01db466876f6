"""What lies on the example's negotiating table: the coffee agreement's renewal in its third round, and a draft.

The fishers' draft starts from the coffee agreement's terms: how an agreement spreads to another sector.
"""

from __future__ import annotations

from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import NewAssociation
from ayni.core.actor import Actor, Role
from ayni.cycle import negotiating as talks
from ayni.cycle.founding import AGREEMENT
from ayni.cycle.negotiating import NewDraft, Typed

OPENED = date(2026, 10, 12)
STARTS, ENDS = date(2027, 4, 1), date(2028, 4, 1)
FISHERS = "PESCA-2027"


def lay_table(*, actor: Actor, families: int) -> int | None:
    """Open the renewal and the draft as their people would; nothing when they are there already.

    Gives the renewal's negotiation.
    """
    with acting(actor):
        if negotiations.negotiations(actor=actor):
            return None
        agreement = alliances.agreement_number(actor=actor, code=AGREEMENT)
        framework = alliances.framework(actor=actor, number=agreement)
    if framework is None:
        return None
    body = framework.association
    number = _renew(actor, agreement=agreement, body=body, families=families)
    _draft(actor, agreement=agreement)
    return number


def _renew(actor: Actor, *, agreement: int, body: int, families: int) -> int:
    writer, speaker, adviser = _people(actor, body=body)
    number = talks.reopen(
        actor=writer,
        agreement=agreement,
        purpose="renewal",
        expected_families=families,
        day=OPENED,
    )
    rounds = (
        (writer, {"tasa_asegurado": "4.5", "meses_reserva": "1"}, 12, _FIRST),
        (speaker, {"tasa_asegurado": "4.2", "asignacion_administracion": "2"}, 19, _SECOND),
        (
            writer,
            {"tasa_asegurado": "4.3", "asignacion_administracion": "1.5", "entry_months": "4, 10"},
            26,
            _THIRD,
        ),
    )
    for seen, (who, values, day, note) in enumerate(rounds):
        talks.propose(
            actor=who,
            negotiation=number,
            typed=Typed(values, STARTS, ENDS, note, seen),
            day=date(2026, 10, day),
        )
    for who, proposal, term, said in (
        (speaker, 1, "tasa_asegurado", _ON_RATE),
        (adviser, 2, "asignacion_administracion", _ON_ALLOWANCE),
    ):
        talks.say(
            actor=who,
            negotiation=number,
            proposal=proposal,
            term=term,
            said=said,
            day=date(2026, 10, 20),
        )
    return number


def _people(actor: Actor, *, body: int) -> tuple[Actor, Actor, Actor]:
    """Act as the demo's own accounts do."""
    reason = "negociación de ejemplo"
    return (
        Actor("negociacion", Role.NEGOTIATOR, actor.institution, reason),
        Actor("representante", Role.REPRESENTATIVE, actor.institution, reason, (body,)),
        Actor("observacion", Role.OBSERVER, actor.institution, reason),
    )


def _draft(actor: Actor, *, agreement: int) -> None:
    with acting(actor.because("registrar una asociación de ejemplo")) as runner:
        party = alliance.make_association(
            actor=runner,
            new=NewAssociation(
                code="EJ-PESCA",
                name="Asociación de Pescadores Artesanales Caleta Serena (ejemplo)",
                kind="cooperative",
                region="Piura",
                activity="pesca_artesanal",
                example=True,
            ),
        )
    new = NewDraft(party, FISHERS, "pe-modelo-colectivo", 180, like=agreement)
    talks.draft(actor=_people(actor, body=party)[0], new=new, day=OPENED)


_FIRST = "El costo de las atenciones subió; proponemos medio punto más y un mes de reserva."
_SECOND = "La cosecha fue mala. Podemos con 4.2 % si la asociación conserva algo para cobrar."
_THIRD = "4.3 %, con ingreso de familias en abril y en octubre, después de cada entrega."
_ON_RATE = "Medio punto son casi seis soles al mes por familia; la asamblea no lo aprobaría."
_ON_ALLOWANCE = (
    "En otros convenios quien recauda conserva una parte: ayuda a que se pague a tiempo."
)
