"""What a notice says, as frozen values: the page and the spreadsheet are two pictures of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


class NoticeDoesNotAddUp(ValueError):
    """A notice whose parts are not its whole: no document is made of it."""


class UnknownLanguage(KeyError):
    """A language the documents have no words for."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One family's line. Money in minor units, the rate in parts per million.

    ``shares`` are in the order of the notice's ``share_labels`` and add up to ``due``; ``rate`` is
    None where the scheme asks a flat amount.
    """

    family: str
    name: str
    document: str
    base: int
    rate: int | None
    shares: tuple[int, ...]
    due: int


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """The families of one committee or activity together; ``due`` in minor units."""

    label: str
    families: int
    persons: int
    due: int


@dataclass(frozen=True, slots=True)
class NoticeDocument:
    """A notice ready to be shown: money in minor units of ``currency``, month as in core.periods.

    ``summary_by`` is "committee" or "activity"; ``pay_to`` are label and value of the bank account;
    ``first_lines`` the first lines of the detail, whose whole is the file named ``detail_file``.
    ``proposed`` says the rules are a model and no law; ``example`` marks a demonstration.
    ``reference`` is the ISO 11649 reference without spaces. ``tax_label`` names the association's number
    (none: the words' own); ``unit`` is "family", or "worker" where an employer pays. ``payer`` is who
    pays for the association (none: itself): then the page is the payer's, and names nobody's family.
    """

    institution: str
    number: str
    scheme: str
    agreement: str
    association: str
    association_id: str
    month: int
    issued: date
    due_date: date
    families: int
    persons: int
    currency: str
    due: int
    reference: str
    share_labels: tuple[str, ...]
    shares: tuple[int, ...]
    summary_by: str
    summary: tuple[SummaryRow, ...]
    first_lines: tuple[NoticeLine, ...]
    detail_file: str
    pay_to: tuple[tuple[str, str], ...]
    legal_basis: tuple[str, ...]
    contact: tuple[str, ...]
    proposed: bool
    example: bool
    tax_label: str = ""
    unit: str = "family"
    payer: str = ""
    payer_id: str = ""

    def __post_init__(self) -> None:
        if sum(self.shares) != self.due or len(self.shares) != len(self.share_labels):
            raise NoticeDoesNotAddUp(f"{self.number}: shares {self.shares}, due {self.due}")
        if self.summary and sum(row.due for row in self.summary) != self.due:
            raise NoticeDoesNotAddUp(f"{self.number}: the summary does not add up to {self.due}")
        if self.payer and self.first_lines:
            raise ValueError(f"{self.number}: a page for another payer names no family")
        if self.unit not in ("family", "worker"):
            raise ValueError(f"{self.unit!r}: a line is a family's or a worker's")
        if self.summary_by not in ("committee", "activity"):
            raise ValueError(f"{self.summary_by!r}: a summary is by committee or by activity")


def grouped_reference(reference: str) -> str:
    """Write a reference in groups of four, as banks print it.

    >>> grouped_reference("RF18539007547034")
    'RF18 5390 0754 7034'
    """
    plain = reference.replace(" ", "")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))
