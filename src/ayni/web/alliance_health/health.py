"""The health of an alliance: the page that both sides bring to their yearly meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ayni.apps.alliance.health_queries import Members
from ayni.core.actor import Actor, Scope
from ayni.core.alliance.health import Punctuality, Trigger, TriggerKind
from ayni.cycle import alliance_health
from ayni.cycle.alliance_health import COUNTS, AdhesionHealth, Health
from ayni.web.actors import page
from ayni.web.alliance_health import words
from ayni.web.alliance_health.bars import Bar, lengths, pillars
from ayni.web.alliances.roles import HEALTH_READERS
from ayni.web.alliances.words import said_own
from ayni.web.backoffice import texts
from ayni.web.clock import today
from ayni.web.components import (
    Cell,
    Column,
    Crumb,
    DataTable,
    Figure,
    StripYear,
    strip_years,
)
from ayni.web.study_figures.believed import believed_blocks

#: The table of months shows the last year; the strip shows all.
MONTHS_SHOWN = 12
#: The worst state of a month stands for it where two adhesions were billed.
_WORST = ("unpaid", "part_paid", "due", "paid_late", "paid")


@require_safe
@page(*HEALTH_READERS, reason="ver la salud de la alianza")
def health(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show an association's health to either side; whoever has no part in it finds nothing."""
    return _shown(request, actor, number, problem="", status=200)


@require_POST
@page(*COUNTS, reason="contar los socios")
def count_members(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Take the number of members that somebody declares; what is no number is said beside the field."""
    written = request.POST.get("members", "").strip()
    source = request.POST.get("source", "").strip()
    day = today(actor=actor)
    digits = "".join(part for part in written if part not in " .,")
    whole = digits.isascii() and digits.isdigit() and len(digits) < 9
    if not whole or not 1 <= len(source) <= 200 or "\0" in source:
        problem = _(
            "Escriba un número entero, por ejemplo 420, y de dónde sale, por ejemplo «padrón de socios»."
        )
        return _shown(request, actor, number, problem=problem, status=422)
    try:
        alliance_health.declare(
            actor=actor,
            association=number,
            declared=Members(int(digits), day, source),
            today=day,
        )
    except alliance_health.UnknownAssociation:
        raise Http404("no such association") from None
    except alliance_health.NotACount:
        problem = _("Una asociación tiene entre 1 y 10 000 000 de socios.")
        return _shown(request, actor, number, problem=problem, status=422)
    return HttpResponseRedirect(reverse("alliance-health", args=[number]))


def _shown(
    request: HttpRequest, actor: Actor, number: int, *, problem: str, status: int
) -> HttpResponse:
    day = today(actor=actor)
    try:
        found = alliance_health.health(actor=actor, association=number, today=day)
    except alliance_health.UnknownAssociation:
        raise Http404("no such association") from None
    context = {
        "crumbs": _crumbs(found, outside=actor.scope is Scope.ASSOCIATION),
        "found": found,
        "figures": _figures(found),
        "strip": _strip(found),
        "months": _months(found),
        "pillars": pillars([one.bill.families for one in found.months]),
        "pillars_width": max(12, 12 * len(found.months)),
        "first_month": found.months[0] if found.months else None,
        "last_month": found.months[-1] if found.months else None,
        "arrears": _arrears(found),
        "kept": _kept(found),
        "limits": [(*_limits(one), said_own(one.own)) for one in found.adhesions],
        "obligations": _obligations(found) if found.obligations else None,
        "believed": believed_blocks(actor, association=number),
        "may_count": actor.role in COUNTS,
        "problem": problem,
        "typed": {
            "members": request.POST.get("members", ""),
            "source": request.POST.get("source", ""),
        },
    }
    return render(request, "ayni/alliance_health/health.html", context, status=status)


def _crumbs(found: Health, *, outside: bool) -> list[Crumb]:
    here = Crumb(_("Salud de la alianza"))
    if outside:
        return [Crumb(_("Inicio"), reverse("portal-home")), here]
    one = found.association
    return [
        Crumb(_("Asociaciones"), reverse("office-associations")),
        Crumb(one.name, reverse("office-association", args=[one.id])),
        here,
    ]


def _percent(ppm: int | None) -> str:
    return "—" if ppm is None else f"{texts.percent(ppm, of=1_000_000)} %"


def _figures(found: Health) -> list[Figure]:
    return [
        Figure(
            _("Familias afiliadas"),
            texts.number(found.families),
            hint=_("%(count)s personas") % {"count": texts.number(found.persons)},
            icon="family",
        ),
        Figure(
            _("Socios cubiertos"), _percent(found.coverage), hint=_members(found), icon="people"
        ),
        Figure(
            _("Meses con nómina propia"),
            _("%(good)s de %(of)s") % {"good": found.rosters.good, "of": found.rosters.of},
            hint=_("en los demás siguió la lista anterior"),
            icon="file",
        ),
        _punctual(_("Pagos a tiempo"), found.payments, icon="clock"),
        Figure(
            _("Vencido sin pagar"),
            texts.amount(found.owed, found.currency),
            hint=_("de %(due)s liquidado") % {"due": texts.amount(found.due, found.currency)},
            tone="bad" if found.owed else "good",
            icon="money",
        ),
        _care(found),
        _disputes(found),
    ]


def _disputes(found: Health) -> Figure:
    """Tell the open disputes: how many, how many past their day, since when the oldest."""
    label, now = _("Controversias abiertas"), found.disputes
    url = f"{reverse('disputes')}?asociacion={found.association.id}"
    if now.oldest is None:
        return Figure(label, "0", hint=_("nada por decidir"), tone="good", icon="talk", url=url)
    told = {"late": texts.number(now.overdue), "day": texts.day(now.oldest)}
    hint = (
        _("%(late)s fuera de plazo; la más antigua, desde el %(day)s")
        if now.overdue
        else _("ninguna fuera de plazo; la más antigua, desde el %(day)s")
    )
    tone = "bad" if now.overdue else "warn"
    return Figure(label, texts.number(now.open), hint=hint % told, tone=tone, icon="talk", url=url)


def _care(found: Health) -> Figure:
    """Set what care cost beside what was billed for the same months; what is not told is not known."""
    care, label = found.care, _("Costo de la atención entre aportes")
    if not care.months:
        return Figure(
            label, _("no se sabe"), hint=_("la institución todavía no lo contó"), icon="clinic"
        )
    hint = _("%(cost)s de %(due)s liquidado, en %(months)s de %(of)s meses") % {
        "cost": texts.amount(care.cost, found.currency),
        "due": texts.amount(care.due, found.currency),
        "months": care.months,
        "of": care.of,
    }
    return Figure(label, _percent(care.ratio), hint=hint, icon="clinic")


def _members(found: Health) -> str:
    if found.members is None:
        return _("nadie declaró todavía cuántos socios hay")
    return _("de %(members)s socios, contados el %(day)s") % {
        "members": texts.number(found.members.members),
        "day": texts.day(found.members.counted_on),
    }


def _punctual(label: str, found: Punctuality, *, icon: str) -> Figure:
    if not found.of:
        return Figure(label, "—", hint=_("todavía sin meses liquidados"), icon=icon)
    hint = _("%(good)s de %(of)s meses") % {"good": found.good, "of": found.of}
    tone = "good" if found.good == found.of else "warn"
    return Figure(label, _percent(found.share), hint=hint, tone=tone, icon=icon)


def _strip(found: Health) -> list[StripYear]:
    states: dict[int, str] = {}
    for one in found.months:
        sign = words.PAYMENT_SIGNS[one.bill.state(found.today)]
        before = states.get(one.month, sign)
        states[one.month] = min(sign, before, key=_WORST.index)
    return strip_years(states)


def _months(found: Health) -> DataTable:
    signs = words.roster_signs()
    return DataTable(
        caption=_("Los últimos meses"),
        columns=[
            Column(_("Mes")),
            Column(_("Familias"), "number"),
            Column(_("Nómina"), "badge"),
            Column(_("Liquidado"), "money"),
            Column(_("Pagado"), "money"),
            Column(_("Atención"), "money"),
            Column(_("Vence")),
            Column(_("Pago"), "badge"),
        ],
        rows=[
            [
                Cell(texts.month(one.month)),
                Cell(texts.number(one.bill.families)),
                Cell(signs[one.roster][1], badge=signs[one.roster][0]),
                Cell(texts.amount(one.bill.due, found.currency)),
                Cell(texts.amount(one.bill.paid, found.currency)),
                Cell(
                    _("no se sabe") if one.cost is None else texts.amount(one.cost, found.currency)
                ),
                Cell(texts.short_day(one.bill.due_on)),
                Cell(badge=words.PAYMENT_SIGNS[one.bill.state(found.today)]),
            ]
            for one in reversed(found.months[-MONTHS_SHOWN:])
        ],
    )


def _arrears(found: Health) -> list[Bar]:
    parts = lengths([one.amount for one in found.arrears])
    return [
        Bar(
            _("de %(start)s a %(end)s días") % {"start": one.from_day, "end": one.to_day}
            if one.to_day
            else _("más de %(days)s días") % {"days": one.from_day - 1},
            texts.amount(one.amount, found.currency),
            length,
            "bad" if one.from_day > 60 else "warn",
        )
        for one, length in zip(found.arrears, parts, strict=True)
    ]


def _kept(found: Health) -> list[Bar]:
    return [
        Bar(
            _("hace %(months)s meses") % {"months": one.months_ago}
            if one.months_ago > 1
            else _("hace un mes"),
            _("%(still)s de %(all)s siguen") % {"still": one.still, "all": one.families},
            lengths([one.still], of=one.families)[0],
        )
        for one in found.kept
        if one.families
    ]


def _limits(one: AdhesionHealth) -> tuple[AdhesionHealth, str, DataTable | None]:
    if not one.triggers:
        return one, texts.day(one.ends), None
    table = DataTable(
        caption=_("Límites del convenio"),
        columns=[
            Column(_("Límite")),
            Column(_("Convenio"), "number"),
            Column(_("Hoy"), "number"),
            Column(_("Estado"), "badge"),
        ],
        rows=[_limit(trigger) for trigger in one.triggers],
    )
    return one, texts.day(one.ends), table


def _limit(one: Trigger) -> Sequence[Cell]:
    counted = one.kind is TriggerKind.MINIMUM_FAMILIES
    written = [
        _("sin datos") if value is None else texts.number(value) if counted else _percent(value)
        for value in (one.limit, one.found)
    ]
    signs = {True: ("unmet", _("Por revisar")), False: ("met", ""), None: ("unknown", "")}
    sign, text = signs[one.reached]
    return [Cell(words.trigger_names()[one.kind]), *map(Cell, written), Cell(text, badge=sign)]


def _obligations(found: Health) -> DataTable:
    names = words.side_names()
    return DataTable(
        caption=_("Compromisos de ambas partes"),
        columns=[
            Column(_("Quién")),
            Column(_("Qué")),
            Column(_("Hasta")),
            Column(_("Estado"), "badge"),
        ],
        rows=[
            [
                Cell(names[one.side]),
                Cell(one.what, hint=one.note),
                Cell(texts.day(one.due_on)),
                _kept_promise(one.done_on, overdue=one.overdue(found.today)),
            ]
            for one in found.obligations
        ],
    )


def _kept_promise(done_on: date | None, *, overdue: bool) -> Cell:
    if done_on is not None:
        return Cell(_("Cumplido el %(day)s") % {"day": texts.short_day(done_on)}, badge="done")
    return Cell(_("Vencido"), badge="unmet") if overdue else Cell(_("Pendiente"), badge="waiting")
