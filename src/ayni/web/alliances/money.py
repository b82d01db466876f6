"""What a change of terms costs: a typical family, the whole group, who pays; and its picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.core.actor import Actor
from ayni.core.comparison import Price, TermsEffect
from ayni.core.money import PPM, divide_half_up
from ayni.core.scheme import Payer
from ayni.web.actors import page
from ayni.web.alliances.roles import AT_TABLE
from ayni.web.backoffice import texts
from ayni.web.backoffice.charts import picture
from ayni.web.components import Cell, Column, DataTable
from ayni.web.schemes.compared import payer_name
from ayni.web.theme import THEMES

if TYPE_CHECKING:
    from ayni.adapters.charts import Chart

SALT = "ayni.table.chart"
MONTHS = 12
#: title, sentence, head, bars, (payer, parts of the whole in ppm), rows of the table.
Figures = tuple[
    str,
    str,
    tuple[str, ...],
    tuple[str, ...],
    tuple[tuple[str, tuple[int, ...]], ...],
    tuple[tuple[str, ...], ...],
]


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """A change in money as the page shows it; no picture where nobody pays anything."""

    table: DataTable
    sentence: str
    families: str
    src: str
    dark_src: str
    alt: str
    parts: DataTable | None


def shown_effect(effect: TermsEffect, *, currency: str) -> ShownEffect:
    """Lay out what a change costs whom."""
    before, after = effect.before, effect.after
    figures = _figures(before, after, currency=currency)
    src = dark = ""
    if figures is not None:
        address, kept = reverse("table-chart"), signing.dumps(figures, salt=SALT, compress=True)
        src, dark = (f"{address}?theme={theme}&d={kept}" for theme in THEMES)
    return ShownEffect(
        table=_table(before, after, currency=currency),
        sentence=_sentence(effect, currency=currency),
        families=texts.number(after.families),
        src=src,
        dark_src=dark,
        alt="" if figures is None else figures[1],
        parts=None if figures is None else _parts(figures),
    )


def _payers(before: Price, after: Price) -> list[Payer]:
    return [one for one in Payer if one in before.group or one in after.group]


def _table(before: Price, after: Price, *, currency: str) -> DataTable:
    def cell(was: int, now: int) -> Cell:
        return Cell(texts.amount(now, currency), hint=change_text(was, now, currency=currency))

    def row(name: str, typical: tuple[int, int], group: tuple[int, int]) -> list[Cell]:
        year = cell(MONTHS * group[0], MONTHS * group[1])
        return [Cell(name), cell(*typical), cell(*group), year]

    rows = [
        row(
            payer_name(one),
            (before.typical.get(one, 0), after.typical.get(one, 0)),
            (before.share(one), after.share(one)),
        )
        for one in _payers(before, after)
    ]
    rows.append(
        row(
            _("Entrega la asociación"),
            (before.typical_collected, after.typical_collected),
            (before.collected, after.collected),
        )
    )
    return DataTable(
        caption=_("Lo que cuesta y a quién"),
        columns=[
            Column(_("Quién pone")),
            Column(_("Familia típica, al mes"), "money"),
            Column(_("Grupo entero, al mes"), "money"),
            Column(_("Grupo entero, en doce meses"), "money"),
        ],
        rows=rows,
    )


def change_text(was: int, now: int, *, currency: str) -> str:
    """Say by how much a sum moved."""
    if was == now:
        return _("igual que antes")
    said = _("%(amount)s más") if now > was else _("%(amount)s menos")
    return said % {"amount": texts.amount(abs(now - was), currency)}


def _sentence(effect: TermsEffect, *, currency: str) -> str:
    same = effect.after.families - effect.more - effect.less
    counted = {
        "more": texts.number(effect.more),
        "less": texts.number(effect.less),
        "same": texts.number(same),
    }
    if not effect.more and not effect.less:
        return _("Para ninguna familia cambia lo que paga: %(same)s pagan igual.") % counted
    said = _("Pagan más %(more)s familias, pagan menos %(less)s y %(same)s pagan igual.")
    return said % counted


def _figures(before: Price, after: Price, *, currency: str) -> Figures | None:
    """Give what the picture draws: each payer's part of the group's month, before and now."""
    sides = [
        (name, price)
        for name, price in ((_("Antes"), before), (_("Con esto"), after))
        if sum(price.group.values())
    ]
    if not sides:
        return None
    payers = [one for one in _payers(before, after) if any(p.share(one) for _n, p in sides)]
    parts = tuple(
        (
            payer_name(one),
            tuple(
                divide_half_up(price.share(one) * PPM, sum(price.group.values()))
                for _name, price in sides
            ),
        )
        for one in payers
    )
    rows = tuple(
        (name, *(texts.amount(price.share(one), currency) for one in payers))
        for name, price in sides
    )
    told = "; ".join(
        _("%(payer)s %(part)s %%") % {"payer": name, "part": divide_half_up(part[-1], 10_000)}
        for name, part in parts
    )
    return (
        _("Quién pone el aporte"),
        _("Con esto ponen: %(parts)s.") % {"parts": told},
        (_("Momento"), *(name for name, _part in parts)),
        tuple(name for name, _price in sides),
        parts,
        rows,
    )


def _parts(figures: Figures) -> DataTable:
    title, _said, head, _bars, parts, rows = figures
    return DataTable(
        caption=title,
        columns=[Column(head[0]), *(Column(name, "money") for name in head[1:])],
        rows=[
            [
                Cell(row[0]),
                *(
                    Cell(amount, hint=f"{divide_half_up(part[place], 10_000)}\u00a0%")
                    for amount, (_name, part) in zip(row[1:], parts, strict=True)
                ),
            ]
            for place, row in enumerate(rows)
        ],
    )


@require_safe
@page(*AT_TABLE, reason="ver quién pone el aporte")
def chart(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Draw the figures that a page signed; any other are not found."""
    theme = request.GET.get("theme", "light")
    if theme not in THEMES:
        raise Http404("no such chart")
    try:
        kept = signing.loads(request.GET.get("d", ""), salt=SALT)
    except signing.BadSignature:
        raise Http404("figures that are not ours") from None
    title, said, head, bars, parts, rows = kept
    figures: Figures = (
        title,
        said,
        tuple(head),
        tuple(bars),
        tuple((name, tuple(part)) for name, part in parts),
        tuple(tuple(row) for row in rows),
    )
    return picture(_drawn(figures).svg, theme=theme, kept="private, max-age=3600")


@lru_cache(maxsize=64)
def _drawn(figures: Figures) -> Chart:
    # Altair takes a second to load; only who looks at a chart waits for it.
    from ayni.adapters import charts

    title, said, head, bars, parts, rows = figures
    return charts.who_bears(
        title=title, summary=said, head=head, schemes=bars, payers=parts, rows=rows
    )
