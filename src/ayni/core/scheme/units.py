"""Units of parameter values, and how a written figure becomes a whole number.

Money becomes minor units, a ratio or a multiple becomes parts per million, a count stays as it is.
Figures arrive as text (``1130.00``) and never pass through a float.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from ayni.core.money import MINOR_DIGITS, PPM, minor_digits

_FIGURE = re.compile(r"\d{1,15}(\.\d{1,9})?")


class UnitKind(StrEnum):
    """What sort of figure a unit measures."""

    MONEY = "money"
    RATIO = "ratio"
    MULTIPLE = "multiple"
    COUNT = "count"
    FLAG = "flag"
    TEXT = "text"
    WEIGHTS = "weights"


#: Written unit -> kind; currencies are added from ISO 4217. ``/1`` is OpenFisca's word for a ratio.
UNITS = {
    "/1": UnitKind.RATIO,
    "times": UnitKind.MULTIPLE,
    "months": UnitKind.COUNT,
    "days": UnitKind.COUNT,
    "years": UnitKind.COUNT,
    "families": UnitKind.COUNT,
    "persons": UnitKind.COUNT,
    "workers": UnitKind.COUNT,
    "UI": UnitKind.COUNT,
    "flag": UnitKind.FLAG,
    "text": UnitKind.TEXT,
    "month-weights": UnitKind.WEIGHTS,
} | {currency: UnitKind.MONEY for currency in MINOR_DIGITS}

Figure = int | str | tuple[int, ...] | None


class UnknownUnit(ValueError):
    """A unit that the language does not have."""


class UnreadableFigure(ValueError):
    """A written figure that is not exact in its unit."""


def unit_kind(unit: str) -> UnitKind:
    """Give the kind of the written unit, or refuse."""
    try:
        return UNITS[unit]
    except KeyError:
        raise UnknownUnit(f"{unit!r}; known units: {', '.join(sorted(UNITS))}") from None


def parse_figure(written: object, *, unit: str) -> Figure:
    """Read a written figure exactly: minor units, ppm, whole counts, text, or twelve weights.

    ``None`` stays ``None``: the rule has no value from that date. Floats are refused.

    >>> parse_figure("1130.00", unit="PEN"), parse_figure("0.0433", unit="/1")
    (113000, 43300)
    """
    if written is None:
        return None
    kind = unit_kind(unit)
    if kind is UnitKind.TEXT:
        return _text(written)
    if kind is UnitKind.FLAG:
        return _flag(written)
    if kind is UnitKind.WEIGHTS:
        return _weights(written)
    return _scaled(written, factor=_factor(kind, unit=unit))


def parse_whole(written: object, *, unit: str) -> int:
    """Read a written figure of a unit whose figures are whole numbers."""
    figure = parse_figure(written, unit=unit)
    if not isinstance(figure, int):
        raise UnreadableFigure(f"{written!r} is not a figure in {unit}")
    return figure


def figure_text(value: Figure, *, unit: str) -> str:
    """Write a stored figure back in its unit, without loss.

    >>> figure_text(43300, unit="/1"), figure_text(113000, unit="PEN")
    ('0.0433', '1130.00')
    """
    if not isinstance(value, int):
        return "" if value is None else str(value)
    kind = unit_kind(unit)
    if kind is UnitKind.MONEY:
        return f"{Decimal(value).scaleb(-minor_digits(unit)):f}"
    if kind in (UnitKind.RATIO, UnitKind.MULTIPLE):
        text = f"{Decimal(value).scaleb(-6):f}".rstrip("0")
        return text + "0" if text.endswith(".") else text
    return str(value)


def _factor(kind: UnitKind, *, unit: str) -> int:
    if kind is UnitKind.MONEY:
        return int(10 ** minor_digits(unit))
    return PPM if kind in (UnitKind.RATIO, UnitKind.MULTIPLE) else 1


def _scaled(written: object, *, factor: int) -> int:
    plain = isinstance(written, int | str) and not isinstance(written, bool)
    if not plain or not _FIGURE.fullmatch(str(written)):
        raise UnreadableFigure(f"{written!r} is not a plain figure such as 1130.00")
    scaled = Decimal(str(written)) * factor
    if scaled != int(scaled):
        raise UnreadableFigure(f"{written!r} has more decimals than its unit allows")
    return int(scaled)


def _text(written: object) -> str:
    if not isinstance(written, str) or not written.strip():
        raise UnreadableFigure(f"{written!r} is not a text")
    return written


def _flag(written: object) -> int:
    if not isinstance(written, bool):
        raise UnreadableFigure(f"{written!r} is neither true nor false")
    return int(written)


def _weights(written: object) -> tuple[int, ...]:
    if not isinstance(written, list) or len(written) != 12:
        raise UnreadableFigure("twelve weights are expected, January to December")
    weights = tuple(_scaled(part, factor=1) for part in written)
    if sum(weights) != 100:
        raise UnreadableFigure(f"the twelve weights sum to {sum(weights)}, not 100")
    return weights
