"""Figures of an agreement in words, each read once from its terms and its law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.core.alliance.agreement_text import Figure, Said
from ayni.core.alliance.article_words import ALL_YEAR, LANGUAGES, SENTENCES, SINGULAR, word
from ayni.core.money import money_text
from ayni.core.periods.words import MONTHS, date_words
from ayni.core.scheme import Reading, Scheme, Standing, Terms, read
from ayni.core.scheme.terms import read_income
from ayni.core.scheme.told import value_text


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes sentences of an agreement: its scheme and terms, the law of a day, a language."""

    scheme: Scheme
    terms: Terms
    day: date
    language: str

    def say(self, sentence: str, /, *, item: bool = False, **parts: Figure | str) -> Said:
        """Write a sentence; the figures among its parts are kept beside it."""
        texts = {
            name: part.text if isinstance(part, Figure) else part for name, part in parts.items()
        }
        figures = tuple(part for part in parts.values() if isinstance(part, Figure))
        text = word(SENTENCES, sentence, self.language).format(**texts)
        return Said(text[:1].upper() + text[1:] if not item else text, figures, item)

    def reading(self, name: str) -> Reading:
        """Read a parameter as the agreement feels it."""
        return read(self.scheme, name=name, day=self.day, terms=self.terms)

    def figure(self, name: str) -> Figure:
        """Give a parameter's figure with its unit."""
        return self._figure(name, self.reading(name))

    def bare(self, name: str) -> Figure:
        """Give a count without its unit: the fifteenth is not fifteen days."""
        found = self.reading(name)
        return Figure(name, str(found.number), found.standing, found.agreed)

    def income(self, activity: str, *, name: str) -> Figure:
        """Give the reference income of an activity."""
        found = read_income(
            self.scheme, activity=activity, name=name, day=self.day, terms=self.terms
        )
        return self._figure(f"income.{activity}", found)

    def agreed(self, key: str, text: str) -> Figure:
        """Give what the agreement alone says, on no value of the law."""
        return Figure(key, text, Standing.VERIFIED, agreed=True)

    def date(self, day: date) -> str:
        """Write a day."""
        return date_words(day, language=self.language)

    def listed(self, words: list[str]) -> str:
        """Write a list with commas."""
        return ", ".join(words)

    def _figure(self, key: str, found: Reading) -> Figure:
        text = figure_words(found, language=self.language)
        return Figure(key, text, found.standing, found.agreed)


def figure_words(found: Reading, *, language: str) -> str:
    """Write a value with its unit, one of a kind in the singular; twelve weights month by month."""
    if isinstance(found.value, tuple):
        names = MONTHS[language].split()
        pairs = zip(names, found.value, strict=True)
        return ", ".join(f"{name} {part} %" for name, part in pairs if part)
    text = value_text(found.value, unit=found.unit, language=language)
    if found.unit in SINGULAR and text.split(" ")[0] == "1":
        return f"1 {word(SINGULAR, found.unit, language)}"
    return text


def step_text(scheme: Scheme) -> str:
    """Write the payable step."""
    return money_text(scheme.rules.contribution.rounding.step, currency=scheme.currency)


def months_text(months: tuple[int, ...], *, language: str) -> str:
    """Write calendar months by their names; none or all twelve are the whole year.

    >>> months_text((4, 5), language="es")
    'abril, mayo'
    """
    if not months or len(months) == 12:
        return ALL_YEAR[LANGUAGES.index(language)]
    names = MONTHS[language].split()
    return ", ".join(names[month - 1] for month in months)
