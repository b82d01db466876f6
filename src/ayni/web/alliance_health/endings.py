"""What a renewal changes and for whom, and what families keep when their agreement ends."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.core.actor import Actor, NotAllowed
from ayni.core.alliance.clauses import clauses
from ayni.core.comparison import Price
from ayni.cycle.after_agreement import AfterAgreement, NoEndAhead, after_agreement
from ayni.cycle.renewal_effect import NothingToRenew, Renewal, renewal_effect
from ayni.web.actors import page
from ayni.web.alliance_health.families import FamilyList, family_list
from ayni.web.alliances.roles import RENEWS, TOLD
from ayni.web.alliances.words import clause_name
from ayni.web.backoffice import texts
from ayni.web.clock import today
from ayni.web.components import Cell, Column, Crumb, DataTable


@require_safe
@page(*RENEWS, reason="ver el efecto de renovar")
def renewal(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show what renewing upon today's law would change, from the first day after the version in force."""
    day = today(actor=actor)
    code, currency, ends = _agreement(actor, number)
    try:
        found = renewal_effect(
            actor=actor, agreement=number, starts=max(ends or day, day), today=day
        )
    except (NothingToRenew, NotAllowed):
        raise Http404("nothing to renew") from None
    title = _("Efecto de renovar")
    lead = _("Si se renueva el %(day)s con la ley de hoy y las mismas cláusulas.") % {
        "day": texts.day(found.starts)
    }
    names = _names(actor)
    tables = [_renewal(found, names=names, currency=currency)]
    notes = _lapsed(found, names=names)
    return _sheet(
        request, number=number, title=title, code=code, lead=lead, tables=tables, notes=notes
    )


@require_safe
@page(*TOLD, reason="ver lo que queda al terminar")
def ending(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show what the families of an agreement keep when it ends; nothing while no end lies ahead."""
    day = today(actor=actor)
    code, currency, _ends = _agreement(actor, number)
    try:
        found = after_agreement(actor=actor, agreement=number, today=day)
    except (NoEndAhead, NotAllowed):
        raise Http404("no end ahead") from None
    lead = _("El convenio termina: %(day)s es el primer día sin él.") % {
        "day": texts.day(found.ended)
    }
    notes = [
        _("Los meses acreditados quedan en el registro y cuentan en el régimen %(regime)s.")
        % {"regime": _scheme_names().get(found.regime, found.regime)},
        _(
            "Una familia puede quedarse sin ninguno de los dos seguros: no se registra si estaba en el SIS"
            " ni cuándo se la dio de baja allí."
        ),
        _(
            "El aviso a cada asociación está en la bandeja de salida; todavía no se envía nada."
            " Las cartas a las familias se imprimen aquí y las entrega su asociación."
        ),
    ]
    names = _names(actor)
    tables = [_kept(found, names=names), _ways(found, currency=currency)]
    title = _("Lo que queda al terminar")
    return _sheet(
        request,
        number=number,
        title=title,
        code=code,
        lead=lead,
        tables=tables,
        notes=notes,
        families=family_list(request, actor, found, names=names),
    )


def _agreement(actor: Actor, number: int) -> tuple[str, str, date | None]:
    with acting(actor):
        framework = alliances.framework(actor=actor, number=number)
        version = alliances.version(actor=actor, agreement=number)
        currency = access.institution(actor=actor).currency
    if framework is None or version is None:
        raise Http404("no such agreement")
    return framework.code, currency, version.ends


def _scheme_names() -> dict[str, str]:
    language = texts.language()
    return {code: load_scheme(code).rules.name.in_language(language) for code in list_schemes()}


def _names(actor: Actor) -> dict[int, str]:
    runner = actor.on_behalf(reason="nombrar las asociaciones del convenio")
    with acting(runner):
        return {one.id: one.name for one in alliances.associations(actor=runner)}


def _renewal(found: Renewal, *, names: dict[int, str], currency: str) -> DataTable:
    heads = [
        Column(_("Asociación")),
        *(Column(text, "number") for text in (_("Pagan más"), _("Pagan menos"), _("Igual"))),
        *(
            Column(text, "money")
            for text in (_("Aportan hoy"), _("Aportarían"), _("Estado hoy"), _("Estado después"))
        ),
    ]
    rows = [
        [
            Cell(names[one.association]),
            *(Cell(texts.number(count)) for count in (one.effect.more, one.effect.less, one.same)),
            *(
                Cell(texts.amount(value, currency))
                for value in (
                    one.effect.before.collected,
                    one.effect.after.collected,
                    _state(one.effect.before),
                    _state(one.effect.after),
                )
            ),
        ]
        for one in found.effects
    ]
    return DataTable(_("Un mes, asociación por asociación"), heads, rows)


def _lapsed(found: Renewal, *, names: dict[int, str]) -> list[str]:
    """Say which own terms the renewal would no longer take."""
    law = load_scheme(found.scheme)
    known = {one.key: clause_name(one) for one in clauses(law, day=found.starts)}
    said = _("%(name)s: al renovar dejarían de regir sus términos propios: %(clauses)s.")
    return [
        said
        % {
            "name": names[one.association],
            "clauses": ", ".join(known.get(key, key) for key in one.lapsed),
        }
        for one in found.effects
        if one.lapsed
    ]


def _state(price: Price) -> int:
    return sum(price.group.values()) - price.collected


def _kept(found: AfterAgreement, *, names: dict[int, str]) -> DataTable:
    heads = [
        Column(_("Asociación")),
        Column(_("Meses de cobertura después"), "number"),
        Column(_("Último día cubierto")),
        Column(_("Familias"), "number"),
        Column(_("Personas"), "number"),
    ]
    rows = [
        [
            Cell(names[one.association]),
            Cell(texts.number(one.latency)),
            Cell(texts.day(one.last_day)),
            Cell(texts.number(one.families)),
            Cell(texts.number(one.persons)),
        ]
        for one in found.groups
    ]
    return DataTable(_("Hasta cuándo queda cubierta cada familia"), heads, rows)


def _ways(found: AfterAgreement, *, currency: str) -> DataTable:
    names = _scheme_names()
    heads = [
        Column(_("Esquema individual")),
        Column(_("Derechohabientes"), "number"),
        Column(_("Familias"), "number"),
        Column(_("Aporte al mes"), "money"),
        Column(_("Meses pagados antes de cubrir"), "number"),
    ]
    rows = [
        [
            Cell(names.get(one.alone.code, one.alone.code)),
            Cell(texts.number(one.dependants)),
            Cell(texts.number(one.families)),
            Cell(
                _("no se sabe") if one.alone.due is None else texts.amount(one.alone.due, currency)
            ),
            Cell(
                "—" if one.alone.months_before_cover is None else str(one.alone.months_before_cover)
            ),
        ]
        for one in found.ways_on
    ]
    return DataTable(_("Seguir por su cuenta, según el tamaño de la familia"), heads, rows)


def _sheet(
    request: HttpRequest,
    *,
    number: int,
    title: str,
    code: str,
    lead: str,
    tables: list[DataTable],
    notes: list[str],
    families: FamilyList | None = None,
) -> HttpResponse:
    context = {
        "crumbs": [
            Crumb(_("Convenios"), reverse("agreements")),
            Crumb(code, reverse("agreement", args=[number])),
            Crumb(title),
        ],
        "title": title,
        "code": code,
        "lead": lead,
        "tables": tables,
        "notes": notes,
        "families": families,
        "address": request.path,
    }
    return render(request, "ayni/alliance_health/sheet.html", context)
