"""The rule text as the page shows it: beside each article the parameters it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.adapters.schemefiles import Block, parameters_of, unnamed
from ayni.core.scheme import Parameter
from ayni.core.scheme.parameters import DatedValue
from ayni.core.scheme.units import UnitKind
from ayni.web.backoffice import texts
from ayni.web.schemes.library import Assembled
from ayni.web.schemes.values import Known, Norm, drawable, known, norm, value_text
from ayni.web.theme import THEMES


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A dated value: since when, how much (``void``: no value), from which norm, how far known."""

    since: str
    value: str
    norm: Norm
    known: Known
    note: str = ""
    current: bool = False
    void: bool = False


@dataclass(frozen=True, slots=True)
class ShownChart:
    """The addresses of a picture for both themes, and what it says."""

    src: str
    dark_src: str
    alt: str


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """A parameter beside its article; ``seen`` is set where an earlier article showed it whole.

    ``long`` is a value of words, to be set as words and not as a figure; ``lawful`` one in the law's own.
    """

    name: str
    description: str
    today: ShownValue | None
    history: tuple[ShownValue, ...]
    chart: ShownChart | None
    long: bool
    lawful: bool
    seen: bool


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article with its place on the page."""

    anchor: str
    title: str
    blocks: Sequence[Block]
    parameters: tuple[ShownParameter, ...]


def shown_articles(found: Assembled, *, day: date) -> list[ShownArticle]:
    """Give the rule text in its order, a parameter whole where it is named first."""
    seen: set[str] = set()
    articles = []
    for place, article in enumerate(found.parts):
        named = parameters_of(article, scheme=found.scheme)
        parameters = tuple(shown_parameter(one, found, day=day, seen=seen) for one in named)
        if article.title or article.blocks or parameters:
            anchor = f"articulo-{place}"
            articles.append(ShownArticle(anchor, article.title, article.blocks, parameters))
    return articles


def shown_unnamed(found: Assembled, *, day: date) -> list[ShownParameter]:
    """Give the parameters that no article names."""
    rest = unnamed(found.regulation, scheme=found.scheme)
    return [shown_parameter(one, found, day=day, seen=set()) for one in rest]


def shown_parameter(
    parameter: Parameter, found: Assembled, *, day: date, seen: set[str]
) -> ShownParameter:
    """Give one parameter, with its value of the day and its history."""
    again = parameter.name in seen
    seen.add(parameter.name)
    before = [one for one in parameter.values if one.start <= day]
    current = before[-1] if before else None
    history = tuple(
        shown_value(one, parameter=parameter, found=found, current=one is current)
        for one in reversed(parameter.values)
    )
    now = next((one for one in history if one.current), None)
    return ShownParameter(
        name=parameter.name,
        description=parameter.description,
        today=now,
        history=history,
        chart=_chart(parameter, found, day=day) if drawable(parameter) else None,
        lawful=parameter.kind is UnitKind.TEXT,
        long=now is not None and (len(now.value) > 24 or now.void),
        seen=again,
    )


def shown_value(
    dated: DatedValue, *, parameter: Parameter, found: Assembled, current: bool
) -> ShownValue:
    """Give one dated value as people read it."""
    return ShownValue(
        since=texts.day(dated.start),
        value=value_text(dated.value, unit=parameter.unit),
        norm=norm(dated.reference, anchors=found.anchors),
        known=known(dated.standing),
        note=dated.note or "",
        current=current,
        void=dated.value is None,
    )


def _chart(parameter: Parameter, found: Assembled, *, day: date) -> ShownChart:
    address = reverse("scheme-chart", args=[found.scheme.code, parameter.name])
    version = found.digests.parameters[:12]
    light, dark = (
        f"{address}?theme={theme}&hasta={day.isoformat()}&lang={texts.language()}&v={version}"
        for theme in THEMES
    )
    first, last = parameter.values[0], parameter.values[-1]
    alt = _("%(what)s: %(first)s en %(start)s, %(last)s en %(end)s.") % {
        "what": parameter.description,
        "first": value_text(first.value, unit=parameter.unit),
        "start": first.start.year,
        "last": value_text(last.value, unit=parameter.unit),
        "end": last.start.year,
    }
    return ShownChart(light, dark, alt)
