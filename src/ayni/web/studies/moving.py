"""What follows from the figures on the table: key figures, the fan, who pays what, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ayni.core.projection.finance import Outcome
from ayni.core.projection.key_figures import FIVE_YEARS, YEAR, KeyFigures, YearOf
from ayni.core.scheme import Payer
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, DataTable, Figure
from ayni.web.study_figures.payers import payer_name
from ayni.web.study_figures.written import large, money, share

if TYPE_CHECKING:
    from ayni.adapters.charts.fan import Fan
    from ayni.cycle.study_table import Moved

#: Above these parts of the futures without a reserve within five years, the figure warns, and is bad.
WARNS, BAD = 0.05, 0.25
#: The places of 5, 25, 50, 75 and 95 % among the quantiles of a fan.
LOW, QUARTER, MIDDLE, THREE_QUARTERS, HIGH = range(5)


def moved_context(found: Moved, *, study: Moved | None, currency: str) -> dict[str, Any]:
    """Lay out what follows; ``study`` is what followed before anything moved, where something has."""
    key = found.figures
    drawn = fan_of(found, before=study, currency=currency)
    ruin = key.ruin_by(FIVE_YEARS)
    return {
        "figures": shown_figures(key, currency=currency, first_month=found.outcome.first_month),
        "drawn": drawn,
        "was": _("el medio, en el estudio") if study else "",
        "payers": payers_table(key, study.figures if study else None, currency=currency),
        "years": years_table(found, currency=currency),
        "ruin": share(ruin.probability),
        "even": _dash_money(key.break_even, currency),
    }


def fan_of(found: Moved, *, before: Moved | None, currency: str) -> Fan:
    """Draw the fan of the reserve; the middle of before is dashed."""
    # The charts' room loads Altair, which takes a second; only who looks at a study waits for it.
    from ayni.adapters.charts.fan import Band, fan

    bands = found.bands
    return fan(
        first_month=found.outcome.first_month,
        wide=Band(bands[LOW].tolist(), bands[HIGH].tolist()),
        narrow=Band(bands[QUARTER].tolist(), bands[THREE_QUARTERS].tolist()),
        middle=bands[MIDDLE].tolist(),
        before=before.bands[MIDDLE].tolist() if before is not None else (),
        currency=currency,
        language=texts.language(),
    )


def payers_beside(
    one: KeyFigures, other: KeyFigures, *, names: tuple[str, str], currency: str
) -> DataTable:
    """Say what each party puts in in the first year under two proposals."""
    payers = [
        *one.first.by_payer,
        *(each for each in other.first.by_payer if each not in one.first.by_payer),
    ]
    rows = [
        [
            Cell(payer_name(payer)),
            *(Cell(large(each.first.by_payer.get(payer, 0.0), currency)) for each in (one, other)),
        ]
        for payer in payers
    ]
    lacks = [Cell(large(each.first.lacks, currency)) for each in (one, other)]
    rows.append([Cell(_("Falta: sale de la reserva, o lo pone la institución")), *lacks])
    costs = [Cell(large(each.first.care + each.first.other, currency)) for each in (one, other)]
    return DataTable(
        _("Qué pone cada parte el primer año"),
        [Column(_("Quién")), *(Column(name, "money") for name in names)],
        rows,
        [Cell(_("Lo que cuesta todo")), *costs],
    )


def shown_figures(key: KeyFigures, *, currency: str, first_month: int) -> list[Figure]:
    """Give the four figures of the table."""
    ruin = key.ruin_by(FIVE_YEARS)
    years = _("%(years)s años") % {"years": -(-ruin.months // YEAR)}
    fallen = round(ruin.probability * key.scenarios)
    cost = key.first.care + key.first.other
    pays = key.first.contributions / cost if cost > 0 else 0.0
    last = texts.month(first_month + key.months - 1)
    return [
        Figure(
            _("Sin reserva en %(time)s") % {"time": years},
            share(ruin.probability),
            hint=_("%(fallen)s de %(all)s futuros")
            % {"fallen": texts.number(fallen), "all": texts.number(key.scenarios)},
            tone=tone_of(ruin.probability),
            icon="warn",
        ),
        Figure(
            _("Aporte que equilibra"),
            _dash_money(key.break_even, currency),
            hint=_("por familia y mes; se cobran %(charged)s")
            % {"charged": money(key.charged, currency)},
            icon="scheme",
        ),
        Figure(
            _("Lo aportado paga"),
            share(pays),
            hint=_("de lo que cuesta el primer año"),
            tone="good" if pays >= 1 else "warn" if pays >= 0.75 else "bad",
            icon="people",
        ),
        Figure(
            _("Reserva al final"),
            large(key.reserve_last, currency),
            hint=_("en el futuro del medio, %(month)s") % {"month": last},
            tone="good" if key.reserve_last >= 0 else "bad",
            icon="calendar",
        ),
    ]


def tone_of(ruin: float) -> str:
    """Give the tone of a part of futures without a reserve."""
    return "good" if ruin < WARNS else "warn" if ruin < BAD else "bad"


def _dash_money(value: float | None, currency: str) -> str:
    return "—" if value is None else money(value, currency)


def payers_table(key: KeyFigures, before: KeyFigures | None, *, currency: str) -> DataTable:
    """Say what each party puts in in the first year, a family a month, in the fifth, and before it moved."""
    columns = [
        Column(_("Quién")),
        Column(_("Primer año"), "money"),
        Column(_("Por familia y mes"), "money"),
        Column(_("Quinto año"), "money"),
    ]
    if before is not None:
        columns.append(Column(_("Primer año, en el estudio"), "money"))
    rows = []
    sides = [key] if before is None else [key, before]
    for payer in Payer:
        if not any(payer in one.first.by_payer for one in sides):
            continue
        was = None if before is None else before.first.by_payer.get(payer, 0.0)
        amounts = (key.first.by_payer.get(payer, 0.0), key.fifth.by_payer.get(payer, 0.0))
        rows.append(_row(payer_name(payer), amounts, key.first, was=was, currency=currency))
    if _matters(key.first.besides, of=key.first) or _matters(key.fifth.besides, of=key.fifth):
        name = _("Además: recargos, el seguro de años malos, lo que entra en otro mes")
        was = None if before is None else before.first.besides
        amounts = (key.first.besides, key.fifth.besides)
        rows.append(_row(name, amounts, key.first, was=was, currency=currency))
    lacks = None if before is None else before.first.lacks
    name = _("Falta: sale de la reserva, o lo pone la institución")
    if key.first.lacks < 0:
        name = _("Sobra: va a la reserva")
    amounts = (key.first.lacks, key.fifth.lacks)
    rows.append(_row(name, amounts, key.first, was=lacks, currency=currency))
    cost = None if before is None else before.first.care + before.first.other
    total = (key.first.care + key.first.other, key.fifth.care + key.fifth.other)
    footer = _row(_("Lo que cuesta todo"), total, key.first, was=cost, currency=currency)
    return DataTable(_("Qué pone cada parte"), columns, rows, footer)


def _matters(amount: float, *, of: YearOf) -> bool:
    """Tell whether a sum is worth a line: more than two in a thousand of what the year costs."""
    return abs(amount) > 0.002 * (of.care + of.other)


def _row(
    name: str, amounts: tuple[float, float], first: YearOf, *, was: float | None, currency: str
) -> list[Cell]:
    each = amounts[0] / first.units if first.units else 0.0
    cells = [
        Cell(name),
        Cell(large(amounts[0], currency)),
        Cell(money(each, currency)),
        Cell(large(amounts[1], currency)),
    ]
    return cells if was is None else [*cells, Cell(large(was, currency))]


def years_table(found: Moved, *, currency: str) -> DataTable:
    """Give each year's means, and where the reserve stands at its end."""
    outcome, bands = found.outcome, found.bands
    return DataTable(
        caption=_("La reserva, año por año"),
        columns=[
            Column(_("Año que termina en")),
            Column(_("Entra"), "money"),
            Column(_("Cuesta"), "money"),
            Column(_("Reserva, 5 %"), "money"),
            Column(_("Reserva, en medio"), "money"),
            Column(_("Reserva, 95 %"), "money"),
        ],
        rows=[
            [
                Cell(texts.month(outcome.first_month + end - 1)),
                *(Cell(large(one, currency)) for one in _year_sums(outcome, end=end)),
                *(Cell(large(bands[at][end - 1], currency)) for at in (LOW, MIDDLE, HIGH)),
            ]
            for end in year_ends(outcome.months)
        ],
    )


def year_ends(months: int) -> Sequence[int]:
    """Give the months after which a year ends; a shorter study ends once."""
    return range(YEAR, months + 1, YEAR) or (months,)


def _year_sums(outcome: Outcome, *, end: int) -> tuple[float, float]:
    months = slice(max(0, end - YEAR), end)
    income, cost = outcome.income[months], outcome.cost[months]
    return float(income.mean(axis=1).sum()), float(cost.mean(axis=1).sum())
