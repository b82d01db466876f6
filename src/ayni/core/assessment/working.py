"""A working kept line by line, where the figures are few and no table is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ayni.core.assessment.explanation import Step, shown_text, with_reading
from ayni.core.assessment.plan import Shown
from ayni.core.assessment.words import LABELS
from ayni.core.scheme import Reading


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a working: its name, the code of its label, its whole number, what it rests on."""

    node: str
    label: str
    shown: Shown
    raw: int
    subject: str = ""
    reading: Reading | None = None


def steps_of(
    lines: Sequence[Line],
    *,
    currency: str,
    language: str,
    labels: Mapping[str, Mapping[str, str]] = LABELS,
) -> list[Step]:
    """Put a working into the words of a room, each line beside the parameter it rests on."""
    return [_step(line, currency=currency, language=language, labels=labels) for line in lines]


def _step(
    line: Line, *, currency: str, language: str, labels: Mapping[str, Mapping[str, str]]
) -> Step:
    label = labels[line.label][language].format(subject=line.subject)
    value = shown_text(line.shown, raw=line.raw, currency=currency)
    step = Step(line.node, label, value, line.raw)
    if line.reading is None:
        return step
    return with_reading(step, reading=line.reading, language=language)
