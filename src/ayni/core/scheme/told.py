"""Figures of the law as people write them."""

from __future__ import annotations

from ayni.core.money import money_text
from ayni.core.scheme.units import Figure, UnitKind, figure_text, unit_kind
from ayni.core.scheme.words import flag_text, unit_text


def value_text(value: Figure, *, unit: str, language: str) -> str:
    """Write a stored figure for people, with its unit; no value is nothing."""
    if not isinstance(value, int):
        return figure_text(value, unit=unit)
    kind = unit_kind(unit)
    if kind is UnitKind.MONEY:
        return money_text(value, currency=unit)
    if kind is UnitKind.RATIO:
        return ratio_text(value)
    if kind is UnitKind.FLAG:
        return flag_text(value, language=language)
    return (
        f"{figure_text(value, unit=unit).removesuffix('.0')} {unit_text(unit, language=language)}"
    )


def ratio_text(ppm: int) -> str:
    """Write parts per million as a percentage, exactly.

    >>> ratio_text(43_300), ratio_text(120_000)
    ('4.33 %', '12 %')
    """
    whole, rest = divmod(ppm, 10_000)
    decimals = f"{rest:04d}".rstrip("0")
    return f"{whole}.{decimals} %" if decimals else f"{whole} %"
