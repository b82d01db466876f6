"""Figures, dates and titles as the pages write them."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ayni.core.money import divide_half_up, money_text
from ayni.core.periods import first_day
from ayni.web.components import PageLink, page_links

LANGUAGES = ("es", "en", "pt")


def language() -> str:
    """Give the reader's language; the domain's words know three."""
    asked = (translation.get_language() or "es")[:2]
    return asked if asked in LANGUAGES else "es"


def amount(minor: int, currency: str) -> str:
    """Write money for people, on one line."""
    return money_text(minor, currency=currency).replace(" ", "\u00a0")


def number(value: int) -> str:
    """Write a whole number as the money is written."""
    return f"{value:,}"


def month(value: int) -> str:
    """Write a month in words: abril 2026."""
    return f"{month_name(date_format(first_day(value), 'F'))} {value // 12}"


def short_month(value: int) -> str:
    """Name a month briefly, without its year: abr."""
    return month_name(date_format(first_day(value), "M"))


def month_name(name: object) -> str:
    """Write the name of a month: only English gives it a capital."""
    return str(name) if language() == "en" else str(name).lower()


def day(value: date | None) -> str:
    """Write a date in words; nothing for none."""
    return "" if value is None else str(date_format(value, "DATE_FORMAT"))


def _short() -> str:
    """Give the format of short dates; English names the month, since its figures mislead here."""
    return "j M Y" if language() == "en" else "d/m/Y"


def short_day(value: date | None) -> str:
    """Write a date briefly; nothing for none."""
    return "" if value is None else str(date_format(value, _short()))


def moment(value: datetime, *, zone: str) -> str:
    """Write a moment in the hours of a time zone."""
    return str(date_format(localtime(value, ZoneInfo(zone)), f"{_short()} H:i"))


def percent(part: int, *, of: int) -> int:
    """Give whole percents, half up; nothing of nothing is nought."""
    return divide_half_up(100 * part, of) if of > 0 else 0


def pages(
    *, page: int, total: int, size: int, kept: dict[str, str]
) -> tuple[list[PageLink], str, str]:
    """Give the links of a long list with the addresses before and after; ``kept`` stays in them."""
    last = max(1, -(-total // size))
    here = min(max(1, page), last)
    address = "?" + urlencode({**kept, "pagina": ""})
    links = page_links(page=here, pages=last, address=address) if last > 1 else []
    before = f"{address}{here - 1}" if here > 1 else ""
    after = f"{address}{here + 1}" if here < last else ""
    return links, before, after


def page_asked(text: str, *, total: int, size: int) -> int:
    """Read the page somebody asks for; what is no page of the list is the nearest one."""
    last = max(1, -(-total // size))
    return min(max(1, int(text)), last) if text.isdecimal() and len(text) < 9 else 1
