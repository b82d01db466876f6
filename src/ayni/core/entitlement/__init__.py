"""Entitlement: the right to be attended, with its reason."""

from __future__ import annotations

from ayni.core.entitlement.answers import (
    Advice,
    Answer,
    GivenBy,
    MonthState,
    Reason,
    StripMonth,
    Verdict,
)
from ayni.core.entitlement.cover import (
    LawFrom,
    Stretch,
    cover_under,
    joined,
    stretches_of,
    within_days,
)
from ayni.core.entitlement.facts import PaidMonth, PersonFacts, PersonRole
from ayni.core.entitlement.latency import (
    ImpossibleMonths,
    LatencyGiven,
    NoLatency,
    latency_after,
    latency_ends,
    latency_of,
    latency_spans,
)
from ayni.core.entitlement.season import season_end
from ayni.core.entitlement.spans import IncompleteCredits, cover_spans
from ayni.core.entitlement.telling import Told, tell
from ayni.core.entitlement.verdict import answer
from ayni.core.entitlement.waiting import (
    Opening,
    UnknownBenefit,
    opening,
    openings,
    still_closed,
)
from ayni.core.entitlement.window import (
    ImpossibleCondition,
    QualifyingFigures,
    WindowRule,
    compile_window,
    qualifying_on,
)
from ayni.core.scheme import Event

__all__ = [
    "Advice",
    "Answer",
    "Event",
    "GivenBy",
    "ImpossibleCondition",
    "ImpossibleMonths",
    "IncompleteCredits",
    "LatencyGiven",
    "LawFrom",
    "MonthState",
    "NoLatency",
    "Opening",
    "PaidMonth",
    "PersonFacts",
    "PersonRole",
    "QualifyingFigures",
    "Reason",
    "Stretch",
    "StripMonth",
    "Told",
    "UnknownBenefit",
    "Verdict",
    "WindowRule",
    "answer",
    "compile_window",
    "cover_spans",
    "cover_under",
    "joined",
    "latency_after",
    "latency_ends",
    "latency_of",
    "latency_spans",
    "opening",
    "openings",
    "qualifying_on",
    "season_end",
    "still_closed",
    "stretches_of",
    "tell",
    "within_days",
]
