"""Where each assumption of a study comes from, and how far it is known."""

from __future__ import annotations

from dataclasses import dataclass

from ayni.core.projection.assumption_tables import AnyTable, Kind, digest_of
from ayni.core.projection.study_text import Chosen, Study
from ayni.core.scheme import Standing
from ayni.core.scheme.nodes import Texts


@dataclass(frozen=True, slots=True)
class Source:
    """Where an assumption comes from, how far it is known, and the digest of its table."""

    kind: Kind
    code: str
    name: Texts
    country: str
    unit: str
    title: str
    href: str
    of: str  # date of the source
    standing: Standing
    digest: str
    note: str
    used_for_another_country: str | None = None
    instead: tuple[str, ...] = ()


def source_of(study: Study, *, kind: Kind, table: AnyTable) -> Source:
    """Say where a table of a study comes from, and what the study sets otherwise."""
    chosen = study.assumptions.get(kind)
    changed = tuple(
        f"{one.field} = {one.value}: {one.why}" for one in study.instead if one.kind == kind
    )
    return Source(
        kind=kind,
        code=table.code,
        name=table.name,
        country=table.country,
        unit=table.unit,
        title=table.source.title,
        href=table.source.href,
        of=table.date.isoformat(),
        standing=table.standing,
        digest=digest_of(table),
        note=table.note,
        used_for_another_country=(
            chosen.used_for_another_country if isinstance(chosen, Chosen) else None
        ),
        instead=changed,
    )
