"""Money received: what it paid, what waits, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.collection import queries as collections
from ayni.apps.collection.queries import Receipt
from ayni.core.actor import Actor
from ayni.core.collection.words import REASONS
from ayni.cycle.care_costs import READS as COST_READERS
from ayni.web.actors import OFFICE, page
from ayni.web.backoffice import texts
from ayni.web.components import Action, Cell, Column, DataTable, Figure

SIZE = 25
ALL = 100_000
#: The states in the order of the page: what nobody has been given comes first.
STATES = ("sin-asignar", "a-cuenta", "asignado", "devuelto")


def state_of(receipt: Receipt) -> str:
    """Name what became of a receipt."""
    if receipt.unallocated > 0:
        return "sin-asignar"
    if receipt.reversed:
        return "devuelto"
    return "a-cuenta" if receipt.held > 0 else "asignado"


def _state_words() -> dict[str, tuple[str, str]]:
    """Give each state's sign and words."""
    return {
        "sin-asignar": ("unallocated", _("Sin asignar")),
        "a-cuenta": ("checked", _("Con saldo a cuenta")),
        "asignado": ("done", _("Asignado")),
        "devuelto": ("replaced", _("Devuelto por el banco")),
    }


@require_safe
@page(*OFFICE, reason="ver los pagos recibidos")
def receipts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the money received; what nobody has been given yet comes first."""
    with acting(actor):
        found = collections.receipts(actor=actor, limit=ALL)
        names = {a.id: a.name for a in alliances.associations(actor=actor)}
    asked = request.GET.get("estado", "")
    asked = asked if asked in STATES else ""
    wanted = [one for one in found if not asked or state_of(one) == asked]
    ordered = sorted(wanted, key=lambda one: STATES.index(state_of(one)))
    here = texts.page_asked(request.GET.get("pagina", ""), total=len(ordered), size=SIZE)
    kept = {"estado": asked} if asked else {}
    links, before, after = texts.pages(page=here, total=len(ordered), size=SIZE, kept=kept)
    context = {
        "any": bool(found),
        "actions": _actions(actor),
        "groups": _groups(found),
        "choices": _choices(found, now=asked),
        "table": receipt_table(ordered[(here - 1) * SIZE : here * SIZE], names=names),
        "links": links,
        "previous_url": before,
        "next_url": after,
        "showing": _("Pagos: %(count)s") % {"count": texts.number(len(ordered))},
    }
    return render(request, "ayni/backoffice/receipts.html", context)


def _actions(actor: Actor) -> list[Action]:
    """Lead who may to the other side of the money: what care cost."""
    if actor.role not in COST_READERS:
        return []
    return [Action(_("Costo de la atención"), reverse("care-costs"), "clinic", "quiet")]


def _groups(found: Sequence[Receipt]) -> list[tuple[str, list[Figure]]]:
    """Sum by currency: money of two currencies is never added."""
    currencies = sorted({one.currency for one in found}, key=lambda code: (code != "PEN", code))
    return [
        (
            _("Dinero en %(currency)s") % {"currency": currency},
            _sums([one for one in found if one.currency == currency], currency=currency),
        )
        for currency in currencies
    ]


def _sums(found: Sequence[Receipt], *, currency: str) -> list[Figure]:
    waiting = sum(one.unallocated for one in found)
    given = (
        (_("Recibido"), sum(one.amount - one.reversed for one in found), "bank", ""),
        (_("Asignado"), sum(one.allocated for one in found), "check", ""),
        (_("A cuenta"), sum(one.held for one in found), "clock", ""),
        (_("Sin asignar"), waiting, "question", "warn" if waiting else ""),
    )
    return [
        Figure(label, texts.amount(value, currency), icon=icon, tone=tone)
        for label, value, icon, tone in given
    ]


def _choices(found: Sequence[Receipt], *, now: str) -> list[tuple[str, str, bool]]:
    words = _state_words()
    counted = [(state, sum(state_of(one) == state for one in found)) for state in STATES]
    return [
        (f"{_('Todos')} ({texts.number(len(found))})", "?", not now),
        *(
            (f"{words[state][1]} ({texts.number(count)})", f"?estado={state}", state == now)
            for state, count in counted
            if count
        ),
    ]


def receipt_table(found: Sequence[Receipt], *, names: Mapping[int, str]) -> DataTable:
    """Write receipts as a table with their state and why."""
    return DataTable(
        caption=_("Pagos recibidos"),
        columns=[
            Column(_("Fecha")),
            Column(_("Quien paga"), "link"),
            Column(_("Monto"), "money"),
            Column(_("Asignado"), "money"),
            Column(_("A cuenta"), "money"),
            Column(_("Sin asignar"), "money"),
            Column(_("Estado"), "badge"),
        ],
        rows=[_row(one, names=names) for one in found],
    )


def _row(one: Receipt, *, names: Mapping[int, str]) -> list[Cell]:
    sign, words = _state_words()[state_of(one)]
    return [
        Cell(texts.short_day(one.value_on)),
        _payer(one, names=names),
        *(
            Cell(texts.amount(value, one.currency) if value else "—")
            for value in (one.amount, one.allocated, one.held, one.unallocated)
        ),
        Cell(words, badge=sign, hint=_reason(one)),
    ]


def _payer(one: Receipt, *, names: Mapping[int, str]) -> Cell:
    """Name who paid, with the way to the association and, where it is another name, the association's."""
    who = names.get(one.association, "") if one.association is not None else ""
    url = reverse("office-association", args=[one.association]) if who else ""
    said = [who] if who and one.payer and who != one.payer else []
    hint = " · ".join([*said, one.reference_text] if one.reference_text else said)
    return Cell(one.payer or who or _("sin nombre"), url=url, hint=hint)


def _reason(one: Receipt) -> str:
    return REASONS[one.reason][texts.language()] if one.reason else ""
