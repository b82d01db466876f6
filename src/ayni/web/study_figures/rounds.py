"""What a round shows of its study, to everybody at the table: key figures, and nothing of the study itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.apps.study.queries import Attached
from ayni.core.actor import Actor
from ayni.core.scheme import Payer
from ayni.cycle.studying import READS, figures_of_proposals
from ayni.web.components import Item
from ayni.web.study_figures.payers import payer_name
from ayni.web.study_figures.written import large, money, share


def round_figures(actor: Actor, *, negotiation: int) -> dict[int, list[Item]]:
    """Give the key figures of each round that has a study, by the number of the round."""
    found = figures_of_proposals(actor=actor, negotiation=negotiation)
    return {number: _items(one, reads=actor.role in READS) for number, one in found.items()}


def _items(one: Attached, *, reads: bool) -> list[Item]:
    """Say ruin, break-even and who pays what; the institution's readers go on to the run."""
    figures, currency = one.figures, one.figures["currency"]
    items = [Item(_("Sin reserva en 5 años"), share(figures["ruin_60"]), hint=_of_futures(figures))]
    if figures["break_even"] is not None:
        charged = _("se cobran %(charged)s") % {"charged": money(figures["charged"], currency)}
        items.append(
            Item(_("Aporte que equilibra"), money(figures["break_even"], currency), hint=charged)
        )
    items += [
        Item(
            _("%(payer)s, el primer año") % {"payer": payer_name(payer)},
            large(figures["by_payer"][payer.value], currency),
        )
        for payer in Payer
        if payer.value in figures["by_payer"]
    ]
    if figures["lacks"] > 0:
        items.append(Item(_("Falta, el primer año"), large(figures["lacks"], currency)))
    if reads:
        address = reverse("study-table", args=[one.run])
        items.append(Item(_("Estudio"), _("Mesa de cálculo"), url=address))
    return items


def _of_futures(figures: Mapping[str, Any]) -> str:
    return _("de %(count)s futuros") % {"count": f"{figures['scenarios']:,}"}
