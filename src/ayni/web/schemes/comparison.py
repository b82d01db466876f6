"""The page that puts schemes side by side for one family, and its two pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.core.actor import Actor
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.backoffice.charts import picture
from ayni.web.clock import today
from ayni.web.components import Crumb
from ayni.web.schemes.compared import (
    Laid,
    Part,
    laid_out,
    parts_of_income,
    shown_schemes,
    shown_totals,
    who_bears,
)
from ayni.web.schemes.comparing import CHOSEN, ComparisonForm
from ayni.web.schemes.library import shelf
from ayni.web.schemes.roles import EVERYBODY
from ayni.web.theme import THEMES

if TYPE_CHECKING:
    from ayni.adapters.charts import Chart

#: Set in the address once the form was sent.
ASKED = "ver"
PARTS = {"ingreso": parts_of_income, "quien": who_bears}
#: Round figures to see the page by; no income of a real family, and no rate between the two.
EXAMPLE = {"ingreso-PEN": "1000", "ingreso-CRC": "300000"}


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of the answer with the addresses of its picture in both themes."""

    part: Part
    src: str
    dark_src: str


@require_safe
@page(*EVERYBODY, reason="comparar esquemas")
def comparison(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for schemes and a family; answer beside the form once it was sent."""
    asked = request.GET if ASKED in request.GET else None
    form = ComparisonForm(asked, shelf=shelf(), day=today(actor=actor))
    context: dict[str, Any] = {
        "crumbs": [Crumb(_("Esquemas"), reverse("schemes")), Crumb(_("Comparar esquemas"))],
        "form": form,
        "example": _example(form),
    }
    if asked is not None and form.is_valid():
        context |= _answer(form, asked=asked)
    return render(request, "ayni/schemes/compare.html", context)


def _answer(form: ComparisonForm, *, asked: QueryDict) -> dict[str, Any]:
    laid = laid_out(form)
    return {
        "schemes": shown_schemes(laid),
        "parts": [one for name in PARTS if (one := _shown(name, laid=laid, asked=asked))],
        "totals": shown_totals(form) if form.cleaned_data["familias"] else (),
        "last": texts.month(form.months()[-1]),
    }


def _shown(name: str, *, laid: list[Laid], asked: QueryDict) -> ShownPart | None:
    part = PARTS[name](laid)
    if part is None:
        return None
    address = reverse("schemes-compared-chart", args=[name])
    light, dark = (
        f"{address}?{asked.urlencode()}&{urlencode({'theme': theme, 'lang': texts.language()})}"
        for theme in THEMES
    )
    return ShownPart(part, light, dark)


def _example(form: ComparisonForm) -> str:
    """Give the address of a worked example: the schemes offered first, with round incomes."""
    told = {name: form.fields[name].initial for name in ("derechohabientes", "edad", "sexo")}
    years = {name: form.fields[name].initial for name in ("desde", "hasta", "mes", "cosecha")}
    asked = {ASKED: "comparar", "esquema": CHOSEN, **EXAMPLE, **told, **years}
    return f"?{urlencode(asked | {'sexo': 'M'}, doseq=True)}"


@require_safe
@page(*EVERYBODY, reason="comparar esquemas")
def comparison_chart(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Draw a part of the answer to the same question; what cannot be answered is not found."""
    theme, language = request.GET.get("theme", "light"), request.GET.get("lang", "es")
    if theme not in THEMES or language not in texts.LANGUAGES or name not in PARTS:
        raise Http404("no such chart")
    with translation.override(language):
        form = ComparisonForm(request.GET, shelf=shelf(), day=today(actor=actor))
        part = PARTS[name](laid_out(form)) if form.is_valid() else None
    if part is None:
        raise Http404("nothing to draw")
    return picture(_drawn(name, part).svg, theme=theme, kept="private, max-age=3600")


@lru_cache(maxsize=64)
def _drawn(name: str, part: Part) -> Chart:
    # Altair takes a second to load; only who looks at a chart waits for it.
    from ayni.adapters import charts

    rows = [[f"{one.text} {one.hint}".strip() for one in row] for row in part.rows]
    told = {"title": part.title, "summary": part.sentence}
    if name == "ingreso":
        return charts.parts_by_year(
            **told, head=part.head, labels=part.labels, series=part.series, rows=rows
        )
    payers = [(payer, [value or 0 for value in values]) for payer, values in part.series]
    return charts.who_bears(**told, head=part.head, schemes=part.labels, payers=payers, rows=rows)
