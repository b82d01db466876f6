"""What a family keeps when its agreement ends, a letter to each, as one accessible PDF set by typst.

A part of an association's families goes into one file: a list to sign on delivery, then a page for each. As
with a notice, values travel as one JSON text and no markup is built from them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import cast

import typst

from ayni.adapters.documents.letter_words import letter_words
from ayni.adapters.documents.page import STANDARD, document_fonts
from ayni.core.money import money_text
from ayni.core.periods.words import date_words

TEMPLATE = "letters.typ"
#: Families in one file: its setting stays below a few seconds and some hundred megabytes.
LETTERS_IN_A_PART = 500


class TooManyLetters(ValueError):
    """More families than one part holds."""


@dataclass(frozen=True, slots=True)
class WayToGoOn:
    """An individual scheme: its name, what this family would pay a month (minor units; none: not known)."""

    name: str
    due: int | None
    months_before_cover: int | None


@dataclass(frozen=True, slots=True)
class FamilyLetter:
    """What one family is told: who, how many persons, its months, until when it is covered, what it can do."""

    family: int
    insured: str
    document: str
    persons: int
    credited: int
    latency: int
    last_day: date
    ways: tuple[WayToGoOn, ...]


@dataclass(frozen=True, slots=True)
class Letters:
    """A part of the letters of one association; ``first`` is the place of its first family among all."""

    institution: str
    association: str
    agreement: str
    regime: str
    currency: str
    ended: date
    written: date
    first: int
    whole: int
    example: bool
    proposed: bool
    families: Sequence[FamilyLetter]


def letters_pdf(*, letters: Letters, language: str = "es") -> bytes:
    """Set the letters as PDF/UA-1, A4; the same letters give the same bytes.

    UnknownLanguage where there are no words, TooManyLetters for more than ``LETTERS_IN_A_PART``.
    """
    if len(letters.families) > LETTERS_IN_A_PART:
        raise TooManyLetters(str(len(letters.families)))
    compiler, template = _compiler()
    made = compiler.compile(
        template,  # bytes are used up by one compilation
        format="pdf",
        sys_inputs={"letters": json.dumps(_told(letters, language=language), ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=datetime.combine(letters.written, time(12), tzinfo=UTC),
    )
    return cast(bytes, made)


@cache
def _compiler() -> tuple[typst.Compiler, bytes]:
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    return typst.Compiler(font_paths=document_fonts(), ignore_system_fonts=True), template


def _told(letters: Letters, *, language: str) -> dict[str, object]:
    """Turn the letters into texts; the template only places them."""
    words = letter_words(language)
    last = letters.first + len(letters.families) - 1
    return {
        "language": language,
        "words": words,
        "institution": letters.institution,
        "association": letters.association,
        "agreement": letters.agreement,
        "written": date_words(letters.written, language=language),
        "ended": words["ended"].format(day=date_words(letters.ended, language=language)),
        "record": words["record"].format(regime=letters.regime),
        "part": words["part"].format(first=letters.first, last=last, whole=letters.whole),
        "example": letters.example,
        "proposed": letters.proposed,
        "families": [
            _letter(one, letters=letters, words=words, language=language)
            for one in letters.families
        ],
    }


def _letter(
    one: FamilyLetter, *, letters: Letters, words: dict[str, str], language: str
) -> dict[str, object]:
    last_day = date_words(one.last_day, language=language)
    after = "after" if one.latency else "no_after"
    return {
        "insured": one.insured,
        "document": one.document,
        "family": str(one.family),
        "persons": str(one.persons),
        "credited": str(one.credited),
        "last_day": last_day,
        "after": words[after].format(months=one.latency, day=last_day),
        "ways": [_way(way, letters=letters, words=words) for way in one.ways],
    }


def _way(way: WayToGoOn, *, letters: Letters, words: dict[str, str]) -> list[str]:
    price = words["unknown"] if way.due is None else money_text(way.due, currency=letters.currency)
    months = "–" if way.months_before_cover is None else str(way.months_before_cover)
    return [way.name, price, months]
