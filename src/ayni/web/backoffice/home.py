"""The state of the programme at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Agreement
from ayni.apps.audit import queries as audits
from ayni.apps.audit.queries import JournalLine
from ayni.core.actor import Actor, Role
from ayni.core.scheme import Scheme
from ayni.cycle import overview
from ayni.cycle.law import law_of
from ayni.cycle.overview import (
    EXPECTED_COST_SOURCE,
    EXPECTED_COST_YEAR,
    AgreementLine,
    MonthLine,
    Overview,
)
from ayni.web.actors import OFFICE, page
from ayni.web.backoffice import texts
from ayni.web.backoffice.charts import shown_charts
from ayni.web.backoffice.journal import journal_table
from ayni.web.clock import today
from ayni.web.components import Cell, Column, DataTable, Figure, Item

LAST_ENTRIES = 4
JOURNAL_READERS = (Role.AUDITOR, Role.HEAD)


@dataclass(frozen=True, slots=True)
class _State:
    """Everything the page shows."""

    programme: Overview
    agreements: tuple[tuple[Agreement, Scheme], ...]
    journal: tuple[JournalLine, ...]
    lines: tuple[AgreementLine, ...]


def _state(*, actor: Actor, day: date) -> _State:
    programme = overview.programme(actor=actor, today=day)
    with acting(actor):
        agreements = alliances.agreements(actor=actor)
        lines = (
            audits.journal(actor=actor, limit=LAST_ENTRIES) if actor.role in JOURNAL_READERS else []
        )
        return _State(
            programme=programme,
            agreements=tuple(
                (a, law_of(actor=actor, version=a.version).scheme) for a in agreements
            ),
            journal=tuple(lines),
            lines=tuple(overview.agreement_lines(actor=actor, today=day)) if agreements[1:] else (),
        )


@require_safe
@page(*OFFICE, reason="ver el estado del programa")
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show families, people, cover and money of the programme."""
    state = _state(actor=actor, day=today(actor=actor))
    found = state.programme
    currency = found.institution.currency
    context = {
        "loaded": bool(state.agreements),
        "lead": _("Al %(day)s") % {"day": texts.day(found.today)},
        "people": people_figures(found),
        "money": money_figures(found),
        "agreements": []
        if state.lines
        else [_agreement(*one, day=found.today) for one in state.agreements],
        "model": any(scheme.rules.basis == "model" for _one, scheme in state.agreements),
        "charts": shown_charts(months=found.months, currency=currency, cost=found.knows_cost),
        "by_agreement": agreement_table(state),
        "table": month_table(found.months, currency=currency, cost=found.knows_cost)
        if found.months
        else None,
        "cost": _cost(found) if found.months and found.knows_cost else None,
        "journal": _journal(state) if state.journal else None,
    }
    return render(request, "ayni/backoffice/home.html", context)


def _journal(state: _State) -> DataTable:
    return journal_table(state.journal, zone=state.programme.institution.time_zone)


def people_figures(found: Overview, *, one: bool = False) -> list[Figure]:
    """Give the numbers of people; ``one`` for the part of one association."""
    return [
        Figure(
            _("Familias"),
            texts.number(found.families),
            hint=""
            if one
            else ngettext(
                "en %(count)s asociación", "en %(count)s asociaciones", found.associations
            )
            % {"count": texts.number(found.associations)},
            icon="family",
            url="" if one else reverse("office-associations"),
        ),
        Figure(
            _("Personas afiliadas"),
            texts.number(found.persons),
            hint=_("titulares y derechohabientes"),
            icon="people",
        ),
        Figure(
            _("Cubiertas hoy"),
            texts.number(found.covered),
            hint=_("%(share)s %% de las afiliadas")
            % {"share": texts.percent(found.covered, of=found.persons)},
            icon="shield",
            tone="good" if found.covered else "",
        ),
    ]


def money_figures(found: Overview, *, one: bool = False) -> list[Figure]:
    """Give the sums of money; ``one`` for the part of one association."""
    currency = found.institution.currency
    return [
        Figure(
            _("Liquidado"),
            texts.amount(found.due, currency),
            hint=_("Meses liquidados: %(count)s") % {"count": len(found.months)},
            icon="calendar",
        ),
        Figure(
            _("Pagado"),
            texts.amount(found.paid, currency),
            hint=_("%(share)s %% de lo liquidado")
            % {"share": texts.percent(found.paid, of=found.due)},
            icon="money",
        ),
        Figure(
            _("Falta pagar"),
            texts.amount(found.arrears, currency),
            icon="clock",
            tone="bad" if found.arrears > 0 else "",
            url="" if one else reverse("office-associations") + "?orden=deuda",
        ),
        Figure(
            _("Dinero sin asignar"),
            texts.amount(found.unallocated, currency),
            hint=_("Llegó al banco y falta saber qué paga"),
            icon="bank",
            tone="warn" if found.unallocated > 0 else "",
            url="" if one else reverse("office-receipts"),
        ),
    ]


def agreement_table(state: _State) -> DataTable | None:
    """Give what stands under each agreement, where there are several: each has its own law and price."""
    if not state.lines:
        return None
    known = {agreement.code: (agreement, scheme) for agreement, scheme in state.agreements}
    return DataTable(
        caption=_("Convenio por convenio"),
        columns=[
            Column(_("Convenio")),
            Column(_("Reglas")),
            Column(_("Titulares"), "number"),
            Column(_("Personas"), "number"),
            Column(_("Cubiertas hoy"), "number"),
            Column(_("Liquidado"), "money"),
            Column(_("Pagado"), "money"),
            Column(_("Falta pagar"), "money"),
            Column(_("Estado"), "badge"),
        ],
        rows=[
            _agreement_row(line, *known[line.code], found=state.programme) for line in state.lines
        ],
    )


def _agreement_row(
    line: AgreementLine, agreement: Agreement, scheme: Scheme, *, found: Overview
) -> list[Cell]:
    currency = found.institution.currency
    return [
        Cell(line.code, hint=agreement.party),
        Cell(scheme.rules.name.in_language(texts.language())),
        *(Cell(texts.number(value)) for value in (line.families, line.persons, line.covered)),
        *(_money_cell(value, currency) for value in (line.due, line.paid, line.arrears)),
        Cell(badge="in_force" if _stands(agreement, day=found.today) else "ended"),
    ]


def month_table(months: tuple[MonthLine, ...], *, currency: str, cost: bool) -> DataTable:
    """Give the programme by month; ``cost``: with what care is expected to cost."""
    columns = [
        Column(_("Mes")),
        Column(_("Familias"), "number"),
        Column(_("Personas"), "number"),
        Column(_("Cubiertas"), "number"),
        Column(_("Liquidado"), "money"),
        Column(_("Pagado"), "money"),
        Column(_("Falta pagar"), "money"),
        Column(_("Parte del Estado"), "money"),
        *([Column(_("Costo esperado"), "money")] if cost else []),
    ]
    return DataTable(
        caption=_("El programa mes a mes"),
        columns=columns,
        rows=[_month_row(line, currency=currency, cost=cost) for line in months],
        footer=[
            Cell(_("Total")),
            Cell(),
            Cell(),
            Cell(),
            *(_money_cell(value, currency) for value in _sums(months, cost=cost)),
        ],
    )


def _month_row(line: MonthLine, *, currency: str, cost: bool) -> list[Cell]:
    people = (line.families, line.persons, line.covered)
    money = [line.due, line.paid, line.arrears, line.state_due]
    money += [line.expected_cost] if cost else []
    return [
        Cell(texts.month(line.month)),
        *(Cell(texts.number(value)) for value in people),
        *(_money_cell(value, currency) for value in money),
    ]


def _sums(months: tuple[MonthLine, ...], *, cost: bool) -> tuple[int, ...]:
    found = (
        sum(m.due for m in months),
        sum(m.paid for m in months),
        sum(m.arrears for m in months),
        sum(m.state_due for m in months),
        sum(m.expected_cost for m in months),
    )
    return found if cost else found[:-1]


def _money_cell(value: int, currency: str) -> Cell:
    return Cell(texts.amount(value, currency))


def _cost(found: Overview) -> dict[str, str]:
    """Put what was collected beside what care is expected to cost."""
    expected = sum(line.expected_cost for line in found.months)
    currency = found.institution.currency
    sums = {
        "paid": texts.amount(found.paid, currency),
        "cost": texts.amount(expected, currency),
        "share": texts.percent(found.paid, of=expected),
    }
    year = {
        "year": texts.amount(EXPECTED_COST_YEAR, currency),
        "source": _(EXPECTED_COST_SOURCE),
    }
    return {
        "title": _("El programa no se paga solo")
        if found.paid < expected
        else _("Lo recaudado y lo que cuesta atender"),
        "sentence": _(
            "Se recaudaron %(paid)s. Atender a las personas aseguradas en esos meses costaría unos"
            " %(cost)s: lo recaudado es el %(share)s %% de ese costo."
        )
        % sums,
        "source": _(
            "El costo es una referencia y no un gasto de este programa: %(year)s por persona"
            " asegurada y año (%(source)s)."
        )
        % year,
    }


def _stands(agreement: Agreement, *, day: date) -> bool:
    version = agreement.version
    return version.starts <= day and (version.ends is None or day < version.ends)


def _agreement(agreement: Agreement, scheme: Scheme, *, day: date) -> dict[str, object]:
    version = agreement.version
    until = (
        _("hasta el %(day)s") % {"day": texts.day(version.ends)}
        if version.ends
        else _("sin fecha de término")
    )
    return {
        "code": agreement.code,
        "model": scheme.rules.basis == "model",
        "items": [
            Item(
                _("Convenio"),
                agreement.code,
                badge="in_force" if _stands(agreement, day=day) else "ended",
            ),
            Item(_("Firmado con"), agreement.party),
            Item(
                _("Reglas"),
                scheme.rules.name.in_language(texts.language()),
                hint=scheme.code,
                badge="proposed" if scheme.rules.basis == "model" else "",
            ),
            Item(
                _("Versión"),
                _("n.º %(number)s, firmada el %(day)s")
                % {"number": version.number, "day": texts.day(version.signed_on)},
            ),
            Item(
                _("Vigencia"),
                _("desde el %(day)s") % {"day": texts.day(version.starts)},
                hint=until,
            ),
        ],
    }
