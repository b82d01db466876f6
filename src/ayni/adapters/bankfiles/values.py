"""A bank's file as values, and the refusal when it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ayni.adapters.bankfiles.words import PROBLEMS
from ayni.core.collection import BankEntry


@dataclass(frozen=True, slots=True)
class Statement:
    """One account over some days; balances are signed minor units, ``ends`` is the last day, in."""

    account: str
    number: str
    currency: str
    starts: date
    ends: date
    opening: int
    closing: int
    entries: tuple[BankEntry, ...]


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A file read whole: its SHA-256, which message it holds, and its statements."""

    name: str
    digest: str
    message: str
    statements: tuple[Statement, ...]


class UnreadableStatement(ValueError):
    """The whole file is refused; ``code`` and ``params`` say why, ``words`` for people."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(self.words("en"))

    def words(self, language: str) -> str:
        """Say the reason in es, en or pt."""
        return PROBLEMS[self.code][language].format(**self.params)


class NotWritable(ValueError):
    """A value that a camt.053 file cannot hold as it is."""
