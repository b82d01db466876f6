"""The example's two disputes: one about a roster, decided in May, and one about a notice that waits."""

from __future__ import annotations

from datetime import date

from ayni.apps.access.actions import acting
from ayni.apps.alliance.actions import association_number
from ayni.core.actor import Actor, Role
from ayni.core.complaint.disputes import About, Step
from ayni.core.periods import month_number
from ayni.cycle import disputes
from ayni.cycle.disputes import Opened, Taken

DECIDED, WAITS = date(2026, 5, 18), date(2026, 11, 3)


def lay_disputes(*, actor: Actor, code: str) -> int:
    """Let an association of the example dispute as its people would; gives how many were new.

    A second run finds both; where nothing was billed yet there is nothing to dispute.
    """
    with acting(actor):
        association = association_number(actor=actor, code=code)
    if disputes.dispute_list(actor=actor, association=association, size=0)[0]:
        return 0
    reason = "controversia de ejemplo"
    speaker = Actor("secretaria", Role.SECRETARY, actor.institution, reason, (association,))
    officer = Actor("afiliacion", Role.AFFILIATION, actor.institution, reason)
    head = Actor("direccion", Role.HEAD, actor.institution, reason)
    first = _open(speaker, association, About.ROSTER, (_ROSTER, _ROSTER_ASKS), day=DECIDED)
    if first is None:
        return 0
    for seen, (who, step, said, day) in enumerate(
        (
            (officer, Step.SAY, _LOOKED, date(2026, 5, 21)),
            (speaker, Step.SAY, _AGREED, date(2026, 5, 22)),
            (head, Step.ACCEPT_PARTLY, _DECIDED, date(2026, 5, 29)),
        )
    ):
        disputes.take(actor=who, dispute=first, new=Taken(step, said, seen), today=day)
    second = _open(speaker, association, About.NOTICE, (_NOTICE, _NOTICE_ASKS), day=WAITS)
    if second is None:
        return 1
    answer = Taken(Step.SAY, _ANSWER, 0)
    collector = Actor("recaudacion", Role.COLLECTION, actor.institution, reason)
    disputes.take(actor=collector, dispute=second, new=answer, today=date(2026, 11, 10))
    return 2


def _open(
    speaker: Actor, association: int, kind: About, said: tuple[str, str], *, day: date
) -> int | None:
    """Open one about the newest thing of a kind that was there by that day."""
    known = disputes.opening(actor=speaker, association=association, today=day).subjects
    month = month_number(year=day.year, month=day.month)
    found = next((one for one in known if one.kind is kind and (one.month or 0) < month), None)
    if found is None:
        return None
    new = Opened(found.key, *said)
    return disputes.open_dispute(actor=speaker, association=association, new=new, today=day)


_ROSTER = "Dos hijos que cumplen 18 años este año quedaron fuera, y siguen estudiando."
_ROSTER_ASKS = "Que se les reciba con la constancia de estudios."
_LOOKED = "El archivo no trae la constancia de ninguno de los dos. ¿La tienen?"
_AGREED = "Traemos hoy la de uno; la del otro la pide su colegio para junio."
_DECIDED = (
    "Se recibe al que trae su constancia. El otro entra con la nómina del mes en que la traiga."
)
_NOTICE = "El aviso cuenta una familia que se fue a la costa y ya avisamos que se retiraba."
_NOTICE_ASKS = "Que se descuente su aporte del mes."
_ANSWER = "En la nómina de ese mes la familia todavía figura. Buscamos la carta con que avisaron."
