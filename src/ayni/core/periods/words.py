"""Days and months as people write them, in the three languages."""

from __future__ import annotations

from datetime import date

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
    "pt": "janeiro fevereiro março abril maio junho "
    "julho agosto setembro outubro novembro dezembro",
}


def date_words(day: date, *, language: str) -> str:
    """Write a date for people.

    >>> date_words(date(2026, 5, 4), language="es")
    '4 de mayo de 2026'
    """
    month = MONTHS[language].split()[day.month - 1]
    join = " " if language == "en" else " de "
    return join.join([str(day.day), month, str(day.year)])


def month_words(month: int, *, language: str) -> str:
    """Write a month (as in core.periods) for people.

    >>> month_words(24315, language="es")
    'abril de 2026'
    """
    name = MONTHS[language].split()[month % 12]
    return f"{name} {month // 12}" if language == "en" else f"{name} de {month // 12}"


def month_name(place: int, *, language: str) -> str:
    """Name a calendar month, 0 for January.

    >>> month_name(3, language="es")
    'abril'
    """
    return MONTHS[language].split()[place]
