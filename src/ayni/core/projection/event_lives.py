"""Who is in a family, from which month until which: drawn once by inverting sums of hazards."""

from __future__ import annotations

import math

import numpy as np

from ayni.core.projection.compiled import inner, woven
from ayni.core.projection.philox import Purpose, counter, part, uniforms

NEVER = 2**30
_LIFE, _DEATH, _BIRTH = int(Purpose.LIFE), int(Purpose.DEATH), int(Purpose.BIRTH)
_ZERO = np.uint64(0)


@inner
def first_reached(sums, after, last, word):  # type: ignore[no-untyped-def]
    """Give the first month of age after ``after``, up to last, by which the hazard has struck; or -1."""
    if last <= after:
        return -1
    goal = sums[after] - math.log(part(word))
    if sums[last] < goal:
        return -1
    low, high = after, last
    while high - low > 1:
        middle = (low + high) >> 1
        if sums[middle] < goal:
            low = middle
        else:
            high = middle
    return high


@woven
def _settle(room, shared, k, person, word):  # type: ignore[no-untyped-def]
    """Write person ``k`` down, with the month from which it is not there."""
    sex, birth, begins, child = person
    room.birth[k] = birth
    room.sex[k] = sex
    room.begins[k] = begins
    age = first_reached(shared.life.dying[sex], begins - birth, shared.rules.months - birth, word)
    ends = NEVER if age < 0 else birth + age
    limit = birth + shared.rules.limit if child else NEVER
    room.aged[k] = limit < ends
    room.ends[k] = min(ends, limit)


@woven
def _roster_persons(room, shared, key, case):  # type: ignore[no-untyped-def]
    """Write down those with whom the family comes in; four deaths a block."""
    roster, entry = shared.roster, case.entry
    first = roster.offset[case.family]
    count = roster.offset[case.family + 1] - first
    third = counter(_DEATH, 0)
    words = uniforms(key, case.entity, third, _ZERO)
    for k in range(count):
        if k & 3 == 0 and k:
            words = uniforms(key, case.entity, third, np.uint64(k >> 2))
        i = first + k
        word = words[0]
        if k & 3 == 1:
            word = words[1]
        elif k & 3 == 2:
            word = words[2]
        elif k & 3 == 3:
            word = words[3]
        birth = roster.birth[i] + entry
        person = (np.int64(roster.sex[i]), birth, entry, np.int64(roster.child[i]))
        _settle(room, shared, k, person, word)
    return count


@woven
def _take_partner(room, shared, count, span, words):  # type: ignore[no-untyped-def]
    """Let an insured person who came alone take a partner, at most once; give its place or -1."""
    entry, last = span
    life, sex, birth = shared.life, np.int64(room.sex[0]), np.int64(room.birth[0])
    last = min(last, room.ends[0] - 1, shared.rules.months - 1)
    age = first_reached(life.pairing[sex], entry - birth, last - birth, words[2])
    if age < 0:
        return -1
    _settle(room, shared, count, (1 - sex, birth + life.gap[sex], birth + age, 0), words[3])
    return count


@woven
def _bear(room, shared, count, bearer, draws):  # type: ignore[no-untyped-def]
    """Add the children that this person bears up to last; give the new number of persons."""
    mother, last = bearer
    if room.sex[mother] != 0:
        return count
    life = shared.life
    key, entity, third = draws
    birth = np.int64(room.birth[mother])
    oldest = min(last, room.ends[mother] - 1, shared.rules.months - 1) - birth
    age = room.begins[mother] - birth
    child = _ZERO
    while True:
        a, b, c, _d = uniforms(key, entity, third, child)
        age = first_reached(life.bearing, age, oldest, a)
        if age < 0:
            return count
        sex = 1 if b < np.uint64(life.boys) else 0
        _settle(room, shared, count, (sex, birth + age, birth + age, 1), c)
        count += 1
        child += np.uint64(1)


@woven
def _exit_month(word, hazard, entry):  # type: ignore[no-untyped-def]
    if hazard <= 0.0:
        return NEVER
    wait = math.ceil(-math.log(part(word)) / hazard)
    return entry + int(min(wait, NEVER // 2))


@woven
def live(room, shared, future, case):  # type: ignore[no-untyped-def]
    """Draw the lives of a family; give how many persons it has in all, and the month in which it ends."""
    key, entity, entry = future.key, case.entity, case.entry
    defaulted = future.defaulted[shared.roster.group[case.family]]
    words = uniforms(key, entity, counter(_LIFE, 0), _ZERO)
    last = min(_exit_month(words[1], shared.life.leaving, entry), defaulted)
    count = _roster_persons(room, shared, key, case)
    partner = np.int64(shared.roster.partner[case.family])
    if partner < 0:
        partner = _take_partner(room, shared, count, (entry, last), words)
        count = max(count, partner + 1)
    adults = room.ends[0] if partner < 0 else max(room.ends[0], room.ends[partner])
    count = _bear(room, shared, count, (0, last), (key, entity, counter(_BIRTH, 0)))
    if partner >= 0:
        count = _bear(room, shared, count, (partner, last), (key, entity, counter(_BIRTH, 1)))
    return count, min(adults, last)


@woven
def takes_part(key, entity, limit):  # type: ignore[no-untyped-def]
    """Say whether a roster family comes in in the first month."""
    word, _b, _c, _d = uniforms(key, entity, counter(_LIFE, 0), _ZERO)
    return word < np.uint64(limit)
