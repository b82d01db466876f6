"""The chain as a picture: a line of years with a station for each exchange and each agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ayni.core.scheme import Standing
from ayni.cycle.exchanges import Chain
from ayni.web.backoffice import texts

#: Units of the drawing; it is scaled to the width of the page or the paper.
STEP, MARGIN, LINE = 190, 95, 62
#: More stations than these would be too small to read: the chapters below tell them anyway.
MOST = 8
#: A name longer than this is cut between two words into two lines.
_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Station:
    """A station: where on the line, its year, its name in lines, what it is."""

    x: int
    year: str
    lines: Sequence[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between two stations; ``long`` is drawn broken."""

    x1: int
    x2: int
    middle: int
    text: str
    long: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, and the same in a sentence for whoever cannot see it."""

    width: int
    stations: Sequence[Station]
    gaps: Sequence[Gap]
    sentence: str


def picture_of(chain: Chain) -> Picture | None:
    """Lay the chain out on a line; nothing where it would be too long to read."""
    plain = _stations(chain)
    if not 2 <= len(plain) <= MOST:
        return None
    stations = [
        Station(MARGIN + place * STEP, label, _cut(name), kind)
        for place, (_year, label, name, kind) in enumerate(plain)
    ]
    gaps = [
        _gap(first, second, years=later[0] - earlier[0])
        for first, second, earlier, later in zip(
            stations, stations[1:], plain, plain[1:], strict=False
        )
    ]
    told = "; ".join(f"{label}: {name}" for _year, label, name, _kind in plain)
    return Picture(
        width=2 * MARGIN + STEP * (len(stations) - 1),
        stations=stations,
        gaps=gaps,
        sentence=_("Línea de tiempo. %(stations)s.") % {"stations": told},
    )


def _stations(chain: Chain) -> list[tuple[int, str, str, str]]:
    """Give year, label, name and kind of each station, in order."""
    found = [
        (
            one.year,
            str(one.year),
            one.place,
            "example" if one.source.standing is Standing.PROPOSED else "course",
        )
        for one in chain.exchanges
    ]
    for led in chain.led:
        year = led.agreement.version.signed_on.year
        found.append((year, str(year), led.agreement.code, "agreement"))
    if chain.led:
        covered = sum(one.reach.covered_families for one in chain.led)
        said = _("%(count)s familias cubiertas") % {"count": texts.number(covered)}
        found.append((chain.day.year, _("Hoy"), said, "today"))
    return found


def _gap(first: Station, second: Station, *, years: int) -> Gap:
    text = "" if years <= 0 else (_("1 año") if years == 1 else _("%s años") % years)
    return Gap(first.x, second.x, (first.x + second.x) // 2, text, long=years > 5)


def _cut(name: str) -> list[str]:
    """Cut a long name between two words, near its middle."""
    if len(name) <= _LETTERS or " " not in name:
        return [name]
    places = [place for place, sign in enumerate(name) if sign == " "]
    best = min(places, key=lambda place: abs(2 * place - len(name)))
    return [name[:best], name[best + 1 :]]
