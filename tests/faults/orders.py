"""What a worker may be told to do; the test does the same again after the kill."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ayni.cycle.assessing import assess_month
from ayni.cycle.collecting import import_statement
from ayni.cycle.rosters import RosterFile
from tests.cycle.small_world import SYSTEM, take


def obey(order: dict[str, Any]) -> None:
    """Do one thing."""
    _DO[order["what"]](order)


def _roster(order: dict[str, Any]) -> None:
    path = Path(order["path"])
    file = RosterFile(name=path.name, content=path.read_bytes())
    take(code=order["code"], month=order["month"], file=file)


def _assess(order: dict[str, Any]) -> None:
    day = date.fromisoformat(order["day"])
    assess_month(actor=SYSTEM, month=order["month"], issued_on=day)


def _statement(order: dict[str, Any]) -> None:
    path = Path(order["path"])
    import_statement(actor=SYSTEM, name=path.name, content=path.read_bytes())


_DO = {"roster": _roster, "assess": _assess, "statement": _statement}
