"""What ``ayni demo`` did, in tables or as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from ayni.cli.demo_extension import Extension, told_alliances
from ayni.cli.words import text
from ayni.core.example import ExampleProgramme
from ayni.core.periods import month_text


@dataclass(slots=True)
class Step:
    """One line of the table at the end."""

    step: str
    rows: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> int:
        """Give rows per second."""
        return round(self.rows / self.seconds) if self.seconds else 0


@dataclass(frozen=True, slots=True)
class Told:
    """Everything there is to tell of a run."""

    programme: ExampleProgramme
    extension: Extension
    months: tuple[int, ...]
    steps: tuple[Step, ...]
    seconds: float
    answers: tuple[dict[str, Any], ...]


def print_json(told: Told, *, console: Console) -> None:
    """Print a run for programs, on the standard output."""
    print(
        json.dumps(
            {
                "families": told.programme.families,
                "persons": told.programme.persons,
                "alliances": told_alliances(told.extension),
                "months": [month_text(month) for month in told.months],
                "seconds": round(told.seconds, 2),
                "steps": [
                    {
                        "step": step.step,
                        "rows": step.rows,
                        "seconds": round(step.seconds, 2),
                        "rows_per_second": step.per_second,
                    }
                    for step in told.steps
                ],
                "answers": told.answers,
            },
            ensure_ascii=False,
            indent=1,
        )
    )


def print_tables(told: Told, *, console: Console) -> None:
    """Print a run for people."""
    console.print(_steps(told))
    console.print(_alliances(told))
    for answer in told.answers:
        console.print(f"\n[bold]{answer['number']}[/] {answer['association']} {answer['day']}")
        for line in answer["told"]:
            console.print(f"  {line}")


def _steps(told: Told) -> Table:
    table = Table(
        title=f"{told.programme.families:,} familias, {told.programme.persons:,} personas"
    )
    for name in ("paso", "filas", "segundos", "filas/s"):
        table.add_column(name, justify="left" if name == "paso" else "right")
    for step in told.steps:
        table.add_row(
            text(f"demo_{step.step}"),
            f"{step.rows:,}",
            f"{step.seconds:.1f}",
            f"{step.per_second:,}",
        )
    table.add_row("total", "", f"{told.seconds:.1f}", "")
    return table


def _alliances(told: Told) -> Table:
    table = Table(title=text("demo_alliances"))
    table.add_column("convenio", no_wrap=True)
    table.add_column("con")
    for name in ("titulares", "personas"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in told_alliances(told.extension):
        table.add_row(
            str(one["agreement"]),
            f"{one['party']}, {one['institution']}",
            f"{one['families']:,}",
            f"{one['persons']:,}",
        )
    return table
