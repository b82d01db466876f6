"""The day a contribution falls due is the scheme's."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.assessment import NoDueDay, falls_due
from ayni.core.periods import parse_month


def test_the_model_falls_due_on_the_fifteenth() -> None:
    scheme = load_scheme("pe-modelo-colectivo")
    assert falls_due(scheme, month=parse_month("2026-04"), terms=None) == date(2026, 5, 15)
    assert falls_due(scheme, month=parse_month("2026-12"), terms=None) == date(2027, 1, 15)


def test_a_scheme_without_a_due_day_is_not_billed_by_a_default() -> None:
    scheme = load_scheme("pe-modelo-colectivo")
    calendar = scheme.rules.calendar.model_copy(update={"due_day": None})
    bare = scheme.model_copy(
        update={"rules": scheme.rules.model_copy(update={"calendar": calendar})}
    )
    with pytest.raises(NoDueDay):
        falls_due(bare, month=parse_month("2026-04"), terms=None)
