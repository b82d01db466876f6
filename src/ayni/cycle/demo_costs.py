"""What care cost in the example's months: drawn from the study's futures, told by file as anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.benefit import queries as benefits
from ayni.core.actor import Actor, Role
from ayni.core.example.costs import cost_file, drawn_costs
from ayni.core.projection.cube import COST
from ayni.cycle import studying
from ayni.cycle.care_costs import SentFile, Taken, benefit_lines, take

NAME = "costos-ejemplo.csv"


def tell_costs(
    *, actor: Actor, run: int, months: Sequence[int], day: date, at: datetime, folder: Path | None
) -> Taken | None:
    """Tell what care cost in some months of the example, once; nothing where no month has come.

    The file is written to ``folder`` and taken from there again, so that a second time tells the same.
    """
    teller = Actor("recaudacion", Role.COLLECTION, actor.institution, "costos de ejemplo")
    kept = None if folder is None else folder / NAME
    if kept is not None and kept.exists():
        content = kept.read_bytes()
    else:
        content = _drawn(actor, run=run, months=months)
        if kept is not None:
            half = kept.with_suffix(".half")
            half.write_bytes(content)
            half.replace(kept)
    return take(actor=teller, file=SentFile(NAME, content), day=day, at=at) if content else None


def _drawn(actor: Actor, *, run: int, months: Sequence[int]) -> bytes:
    """Draw the costs of the run's agreement and write them as a file; empty where there are none."""
    opened = studying.opened(actor=actor, run=run)
    runner = actor.on_behalf(reason="costos de ejemplo")
    with acting(runner):
        adhesions = alliances.adhesions(actor=runner, agreement=opened.study.agreement)
        codes = {one.id: one.code for one in adhesions}
        counted = benefits.assessed(actor=runner, adhesions=list(codes), months=months)
    first, cube = opened.folded.first_month, opened.cube
    believed = {
        month: {line: cube.of(COST + line)[:, month - first].tolist() for line in cube.lines}
        for month, families in counted.items()
        if families and 0 <= month - first < opened.folded.months
    }
    families = {
        month: {codes[one]: many for one, many in counted[month].items()} for month in believed
    }
    costs = drawn_costs(seed=opened.run.seed, believed=believed, families=families)
    names = {line: name.es for line, name in benefit_lines().items()}
    return cost_file(costs, names=names) if costs else b""
