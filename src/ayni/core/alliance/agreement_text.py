"""The text of an agreement as a value: articles, annexes, and each figure with the clause it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.core.scheme import Digests, Scheme, Standing, Terms


@dataclass(frozen=True, slots=True)
class Party:
    """A side of the agreement; ``kind`` is a code of ``article_words.KINDS``, blank for the institution."""

    name: str
    kind: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal that nobody has signed: its number and day."""

    number: int
    day: date


@dataclass(frozen=True, slots=True)
class ScalePoint:
    """What one income or activity pays a month, in minor units: each payer's part, what is handed over.

    A blank activity or no income: the price does not depend on it.
    """

    activity: str
    income: int | None
    base: int | None
    shares: tuple[tuple[str, int], ...]
    collected: int


@dataclass(frozen=True, slots=True)
class DueMonth:
    """A month of the duration (``core.periods``), and the day by which it is paid, if the scheme names one."""

    month: int
    due: date | None


@dataclass(frozen=True, slots=True)
class PersonalClass:
    """A class of the register of personal fields, with the fields that are in it."""

    code: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """All that the text of an agreement is made from.

    ``ends`` is the first day after the duration (none: open). A signed version has a ``version``, a proposal a
    ``draft``. ``scale``, ``months``, ``roster`` (headers of the template) and ``personal`` fill the annexes;
    ``specimen`` tells that the scale is of one example family, because the price also depends on other facts.
    """

    code: str
    institution: Party
    association: Party
    scheme: Scheme
    digests: Digests
    terms: Terms
    starts: date
    ends: date | None
    scale: tuple[ScalePoint, ...]
    months: tuple[DueMonth, ...]
    roster: tuple[str, ...]
    personal: tuple[PersonalClass, ...]
    version: int | None = None
    draft: Draft | None = None
    specimen: bool = False
    example: bool = False

    @property
    def priced_on(self) -> date:
        """Give the day whose law the prices are of."""
        return self.terms.renewed or self.terms.signed


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence: the clause or parameter it comes from, as written, and how far it is known."""

    key: str
    text: str
    standing: Standing
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph, or an item of a list, with the figures that stand in it."""

    text: str
    figures: tuple[Figure, ...] = ()
    item: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article; ``notes`` say which of its figures rest on a proposal or on nothing read at its source."""

    number: int
    key: str
    title: str
    body: tuple[Said, ...]
    notes: tuple[str, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """List the figures in the order they are read."""
        return tuple(figure for said in self.body for figure in said.figures)


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: a table under a title; ``right`` are the columns set to the right."""

    letter: str
    title: str
    lead: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementText:
    """The whole text in one language."""

    language: str
    code: str
    mark: str
    title: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, str], ...]
    articles: tuple[Article, ...]
    annexes: tuple[Annex, ...]
    signatures: tuple[tuple[str, str], ...]
    footer: str
    terms_digest: str
    paper: Paper
