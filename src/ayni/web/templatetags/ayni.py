"""Tags of the visual language: ``{% load ayni %}``. Parameters are documented at each tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ayni.core.money import money_text
from ayni.core.periods import first_day
from ayni.web.components import Answer, StripYear, UnknownState
from ayni.web.signs import STRIP_STATES, Sign, icon_of, sign_of

register = template.Library()

CALLOUT_ICONS = {"info": "info", "good": "check", "warn": "warn", "bad": "cross"}
_PARTS = "ayni/components/"


@register.filter
def count(value: int) -> str:
    """Write a whole number with thousands set apart, as money is: ``42000|count`` is 42,000."""
    return f"{value:,}"


@register.simple_tag
def money(amount: int, currency: str) -> SafeString:
    """``{% money 4520 "PEN" %}``: minor units for people, in figures of one width."""
    text = money_text(amount, currency=currency).replace(" ", "\u00a0")
    return format_html('<span class="ay-money">{}</span>', text)


@register.filter
def month_name(month: int) -> str:
    """Write a month number in words: 24315 is "abril 2026"."""
    return f"{date_format(first_day(month), 'F')} {month // 12}".lower()


@register.filter
def day(value: date | None) -> str:
    """Write a date in words of the reader's language; nothing for none."""
    return date_format(value, "DATE_FORMAT") if value is not None else ""


@register.simple_tag
def label_of(state: str) -> str:
    """``{% label_of "paid" %}``: the words of a state, without its badge."""
    return str(sign_of(state).label)


@register.inclusion_tag(_PARTS + "icon.html")
def icon(name: str, size: str = "") -> Mapping[str, object]:
    """``{% icon "check" %}``: decorative; ``size`` is empty, "large" or "huge"."""
    return {"name": icon_of(name), "size": size}


@register.inclusion_tag(_PARTS + "badge.html")
def badge(state: str, text: str = "") -> Mapping[str, object]:
    """``{% badge "covered" %}``: a state with words, icon and tone; ``text`` replaces the words."""
    sign = sign_of(state)
    return {"sign": sign, "text": text or sign.label}


@register.inclusion_tag(_PARTS + "month_strip.html")
def month_strip(
    years: Sequence[StripYear], caption: str = "", legend: bool = True
) -> Mapping[str, object]:
    """``{% month_strip years caption %}``: years from `components.strip_years`."""
    used = {cell.state for year in years for cell in year.cells}
    unknown = used - set(STRIP_STATES)
    if unknown:
        raise UnknownState(f"months may not be {', '.join(sorted(unknown))}")
    return {
        "heads": [_head(number) for number in range(12)],
        "rows": [
            (year.year, [(cell, sign_of(cell.state)) for cell in year.cells]) for year in years
        ],
        "caption": caption or _("Meses de aporte"),
        "legend": [(s, sign_of(s)) for s in STRIP_STATES if legend and s in used],
    }


def _head(number: int) -> tuple[str, str]:
    name = date_format(first_day(number + 12), "F")
    return name[0].upper(), name


@register.inclusion_tag(_PARTS + "answer.html")
def answer(value: Answer) -> Mapping[str, object]:
    """``{% answer value %}``: the clinic's answer, readable across a desk."""
    if value.state not in ("covered", "not_covered", "no_rule", "doubt"):
        raise UnknownState(f"an answer may not be {value.state!r}")
    return {"answer": value, "sign": sign_of(value.state)}


@register.simple_tag
def sign(state: str) -> Sign:
    """``{% sign state as s %}``: the sign (label, icon, tone) for a template of ours."""
    return sign_of(state)


@register.simple_block_tag(takes_context=True)  # type: ignore[untyped-decorator, unused-ignore]
def callout(context: template.Context, content: str, kind: str = "info", title: str = "") -> str:
    """``{% callout kind="warn" title="..." %}...{% endcallout %}``: a notice within a page."""
    if kind not in CALLOUT_ICONS:
        raise UnknownState(f"callout {kind!r}: known are {', '.join(CALLOUT_ICONS)}")
    return _render(
        "callout.html", kind=kind, title=title, content=content, name=CALLOUT_ICONS[kind]
    )


@register.simple_block_tag(takes_context=True)  # type: ignore[untyped-decorator, unused-ignore]
def card(context: template.Context, content: str, title: str = "", hint: str = "") -> str:
    """``{% card title="..." %}...{% endcard %}``: a surface with a heading of level 2."""
    return _render("card.html", title=title, hint=hint, content=content)


def _render(part: str, **values: Any) -> str:
    return get_template(_PARTS + part).render(values)
