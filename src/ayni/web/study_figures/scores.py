"""Scores in words: alerts, the newest month of each component, figures as they are counted."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ayni.apps.study.queries import Score
from ayni.core.projection.experience import COST_OF, Component
from ayni.core.projection.money_words import alert_text, component_name
from ayni.cycle.care_costs import benefit_lines
from ayni.cycle.study_scoring import Believed
from ayni.web.backoffice import texts
from ayni.web.study_figures.written import large

#: Components that are money; the others are counted.
MONEY = (Component.INCOME, Component.COST)


def alert_texts(found: Believed) -> list[str]:
    """Say what should be looked into."""
    lines = line_names()
    return [alert_text(one, language=texts.language(), lines=lines) for one in found.alerts]


def line_names() -> dict[str, str]:
    """Name the benefit lines in the reader's language, by code."""
    return {code: name.in_language(texts.language()) for code, name in benefit_lines().items()}


def named(component: str) -> str:
    """Name a component in the reader's language."""
    return component_name(component, language=texts.language(), lines=line_names())


def newest(rows: Sequence[Score]) -> list[Score]:
    """Give the newest month of each component of which something is known."""
    found: dict[str, Score] = {}
    for one in rows:
        before = found.get(one.component)
        if one.actual is not None and (before is None or one.month > before.month):
            found[one.component] = one
    return list(found.values())


def score_text(value: float | None, component: str, *, currency: str) -> str:
    """Write a figure of a component; what is not known says so."""
    if value is None:
        return _("no se sabe")
    if component in MONEY or component.startswith(COST_OF):
        return large(value, currency)
    return texts.number(round(value))
