"""The fan drawn by hand: exact places, no style of its own, refusals."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from ayni.adapters.charts import NothingToDraw, UnequalColumns, UnknownLanguage
from ayni.adapters.charts.fan import Band, CrossedBands, Fan, fan
from ayni.core.money import UnknownCurrency

WIDE = Band([0.0, -100_000.0, -200_000.0], [0.0, 300_000.0, 400_000.0])
NARROW = Band([0.0, 0.0, 0.0], [0.0, 100_000.0, 200_000.0])
MIDDLE = [0.0, 50_000.0, 100_000.0]


def _fan(**changed: object) -> Fan:
    given = {"first_month": 24315, "wide": WIDE, "narrow": NARROW, "middle": MIDDLE}
    return fan(**{**given, "currency": "PEN", **changed})  # type: ignore[arg-type]


def test_months_and_money_stand_at_their_exact_places():
    # -2,000 to 4,000 soles over 252 high: nought at 168
    found = _fan()
    assert '<path class="ay-fan-middle" d="M0.0,168.0L500.0,147.0L1000.0,126.0"/>' in found.svg
    wide = "M0.0,168.0L500.0,42.0L1000.0,0.0L1000.0,252.0L500.0,210.0L0.0,168.0Z"
    assert f'<path class="ay-fan-wide" d="{wide}"/>' in found.svg
    assert '<rect class="ay-fan-short" x="0" y="186.0" width="100%" height="84.0"/>' in found.svg
    assert '<line class="ay-fan-nought" x1="0" x2="100%" y1="186.0" y2="186.0"/>' in found.svg
    assert re.findall(r'ay-fan-money"[^>]*>([^<]+)', found.svg) == [
        "-2",
        "0",
        "2",
        "4 miles de S/",
    ]
    assert re.findall(r'ay-fan-time"[^>]*>([^<]+)', found.svg) == [
        "abr 2026",
        "may 2026",
        "jun 2026",
    ]


def test_it_says_where_it_ends():
    assert _fan().summary == (
        "En jun 2026 la reserva del futuro del medio es 1.00 miles de S/;"
        " en nueve de cada diez futuros está entre -2.00 y 4.00."
    )
    assert "In Jun 2026 the reserve" in _fan(language="en").summary
    assert f"<title>{_fan().summary}</title>" in _fan().svg


def test_where_the_middle_was_is_drawn_only_when_told():
    assert "ay-fan-before" not in _fan().svg
    moved = _fan(before=[0.0, 0.0, 0.0])
    assert '<path class="ay-fan-before" d="M0.0,168.0L500.0,168.0L1000.0,168.0"/>' in moved.svg


def test_it_is_svg_without_a_style_of_its_own():
    ElementTree.fromstring(_fan().svg)
    assert "style" not in _fan().svg


def test_a_long_study_is_marked_by_years():
    months = 361
    flat = [1.0] * months
    band = Band(flat, flat)
    found = fan(
        first_month=24315, wide=band, narrow=band, middle=flat, currency="PEN", language="pt"
    )
    years = re.findall(r'ay-fan-time" x="([^"]+)"[^>]*>([^<]+)', found.svg)
    assert years == [
        ("12.50%", "2030"),
        ("29.17%", "2035"),
        ("45.83%", "2040"),
        ("62.50%", "2045"),
        ("79.17%", "2050"),
        ("95.83%", "2055"),
    ]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"middle": [0.0]}, NothingToDraw),
        ({"middle": MIDDLE[:2]}, UnequalColumns),
        ({"before": [0.0]}, UnequalColumns),
        ({"wide": Band(WIDE.high, WIDE.low)}, CrossedBands),
        ({"middle": [0.0, math.nan, 0.0]}, CrossedBands),
        ({"before": [0.0, math.inf, 0.0]}, CrossedBands),
        ({"language": "qu"}, UnknownLanguage),
        ({"currency": "<b>"}, UnknownCurrency),
    ],
)
def test_what_cannot_be_drawn_is_refused(changed, refusal):
    with pytest.raises(refusal):
        _fan(**changed)
