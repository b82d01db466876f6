"""Months of a person as a strip: what each month of affiliation is, from what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ayni.core.periods import Span, first_day, month_of


def month_states(
    *,
    spans: Sequence[Span],
    paid: Mapping[int, date],
    due_on: Mapping[int, date],
    today: date,
) -> dict[int, str]:
    """Give the state of each month that has one.

    ``paid`` are credited months with the day from which each counts; ``due_on`` the months billed to the
    association with the day each was due. A month billed and not credited is ``due`` until that day and
    ``unpaid`` after it; a month of affiliation later than the last bill is ``future``, to the year's end.
    """
    states = {
        month: "due" if today <= due else "unpaid"
        for month, due in due_on.items()
        if _affiliated(spans, month)
    }
    for month, counts_from in paid.items():
        due = due_on.get(month)
        states[month] = "paid_late" if due is not None and counts_from > due else "paid"
    return states | _future(spans, last=max([*due_on, *paid], default=None), today=today)


def _future(spans: Sequence[Span], *, last: int | None, today: date) -> dict[int, str]:
    if not spans:
        return {}
    begin = month_of(min(span.start for span in spans)) if last is None else last + 1
    end = 12 * (max(begin, month_of(today)) // 12) + 12
    return {month: "future" for month in range(begin, end) if _affiliated(spans, month)}


def _affiliated(spans: Sequence[Span], month: int) -> bool:
    return any(span.holds(first_day(month)) for span in spans)
