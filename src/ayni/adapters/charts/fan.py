"""The fan of a reserve as small inline SVG of our own: drawn in a millisecond, while somebody moves a lever.

It looks like the charts that Altair draws and takes its colours from the page by classes (no style
attribute, which the page's policy forbids). Widths are per cents and letters keep their size, so the same
drawing serves a telephone and a hall.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ayni.adapters.charts.months import NothingToDraw, UnequalColumns
from ayni.adapters.charts.words import month_label, words_for
from ayni.core.money import SYMBOLS, minor_digits

#: Height of the whole, of the room above the plot for its first label, and of the plot.
HEIGHT, TOP, PLOT = 300, 18, 252
#: The plot's own units across: stretched to whatever width there is.
ACROSS = 1000
_YEAR = 12


class CrossedBands(ValueError):
    """A band whose lower side lies above its upper one, or a figure that is no number."""


@dataclass(frozen=True, slots=True)
class Band:
    """Where a part of the futures lies, month by month, in minor units."""

    low: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True, slots=True)
class Fan:
    """The drawing, and what it says in a sentence."""

    svg: str
    summary: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """From minor units to places in the plot, with the lines drawn across it."""

    low: float
    high: float
    lines: tuple[float, ...]

    def y(self, value: float) -> float:
        return PLOT * (self.high - value) / (self.high - self.low)


def fan(
    *,
    first_month: int,
    wide: Band,
    narrow: Band,
    middle: Sequence[float],
    before: Sequence[float] = (),
    currency: str,
    language: str = "es",
) -> Fan:
    """Draw two bands and the middle of a reserve by month; ``before`` is where the middle was, dashed.

    Raises ``NothingToDraw`` with fewer than two months, ``UnequalColumns``, ``CrossedBands``.
    """
    _check(wide, narrow, middle, before)
    scale = _scale([*wide.low, *wide.high, *before])
    summary = _summary(wide, middle, first_month=first_month, currency=currency, language=language)
    parts = [
        f'<svg class="ay-fan" role="img" aria-label="{escape(summary)}" width="100%" height="{HEIGHT}">',
        f"<title>{escape(summary)}</title>",
        *_across(scale),
        f'<svg x="0" y="{TOP}" width="100%" height="{PLOT}" viewBox="0 0 {ACROSS} {PLOT}"'
        ' preserveAspectRatio="none">',
        f'<path class="ay-fan-wide" d="{_area(wide, scale)}"/>',
        f'<path class="ay-fan-narrow" d="{_area(narrow, scale)}"/>',
        *([f'<path class="ay-fan-before" d="M{_points(before, scale)}"/>'] if len(before) else []),
        f'<path class="ay-fan-middle" d="M{_points(middle, scale)}"/></svg>',
        *_money_labels(scale, currency=currency, language=language),
        *_time_labels(first_month, months=len(middle), language=language),
        "</svg>",
    ]
    return Fan("".join(parts), summary)


def _check(wide: Band, narrow: Band, middle: Sequence[float], before: Sequence[float]) -> None:
    count = len(middle)
    if count < 2:
        raise NothingToDraw(f"{count} months")
    columns = [wide.low, wide.high, narrow.low, narrow.high, *([before] if len(before) else [])]
    if any(len(column) != count for column in columns):
        raise UnequalColumns(f"{count} months, but columns of {[len(one) for one in columns]}")
    ordered = zip(wide.low, narrow.low, middle, narrow.high, wide.high, strict=True)
    for month, (least, low, half, high, most) in enumerate(ordered):
        # Comparisons with what is no number are false: it is refused with the crossed ones.
        if not -math.inf < least <= low <= half <= high <= most < math.inf:
            raise CrossedBands(f"month {month}: {least}, {low}, {half}, {high}, {most}")
    if not all(map(math.isfinite, before)):
        raise CrossedBands("where the middle was is no number")


def _scale(values: Sequence[float]) -> _Scale:
    """Choose lines at 1, 2 or 5 times a power of ten, nought among them, the extremes within."""
    low, high = min(0.0, min(values)), max(0.0, max(values))
    if high - low <= 0:
        high = 1.0
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return _Scale(first * step, last * step, tuple(step * one for one in range(first, last + 1)))


def _points(values: Sequence[float], scale: _Scale) -> str:
    apart = ACROSS / (len(values) - 1)
    return "L".join(f"{apart * at:.1f},{scale.y(one):.1f}" for at, one in enumerate(values))


def _area(band: Band, scale: _Scale) -> str:
    apart = ACROSS / (len(band.low) - 1)
    places = range(len(band.low) - 1, -1, -1)
    back = "L".join(f"{apart * at:.1f},{scale.y(band.low[at]):.1f}" for at in places)
    return f"M{_points(band.high, scale)}L{back}Z"


def _across(scale: _Scale) -> list[str]:
    """Draw the lines, and shade what lies below nothing."""
    found = []
    nought = TOP + scale.y(0)
    if scale.low < 0:
        found.append(
            f'<rect class="ay-fan-short" x="0" y="{nought:.1f}" width="100%"'
            f' height="{TOP + PLOT - nought:.1f}"/>'
        )
    for value in scale.lines:
        name = "ay-fan-nought" if value == 0 else "ay-fan-line"
        y = TOP + scale.y(value)
        found.append(f'<line class="{name}" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>')
    return found


def _unit(largest: float, *, currency: str, language: str) -> tuple[str, float]:
    """Give the unit as it is written after a figure, and how many minor units it holds."""
    symbol, one = SYMBOLS.get(currency, currency), 10 ** minor_digits(currency)
    for name, many in (("millions", 1_000_000), ("thousands", 1_000)):
        if largest >= 2 * many * one:
            return words_for(language)[name].format(unit=symbol), float(many * one)
    return symbol, float(one)


def _money_labels(scale: _Scale, *, currency: str, language: str) -> list[str]:
    unit, holds = _unit(max(scale.high, -scale.low), currency=currency, language=language)
    found = []
    for value in scale.lines:
        text = f"{value / holds:,.6g}" if abs(value / holds) < 1000 else f"{value / holds:,.0f}"
        said = f"{text} {unit}" if value == scale.lines[-1] else text
        y = TOP + scale.y(value) - 5
        found.append(f'<text class="ay-fan-money" x="0" y="{y:.1f}">{escape(said)}</text>')
    return found


def _time_labels(first_month: int, *, months: int, language: str) -> list[str]:
    """Name Januaries a whole number of years apart, or the months of a short study."""
    if months <= 2 * _YEAR:
        step = max(1, months // 4)
        places = [
            (at, month_label(first_month + at, language=language)) for at in range(0, months, step)
        ]
    else:
        apart = next(years for years in (1, 2, 5, 10, 20, 50) if months <= 7 * _YEAR * years)
        years = range(-(-first_month // _YEAR), (first_month + months - 1) // _YEAR + 1)
        places = [(12 * one - first_month, str(one)) for one in years if one % apart == 0]
    y = TOP + PLOT + 22
    found = []
    for at, text in places:
        part = 100 * at / (months - 1)
        anchor = "start" if part < 4 else "end" if part > 96 else "middle"
        found.append(
            f'<text class="ay-fan-time" x="{part:.2f}%" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
        )
    return found


def _summary(
    wide: Band, middle: Sequence[float], *, first_month: int, currency: str, language: str
) -> str:
    unit, holds = _unit(
        max(abs(wide.low[-1]), abs(wide.high[-1])), currency=currency, language=language
    )
    low, half, high = (f"{one / holds:,.2f}" for one in (wide.low[-1], middle[-1], wide.high[-1]))
    last = month_label(first_month + len(middle) - 1, language=language)
    return words_for(language)["fan_say"].format(
        last=last, low=low, middle=half, high=high, unit=unit
    )
