"""Two proposals on the same futures, and several cooperatives with one reserve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.core.actor import Actor
from ayni.core.projection.comparing import Comparison, Difference, OtherFutures
from ayni.core.projection.pooling import Pooling, Side
from ayni.core.projection.present import NothingPaid
from ayni.cycle import study_beside
from ayni.cycle.study_beside import Beside, Option
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, Crumb, DataTable, Figure
from ayni.web.studies.moving import fan_of, payers_beside, tone_of
from ayni.web.studies.roles import READERS
from ayni.web.studies.table import found_table
from ayni.web.study_figures.written import large, money, share

#: Within so many months groups are set apart and together, and so safe they must be.
POOL_MONTHS, POOL_RUIN = 60, 0.05


@dataclass(frozen=True, slots=True)
class Pick:
    """Something that may be chosen to compare."""

    value: str
    text: str
    chosen: bool


@require_safe
@page(*READERS, reason="comparar dos propuestas")
def compare(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Set two proposals of the study's negotiation, or the study itself, side by side on its futures."""
    found = found_table(actor, run)
    options = study_beside.options(actor=actor, table=found)
    one = _option(options, request.GET.get("una", ""), default=0)
    other = _option(options, request.GET.get("otra", ""), default=len(options) - 1)
    context: dict[str, Any] = {
        "crumbs": [
            Crumb(_("Estudios"), reverse("studies")),
            Crumb(found.run.study.name, reverse("study", args=[found.run.study.id])),
            Crumb(_("Comparar propuestas")),
        ],
        "study": found.run.study,
        "ones": [Pick(each.key, option_name(each), each is one) for each in options],
        "others": [Pick(each.key, option_name(each), each is other) for each in options],
        "back": reverse("study-table", args=[run]),
    }
    if len(options) > 1 and one is not other:
        beside = study_beside.beside(table=found, one=one, other=other)
        context |= beside_context(beside, currency=found.currency)
    return render(request, "ayni/studies/compare.html", context)


def _option(options: Sequence[Option], key: str, *, default: int) -> Option:
    return next((one for one in options if one.key == key), options[default])


def option_name(one: Option) -> str:
    """Name what is compared."""
    if one.written is not None:
        return one.written.asked.alternative.name.in_language(texts.language())
    if one.proposal is None:
        return _("El estudio, como está escrito")
    return _("Ronda %(number)s") % {"number": one.proposal}


def beside_context(found: Beside, *, currency: str) -> dict[str, Any]:
    """Lay out both sides and their difference, with how sure it is."""
    first, second = option_name(found.one), option_name(found.other)
    return {
        "first": first,
        "second": second,
        "said": _said(found.comparison, first=first, second=second),
        "differences": _differences(found, first=first, second=second, currency=currency),
        "drawn": fan_of(found.first, before=found.second, currency=currency),
        "was": _("el medio de: %(name)s") % {"name": second},
        "payers": payers_beside(
            found.first.figures, found.second.figures, names=(first, second), currency=currency
        ),
    }


def _said(found: Comparison, *, first: str, second: str) -> str:
    """Say in a sentence which one leaves more, and in how many futures."""
    if not found.reserve.clear:
        return _("Entre las dos no hay una diferencia clara: cabe en el azar del cálculo.")
    better, part = (first, found.better) if found.reserve.mean > 0 else (second, 0.0)
    if better == second:
        part = 1.0 - found.better - found.equal
    said = _("«%(name)s» deja más reserva en %(part)s de los futuros.")
    return said % {"name": better, "part": share(part)}


def _differences(found: Beside, *, first: str, second: str, currency: str) -> DataTable:
    one, other = found.first.figures, found.second.figures
    ruins = (one.ruin_by(found.comparison.months), other.ruin_by(found.comparison.months))
    total = found.comparison
    rows = [
        _money_row(_("Reserva al final, promedio"), found.reserves, total.reserve, currency),
        _money_row(_("Todo lo que entra"), found.incomes, total.income, currency),
        _money_row(_("Todo lo que cuesta"), found.costs, total.cost, currency),
        [
            Cell(_("Futuros que se quedan sin reserva")),
            *(Cell(share(each.probability)) for each in ruins),
            _difference(total.ruin, share(abs(total.ruin.mean)), share(total.ruin.error)),
        ],
    ]
    return DataTable(
        caption=_("Las dos propuestas y su diferencia"),
        columns=[
            Column(_("Qué")),
            Column(first, "money"),
            Column(second, "money"),
            Column(_("Diferencia"), "money"),
        ],
        rows=rows,
    )


def _money_row(
    name: str, means: tuple[float, float], difference: Difference, currency: str
) -> list[Cell]:
    told = large(abs(difference.mean), currency)
    return [
        Cell(name),
        *(Cell(large(each, currency)) for each in means),
        _difference(difference, told, large(difference.error, currency)),
    ]


def _difference(found: Difference, told: str, error: str) -> Cell:
    sign = "+" if found.mean > 0 else "\u2212" if found.mean < 0 else ""
    hint = (
        _("± %(error)s") % {"error": error}
        if found.clear
        else _("no es clara: ± %(error)s") % {"error": error}
    )
    return Cell(f"{sign}{told}", hint=hint)


@require_safe
@page(*READERS, reason="ver varias cooperativas con una reserva")
def together(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Set several finished studies apart beside one common reserve, where they stand on the same futures."""
    offered = study_beside.groups(actor=actor)
    asked = {text for text in request.GET.getlist("con")[:20] if text.isdecimal()}
    chosen = [one for one in offered if str(one.run.id) in asked]
    context: dict[str, Any] = {
        "crumbs": [Crumb(_("Estudios"), reverse("studies")), Crumb(_("Varias juntas"))],
        "offered": [
            Pick(str(one.run.id), one.study.name, str(one.run.id) in asked) for one in offered
        ],
        "asked": bool(asked),
    }
    if len(chosen) > 1:
        try:
            found = study_beside.pooled(
                actor=actor,
                runs={one.study.name: one.run.id for one in chosen},
                months=POOL_MONTHS,
                probability=POOL_RUIN,
            )
        except (OtherFutures, study_beside.OtherMoney):
            context["problem"] = _(
                "Estos estudios no comparten futuros ni moneda: deben correrse con la misma semilla,"
                " los mismos meses y los mismos futuros."
            )
        except NothingPaid:
            context["problem"] = _("En alguno de estos grupos no paga nadie en algún futuro.")
        else:
            context |= together_context(found.pooling, currency=found.currency)
    return render(request, "ayni/studies/together.html", context)


def together_context(found: Pooling, *, currency: str) -> dict[str, Any]:
    """Lay the groups out apart and together."""
    saved = money(found.saved_per_family, currency)
    return {
        "figures": [
            Figure(
                _("Reserva que se ahorra por familia"),
                saved,
                hint=_("para tener el mismo riesgo con una sola reserva"),
                tone="good" if found.saved_per_family > 0 else "warn",
                icon="people",
            ),
            Figure(
                _("Se quedan sin reserva, juntas"),
                share(found.together.ruin),
                hint=_("en 5 años"),
                tone=tone_of(found.together.ruin),
                icon="warn",
            ),
        ],
        "sides": _sides(found.apart, found.together, currency=currency),
    }


def _sides(apart: Mapping[str, Side], whole: Side, *, currency: str) -> DataTable:
    return DataTable(
        caption=_("Cada una sola, y todas juntas"),
        columns=[
            Column(_("Grupo")),
            Column(_("Familias"), "number"),
            Column(_("Sin reserva en 5 años"), "number"),
            Column(_("Reserva que necesita por familia"), "money"),
            Column(_("Aporte que equilibra"), "money"),
        ],
        rows=[_side(name, one, currency=currency) for name, one in apart.items()],
        footer=_side(_("Todas juntas"), whole, currency=currency),
    )


def _side(name: str, one: Side, *, currency: str) -> list[Cell]:
    return [
        Cell(name),
        Cell(f"{one.families:,.0f}"),
        Cell(share(one.ruin)),
        Cell(money(one.reserve_per_family, currency)),
        Cell(
            money(one.break_even.mean, currency), hint=f"± {money(one.break_even.error, currency)}"
        ),
    ]
