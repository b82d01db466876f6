"""Assessment: what a family owes for a month, in whole minor units, with its working."""

from __future__ import annotations

from ayni.core.assessment.compiled import (
    LINE_COLUMNS,
    CompiledContribution,
    compile_contribution,
)
from ayni.core.assessment.explanation import Step, explain, explain_line, ratio_text
from ayni.core.assessment.facts import (
    FactProblem,
    IncompleteFrame,
    MissingColumn,
    NotWholeMoney,
    find_problems,
)
from ayni.core.assessment.falling_due import NoDueDay, falls_due
from ayni.core.assessment.prices import NegativeShare

__all__ = [
    "LINE_COLUMNS",
    "CompiledContribution",
    "FactProblem",
    "IncompleteFrame",
    "MissingColumn",
    "NegativeShare",
    "NoDueDay",
    "NotWholeMoney",
    "Step",
    "compile_contribution",
    "explain",
    "explain_line",
    "falls_due",
    "find_problems",
    "ratio_text",
]
