"""Waiting by benefit: which benefits are open on a day for a person affiliated since a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ayni.core.assessment import Step
from ayni.core.assessment.plan import Shown
from ayni.core.assessment.working import Line, steps_of
from ayni.core.entitlement.words import LABELS, WAITING
from ayni.core.periods import months_later
from ayni.core.scheme import ParameterMissing, Reading, Scheme, Terms, read
from ayni.core.scheme.nodes import Texts
from ayni.core.scheme.rules import Waiting


class UnknownBenefit(LookupError):
    """A benefit for which the scheme names no waiting."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A benefit, the day on which it opens, and whether that day has come."""

    benefit: str
    name: Texts
    affiliated_from: date
    opens_on: date
    open: bool
    reading: Reading

    def text(self, language: str = "es") -> str:
        """Say it in plain words."""
        words = WAITING["open" if self.open else "closed"][language]
        name = self.name.in_language(language)
        return words.format(name=name, day=self.opens_on.isoformat())

    def steps(self, language: str = "es") -> list[Step]:
        """Explain it, each step beside the parameter it rests on."""
        since, opens = self.affiliated_from.toordinal(), self.opens_on.toordinal()
        name, reading = self.name.in_language(language), self.reading
        lines = [
            Line("affiliated_from", "affiliated_from", Shown.DAY, since),
            Line("wait", "wait", Shown.COUNT, reading.number, name, reading),
            Line("opens_on", "opens_on", Shown.DAY, opens),
        ]
        return steps_of(lines, currency="", language=language, labels=LABELS)


def openings(
    scheme: Scheme, *, affiliated_from: date, day: date, terms: Terms | None = None
) -> tuple[Opening, ...]:
    """Tell of each benefit with a waiting when it opens, by the law of ``day``; the others are open."""
    return tuple(
        _opening(scheme, rule=rule, affiliated_from=affiliated_from, day=day, terms=terms)
        for rule in scheme.rules.entitlement.waiting
    )


def still_closed(
    scheme: Scheme, *, affiliated_from: date, day: date, terms: Terms | None = None
) -> tuple[Opening, ...]:
    """Give the benefits that are not open yet; a waiting that had no value that day closed nothing."""
    closed = []
    for rule in scheme.rules.entitlement.waiting:
        try:
            found = _opening(
                scheme, rule=rule, affiliated_from=affiliated_from, day=day, terms=terms
            )
        except ParameterMissing:
            continue
        if not found.open:
            closed.append(found)
    return tuple(closed)


def require_benefit(scheme: Scheme, *, benefit: str) -> None:
    """Refuse a benefit for which the scheme names no waiting."""
    known = [rule.benefit for rule in scheme.rules.entitlement.waiting]
    if benefit not in known:
        listed = ", ".join(known) or "none"
        raise UnknownBenefit(f"{benefit!r}; {scheme.code} has a waiting for {listed}")


def opening(
    scheme: Scheme,
    *,
    benefit: str,
    affiliated_from: date,
    day: date,
    terms: Terms | None = None,
) -> Opening:
    """Tell when one benefit opens; one that the scheme does not name is refused."""
    require_benefit(scheme, benefit=benefit)
    waitings = scheme.rules.entitlement.waiting
    rule = next(rule for rule in waitings if rule.benefit == benefit)
    return _opening(scheme, rule=rule, affiliated_from=affiliated_from, day=day, terms=terms)


def _opening(
    scheme: Scheme, *, rule: Waiting, affiliated_from: date, day: date, terms: Terms | None
) -> Opening:
    reading = read(scheme, name=rule.months, day=day, terms=terms)
    # Some laws count a waiting in days (SIS: thirty); the parameter's unit says which it is.
    if reading.unit == "days":
        opens_on = affiliated_from + timedelta(days=reading.number)
    else:
        opens_on = months_later(affiliated_from, months=reading.number)
    return Opening(rule.benefit, rule.name, affiliated_from, opens_on, day >= opens_on, reading)
