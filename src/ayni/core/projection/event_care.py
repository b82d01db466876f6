"""Exposure to care by sex, month of birth and month; from it the events expected of each line."""

from __future__ import annotations

import numpy as np

from ayni.core.projection.compiled import inlined, kernel
from ayni.core.projection.event_months import AFFILIATED

_OLDEST = 110
MOST = np.uint32(0xFFFF)  # persons of one sex and month of birth that a cell can hold


@inlined
def expose(room, care, persons, after):  # type: ignore[no-untyped-def]
    """Add the family's months to the cells of its persons."""
    for k in range(persons):
        low, high = room.begins[k], min(room.ends[k], after)
        if low < high:
            sex, row = room.sex[k], room.birth[k] + care.base
            room.born[sex, row] += 1
            _add(room.cells[sex, row, low:high], room.cover[low:high])


@kernel
def _add(cells, cover):  # type: ignore[no-untyped-def]
    for t in range(cover.size):
        cells[t] += cover[t]


@inlined
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


@inlined
def _add_new(room, care, use, span, entry):  # type: ignore[no-untyped-def]
    low, high = span
    for line in range(use.size):
        cover, bit = room.cover[low:high], np.uint32(AFFILIATED if care.affiliated[line] else 0)
        events = room.events[line, low:high]
        more = care.more[line, low - entry : high - entry]
        for t in range(cover.size):
            events[t] += more[t] * use[line] * ((cover[t] >> bit) & np.uint32(1))


@kernel
def _by_age(cells, ages, base, months, bit):  # type: ignore[no-untyped-def]
    """Sum the cells by whole year of age, for the first months."""
    ages[:, :, :months] = 0.0
    for sex in range(2):
        for row in range(cells.shape[1]):
            birth = row - base
            start = max(birth, 0)
            while start < months:
                year = (start - birth) // 12
                after = min(birth + 12 * (year + 1), months)
                age = min(year, _OLDEST)
                for t in range(start, after):
                    ages[sex, age, t] += (cells[sex, row, t] >> bit) & MOST
                start = after


@kernel
def _expect(room, care, line, months, initial):  # type: ignore[no-untyped-def]
    """Add what the exposure by age uses, settled; or what an initial family uses beyond that."""
    for t in range(months):
        total = 0.0
        for sex in range(2):
            for age in range(_OLDEST + 1):
                total += room.ages[sex, age, t] * care.use[sex, age, line]
        factor = care.more[line, t + care.before] if initial else care.settled[line]
        room.events[line, t] += factor * total


@kernel
def expect_months(room, care, months, initial):  # type: ignore[no-untyped-def]
    """Add the expected events of the first months, from the cells filled so far."""
    for wanted in range(2):
        bit = np.uint32(AFFILIATED if wanted else 0)
        _by_age(room.cells, room.ages, care.base, months, bit)
        for line in range(care.affiliated.size):
            if care.affiliated[line] == wanted:
                _expect(room, care, line, months, initial)
