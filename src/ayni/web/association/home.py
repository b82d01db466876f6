"""The secretary's first page: what to do now, how it stands, month by month."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.access.actions import acting
from ayni.apps.collection import queries as collections
from ayni.apps.collection.queries import ToPay
from ayni.core.actor import Actor
from ayni.core.money import money_text
from ayni.cycle.overview import AssociationPage, MonthLine, Overview, association_page
from ayni.web.actors import PORTAL, page
from ayni.web.alliance_links import alliance_links
from ayni.web.association.place import Place, is_proposed, place_of
from ayni.web.association.todo import todo_of
from ayni.web.components import Cell, Column, DataTable, Figure
from ayni.web.templatetags.ayni import month_name


@require_safe
@page(*PORTAL, reason="inicio de la asociación")
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the association's state and its next steps."""
    place = place_of(actor)
    found = association_page(actor=actor, today=place.today, number=place.association)
    if found is None:
        raise Http404("no such association")
    with acting(actor):
        others = collections.to_pay(actor=actor)
    context = _context(found, place=place) | {
        "proposed": is_proposed(actor, place=place),
        "for_others": _for_others(others, currency=place.currency),
    }
    return render(request, "ayni/association/home.html", context)


def _context(found: AssociationPage, *, place: Place) -> dict[str, object]:
    return {
        "association": found.association,
        "adhesion": found.adhesion,
        "actions": alliance_links(found.association.id, adhesion=found.adhesion),
        "todo": todo_of(found, month=place.month),
        "currency": place.currency,
        "figures": figures(found.overview, place=place),
        "table": months_table(found.overview.months, place=place),
    }


def _for_others(found: Sequence[ToPay], *, currency: str) -> str:
    """Say what it pays for others, in a line; nothing where it pays for nobody."""
    if not found:
        return ""
    still = sum(one.open for one in found)
    said = _("Paga por otras: %(count)s avisos, liquidado %(due)s; falta pagar %(open)s.")
    return said % {
        "count": f"{len(found):,}",
        "due": money_text(sum(one.due for one in found), currency=currency),
        "open": money_text(still, currency=currency),
    }


def figures(overview: Overview, *, place: Place) -> list[Figure]:
    """Give the numbers of the day."""
    currency, wording = place.currency, place.wording
    return [
        Figure(
            wording.affiliated,
            f"{overview.families:,}",
            hint=_("%(count)s personas") % {"count": f"{overview.persons:,}"},
            icon=wording.icon,
            url=reverse("portal-families"),
        ),
        Figure(
            _("Personas cubiertas hoy"),
            f"{overview.covered:,}",
            hint=_("por meses pagados; la emergencia se atiende siempre"),
            icon="shield",
            tone="good" if overview.covered >= overview.persons else "warn",
        ),
        Figure(
            _("Pagado hasta hoy"),
            money_text(overview.paid, currency=currency),
            hint=_("de %(due)s liquidados") % {"due": money_text(overview.due, currency=currency)},
            icon="money",
            url=reverse("portal-notices"),
        ),
        Figure(
            _("Falta pagar"),
            money_text(overview.arrears, currency=currency),
            icon="calendar",
            tone="bad" if overview.arrears > 0 else "good",
            url=reverse("portal-notices"),
        ),
    ]


def months_table(months: tuple[MonthLine, ...], *, place: Place) -> DataTable:
    """Give the months, newest first."""
    return DataTable(
        caption=_("Mes por mes"),
        columns=[
            Column(_("Mes")),
            Column(place.wording.many, "number"),
            Column(_("Personas"), "number"),
            Column(_("Cubiertas a fin de mes"), "number"),
            Column(_("Liquidado"), "money"),
            Column(_("Pagado"), "money"),
            Column(_("Estado"), "badge"),
        ],
        rows=[_month(line, currency=place.currency) for line in reversed(months)],
    )


def _month(line: MonthLine, *, currency: str) -> list[Cell]:
    return [
        Cell(month_name(line.month)),
        Cell(f"{line.families:,}"),
        Cell(f"{line.persons:,}"),
        Cell(f"{line.covered:,}"),
        Cell(money_text(line.due, currency=currency)),
        Cell(money_text(line.paid, currency=currency)),
        Cell(badge=state_of(due=line.due, paid=line.paid)),
    ]


def state_of(*, due: int, paid: int) -> str:
    """Name how a month stands."""
    if paid >= due:
        return "paid"
    return "part_paid" if paid else "unpaid"
