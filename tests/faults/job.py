"""A process that does the cycle's work until it is killed: reads its orders, tells each step it finished.

Started as ``python -m tests.faults.job``; says ``ready``, reads one line of JSON (a list of orders), says
``done N`` after each. It reads rosters itself, so that a kill never leaves a reader behind.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any


def main() -> None:
    """Load everything, then work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    os.environ["AYNI_POOL"] = "0"
    import django

    django.setup()
    from tests.faults.orders import obey

    print("ready", flush=True)
    orders: list[dict[str, Any]] = json.loads(sys.stdin.readline())
    for place, order in enumerate(orders):
        obey(order)
        print(f"done {place}", flush=True)


def roster(path: str, *, code: str, month: int) -> dict[str, Any]:
    """Order a roster."""
    return {"what": "roster", "path": path, "code": code, "month": month}


def assessment(month: int, *, day: date) -> dict[str, Any]:
    """Order the assessment of a month."""
    return {"what": "assess", "month": month, "day": day.isoformat()}


def statement(path: Path) -> dict[str, Any]:
    """Order a statement."""
    return {"what": "statement", "path": str(path)}


if __name__ == "__main__":
    main()
