"""The journal: who changed what, when and why. No personal values are in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.audit import queries as audits
from ayni.apps.audit.queries import JournalLine
from ayni.core.actor import Actor, Role
from ayni.web.actors import page, role_names
from ayni.web.backoffice import texts
from ayni.web.backoffice.words import change_names, verb_names
from ayni.web.components import Action, Cell, Column, DataTable

LIMITS = (100, 500, 2000)
_CHANGE = re.compile(r"([a-z_]+) ([a-z]+) (\d+)")


@require_safe
@page(Role.AUDITOR, Role.HEAD, reason="revisar el diario")
def journal(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the newest entries of the journal."""
    asked = request.GET.get("cuantas", "")
    limit = int(asked) if asked in map(str, LIMITS) else LIMITS[0]
    with acting(actor):
        found = audits.journal(actor=actor, limit=limit)
        zone = access.institution(actor=actor).time_zone
    more = [n for n in LIMITS if n > limit] if len(found) == limit else []
    context = {
        "table": journal_table(found, zone=zone) if found else None,
        "lead": _(
            "Cada cambio dice quién lo hizo y por qué. Las entradas selladas tienen su lugar en la"
            " cadena: nadie puede quitarlas ni cambiarlas sin que se note."
        ),
        "more": [
            Action(_("Ver las últimas %(count)s") % {"count": texts.number(n)}, f"?cuantas={n}")
            for n in more[:1]
        ],
    }
    return render(request, "ayni/backoffice/journal.html", context)


def journal_table(lines: Sequence[JournalLine], *, zone: str) -> DataTable:
    """Write entries of the journal as a table, in the institution's hours."""
    roles = {str(role): name for role, name in role_names().items()}
    roles[Role.SYSTEM] = _("Sistema")
    return DataTable(
        caption=_("Diario de cambios"),
        columns=[
            Column(_("Sello"), "number"),
            Column(_("Cuándo")),
            Column(_("Quién")),
            Column(_("Por qué")),
            Column(_("Qué cambió")),
        ],
        rows=[_row(line, roles=roles, zone=zone) for line in lines],
    )


def _row(line: JournalLine, *, roles: dict[str, str], zone: str) -> list[Cell]:
    return [
        Cell(texts.number(line.position) if line.position is not None else _("por sellar")),
        Cell(texts.moment(line.recorded_at, zone=zone)),
        Cell(line.actor, hint=roles.get(line.role, line.role)),
        Cell(line.reason),
        Cell(changes_text(line.changes)),
    ]


def changes_text(changes: str | None) -> str:
    """Write in words what an entry changed; a table without a word keeps its name.

    >>> changes_text("ledger_entry insert 12, ledger_entry insert 3")
    'asientos: 15'
    """
    names, verbs = change_names(), verb_names()
    counted: Counter[tuple[str, str]] = Counter()
    for about, verb, count in _CHANGE.findall(changes or ""):
        counted[about, verb] += int(count)
    said = [
        f"{names.get(about, about)}: {texts.number(count)}"
        + (f" ({verbs.get(verb, verb)})" if verb != "insert" else "")
        for (about, verb), count in counted.items()
    ]
    return ", ".join(said) or _("sin filas")
