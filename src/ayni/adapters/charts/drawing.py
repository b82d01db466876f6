"""From a chart's specification to SVG for any page: light or dark, read aloud, no network.

Texts and axes take the page's own colour (``currentColor``), the background is transparent, the
fonts are the reader's. Only the two colours of the data are ours; both stand out on white and on
near-black.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from html import escape

import altair as alt
import vl_convert

GREEN, AMBER = "#2c9271", "#c9851c"
#: A colour that occurs nowhere else; it is exchanged for the page's own.
INK = "#010203"
FONT = "system-ui, sans-serif"
WIDTH, HEIGHT = 620, 260
#: Roles of the parts: the whole is one image to whoever hears it.
_PART = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")')
_ID = re.compile(r'(id="|url\(#|href="#)([A-Za-z][\w-]*)')


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and the same as words: a title, one sentence, and the table of its figures.

    ``svg`` is inline SVG; ``head`` and ``rows`` are the table that stands beside it.
    """

    svg: str
    title: str
    summary: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def drawn(
    chart: alt.Chart | alt.LayerChart,
    *,
    title: str,
    summary: str,
    head: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Chart:
    """Draw the chart and keep its table beside it."""
    spec = chart.properties(width=width, height=height).to_dict(validate=False)
    spec |= {"config": _theme(), "background": None}
    raw = vl_convert.vegalite_to_svg(json.dumps(spec))
    inked = raw.replace(INK, "currentColor")
    svg = _accessible(_own_ids(_PART.sub("", inked)), label=f"{title}. {summary}")
    return Chart(svg=svg, title=title, summary=summary, head=head, rows=rows)


def _theme() -> dict[str, object]:
    text = {"labelColor": INK, "titleColor": INK, "labelFont": FONT, "titleFont": FONT}
    sizes = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    lines = {"gridColor": INK, "gridOpacity": 0.12, "domain": False, "ticks": False}
    return {
        "aria": False,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**text, **sizes, **lines, "labelPadding": 6},
        "axisX": {"grid": False, "labelAngle": 0},
        "legend": {
            **text,
            **sizes,
            "orient": "top",
            "title": None,
            "symbolType": "square",
            "labelLimit": 0,
        },
    }


def _own_ids(svg: str) -> str:
    """Give the ids names of this picture, counted from 0: two charts on a page must not clip each
    other, and the drawing library counts through the life of the process."""
    places: dict[str, int] = {}
    for found in _ID.finditer(svg):
        places.setdefault(found[2], len(places))
    stem = "c" + hashlib.sha256(_ID.sub(r"\1", svg).encode()).hexdigest()[:10]
    return _ID.sub(lambda found: f"{found[1]}{stem}-{places[found[2]]}", svg)


def _accessible(svg: str, *, label: str) -> str:
    """Name the picture for who hears it, and let it shrink to a telephone."""
    said = escape(label, quote=True)
    head, body = svg.split(">", 1)
    head += f' role="img" aria-label="{said}" style="max-width:100%;height:auto"'
    return f"{head}><title>{escape(label)}</title>{body}"
