"""The words of the charts in the three languages, and months short enough for an axis."""

from __future__ import annotations

MONTHS = {
    "es": "ene feb mar abr may jun jul ago set oct nov dic",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
}

WORDS = {
    "month": {"es": "Mes", "en": "Month", "pt": "Mês"},
    "due": {"es": "Por pagar", "en": "Due", "pt": "A pagar"},
    "paid": {"es": "Pagado", "en": "Paid", "pt": "Pago"},
    "covered": {"es": "Con cobertura", "en": "Covered", "pt": "Com cobertura"},
    "affiliated": {"es": "Afiliadas", "en": "Affiliated", "pt": "Afiliadas"},
    "collected": {"es": "Recaudado", "en": "Collected", "pt": "Arrecadado"},
    "cost": {
        "es": "Costo esperado de la atención",
        "en": "Expected cost of care",
        "pt": "Custo esperado da atenção",
    },
    "persons": {"es": "Personas", "en": "Persons", "pt": "Pessoas"},
    "thousands": {"es": "miles de {unit}", "en": "thousand {unit}", "pt": "milhares de {unit}"},
    "millions": {"es": "millones de {unit}", "en": "million {unit}", "pt": "milhões de {unit}"},
    "fan_say": {
        "es": "En {last} la reserva del futuro del medio es {middle} {unit}; en nueve de cada diez futuros está entre {low} y {high}.",
        "en": "In {last} the reserve of the middle future is {middle} {unit}; in nine of ten futures it lies between {low} and {high}.",
        "pt": "Em {last} a reserva do futuro do meio é {middle} {unit}; em nove de cada dez futuros está entre {low} e {high}.",
    },
    "since": {"es": "Desde", "en": "Since", "pt": "Desde"},
    "value": {"es": "Valor", "en": "Value", "pt": "Valor"},
    "no_value": {"es": "sin valor", "en": "no value", "pt": "sem valor"},
    "times": {"es": "veces", "en": "times", "pt": "vezes"},
    "history_say": {
        "es": "De {first} desde {start} a {last} desde {end}; {count} valores.",
        "en": "From {first} since {start} to {last} since {end}; {count} values.",
        "pt": "De {first} desde {start} a {last} desde {end}; {count} valores.",
    },
    "bars_title": {
        "es": "Aportes por pagar y pagados, por mes",
        "en": "Contributions due and paid, by month",
        "pt": "Contribuições a pagar e pagas, por mês",
    },
    "bars_say": {
        "es": "Se pagó el {share} % de lo liquidado.",
        "en": "{share} % of what was due has been paid.",
        "pt": "Foi pago {share} % do que era devido.",
    },
    "covered_title": {
        "es": "Personas con cobertura, por mes",
        "en": "Persons covered, by month",
        "pt": "Pessoas com cobertura, por mês",
    },
    "covered_say": {
        "es": "En {month}: {covered} con cobertura, de {affiliated} afiliadas.",
        "en": "In {month}: {covered} covered, of {affiliated} affiliated.",
        "pt": "Em {month}: {covered} com cobertura, de {affiliated} afiliadas.",
    },
    "cost_title": {
        "es": "Lo recaudado junto al costo esperado de la atención",
        "en": "Money collected beside the expected cost of care",
        "pt": "O arrecadado junto ao custo esperado da atenção",
    },
    "cost_say": {
        "es": "Lo recaudado cubre el {share} % del costo esperado ({cost} por asegurado y año).",
        "en": "The money collected covers {share} % of the cost ({cost} per insured a year).",
        "pt": "O arrecadado cobre {share} % do custo esperado ({cost} por segurado e ano).",
    },
}


class UnknownLanguage(KeyError):
    """A language the charts have no words for."""


def words_for(language: str) -> dict[str, str]:
    """Give every word in the language; UnknownLanguage where we have none."""
    if language not in MONTHS:
        raise UnknownLanguage(f"{language!r}: known are {', '.join(MONTHS)}")
    return {code: texts[language] for code, texts in WORDS.items()}


def month_label(month: int, *, language: str) -> str:
    """Write a month (as in core.periods) for an axis.

    >>> month_label(24315, language="es")
    'abr 2026'
    """
    return f"{MONTHS[language].split()[month % 12]} {month // 12}"
