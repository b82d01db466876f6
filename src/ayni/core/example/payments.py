"""What the bank would show: how each cooperative pays its notices, month by month, with the truth.

The cash of the harvest (domain.md 5.2, by zone) decides who can pay whole. A month's payments
depend on that month's notices alone, so a demo may ask month by month or for all at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from ayni.core.example.places import HARVEST
from ayni.core.example.programme import ExampleCooperative, ExampleProgramme
from ayni.core.money import PPM, apply_rate, divide_half_up
from ayni.core.periods import first_day, month_number, month_of

PAYMENT_STREAM = 3
#: From this share of the year's harvest cash, in percent, even a tight cooperative pays whole.
ENOUGH_CASH = 10
#: Céntimos for one US dollar in the one payment that comes in dollars [assumption of the example].
DOLLAR = 370
STOP_FROM = month_number(year=2026, month=8)
MONTHS_ES = "ENE FEB MAR ABR MAY JUN JUL AGO SET OCT NOV DIC"


class Behaviour(StrEnum):
    """How a cooperative pays."""

    SOLID = "solid"  #: whole, every month
    HARVEST = "harvest"  #: whole while there is harvest cash, then a part
    PARTIAL = "partial"  #: always a part
    STOPS = "stops"  #: whole until the stop, then nothing: covered by the window for a while
    NEVER = "never"  #: nothing


class Trouble(StrEnum):
    """What goes wrong with one payment a year of each kind."""

    NO_REFERENCE = "no_reference"
    DOLLARS = "dollars"
    REVERSED = "reversed"


#: Calendar month of the contribution in which each trouble happens, and which solid payer has it.
TROUBLES = {5: (Trouble.NO_REFERENCE, 1), 6: (Trouble.DOLLARS, 2), 7: (Trouble.REVERSED, 3)}


@dataclass(frozen=True, slots=True)
class ExampleNotice:
    """A notice as the payer knows it: ``due`` in minor units, ``reference`` as printed (RF...)."""

    cooperative: str
    month: int
    reference: str
    due: int
    currency: str = "PEN"


@dataclass(frozen=True, slots=True)
class ExamplePayment:
    """One bank entry. ``amount`` is signed minor units; from ``kind`` on it is the truth.

    ``expected`` is apply, apply_partial, review, apply_then_reverse or reverse, as in the shared
    samples; ``notice`` is the reference the money was meant for, even where the entry does not
    show it.
    """

    statement_month: int
    value_date: date
    amount: int
    currency: str
    payer: str
    payer_id: str
    reference: str | None
    text: str
    bank_reference: str
    kind: str
    expected: str
    cooperative: str
    month: int
    notice: str
    reversal_of: str | None = None


def behaviour_of(programme: ExampleProgramme, cooperative: ExampleCooperative) -> Behaviour:
    """Tell how the cooperative pays: the last never, the one before stops, the first is solid."""
    if cooperative.pays:
        return Behaviour(cooperative.pays)
    from_end = len(programme.cooperatives) - cooperative.index
    if from_end == 1:
        return Behaviour.NEVER
    if from_end == 2:
        return Behaviour.STOPS
    place = 7 * cooperative.index % 20
    if place < 12:
        return Behaviour.SOLID
    return Behaviour.HARVEST if place < 17 else Behaviour.PARTIAL


def explained_cooperative(programme: ExampleProgramme) -> ExampleCooperative:
    """Give the one that stops paying while its cover is still open."""
    return programme.cooperatives[-2]


def uncovered_cooperative(programme: ExampleProgramme) -> ExampleCooperative:
    """Give the one that never pays."""
    return programme.cooperatives[-1]


def payments(
    *,
    programme: ExampleProgramme,
    notices: Iterable[ExampleNotice],
    months: Collection[int],
    stop_from: int = STOP_FROM,
) -> list[ExamplePayment]:
    """List the bank entries for the notices of these months, by value date, a month later each.

    ``stop_from`` is the first contribution month that the stopping cooperative leaves unpaid.
    KeyError for a notice of an unknown cooperative.
    """
    found: list[ExamplePayment] = []
    for notice in notices:
        cooperative = programme.cooperative(notice.cooperative)
        if notice.month in months:
            found += _entries(programme, cooperative, notice=notice, stop_from=stop_from)
    return sorted(found, key=lambda one: (one.value_date, one.bank_reference))


def _entries(
    programme: ExampleProgramme,
    cooperative: ExampleCooperative,
    *,
    notice: ExampleNotice,
    stop_from: int,
) -> list[ExamplePayment]:
    rng = np.random.default_rng([programme.seed, PAYMENT_STREAM, cooperative.index, notice.month])
    behaviour = behaviour_of(programme, cooperative)
    share = _share(behaviour, cooperative, month=notice.month, stop_from=stop_from, rng=rng)
    amount = min(notice.due, apply_rate(notice.due, ppm=share))
    if amount <= 0:
        return []
    plain = _plain(cooperative, notice=notice, amount=amount, rng=rng)
    trouble = _trouble(programme, cooperative, month=notice.month)
    return _troubled(plain, trouble) if trouble else [plain]


def _share(
    behaviour: Behaviour,
    cooperative: ExampleCooperative,
    *,
    month: int,
    stop_from: int,
    rng: np.random.Generator,
) -> int:
    """Give the share of the notice that is paid, in parts per million."""
    cash = HARVEST[cooperative.zone][month % 12]
    part = int(rng.integers(55, 91)) * PPM // 100
    return {
        Behaviour.SOLID: PPM,
        Behaviour.HARVEST: min(PPM, PPM * cash // ENOUGH_CASH),
        Behaviour.PARTIAL: part,
        Behaviour.STOPS: PPM if month < stop_from else 0,
        Behaviour.NEVER: 0,
    }[behaviour]


def _plain(
    cooperative: ExampleCooperative,
    *,
    notice: ExampleNotice,
    amount: int,
    rng: np.random.Generator,
) -> ExamplePayment:
    day = _working_day(first_day(notice.month + 1) + timedelta(days=int(rng.integers(2, 22))))
    label = MONTHS_ES.split()[notice.month % 12]
    whole = amount == notice.due
    return ExamplePayment(
        statement_month=month_of(day),
        value_date=day,
        amount=amount,
        currency=notice.currency,
        payer=cooperative.name,
        payer_id=cooperative.ruc,
        reference=notice.reference,
        text=f"APORTES {label} {notice.month // 12} {notice.reference}",
        bank_reference=_bank_reference(day, cooperative, notice.month, part=0),
        kind="payment" if whole else "partial",
        expected="apply" if whole else "apply_partial",
        cooperative=cooperative.code,
        month=notice.month,
        notice=notice.reference,
    )


def _working_day(day: date) -> date:
    """Move a Saturday or Sunday to the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def _bank_reference(day: date, cooperative: ExampleCooperative, month: int, *, part: int) -> str:
    """Name the entry: unique, since a cooperative has one notice a month and parts are counted."""
    return f"EJ{day:%y%m%d}{month % 12 + 1:02d}{cooperative.index + 1:03d}{part}"


def _trouble(
    programme: ExampleProgramme, cooperative: ExampleCooperative, *, month: int
) -> Trouble | None:
    if cooperative.pays:
        return None
    trouble, rank = TROUBLES.get(month % 12 + 1, (None, 0))
    solid = [
        one for one in programme.cooperatives if behaviour_of(programme, one) is Behaviour.SOLID
    ]
    return trouble if cooperative is solid[rank % len(solid)] else None


def _troubled(plain: ExamplePayment, trouble: Trouble) -> list[ExamplePayment]:
    if trouble is Trouble.NO_REFERENCE:
        text = " ".join(plain.text.split()[:-1])
        return [replace(plain, reference=None, text=text, kind=trouble.value, expected="review")]
    if trouble is Trouble.DOLLARS:
        amount = divide_half_up(plain.amount * 100, DOLLAR)
        return [
            replace(plain, amount=amount, currency="USD", kind=trouble.value, expected="review")
        ]
    return _reversed(plain)


def _reversed(plain: ExamplePayment) -> list[ExamplePayment]:
    """Return the payment two days later, and pay it again three days after that."""
    back, again = (_working_day(plain.value_date + timedelta(days=days)) for days in (2, 5))
    stem = plain.bank_reference[:-1]
    return [
        replace(plain, kind="payment_later_reversed", expected="apply_then_reverse"),
        replace(
            plain,
            statement_month=month_of(back),
            value_date=back,
            amount=-plain.amount,
            text=f"EXTORNO {plain.text}",
            bank_reference=f"{stem}1",
            kind="reversal",
            expected="reverse",
            reversal_of=plain.bank_reference,
        ),
        replace(
            plain, statement_month=month_of(again), value_date=again, bank_reference=f"{stem}2"
        ),
    ]
