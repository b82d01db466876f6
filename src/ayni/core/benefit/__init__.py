"""What care cost, as the institution tells it: sums by adhesion, month and benefit line, nobody named."""

from ayni.core.benefit.amounts import Mark, mark_of, read_amount, read_count
from ayni.core.benefit.costs import (
    WHOLE,
    Cost,
    CostFile,
    Expected,
    HeldCost,
    MonthCost,
    NotACostFile,
    Place,
    Problem,
    month_costs,
)
from ayni.core.benefit.months import read_month
from ayni.core.benefit.reading import read_costs
from ayni.core.benefit.words import cost_refusal_text, problem_words

__all__ = [
    "WHOLE",
    "Cost",
    "CostFile",
    "Expected",
    "HeldCost",
    "Mark",
    "MonthCost",
    "NotACostFile",
    "Place",
    "Problem",
    "cost_refusal_text",
    "mark_of",
    "month_costs",
    "problem_words",
    "read_amount",
    "read_costs",
    "read_count",
    "read_month",
]
