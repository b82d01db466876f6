"""What was believed of an association and what came, in short: for the page of both sides' meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.study.queries import Score
from ayni.core.actor import Actor
from ayni.cycle import studying
from ayni.cycle.study_scoring import Believed, alerts_of
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, DataTable
from ayni.web.study_figures.scores import alert_texts, named, newest, score_text
from ayni.web.study_figures.written import ratio


@dataclass(frozen=True, slots=True)
class ShownBelieved:
    """A study of the association: its newest months beside what was expected; ``url`` for who reads studies."""

    name: str
    url: str
    alerts: Sequence[str]
    table: DataTable


def believed_blocks(actor: Actor, *, association: int) -> list[ShownBelieved]:
    """Give the studies that concern an association and have a month that came; none for who may not know."""
    found = alerts_of(actor=actor, association=association)
    return [_block(one, reads=actor.role in studying.READS) for one in found]


def _block(one: Believed, *, reads: bool) -> ShownBelieved:
    currency = load_scheme(studying.study_of(one.study).scheme).currency
    return ShownBelieved(
        name=one.study.name,
        url=reverse("study-score", args=[one.study.id]) if reads else "",
        alerts=alert_texts(one),
        table=DataTable(
            caption=_("Lo que creímos, lo que vino"),
            columns=[
                Column(_("Qué")),
                Column(_("Mes")),
                Column(_("Se esperaba"), "number"),
                Column(_("Vino"), "number"),
                Column(_("Vino entre esperado"), "number"),
            ],
            rows=[_row(each, currency=currency) for each in newest(one.scores)],
        ),
    )


def _row(one: Score, *, currency: str) -> list[Cell]:
    return [
        Cell(named(one.component)),
        Cell(texts.month(one.month)),
        Cell(score_text(one.expected, one.component, currency=currency)),
        Cell(
            score_text(one.actual, one.component, currency=currency),
            hint=_("fuera de lo esperado") if one.alert else "",
        ),
        Cell("—" if one.ratio is None else ratio(one.ratio)),
    ]
