"""Exposure to care by sex, month of birth and month; from it the events expected of each line."""

from __future__ import annotations

import numpy as np

from ayni.core.projection.compiled import inner, woven
from ayni.core.projection.event_months import AFFILIATED

_OLDEST = 110
MOST = np.uint32(0xFFFF)  # persons of one sex and month of birth that a cell can hold


@woven
def expose(room, care, persons, after):  # type: ignore[no-untyped-def]
    """Add the family's months to the cells of its persons."""
    for k in range(persons):
        low, high = room.begins[k], min(room.ends[k], after)
        if low < high:
            sex, row = room.sex[k], room.birth[k] + care.base
            room.born[sex, row] += 1
            _add(room.cells[sex, row, low:high], room.cover[low:high])


@inner
def _add(cells, cover):  # type: ignore[no-untyped-def]
    for t in range(cover.size):
        cells[t] += cover[t]


@woven
def expose_new(room, care, persons, entry, after):  # type: ignore[no-untyped-def]
    """Add what a family that came in later uses otherwise than a settled one, by person and year of age."""
    last = min(after, entry + care.more.shape[1])
    for k in range(persons):
        birth, start = room.birth[k], room.begins[k]
        after_person = min(room.ends[k], last)
        while start < after_person:
            year = (start - birth) // 12
            stop = min(birth + 12 * (year + 1), after_person)
            _add_new(room, care, care.use[room.sex[k], min(year, _OLDEST)], (start, stop), entry)
            start = stop


@woven
def _add_new(room, care, use, span, entry):  # type: ignore[no-untyped-def]
    low, high = span
    for line in range(use.size):
        cover, bit = room.cover[low:high], np.uint32(AFFILIATED if care.affiliated[line] else 0)
        events = room.events[line, low:high]
        more = care.more[line, low - entry : high - entry]
        for t in range(cover.size):
            events[t] += more[t] * use[line] * ((cover[t] >> bit) & np.uint32(1))


@inner
def _by_age(room, base, months):  # type: ignore[no-untyped-def]
    """Sum the cells by whole year of age for the first months, covered and affiliated persons apart."""
    room.ages[:, :, :, :months] = 0.0
    for sex in range(2):
        for row in range(room.born.shape[1]):
            birth = row - base
            start = max(birth, 0) if room.born[sex, row] else months
            while start < months:
                year = (start - birth) // 12
                after = min(birth + 12 * (year + 1), months)
                ages = room.ages[:, sex, min(year, _OLDEST), start:after]
                _split(room.cells[sex, row, start:after], ages[0], ages[1])
                start = after


@woven
def _split(cells, covered, affiliated):  # type: ignore[no-untyped-def]
    for t in range(cells.size):
        covered[t] += cells[t] & MOST
        affiliated[t] += cells[t] >> np.uint32(AFFILIATED)


@inner
def _expect(persons, use, more, events):  # type: ignore[no-untyped-def]
    """Add what persons of one sex and age use, ``more`` being each month's factor."""
    for t in range(more.size):
        events[t] += persons[t] * use * more[t]


@inner
def expect_months(room, care, months, initial):  # type: ignore[no-untyped-def]
    """Add the expected events of the first months from the cells filled so far.

    With a settled family's factor; or, for the initial ones, with what their duration adds to it.
    """
    _by_age(room, care.base, months)
    factor = room.costs[:months]
    for line in range(care.affiliated.size):
        for t in range(months):
            factor[t] = care.more[line, t + care.before] if initial else care.settled[line]
        for sex in range(2):
            for age in range(_OLDEST + 1):
                persons = room.ages[care.affiliated[line], sex, age, :months]
                _expect(persons, care.use[sex, age, line], factor, room.events[line, :months])
