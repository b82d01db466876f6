"""A family's months: does it pay, is it out, has it qualified; and what is counted of it."""

from __future__ import annotations

import numpy as np

from ayni.core.projection.compiled import woven
from ayni.core.projection.cube import AFTER, COUNTS

PAID, LATE, STAYED = 1, 2, 4  # flags of a month; STAYED: not out before the answer
AFFILIATED = 16  # bit of a month's cover and of a cell
(
    _UNITS,
    _LATE_UNITS,
    _UNIT_DEPENDANTS,
    _FAMILIES,
    _PERSONS,
    _COVERED,
    _ENTRIES,
    _RETURNS,
    _LAPSES,
    _ENDED,
    _PERSONS_IN,
    _BIRTHS,
    _DEATHS,
    _AGED_OUT,
    _PERSONS_OUT,
    _STAYED_FIRST,
    _STAYED_SECOND,
    _STAYED_THIRD,
) = range(len(COUNTS))


@woven
def answer_months(room, rules, future, entry, after):  # type: ignore[no-untyped-def]
    """Draw the answers from entry on, and write flags and cover; give whether it is out at the end."""
    out, run, paid, late = False, 0, np.int64(0), np.int64(0)
    window = 0 if entry else rules.paid_before
    # Months without a sign: no index is asked whether it is negative.
    first, one = np.uint64(entry), np.uint64(1)
    for t in range(first, np.uint64(after)):
        word = np.uint64(room.words[t])
        stayed = 0 if out else STAYED
        if out:
            paid = np.int64(rules.decides[t] != 0 and word < rules.returns[t])
            late = np.int64(0)
            if paid:
                out = False
                room.counts[_RETURNS, t] += 1
                room.counts[_PERSONS_IN, t] += room.size[t]
        elif rules.decides[t] or t == first:
            paid = np.int64(word < future.pay[t])
            late = LATE * (paid & np.int64(word >= future.in_time[t]))
        before = window
        window = ((window << 1) | paid) & rules.mask
        seen = before if rules.lag else window
        here = 0 if out else 1
        room.flags[t] = paid | late | stayed
        cover = here & rules.window[np.uint64(seen)] & rules.season[t]
        room.cover[t] = np.uint32(cover | here << AFFILIATED)
        run = (run + 1) * (1 - int(paid))
        if run >= rules.lapse_after and not out:
            out = True
            room.counts[_LAPSES, t] += 1
            room.counts[_PERSONS_OUT, t + one] += room.size[t]
    return out


@woven
def fill_sizes(room, persons, entry, last):  # type: ignore[no-untyped-def]
    """Write how many are there in each month from entry to last."""
    room.size[entry : last + 1] = 0
    for k in range(persons):
        size = room.size[room.begins[k] : min(room.ends[k], last + 1)]
        for t in range(size.size):
            size[t] += np.int32(1)


@woven
def count_months(room, entry, after):  # type: ignore[no-untyped-def]
    """Add the family's months to the counts."""
    flags, size, counts = room.flags[entry:after], room.size[entry:after], room.counts
    cover = room.cover[entry:after]
    units, late = counts[_UNITS, entry:after], counts[_LATE_UNITS, entry:after]
    dependants, covered = counts[_UNIT_DEPENDANTS, entry:after], counts[_COVERED, entry:after]
    families, persons = counts[_FAMILIES, entry:after], counts[_PERSONS, entry:after]
    for t in range(flags.size):
        paid = np.int32(flags[t] & 1)
        units[t] += paid
        late[t] += np.int32((flags[t] >> 1) & 1)
        dependants[t] += paid * (size[t] - np.int32(1))
        here = np.int32(cover[t] >> np.uint32(AFFILIATED))
        families[t] += here
        persons[t] += here * size[t]
        covered[t] += np.int32(cover[t] & np.uint32(1)) * size[t]


@woven
def count_stays(room, entry, after):  # type: ignore[no-untyped-def]
    """Count the family where it is affiliated so many months after its entry."""
    for place in range(len(AFTER)):
        month = entry + AFTER[place]
        if month < after:
            here = np.int32(room.cover[month] >> np.uint32(AFFILIATED))
            room.counts[_STAYED_FIRST + place, month] += here


@woven
def count_turns(room, persons, entry, last):  # type: ignore[no-untyped-def]
    """Count who came and went while the family was affiliated, up to the month last and with it."""
    counts, flags = room.counts, room.flags
    counts[_ENTRIES, entry] += 1
    counts[_PERSONS_IN, entry] += room.size[entry]
    for k in range(persons):
        begins, ends = room.begins[k], room.ends[k]
        if begins > entry and begins <= last and flags[begins] & STAYED:
            row = _BIRTHS if begins == room.birth[k] else _PERSONS_IN
            counts[row, begins] += 1
        if ends <= last and flags[ends] & STAYED:
            counts[_AGED_OUT if room.aged[k] else _DEATHS, ends] += 1


@woven
def count_end(room, month):  # type: ignore[no-untyped-def]
    """Count an affiliated family's end, and those who leave with it."""
    room.counts[_ENDED, month] += 1
    room.counts[_PERSONS_OUT, month] += room.size[month]
