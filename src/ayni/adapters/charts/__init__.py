"""Charts as accessible SVG, each with the table of its figures."""

from ayni.adapters.charts.drawing import Chart
from ayni.adapters.charts.history import BackwardHistory, value_over_time
from ayni.adapters.charts.months import (
    COST_PER_INSURED_YEAR,
    NothingToDraw,
    UnequalColumns,
    bars_by_month,
    line_covered,
    money_beside_cost,
)
from ayni.adapters.charts.sides import TooManySeries, parts_by_year, who_bears
from ayni.adapters.charts.words import UnknownLanguage

__all__ = [
    "COST_PER_INSURED_YEAR",
    "BackwardHistory",
    "Chart",
    "NothingToDraw",
    "TooManySeries",
    "UnequalColumns",
    "UnknownLanguage",
    "bars_by_month",
    "line_covered",
    "money_beside_cost",
    "parts_by_year",
    "value_over_time",
    "who_bears",
]
