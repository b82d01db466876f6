"""The history of a parameter drawn as SVG for a light or a dark page."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from ayni.adapters.schemefiles import UnknownScheme, load_scheme
from ayni.core.actor import Actor
from ayni.core.scheme import Parameter, UnknownParameter
from ayni.web.actors import page
from ayni.web.backoffice.charts import picture
from ayni.web.backoffice.texts import LANGUAGES
from ayni.web.clock import today
from ayni.web.schemes.roles import EVERYBODY
from ayni.web.schemes.values import drawable, scale, value_text
from ayni.web.theme import THEMES

if TYPE_CHECKING:
    from ayni.adapters.charts import Chart


@require_safe
@page(*EVERYBODY, reason="ver un esquema")
def chart(request: HttpRequest, actor: Actor, code: str, parameter: str) -> HttpResponse:
    """Draw the history up to a day; what has no history to draw is not found."""
    theme = request.GET.get("theme", "light")
    language = request.GET.get("lang", "es")
    found = _parameter(code, parameter)
    if theme not in THEMES or language not in LANGUAGES or not drawable(found):
        raise Http404("no such chart")
    drawn = _drawn(
        found, _day(request.GET.get("hasta", ""), actor=actor, parameter=found), language
    )
    kept = "private, max-age=86400" if "v" in request.GET else "no-store"
    return picture(drawn.svg, theme=theme, kept=kept)


def _parameter(code: str, name: str) -> Parameter:
    try:
        return load_scheme(code).parameter(name)
    except (UnknownScheme, UnknownParameter):
        raise Http404("no such parameter") from None


def _day(text: str, *, actor: Actor, parameter: Parameter) -> date:
    """Read the day to draw to, not before the first value; none is today."""
    try:
        asked = date.fromisoformat(text) if text else today(actor=actor)
    except ValueError:
        raise Http404("no such day") from None
    return max(asked, parameter.values[0].start)


@lru_cache(maxsize=256)
def _drawn(parameter: Parameter, until: date, language: str) -> Chart:
    # Altair takes a second to load; only who opens a history waits for it.
    from ayni.adapters import charts

    with translation.override(language):
        divisor, written = scale(parameter.unit)
        return charts.value_over_time(
            title=parameter.description,
            starts=[one.start for one in parameter.values],
            values=[one.value if isinstance(one.value, int) else None for one in parameter.values],
            shown=[value_text(one.value, unit=parameter.unit) for one in parameter.values],
            until=until,
            divisor=divisor,
            written=written,
            language=language,
        )
