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
from ayni.core.entitlement.facts import PaidMonth, PersonFacts, PersonRole
from ayni.core.entitlement.spans import IncompleteCredits, cover_spans
from ayni.core.entitlement.telling import Told, tell
from ayni.core.entitlement.verdict import answer
from ayni.core.entitlement.window import (
    ImpossibleCondition,
    QualifyingFigures,
    WindowRule,
    compile_window,
    qualifying_on,
    window_bits,
)
from ayni.core.scheme import Event

__all__ = [
    "Advice",
    "Answer",
    "Event",
    "GivenBy",
    "ImpossibleCondition",
    "IncompleteCredits",
    "MonthState",
    "PaidMonth",
    "PersonFacts",
    "PersonRole",
    "QualifyingFigures",
    "Reason",
    "StripMonth",
    "Told",
    "Verdict",
    "WindowRule",
    "answer",
    "compile_window",
    "cover_spans",
    "qualifying_on",
    "tell",
    "window_bits",
]
