"""Terms as people type them: figures with a comma or a point, per cents, months; each fault with its clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ayni.core.alliance.clauses import Clause, ClauseKind, Value
from ayni.core.alliance.words import problem_text
from ayni.core.money import minor_digits
from ayni.core.scheme.units import UnitKind, figure_text

_PLAIN = re.compile(r"[0-9]{1,12}([.,][0-9]{1,9})?")
_GROUPED = re.compile(r"[0-9]{1,3}([.,\u00a0\u202f ][0-9]{3})+([.,][0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class TermProblem:
    """One thing wrong in what was typed: the clause, a code of ``words.PROBLEMS``, its particulars."""

    key: str
    code: str
    particulars: tuple[tuple[str, str], ...]

    def text(self, language: str = "es") -> str:
        """Say it in plain words, with what would be right."""
        return problem_text(self.code, language=language, **dict(self.particulars))


class TermsNotRead(ValueError):
    """Terms that cannot be taken; ``problems`` lists them all."""

    def __init__(self, problems: list[TermProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.key}: {one.text('en')}" for one in problems))


def read_values(clauses: tuple[Clause, ...], *, typed: Mapping[str, str]) -> dict[str, Value]:
    """Read what was typed, clause by clause; what was left empty is as the law says.

    Raises ``TermsNotRead`` with every fault at once, unknown clauses too.
    """
    known = {one.key: one for one in clauses}
    problems = [
        _problem(key, "unknown_clause", value=key, example=", ".join(known) or "—")
        for key in typed
        if key not in known
    ]
    values: dict[str, Value] = {}
    for key, clause in known.items():
        text = typed.get(key, "").strip()
        if not text:
            if clause.law is None:
                problems.append(_problem(key, "missing", example=example(clause)))
            continue
        found = read_value(clause, text=text)
        if isinstance(found, TermProblem):
            problems.append(found)
        else:
            values[key] = found
    if problems:
        raise TermsNotRead(problems)
    return values


def read_value(clause: Clause, *, text: str) -> Value | TermProblem:
    """Read one clause as it is typed, or say what is wrong with it."""
    if clause.kind.chosen:
        if text in clause.choices:
            return text
        return _problem(clause.key, "unknown_choice", value=text, example=", ".join(clause.choices))
    if clause.kind is ClauseKind.ENTRY:
        return _months(clause, text=text)
    found = _figure(clause, text=text)
    return found if isinstance(found, TermProblem) else _bounded(clause, value=found)


def typed_text(clause: Clause, *, value: Value) -> str:
    """Write a value as it would be typed.

    Per cents without their sign, money in its unit, months as numbers.
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(str(month) for month in value)
    if isinstance(value, str):
        return value
    if clause.unit_kind is UnitKind.RATIO:
        return f"{Decimal(value).scaleb(-4).normalize():f}"
    return figure_text(value, unit=clause.unit).removesuffix(".0")


def example(clause: Clause) -> str:
    """Give a value that would be right, as it would be typed."""
    usual = clause.lowest if clause.law is None else clause.law
    return typed_text(clause, value=usual)


def _months(clause: Clause, *, text: str) -> Value | TermProblem:
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    right = all(part.isascii() and part.isdigit() and 1 <= int(part) <= 12 for part in parts)
    if not right:
        return _problem(clause.key, "not_a_figure", value=text, example="4, 5, 6")
    months = tuple(sorted({int(part) for part in parts}))
    if len(months) < (clause.lowest or 1):
        return _problem(clause.key, "too_few_months", lowest=str(clause.lowest))
    return months


def _figure(clause: Clause, *, text: str) -> int | TermProblem:
    good = example(clause)
    plain = text.removesuffix("%").strip() if clause.unit_kind is UnitKind.RATIO else text
    decimals = _decimals(clause)
    if _PLAIN.fullmatch(plain):
        whole, _, rest = plain.replace(",", ".").partition(".")
        if len(rest) == 3 and len(whole) < 4 and decimals < 3:
            # 1.130 is a thousand to one reader and one to another
            return _problem(clause.key, "ambiguous", value=text, example=f"{whole}{rest}")
    elif _GROUPED.fullmatch(plain):
        grouped = _ungrouped(plain)
        if grouped is None:
            joined = re.sub(r"\D", "", plain)
            return _problem(clause.key, "ambiguous", value=text, example=joined)
        whole, rest = grouped
    else:
        return _problem(clause.key, "not_a_figure", value=text, example=good)
    if len(rest.rstrip("0")) > decimals:
        return _problem(clause.key, "too_many_decimals", value=text, example=good)
    return int(Decimal(f"{whole}.{rest or 0}").scaleb(decimals))


def _ungrouped(text: str) -> tuple[str, str] | None:
    """Take thousands apart: the last sign is the decimal one only where it differs from the others."""
    signs = [sign for sign in text if not sign.isdigit()]
    tail = re.split(r"\D", text)[-1]
    if len(set(signs)) == 1:
        # one sort of sign: thousands, unless a single one leaves it open
        return None if len(signs) == 1 and signs[0] in ".," else (re.sub(r"\D", "", text), "")
    if signs.count(signs[-1]) > 1:
        return None
    return re.sub(r"\D", "", text[: -len(tail) - 1]), tail


def _decimals(clause: Clause) -> int:
    kind = clause.unit_kind
    if kind is UnitKind.MONEY:
        return minor_digits(clause.unit)
    return 4 if kind is UnitKind.RATIO else 0


def _bounded(clause: Clause, *, value: int) -> int | TermProblem:
    low, high = clause.lowest, clause.highest
    bounds = {
        "value": typed_text(clause, value=value),
        "lowest": typed_text(clause, value=low),
        "highest": typed_text(clause, value=high),
    }
    if low is not None and value < low:
        return _problem(clause.key, "below", **bounds)
    if high is not None and value > high:
        return _problem(clause.key, "above", **bounds)
    return value


def _problem(key: str, code: str, **particulars: str) -> TermProblem:
    return TermProblem(key, code, tuple(sorted(particulars.items())))
