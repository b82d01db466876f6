"""The charts of the back office, drawn as SVG for a light or a dark page.

A page hands its figures to the chart inside the chart's own address, signed: the picture needs no second
question to the database, and shows exactly the figures of the page. Without them the programme is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.core.actor import Actor
from ayni.cycle import overview
from ayni.cycle.overview import EXPECTED_COST_YEAR, MonthLine
from ayni.web.actors import OFFICE, page
from ayni.web.backoffice import texts
from ayni.web.clock import today
from ayni.web.components import Cell, Column, DataTable
from ayni.web.theme import THEMES

if TYPE_CHECKING:
    from ayni.adapters.charts import Chart

SALT = "ayni.office.chart"
NAMES = ("aportes", "cobertura", "costo")
#: The page's ink in each theme: an image cannot inherit it.
INK = {"light": "#2a1f19", "dark": "#f3ebe0"}
#: An SVG file opened by itself may style itself and do nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
#: name, currency, language, months, two columns
Figures = tuple[str, str, str, tuple[int, ...], tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ShownChart:
    """What the component shows: addresses for both themes, a sentence, and the same figures."""

    title: str
    hint: str
    src: str
    dark_src: str
    alt: str
    table: DataTable


def shown_charts(*, months: tuple[MonthLine, ...], currency: str, cost: bool) -> list[ShownChart]:
    """Give the charts of a programme by month, with the one of cost where it is known; none without a month."""
    if not months:
        return []
    names = NAMES if cost else NAMES[:-1]
    return [_shown(name, months=months, currency=currency) for name in names]


def contributions_chart(*, months: tuple[MonthLine, ...], currency: str) -> ShownChart | None:
    """Give the chart of money due and paid; none without a month."""
    return _shown("aportes", months=months, currency=currency) if months else None


def _shown(name: str, *, months: tuple[MonthLine, ...], currency: str) -> ShownChart:
    figures = figures_of(name, months=months, currency=currency)
    first = figures[4]
    title, hint, heads, alt = _words(name, months=months, currency=currency)
    kind = "number" if name == "cobertura" else "money"
    table = DataTable(
        caption=title,
        columns=[Column(_("Mes")), *(Column(head, kind) for head in heads)],
        rows=[
            [Cell(texts.month(month)), *(Cell(_figure(v, kind, currency)) for v in pair)]
            for month, *pair in zip(figures[3], first, _second(name, months), strict=True)
        ],
    )
    address = reverse("office-chart", args=[name])
    signed = signing.dumps(figures, salt=SALT, compress=True)
    src, dark = (f"{address}?theme={theme}&d={signed}" for theme in THEMES)
    return ShownChart(title, hint, src, dark, alt, table)


def _second(name: str, months: tuple[MonthLine, ...]) -> tuple[int, ...]:
    """Give the second column as people read it: for the cost, money and not persons."""
    if name == "costo":
        return tuple(line.expected_cost for line in months)
    return _columns(name, months)[1]


def _figure(value: int, kind: str, currency: str) -> str:
    return texts.amount(value, currency) if kind == "money" else texts.number(value)


def figures_of(name: str, *, months: tuple[MonthLine, ...], currency: str) -> Figures:
    """Give what a chart draws: months and two columns."""
    first, second = _columns(name, months)
    return (name, currency, texts.language(), tuple(m.month for m in months), first, second)


def _columns(name: str, months: tuple[MonthLine, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if name == "aportes":
        return tuple(m.due for m in months), tuple(m.paid for m in months)
    if name == "cobertura":
        return tuple(m.covered for m in months), tuple(m.persons for m in months)
    return tuple(m.paid for m in months), tuple(m.persons for m in months)


def _words(
    name: str, *, months: tuple[MonthLine, ...], currency: str
) -> tuple[str, str, tuple[str, str], str]:
    """Give title, hint, the heads of the two columns and what the picture says."""
    due, paid = sum(m.due for m in months), sum(m.paid for m in months)
    if name == "aportes":
        say = _("Se pagó el %(share)s %% de lo liquidado.") % {"share": texts.percent(paid, of=due)}
        return _("Por pagar y pagado"), say, (_("Por pagar"), _("Pagado")), say
    if name == "cobertura":
        last = months[-1]
        say = _(
            "Al cierre de %(month)s había %(covered)s personas cubiertas, de %(all)s afiliadas."
        )
        say = say % {
            "month": texts.month(last.month),
            "covered": texts.number(last.covered),
            "all": texts.number(last.persons),
        }
        return _("Personas cubiertas"), say, (_("Cubiertas"), _("Afiliadas")), say
    cost = sum(m.expected_cost for m in months)
    say = _("Lo recaudado es el %(share)s %% del costo esperado: %(cost)s por asegurado y año.") % {
        "share": texts.percent(paid, of=cost),
        "cost": texts.amount(EXPECTED_COST_YEAR, currency),
    }
    return _("Recaudado y costo esperado"), say, (_("Recaudado"), _("Costo esperado")), say


@require_safe
@page(*OFFICE, reason="ver gráficos del programa")
def chart(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Draw one chart for a theme; a name or figures that are not ours are not found."""
    theme = request.GET.get("theme", "light")
    if name not in NAMES or theme not in THEMES:
        raise Http404("no such chart")
    figures = _figures(request, actor=actor, name=name)
    if not figures[3]:
        raise Http404("no month to draw")
    kept = "private, max-age=3600" if "d" in request.GET else "no-store"
    return picture(_drawn(figures).svg, theme=theme, kept=kept)


def picture(svg: str, *, theme: str, kept: str) -> HttpResponse:
    """Answer with a drawing in the ink of a theme; ``kept`` says how long a browser may keep it."""
    response = HttpResponse(svg.replace("currentColor", INK[theme]), content_type="image/svg+xml")
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = kept
    return response


def _figures(request: HttpRequest, *, actor: Actor, name: str) -> Figures:
    if "d" not in request.GET:
        found = overview.programme(actor=actor, today=today(actor=actor))
        if name == "costo" and not found.knows_cost:
            raise Http404("no figure of what care costs here")
        return figures_of(name, months=found.months, currency=found.institution.currency)
    try:
        kept = signing.loads(request.GET["d"], salt=SALT)
    except signing.BadSignature:
        raise Http404("figures that are not ours") from None
    if kept[0] != name:
        raise Http404("figures of another chart")
    return (name, kept[1], kept[2], tuple(kept[3]), tuple(kept[4]), tuple(kept[5]))


@lru_cache(maxsize=64)
def _drawn(figures: Figures) -> Chart:
    # Altair takes a second to load; only who looks at a chart waits for it.
    from ayni.adapters import charts

    name, currency, language, months, first, second = figures
    if name == "aportes":
        return charts.bars_by_month(
            months=months, due=first, paid=second, currency=currency, language=language
        )
    if name == "cobertura":
        return charts.line_covered(
            months=months, covered=first, affiliated=second, language=language
        )
    return charts.money_beside_cost(
        months=months,
        collected=first,
        insured=second,
        cost_per_insured_year=EXPECTED_COST_YEAR,
        currency=currency,
        language=language,
    )
