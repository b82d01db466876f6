"""The alternatives that a study's file writes, laid out: what each moves and why, beside the study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.core.projection.comparing import Difference
from ayni.core.projection.key_figures import FIVE_YEARS, YEAR
from ayni.core.projection.report_told import moves_told
from ayni.cycle.study_table import Alternative, Laid, Moved, alternatives
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, DataTable
from ayni.web.schemes.values import known
from ayni.web.studies.moving import fan_of
from ayni.web.study_figures.written import large, money, share

if TYPE_CHECKING:
    from ayni.adapters.charts.fan import Fan


@dataclass(frozen=True, slots=True)
class ShownAlternative:
    """One alternative: its name, what it moves, why, how firm that is, its fan, where it is compared."""

    name: str
    moves: tuple[str, ...]
    why: str
    standing: str
    standing_text: str
    drawn: Fan
    url: str


def alternatives_context(table: Laid) -> dict[str, Any]:
    """Lay out the alternatives beside the study, each with the picture of its reserve; nothing without any."""
    found = alternatives(table)
    if not found:
        return {}
    return {
        "alternatives": [_shown(one, table=table) for one in found],
        "alternatives_table": _beside(found, table=table),
        "alternatives_was": _("el medio, en el estudio"),
    }


def _shown(one: Alternative, *, table: Laid) -> ShownAlternative:
    said, language = one.asked.alternative, texts.language()
    asked = urlencode({"una": f"alternativa-{said.code}", "otra": "estudio"})
    return ShownAlternative(
        name=said.name.in_language(language),
        moves=moves_told(one.asked, language=language),
        why=said.why.in_language(language).strip(),
        standing=said.standing.value,
        standing_text=known(said.standing).text,
        drawn=fan_of(one.moved, before=table.study, currency=table.currency),
        url=f"{reverse('study-compare', args=[table.run.run.id])}?{asked}",
    )


def _beside(found: Sequence[Alternative], *, table: Laid) -> DataTable:
    currency, sides = table.currency, [table.study, *(one.moved for one in found)]

    held = table.study.figures.ruin_by(FIVE_YEARS).months
    years = _("%(years)s años") % {"years": -(-held // YEAR)}

    def row(name: str, write: Any) -> list[Cell]:
        return [Cell(name), *(Cell(write(one)) for one in sides)]

    rows = [
        row(
            _("Aporte que se cobra, por familia y mes"), lambda one: _paid(one, "charged", currency)
        ),
        row(_("Aporte que equilibra"), lambda one: _paid(one, "break_even", currency)),
        row(
            _("Sin reserva en %(time)s") % {"time": years},
            lambda one: share(one.figures.ruin_by(FIVE_YEARS).probability),
        ),
        _sums(_("Reserva al final, promedio"), "reserve", found, table=table),
        _sums(_("Todo lo que entra"), "income", found, table=table),
        _sums(_("Todo lo que cuesta"), "cost", found, table=table),
    ]
    names = (one.asked.alternative.name.in_language(texts.language()) for one in found)
    heads = [_("El estudio"), *names]
    return DataTable(
        caption=_("El estudio y sus alternativas, en los mismos futuros"),
        columns=[Column(_("Qué")), *(Column(name, "money") for name in heads)],
        rows=rows,
    )


def _paid(one: Moved, name: str, currency: str) -> str:
    value = getattr(one.figures, name)
    return "—" if value is None else money(value, currency)


def _sums(name: str, code: str, found: Sequence[Alternative], *, table: Laid) -> list[Cell]:
    """Give a sum under the study and each alternative, with how far it is from the study's and how surely."""
    cells = [Cell(name), Cell(large(_mean(table.study, code), table.currency))]
    for one in found:
        difference: Difference = getattr(one.difference, code)
        hint = _hint(difference, currency=table.currency)
        cells.append(Cell(large(_mean(one.moved, code), table.currency), hint=hint))
    return cells


def _mean(one: Moved, code: str) -> float:
    values = getattr(one.outcome, code)
    return float(values[-1].mean() if code == "reserve" else values.mean(axis=1).sum())


def _hint(found: Difference, *, currency: str) -> str:
    if not found.mean and not found.error:
        return _("igual")
    sign = "+" if found.mean > 0 else ""
    said = f"{sign}{large(found.mean, currency)} ± {large(found.error, currency)}"
    return said if found.clear or not found.error else _("%(said)s, no es clara") % {"said": said}
