"""Assessment: what a family owes for a month, in whole minor units, with its working."""

from __future__ import annotations

from ayni.core.assessment.arrears import (
    ImpossibleDebt,
    Instalment,
    NoInstalments,
    Owed,
    instalments,
    owed_on,
)
from ayni.core.assessment.calendars import (
    Bought,
    Delivery,
    HarvestCredit,
    ImpossiblePayment,
    NoAdvance,
    NoRetention,
    harvest_credits,
    lines_in_advance,
    months_withheld,
    part_payment,
    pricing_month,
    withheld,
)
from ayni.core.assessment.compiled import (
    LINE_COLUMNS,
    CompiledContribution,
    compile_contribution,
    compile_unpinned,
)
from ayni.core.assessment.explanation import Step, explain, explain_line
from ayni.core.assessment.facts import (
    FactProblem,
    IncompleteFrame,
    MissingColumn,
    NotWholeMoney,
    find_problems,
)
from ayni.core.assessment.falling_due import (
    NoDueDay,
    Period,
    falls_due,
    period_of,
    periods_of,
)
from ayni.core.assessment.prices import NegativeShare

__all__ = [
    "LINE_COLUMNS",
    "Bought",
    "CompiledContribution",
    "Delivery",
    "FactProblem",
    "HarvestCredit",
    "ImpossibleDebt",
    "ImpossiblePayment",
    "IncompleteFrame",
    "Instalment",
    "MissingColumn",
    "NegativeShare",
    "NoAdvance",
    "NoDueDay",
    "NoInstalments",
    "NoRetention",
    "NotWholeMoney",
    "Owed",
    "Period",
    "Step",
    "compile_contribution",
    "compile_unpinned",
    "explain",
    "explain_line",
    "falls_due",
    "find_problems",
    "harvest_credits",
    "instalments",
    "lines_in_advance",
    "months_withheld",
    "owed_on",
    "part_payment",
    "period_of",
    "periods_of",
    "pricing_month",
    "withheld",
]
