"""Charts: the figures beside the picture, the page's own colours, one image to whoever hears it."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from ayni.adapters.charts import (
    COST_PER_INSURED_YEAR,
    BackwardHistory,
    Chart,
    NothingToDraw,
    TooManySeries,
    UnequalColumns,
    UnknownLanguage,
    bars_by_month,
    line_covered,
    money_beside_cost,
    parts_by_year,
    value_over_time,
    who_bears,
)

MONTHS = [24315, 24316]
DUE, PAID = [189_840_000, 189_840_000], [189_840_000, 94_920_000]


def _bars(language: str = "es") -> Chart:
    return bars_by_month(months=MONTHS, due=DUE, paid=PAID, currency="PEN", language=language)


def test_bars_come_with_their_table_and_their_sentence():
    chart = _bars()
    assert chart.head == ("Mes", "Por pagar", "Pagado")
    assert chart.rows == (
        ("abr 2026", "S/ 1,898,400.00", "S/ 1,898,400.00"),
        ("may 2026", "S/ 1,898,400.00", "S/ 949,200.00"),
    )
    assert chart.summary == "Se pagó el 75 % de lo liquidado."
    assert "miles de S/" in chart.svg and "abr 2026" in chart.svg


def test_the_heights_of_the_bars_are_the_figures():
    bars = re.findall(r'h[\d.]+v([\d.]+)h-[\d.]+Z" fill="(#2c9271|#c9851c)"', _bars().svg)
    heights = [(float(height), colour) for height, colour in bars]
    due = [height for height, colour in heights if colour == "#c9851c"]
    paid = [height for height, colour in heights if colour == "#2c9271"]
    assert due[0] == due[1] == paid[0] == 246.792
    assert abs(paid[1] - paid[0] / 2) < 0.001


def test_the_axis_counts_thousands_only_where_there_are_many():
    root = ElementTree.fromstring(_bars().svg)
    labels = [node.text for node in root.iter() if node.tag.endswith("text")]
    assert {"2,000", "miles de S/", "Pagado", "abr 2026"} <= set(labels)
    small = bars_by_month(months=MONTHS, due=[100, 100], paid=[100, 0], currency="PEN")
    assert "miles" not in small.svg


def test_covered_people_by_month():
    chart = line_covered(months=MONTHS, covered=[0, 180_000], affiliated=[199_920, 199_920])
    assert chart.rows == (("abr 2026", "0", "199,920"), ("may 2026", "180,000", "199,920"))
    assert chart.summary == "En may 2026: 180,000 con cobertura, de 199,920 afiliadas."


def test_money_stands_beside_the_cost_of_care():
    chart = money_beside_cost(
        months=[24315],
        collected=[189_840_000],
        insured=[199_920],
        cost_per_insured_year=COST_PER_INSURED_YEAR,
        currency="PEN",
    )
    # 199,920 persons at S/ 1,017 a year, a twelfth: S/ 16,943,220.00
    assert chart.rows == (("abr 2026", "S/ 1,898,400.00", "S/ 16,943,220.00"),)
    assert chart.summary.startswith("Lo recaudado cubre el 11 % del costo esperado (S/ 1,017.00")


def test_the_picture_fits_any_page():
    svg = _bars().svg
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"{_bars().title}. {_bars().summary}"
    assert "currentColor" in svg and "#010203" not in svg
    assert 'fill="white"' not in svg and "http" not in svg.replace("http://www.w3.org/", "")
    assert "graphics-" not in svg and svg == _bars().svg


def test_two_charts_on_a_page_share_no_id():
    other = line_covered(months=MONTHS, covered=[0, 1], affiliated=[2, 2])
    found = [set(re.findall(r'\bid="([^"]+)"', chart.svg)) for chart in (_bars(), other)]
    assert not found[0] & found[1]
    for chart, ids in zip((_bars(), other), found, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", chart.svg)) <= ids


def test_other_languages_and_none():
    assert _bars("pt").title == "Contribuições a pagar e pagas, por mês"
    assert _bars("en").rows[0][0] == "Apr 2026"
    with pytest.raises(UnknownLanguage):
        _bars("qu")


def test_no_month_and_missing_figures_are_refused():
    with pytest.raises(NothingToDraw):
        bars_by_month(months=[], due=[], paid=[], currency="PEN")
    with pytest.raises(UnequalColumns):
        bars_by_month(months=MONTHS, due=DUE, paid=PAID[:1], currency="PEN")
    with pytest.raises(UnequalColumns):
        line_covered(months=MONTHS, covered=[1, 2, 3], affiliated=[1, 2])


def test_nothing_due_is_nought_percent():
    chart = bars_by_month(months=[24315], due=[0], paid=[0], currency="PEN")
    assert chart.summary == "Se pagó el 0 % de lo liquidado."


def _history(**changed: object) -> Chart:
    asked: dict[str, object] = {
        "title": "RMV",
        "starts": [date(2018, 4, 1), date(2022, 5, 1), date(2023, 1, 1), date(2025, 1, 1)],
        "values": [93_000, 102_500, None, 113_000],
        "shown": ["S/ 930.00", "S/ 1,025.00", "", "S/ 1,130.00"],
        "until": date(2026, 11, 30),
        "divisor": 100,
        "written": "S/ {}",
    }
    return value_over_time(**(asked | changed))  # type: ignore[arg-type]


def test_a_history_is_steps_with_their_table_and_a_gap_where_there_is_no_value():
    chart = _history()
    assert chart.head == ("Desde", "Valor")
    assert chart.rows[1:3] == (("2022-05-01", "S/ 1,025.00"), ("2023-01-01", "sin valor"))
    assert chart.summary == "De S/ 930.00 desde 2018 a S/ 1,130.00 desde 2025; 4 valores."
    (line,) = re.findall(r' d="([^"]+)" stroke="#2c9271"', chart.svg)
    assert line.count("M") == 2, "one gap makes two lines"
    assert ">S/ 1,000<" in chart.svg and ">2026<" in chart.svg
    assert "De S/ 930.00 since" not in _history(language="en").svg


def test_a_history_refuses_dates_that_run_backwards_and_unequal_columns():
    with pytest.raises(BackwardHistory):
        _history(starts=[date(2018, 4, 1), date(2018, 4, 1), date(2023, 1, 1), date(2025, 1, 1)])
    with pytest.raises(BackwardHistory):
        _history(until=date(2018, 3, 31))
    with pytest.raises(UnequalColumns):
        _history(shown=["S/ 930.00"])
    with pytest.raises(NothingToDraw):
        _history(starts=[], values=[], shown=[])


def _parts(**changed: object) -> Chart:
    asked = {
        "title": "Parte",
        "summary": "De 4 % a 5 %.",
        "head": ("Año", "Uno", "Otro"),
        "labels": ("2024", "2025", "2026"),
        "series": (("Uno", (40_000, None, 50_000)), ("Otro", (40_000, 45_000, 50_000))),
        "rows": (("2024", "4 %", "4 %"),),
    }
    return parts_by_year(**(asked | changed))  # type: ignore[arg-type]


def test_schemes_side_by_side_differ_in_colour_dash_and_mark_with_a_gap_where_there_is_none():
    svg = _parts().svg
    drawn = re.findall(r' d="([^"]+)" stroke="(#\w+)" stroke-width="([\d.]+)"', svg)
    lines = {colour: (path.count("M"), width) for path, colour, width in drawn}
    assert lines == {"#2c9271": (2, "5"), "#c9851c": (1, "3.5")}, "a gap makes two lines"
    assert 'stroke-dasharray="7,4"' in svg and ">Uno<" in svg and "Parte. De 4 % a 5 %." in svg


def _bearing(**changed: object) -> Chart:
    asked = {
        "title": "Quién",
        "summary": "Uno pone 44 %.",
        "head": ("Esquema", "Asegurado", "Estado"),
        "schemes": ("Modelo de seguro colectivo (propuesta)", "Otro"),
        "payers": (("Asegurado", (440_000, 1_000_000)), ("Estado", (560_000, 0))),
        "rows": (),
    }
    return who_bears(**(asked | changed))  # type: ignore[arg-type]


def test_who_bears_is_a_bar_of_one_whole_without_a_piece_of_nothing():
    svg = _bearing().svg
    bars = re.findall(r'd="M[\d.]+,[\d.]+h([\d.]+)v26[^"]*" fill="(#\w+)"', svg)
    widths = {colour: [float(w) for w, c in bars if c == colour] for _w, colour in bars}
    assert widths["#2c9271"] == pytest.approx([0.44 * 340, 340])
    assert widths["#c9851c"] == pytest.approx([0.56 * 340])
    assert ">(propuesta)<" in svg, "a long name takes two lines"


def test_side_by_side_refuses_nothing_too_much_and_unequal_columns():
    with pytest.raises(NothingToDraw):
        _parts(series=())
    with pytest.raises(NothingToDraw):
        _bearing(schemes=(), payers=())
    with pytest.raises(UnequalColumns):
        _parts(series=(("Uno", (40_000,)),))
    with pytest.raises(TooManySeries):
        _parts(series=[(str(one), (1, 2, 3)) for one in range(7)])
