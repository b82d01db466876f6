"""The qualifying condition as a truth table over the last months.

Bit ``k`` of a person's window is set when month ``event month - lag - k`` is paid. The lag is 1 where
the month of the event never counts, and 0 where the law counts up to it; the table is the same. It
holds one bit per window value, ``2**width`` bits: bit ``n`` is bit ``n % 8`` (least significant first)
of byte ``n // 8``. ``rule.covered`` on one window and ``rule.evaluate`` on arrays give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ayni.core.scheme import Reading, Scheme, Terms, read

#: A table of 2**20 bits is 128 KiB; a longer window needs another form.
WIDEST = 20


class ImpossibleCondition(ValueError):
    """A condition that asks for no month, for more than its window, or for too wide a one."""


@dataclass(frozen=True, slots=True)
class QualifyingFigures:
    """A qualifying condition with its figures read for a day: n in a row, or k in all, within w.

    ``readings`` are the parameters used, in the order window, consecutive, within. ``lag`` counts the
    months from the newest one of the window to that of the event (see the module).
    """

    window: int
    consecutive: int | None
    within: int | None
    readings: tuple[Reading, ...] = ()
    lag: int = 1


@dataclass(frozen=True, slots=True)
class WindowRule:
    """A compiled condition: the width in months, the truth table and the lag (see the module)."""

    width: int
    table: bytes
    lag: int = 1

    def months(self, *, event_month: int) -> range:
        """Give the months that the window of an event holds, the oldest first."""
        after = event_month - self.lag + 1
        return range(after - self.width, after)

    def bits(self, paid: Iterable[int], *, event_month: int) -> int:
        """Set the bits of the paid months that lie in the window of an event."""
        bits = 0
        for month in paid:
            place = event_month - self.lag - month
            if 0 <= place < self.width:
                bits |= 1 << place
        return bits

    def covered(self, window_bits: int) -> bool:
        """Answer one window; bits beyond the width are refused."""
        if not 0 <= window_bits < 1 << self.width:
            raise ValueError(f"{window_bits} does not fit {self.width} months")
        return bool(self.table[window_bits >> 3] >> (window_bits & 7) & 1)

    def evaluate(self, windows: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Answer an array of windows of any shape; bits beyond the width are refused."""
        if windows.size and not 0 <= int(windows.min()) <= int(windows.max()) < 1 << self.width:
            raise ValueError(f"a window does not fit {self.width} months")
        found: npt.NDArray[np.bool_] = self._looked_up()[windows]
        return found

    def _looked_up(self) -> npt.NDArray[np.bool_]:
        packed = np.frombuffer(self.table, dtype=np.uint8)
        bits: npt.NDArray[np.uint8] = np.unpackbits(packed, bitorder="little")
        found: npt.NDArray[np.bool_] = bits[: 1 << self.width] == 1
        return found


def qualifying_on(scheme: Scheme, *, day: date, terms: Terms | None = None) -> QualifyingFigures:
    """Read the scheme's qualifying condition for the day of an event."""
    rule = scheme.rules.entitlement.qualifying
    window = read(scheme, name=rule.window, day=day, terms=terms)
    consecutive, within = (
        None if name is None else read(scheme, name=name, day=day, terms=terms)
        for name in (rule.consecutive, rule.within)
    )
    return QualifyingFigures(
        window.number,
        None if consecutive is None else consecutive.number,
        None if within is None else within.number,
        tuple(one for one in (window, consecutive, within) if one is not None),
        rule.lag,
    )


def compile_window(qualifying: QualifyingFigures) -> WindowRule:
    """Compile the condition to its truth table (once per figures: the table of equal figures is equal)."""
    figures = (qualifying.window, qualifying.consecutive, qualifying.within)
    return _compiled(*figures, lag=qualifying.lag)


@lru_cache(maxsize=256)
def _compiled(width: int, consecutive: int | None, within: int | None, *, lag: int) -> WindowRule:
    asked = [n for n in (consecutive, within) if n is not None]
    if not 1 <= width <= WIDEST or not asked or not all(1 <= n <= width for n in asked):
        raise ImpossibleCondition(f"{asked} months within {width}")
    if lag not in (0, 1):
        raise ImpossibleCondition(f"a window that ends {lag} months before the event")
    windows = np.arange(1 << width, dtype=np.int64)
    holds = np.zeros(windows.shape, dtype=np.bool_)
    if consecutive is not None:
        holds |= has_run(windows, length=consecutive)
    if within is not None:
        holds |= np.bitwise_count(windows) >= within
    return WindowRule(width, np.packbits(holds, bitorder="little").tobytes(), lag)


def has_run(windows: npt.NDArray[np.int64], *, length: int) -> npt.NDArray[np.bool_]:
    """Tell which windows hold ``length`` paid months in a row."""
    running = windows
    for _ in range(length - 1):
        running = running & (running >> 1)
    found: npt.NDArray[np.bool_] = running != 0
    return found
