"""What the study's money says to people, in Spanish, English and Portuguese: conclusions, figures moved, alerts."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from ayni.core.money import money_text
from ayni.core.periods.words import month_words
from ayni.core.projection.conclusions import Finding, Standing, Verdict
from ayni.core.projection.experience import COST_OF, Alert, Component, Reason
from ayni.core.projection.sensitivity import LINE, Change, Swing

LANGUAGES = ("es", "en", "pt")
NO_LINES: Mapping[str, str] = {}
Texts = tuple[str, str, str]

VERDICTS: Mapping[Verdict, Texts] = {
    Verdict.SUSTAINABLE: ("Sostenible", "Sustainable", "Sustentável"),
    Verdict.CONDITIONS: (
        "Sostenible con condiciones",
        "Sustainable with conditions",
        "Sustentável com condições",
    ),
    Verdict.NOT: ("No sostenible así", "Not sustainable as it stands", "Não sustentável assim"),
}

#: A finding in words by its code, met and not met; those of conditions have one.
FINDINGS: Mapping[str, tuple[Texts, Texts]] = {
    "ruin": (
        (
            "La reserva queda bajo cero en {ruin} de los futuros dentro de {months} meses: hasta {limit} se acepta.",
            "The reserve falls below nothing in {ruin} of the futures within {months} months: up to {limit} is accepted.",
            "A reserva fica abaixo de zero em {ruin} dos futuros em {months} meses: até {limit} se aceita.",
        ),
        (
            "La reserva queda bajo cero en {ruin} de los futuros dentro de {months} meses; se acepta {limit}.",
            "The reserve falls below nothing in {ruin} of the futures within {months} months; {limit} is accepted.",
            "A reserva fica abaixo de zero em {ruin} dos futuros em {months} meses; aceita-se {limit}.",
        ),
    ),
    "reserve": (
        (
            "Al cabo de {years} años la reserva cubre {ratio} del gasto de un año: se pide {limit}.",
            "After {years} years the reserve covers {ratio} of a year's cost: {limit} is asked.",
            "Após {years} anos a reserva cobre {ratio} do gasto de um ano: pede-se {limit}.",
        ),
        (
            "Al cabo de {years} años la reserva es {ratio} del gasto de un año; se pide {limit}.",
            "After {years} years the reserve is {ratio} of a year's cost; {limit} is asked.",
            "Após {years} anos a reserva é {ratio} do gasto de um ano; pede-se {limit}.",
        ),
    ),
    "price": (
        (
            "Se cobra {charged} por mes de familia y el aporte de equilibrio es {break_even}: {share} de lo que cuesta.",
            "{charged} is charged a family-month and the break-even contribution is {break_even}: {share} of what it costs.",
            "Cobra-se {charged} por mês de família e a contribuição de equilíbrio é {break_even}: {share} do que custa.",
        ),
        (
            "Se cobra {charged} por mes de familia y harían falta {break_even}: solo {share} de lo que cuesta.",
            "{charged} is charged a family-month and {break_even} would be needed: only {share} of what it costs.",
            "Cobra-se {charged} por mês de família e seriam necessários {break_even}: só {share} do que custa.",
        ),
    ),
    "nothing_paid": (
        ("Nadie paga nada en algún futuro.", "Nobody pays anything in some future.", "Ninguém paga nada em algum futuro."),
        ("Nadie paga nada en algún futuro.", "Nobody pays anything in some future.", "Ninguém paga nada em algum futuro."),
    ),
    "financing": (
        (
            "Los aportes de todos pagan {share} del gasto, a valor presente.",
            "Everybody's contributions pay {share} of the cost, at present value.",
            "As contribuições de todos pagam {share} do gasto, a valor presente.",
        ),
        (
            "Los aportes de todos pagan solo {share} del gasto, a valor presente: no se financia solo.",
            "Everybody's contributions pay only {share} of the cost, at present value: it is not self-financing.",
            "As contribuições de todos pagam só {share} do gasto, a valor presente: não se financia sozinho.",
        ),
    ),
    "person_year": (
        (
            "Por persona protegida y año entran {income} y se gastan {cost}.",
            "{income} a protected person a year come in, and {cost} are spent.",
            "Por pessoa protegida e ano entram {income} e gastam-se {cost}.",
        ),
        (
            "Por persona protegida y año entran {income} y se gastan {cost}: {share}.",
            "{income} a protected person a year come in, and {cost} are spent: {share}.",
            "Por pessoa protegida e ano entram {income} e gastam-se {cost}: {share}.",
        ),
    ),
}  # fmt: skip

CONDITIONS: Mapping[str, Texts] = {
    "contribution": (
        "Un aporte total de {per_unit} por mes de familia (el actual por {factor}), que deja la insolvencia en {ruin} a {months} meses.",
        "A total contribution of {per_unit} a family-month ({factor} times today's), which leaves ruin at {ruin} within {months} months.",
        "Uma contribuição total de {per_unit} por mês de família (a atual vezes {factor}), que deixa a insolvência em {ruin} em {months} meses.",
    ),
    "level": (
        "Un aporte total de {per_unit} por mes de familia (el actual por {factor}), que paga el gasto de los {months} meses, y además una reserva para empezar: hay atención antes de que entre el primer aporte.",
        "A total contribution of {per_unit} a family-month ({factor} times today's), which pays the cost of the {months} months, and a reserve to begin with: care is given before the first contribution comes in.",
        "Uma contribuição total de {per_unit} por mês de família (a atual vezes {factor}), que paga o gasto dos {months} meses, e além disso uma reserva para começar: há atenção antes de entrar a primeira contribuição.",
    ),
    "subsidy": (
        "O que alguien ponga lo que falta: {first_year} el primer año.",
        "Or somebody to put in what is missing: {first_year} in the first year.",
        "Ou que alguém ponha o que falta: {first_year} no primeiro ano.",
    ),
    "stop_loss": (
        "O un seguro de años malos, que devuelva {ceded} de lo que pase de {from_ratio} de los aportes del año: su precio justo es {price} de los aportes y deja la insolvencia en {ruin} a {months} meses.",
        "Or a stop-loss, which gives back {ceded} of what passes {from_ratio} of the year's contributions: its fair price is {price} of contributions and it leaves ruin at {ruin} within {months} months.",
        "Ou um seguro de anos ruins, que devolva {ceded} do que passe de {from_ratio} das contribuições do ano: seu preço justo é {price} das contribuições e deixa a insolvência em {ruin} em {months} meses.",
    ),
    "opening_reserve": (
        "O una reserva inicial de {reserve}, que deja la insolvencia en {ruin} a {months} meses.",
        "Or an opening reserve of {reserve}, which leaves ruin at {ruin} within {months} months.",
        "Ou uma reserva inicial de {reserve}, que deixa a insolvência em {ruin} em {months} meses.",
    ),
}  # fmt: skip

MOVES: Mapping[str, Texts] = {
    "contribution": ("Aporte", "Contribution", "Contribuição"),
    "collection": ("Meses que se pagan", "Months that are paid", "Meses que se pagam"),
    "care": ("Costo de toda la atención", "Cost of all care", "Custo de toda a atenção"),
    LINE: ("Costo de {line}", "Cost of {line}", "Custo de {line}"),
    "investment": ("Rendimiento de la reserva", "Return on the reserve", "Rendimento da reserva"),
    "opening_reserve": ("Reserva inicial", "Opening reserve", "Reserva inicial"),
    "administration": (
        "Administración, parte del aporte",
        "Administration, part of the contribution",
        "Administração, parte da contribuição",
    ),
    "administration_per_family": (
        "Administración por familia",
        "Administration a family",
        "Administração por família",
    ),
    "allowance": ("Pago a la asociación", "Allowance to the association", "Pagamento à associação"),
    "penalty": ("Recargo por atraso", "Penalty for being late", "Acréscimo por atraso"),
    "state_pays": (
        "Lo que el Estado paga de su parte",
        "What the State pays of its share",
        "O que o Estado paga de sua parte",
    ),
    "discount": ("Tasa de descuento", "Discount rate", "Taxa de desconto"),
}

_MONEY = frozenset({"charged", "break_even", "income", "cost", "per_unit", "first_year", "reserve"})
_PARTS = frozenset({"ceded", "from_ratio", "price", "ruin", "error", "limit", "ratio", "share"})


def told(finding: Finding, *, language: str, currency: str) -> str:
    """Write a finding, or a condition, with its figures."""
    place = LANGUAGES.index(language)
    if finding.code in CONDITIONS:
        text = CONDITIONS[finding.code][place]
    else:
        text = FINDINGS[finding.code][finding.standing is not Standing.MET][place]
    figures = {
        name: _figure(name, value, currency=currency) for name, value in finding.figures.items()
    }
    return text.format(**figures)


def verdict_text(verdict: Verdict, *, language: str) -> str:
    """Name a verdict."""
    return VERDICTS[verdict][LANGUAGES.index(language)]


def swing_name(swing: Swing, *, language: str) -> str:
    """Name what a swing moves; a benefit line by its own name."""
    place = LANGUAGES.index(language)
    if swing.code.startswith(LINE):
        return MOVES[LINE][place].format(line=swing.code.removeprefix(LINE))
    return MOVES[swing.code][place]


def swing_side(swing: Swing, *, language: str, up: bool) -> str:
    """Write how far a side was moved: ``+10 %``, ``−1 punto``.

        >>> from ayni.core.projection.experience import Alert, Component, Reason
    from ayni.core.projection.sensitivity import Figures
        >>> none = Figures(0.0, 0.0, 0.0)
        >>> swing_side(Swing("care", Change.PART, 0.1, none, none, none), language="es", up=False)
        '−10 %'
    """
    sign = "+" if up else "−"
    if swing.change is Change.PART:
        return f"{sign}{100 * swing.size:g} %"
    point = ("punto", "point", "ponto")[LANGUAGES.index(language)]
    return f"{sign}{100 * swing.size:g} {point}"


def _figure(name: str, value: float, *, currency: str) -> str:
    if not isfinite(value):
        return "–"
    if name in _MONEY:
        return money_text(round(value), currency=currency)
    if name in _PARTS:
        return f"{100 * value:,.1f} %"
    return f"{value:,.2f}" if name == "factor" else f"{round(value):,}"


#: Components of a score, and what an alert says; side -1 first.
COMPONENTS: Mapping[Component, Texts] = {
    Component.FAMILIES: ("Familias afiliadas", "Affiliated families", "Famílias afiliadas"),
    Component.PERSONS: ("Personas protegidas", "Protected persons", "Pessoas protegidas"),
    Component.UNITS: ("Meses pagados", "Months paid", "Meses pagos"),
    Component.INCOME: ("Ingreso", "Income", "Receita"),
    Component.COST: ("Gasto", "Cost", "Gasto"),
}
ALERTS: Mapping[tuple[Reason, int], Texts] = {
    (Reason.OUTSIDE, -1): (
        "{component}, {last}: vino menos que en casi todos los futuros del estudio.",
        "{component}, {last}: less came than in nearly all futures of the study.",
        "{component}, {last}: veio menos que em quase todos os futuros do estudo.",
    ),
    (Reason.OUTSIDE, 1): (
        "{component}, {last}: vino más que en casi todos los futuros del estudio.",
        "{component}, {last}: more came than in nearly all futures of the study.",
        "{component}, {last}: veio mais que em quase todos os futuros do estudo.",
    ),
    (Reason.ONE_SIDE, -1): (
        "{component}, de {first} a {last}: cada mes por debajo de lo que el estudio tenía por la mitad.",
        "{component}, {first} to {last}: every month below what the study held for the middle.",
        "{component}, de {first} a {last}: cada mês abaixo do que o estudo tinha por meio.",
    ),
    (Reason.ONE_SIDE, 1): (
        "{component}, de {first} a {last}: cada mes por encima de lo que el estudio tenía por la mitad.",
        "{component}, {first} to {last}: every month above what the study held for the middle.",
        "{component}, de {first} a {last}: cada mês acima do que o estudo tinha por meio.",
    ),
}  # fmt: skip


LINE_COST: Texts = ("Gasto en {line}", "Cost of {line}", "Gasto em {line}")

#: The same for several months in a row.
OUTSIDE_RUN: Mapping[int, Texts] = {
    -1: (
        "{component}, de {first} a {last}: cada mes vino menos que en casi todos los futuros del estudio.",
        "{component}, {first} to {last}: every month less came than in nearly all futures of the study.",
        "{component}, de {first} a {last}: cada mês veio menos que em quase todos os futuros do estudo.",
    ),
    1: (
        "{component}, de {first} a {last}: cada mes vino más que en casi todos los futuros del estudio.",
        "{component}, {first} to {last}: every month more came than in nearly all futures of the study.",
        "{component}, de {first} a {last}: cada mês veio mais que em quase todos os futuros do estudo.",
    ),
}  # fmt: skip


def component_name(component: str, *, language: str, lines: Mapping[str, str]) -> str:
    """Name a component of a score; a benefit line's cost by the line's name, or its code where it has none."""
    place = LANGUAGES.index(language)
    if component.startswith(COST_OF):
        code = component.removeprefix(COST_OF)
        return LINE_COST[place].format(line=lines.get(code, code).lower())
    return COMPONENTS[Component(component)][place]


def alert_text(alert: Alert, *, language: str, lines: Mapping[str, str] = NO_LINES) -> str:
    """Write an alert with its months; ``lines`` name the benefit lines by code."""
    place = LANGUAGES.index(language)
    first, last = (month_words(one, language=language) for one in (alert.first, alert.last))
    component = component_name(alert.component, language=language, lines=lines)
    run = alert.reason is Reason.OUTSIDE and alert.first < alert.last
    said = OUTSIDE_RUN[alert.side] if run else ALERTS[alert.reason, alert.side]
    return said[place].format(component=component, first=first, last=last)
