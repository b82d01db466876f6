"""What a study found and what it rests on, laid out: conclusion, years, indicators, assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from ayni.core.projection.conclusions import Conclusion, Standing, Verdict
from ayni.core.projection.money_words import swing_name, swing_side, told, verdict_text
from ayni.core.projection.report_assumed import assumed
from ayni.core.projection.report_facts import Assumed, Data, Year
from ayni.core.projection.sensitivity import LINE, By, Swing
from ayni.core.scheme import Standing as Firmness
from ayni.cycle import study_found
from ayni.cycle.study_table import Laid
from ayni.web.backoffice import texts
from ayni.web.components import Cell, Column, DataTable, Item, Reason
from ayni.web.schemes.values import known
from ayni.web.studies.indicators import indicator_rows
from ayni.web.studies.staying import stays_context
from ayni.web.study_figures.written import large, money, ratio, share

TONES = {
    Verdict.SUSTAINABLE: ("good", "check"),
    Verdict.CONDITIONS: ("warn", "half"),
    Verdict.NOT: ("bad", "cross"),
}
_STATES = {Standing.MET: "met", Standing.CONDITION: "unknown", Standing.UNMET: "unmet"}


@dataclass(frozen=True, slots=True)
class ShownConclusion:
    """The verdict with its reasons and what it would take."""

    title: str
    tone: str
    icon: str
    reasons: Sequence[Reason]
    conditions: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownAssumption:
    """What is assumed, how firm it is, where it is from and why it was taken."""

    name: str
    value: str
    reason: str
    source: str
    href: str
    date: str
    standing: str
    standing_text: str


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """One assumption moved to both sides: where its two bars stand, in per cents of the whole width."""

    label: str
    hint: str
    low_x: str
    low_width: str
    high_x: str
    high_width: str
    middle: str
    written: str


def results_context(table: Laid) -> dict[str, Any]:
    """Lay out what a run says: conclusion, years, indicators, who stays, what weighs most."""
    found = study_found.found(table)
    context: dict[str, Any] = {
        "years": years_table(found.years, currency=table.currency),
        "indicators": DataTable(
            caption=_("Indicadores"),
            columns=[Column(_("Indicador")), Column(_("Cifra"), "number"), Column(_("Qué es"))],
            rows=indicator_rows(found.indicators, currency=table.currency),
        ),
    }
    context |= stays_context(found.cohorts, first_month=table.run.folded.first_month)
    if found.conclusion is not None:
        context["conclusion"] = _conclusion(found.conclusion, currency=table.currency)
    if found.swings:
        context |= tornado_context(found.swings, table=table)
    return context


def _conclusion(found: Conclusion, *, currency: str) -> ShownConclusion:
    language = texts.language()
    tone, icon = TONES[found.verdict]
    return ShownConclusion(
        title=verdict_text(found.verdict, language=language),
        tone=tone,
        icon=icon,
        reasons=[
            Reason(_STATES[one.standing], told(one, language=language, currency=currency))
            for one in found.findings
        ],
        conditions=[told(one, language=language, currency=currency) for one in found.conditions],
    )


def years_table(years: Sequence[Year], *, currency: str) -> DataTable:
    """Give the executive table: income, cost, balance, reserve, cost rate and reserve ratio, year by year."""
    return DataTable(
        caption=_("Año por año"),
        columns=[
            Column(_("Año")),
            Column(_("Familias"), "number"),
            Column(_("Entra"), "money"),
            Column(_("Cuesta"), "money"),
            Column(_("Queda"), "money"),
            Column(_("Reserva"), "money"),
            Column(_("Costo sobre ingresos de las familias"), "number"),
            Column(_("Reserva, en años de costo"), "number"),
        ],
        rows=[_year(one, currency=currency) for one in years],
    )


def _year(one: Year, *, currency: str) -> list[Cell]:
    sums = (one.income, one.spending, one.income - one.spending, one.reserve)
    return [
        Cell(one.label),
        Cell(texts.number(round(one.families))),
        *(Cell(large(each, currency)) for each in sums),
        Cell(share(one.spending / one.earnings) if one.earnings > 0 else "—"),
        Cell(ratio(one.reserve / one.spending) if one.spending > 0 else "—"),
    ]


def tornado_context(swings: Sequence[Swing], *, table: Laid) -> dict[str, Any]:
    """Lay out bars about the base, widest first, with their table; what moves nothing has no bar."""
    language, currency = texts.language(), table.currency
    swings = [one for one in swings if one.width(By.BREAK_EVEN) >= 1]
    if not swings:
        return {}
    values = [side.break_even for one in swings for side in (one.low, one.base, one.high)]
    least, most = min(values), max(values)
    whole = (most - least) or 1.0

    def place(value: float) -> float:
        return 100 * (value - least) / whole

    bars, rows = [], []
    for one in swings:
        name = _moved_name(one, table=table)
        sides = [swing_side(one, language=language, up=up) for up in (False, True)]
        middle = place(one.base.break_even)
        figures = [money(side.break_even, currency) for side in (one.low, one.high)]
        bars.append(
            TornadoBar(
                name,
                " / ".join(sides),
                *_bar(place(one.low.break_even), middle),
                *_bar(place(one.high.break_even), middle),
                f"{middle:.1f}%",
                " – ".join(figures),
            )
        )
        rows.append([Cell(name, hint=" / ".join(sides)), *(Cell(each) for each in figures)])
    return {
        "tornado": bars,
        "tornado_table": DataTable(
            caption=_("Aporte que equilibra, al mover cada cifra"),
            columns=[
                Column(_("Qué se mueve")),
                Column(_("Hacia abajo"), "money"),
                Column(_("Hacia arriba"), "money"),
            ],
            rows=rows,
        ),
    }


def _moved_name(one: Swing, *, table: Laid) -> str:
    """Name what is moved; a benefit line by the name its table gives it."""
    language = texts.language()
    if not one.code.startswith(LINE):
        return swing_name(one, language=language)
    lines = {each.line: each.name for each in table.run.prepared.tables.benefit_lines.values}
    line = lines[one.code.removeprefix(LINE)].in_language(language)
    return _("Costo de: %(line)s") % {"line": line}


def _bar(place: float, middle: float) -> tuple[str, str]:
    return f"{min(place, middle):.1f}%", f"{abs(place - middle):.1f}%"


def rests_context(table: Laid) -> dict[str, Any]:
    """Lay out what a run rests on: assumptions by theme, who is covered, what the data check found."""
    language = texts.language()
    given = assumed(table.run.prepared, language=language)
    themes = [(theme, list(found)) for theme, found in groupby(given, key=lambda one: one.theme)]
    data = study_found.data(table, language=language)
    return {
        "assumptions": [(theme, [_assumption(one) for one in found]) for theme, found in themes],
        "marks": _marks(given),
        "population": _population(data),
        "checks": _checks(data),
        "findings": data.findings,
    }


def _marks(given: Sequence[Assumed]) -> list[str]:
    """Say how many assumptions are proposals or were not read at their source."""
    weak = [one for one in given if one.standing in (Firmness.PROPOSED, Firmness.BACKGROUND)]
    if not weak:
        return []
    said = _(
        "%(count)s de %(all)s hipótesis son propuestas o no se leyeron en su fuente: cada una lo dice."
    )
    return [said % {"count": len(weak), "all": len(given)}]


def _assumption(one: Assumed) -> ShownAssumption:
    """Part a source from its address, which is a link where it is one of the web."""
    source, _space, href = one.source.rpartition(" ")
    linked = href.startswith("https://")
    return ShownAssumption(
        name=one.name,
        value=one.value,
        reason=one.reason,
        source=source if linked else one.source,
        href=href if linked else "",
        date=one.date,
        standing=one.standing.value,
        standing_text=known(one.standing).text,
    )


def _population(data: Data) -> list[Item]:
    size = data.persons / data.families if data.families else 0.0
    return [
        Item(_("De dónde salen"), data.origin),
        Item(_("Familias"), texts.number(round(data.families))),
        Item(
            _("Personas"),
            texts.number(round(data.persons)),
            hint=_("%(size)s por familia") % {"size": ratio(size)},
        ),
        Item(_("Asociaciones"), texts.number(data.associations)),
        Item(_("Huella de la población"), data.digest[:16]),
    ]


def _checks(data: Data) -> DataTable | None:
    if not data.checks:
        return None
    return DataTable(
        caption=_("La nómina frente a lo esperado"),
        columns=[
            Column(_("Grupo")),
            Column(_("En la nómina"), "number"),
            Column(_("Esperado"), "number"),
            Column(_("Vino entre esperado"), "number"),
        ],
        rows=[
            [
                Cell(one.name),
                Cell(texts.number(round(one.actual))),
                Cell(texts.number(round(one.expected))),
                Cell(ratio(one.actual / one.expected) if one.expected else "—"),
            ]
            for one in data.checks
        ],
    )
