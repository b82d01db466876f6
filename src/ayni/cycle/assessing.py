"""Assess a month: lines with their law, ledger entries, notices; then their PDF and XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Adhesion, Version
from ayni.apps.assessment import actions as assessment
from ayni.apps.assessment import queries as assessments
from ayni.apps.assessment.actions import NewNotice, Run
from ayni.apps.ledger import actions as ledger
from ayni.core.actor import Actor, Role
from ayni.core.affiliation.activities import activity_code
from ayni.core.assessment import CompiledContribution, compile_contribution, falls_due
from ayni.core.collection import payment_reference
from ayni.core.ledger import notice_entry
from ayni.core.periods import first_day, month_text
from ayni.core.scheme import Scheme
from ayni.cycle.law import Law, law_of
from ayni.cycle.own_terms import laws_of

#: Where an affiliation keeps what a scheme asks of a family: the insured person's earnings are one figure,
#: declared by an independent worker, told as pay by an employer.
SPAN_FACTS = {
    "activity": "activity",
    "declared_income": "declared_income",
    "pay": "declared_income",
    "dependants": "dependants",
}
#: What a scheme asks of the employer, in the order in which its size is kept.
EMPLOYER_FACTS = ("workers", "yearly_sales")


class FactNotKept(LookupError):
    """A scheme that asks something which no roster and no party tells: nothing can be assessed under it."""


class EmployerSizeUnknown(LookupError):
    """A scheme that asks how large the employer is, and nobody recorded it for the month."""


class NothingToBill(LookupError):
    """A month in which an adhesion does not stand: not begun, ended, or suspended."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What an assessment did: new runs, and how many adhesions were assessed before."""

    month: int
    runs: tuple[Run, ...]
    before: int

    @property
    def lines(self) -> int:
        """Count the lines written."""
        return sum(run.families for run in self.runs)

    @property
    def due(self) -> int:
        """Sum what is due."""
        return sum(run.due for run in self.runs)


def assess_month(
    *, actor: Actor, month: int, issued_on: date, codes: Sequence[str] | None = None
) -> Assessed:
    """Assess a month for some adhesions (by code) or for all in force; a second time has no effect.

    One transaction: lines, ledger entries and notices stand together or not at all.
    """
    actor.require(Role.COLLECTION)
    runner = actor.because(f"liquidación {month_text(month)}")
    with acting(runner):
        wanted = _wanted(actor=runner, month=month, codes=codes)
        done = assessments.assessed(actor=runner, month=month)
        todo = [adhesion for adhesion in wanted if adhesion.id not in done]
        runs: list[Run] = []
        for agreement in sorted({adhesion.agreement for adhesion in todo}):
            under = [adhesion for adhesion in todo if adhesion.agreement == agreement]
            version = alliances.version_on(actor=runner, agreement=agreement, day=first_day(month))
            law = law_of(actor=runner, version=version)
            made = _assess(runner, month=month, law=law, version=version, adhesions=under)
            due_on = falls_due(law.scheme, month=month, terms=law.terms)
            _issue(
                runner,
                runs=made,
                adhesions=under,
                issued_on=issued_on,
                due_on=max(due_on, issued_on),
            )
            runs += made
    return Assessed(month=month, runs=tuple(runs), before=len(wanted) - len(todo))


def _wanted(*, actor: Actor, month: int, codes: Sequence[str] | None) -> list[Adhesion]:
    day = first_day(month)
    if codes is None:
        return alliances.standing_on(actor=actor, day=day)
    named = [alliances.adhesion_of(actor=actor, code=code) for code in codes]
    standing = {one.id for one in alliances.standing_on(actor=actor, day=day)}
    idle = [one.code for one in named if one.id not in standing]
    if idle:
        raise NothingToBill(f"{', '.join(idle)}: {month_text(month)}")
    return named


def _assess(
    actor: Actor, *, month: int, law: Law, version: Version, adhesions: Sequence[Adhesion]
) -> list[Run]:
    """Price every situation under the terms of its adhesion; the lines of all are written at once."""
    day = first_day(month)
    groups = laws_of(actor=actor, law=law, version=version, adhesions=adhesions, day=day)
    compiled = [
        (
            compile_contribution(mine.scheme, month=month, terms=mine.terms, digests=mine.digests),
            under,
        )
        for mine, under in groups
    ]
    # An activity is asked wherever the scheme names some: one that it does not know is not assessed.
    needs = frozenset[str]().union(*(one.needs for one, _ in compiled))
    named = any(one.activities for one, _ in compiled)
    facts = span_facts(needs | ({"activity"} if named else set()))
    prices = [
        _prices(actor, compiled=one, scheme=law.scheme, adhesions=under, day=day, facts=facts)
        for one, under in compiled
    ]
    return assessment.assess(
        actor=actor,
        month=month,
        version=version.id,
        adhesions=[adhesion.id for adhesion in adhesions],
        prices=pl.concat(prices),
        facts=facts,
    )


def _prices(
    actor: Actor,
    *,
    compiled: CompiledContribution,
    scheme: Scheme,
    adhesions: Sequence[Adhesion],
    day: date,
    facts: Sequence[str],
) -> pl.DataFrame:
    """Compute a line for every situation that occurs under some adhesions of equal terms."""
    ids = [adhesion.id for adhesion in adhesions]
    situations = affiliations.situations_on(actor=actor, adhesions=ids, day=day, facts=facts)
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    association = {adhesion.id: adhesion.association for adhesion in adhesions}
    named = situations.with_columns(
        pl.Series(
            "association", [association[one] for one in situations["adhesion"]], dtype=pl.Int64
        ),
        family=place,
        insured=place,
    )
    named = with_facts(actor, scheme=scheme, families=named, needs=compiled.needs, day=day)
    computed = compiled.lines(named).drop("family", "insured")
    return situations.hstack(computed)


def span_facts(needs: frozenset[str]) -> list[str]:
    """List the columns of an affiliation that a scheme asks for, or refuse a fact that nobody keeps."""
    unknown = needs - SPAN_FACTS.keys() - set(EMPLOYER_FACTS)
    if unknown:
        raise FactNotKept(", ".join(sorted(unknown)))
    asked = {SPAN_FACTS[name] for name in needs & SPAN_FACTS.keys()}
    return [name for name in affiliations.FACTS if name in asked]


def with_facts(
    actor: Actor, *, scheme: Scheme, families: pl.DataFrame, needs: frozenset[str], day: date
) -> pl.DataFrame:
    """Add what a scheme asks beside the affiliation's own columns: activity codes, pay, the employer's size."""
    found = with_codes(actor, scheme=scheme, families=families)
    if "pay" in needs:
        found = found.with_columns(pay=pl.col("declared_income"))
    return with_sizes(actor, families=found, day=day) if needs & set(EMPLOYER_FACTS) else found


def with_sizes(actor: Actor, *, families: pl.DataFrame, day: date) -> pl.DataFrame:
    """Add how large each family's employer is on a day, or refuse an employer of unknown size."""
    sizes = alliances.sizes_on(actor=actor, day=day)
    employers = families["association"].to_list()
    lacking = sorted(set(employers) - sizes.keys())
    if lacking:
        names = {one.id: one.code for one in alliances.associations(actor=actor)}
        raise EmployerSizeUnknown(", ".join(names[one] for one in lacking))
    return families.with_columns(
        pl.Series(name, [sizes[one][place] for one in employers], dtype=pl.Int64)
        for place, name in enumerate(EMPLOYER_FACTS)
    )


def with_codes(actor: Actor, *, scheme: Scheme, families: pl.DataFrame) -> pl.DataFrame:
    """Name each family's activity as the scheme does; unnamed ones are their association's."""
    names = {one.code: one.name.es for one in scheme.rules.activities}
    if not names or "activity" not in families.columns:
        return families
    usual = {one.id: one.activity for one in alliances.associations(actor=actor)}
    written = families.select("activity", "association").rows()
    codes = {
        text: activity_code(text, names=names, default="") for text in {one for one, _ in written}
    }
    return families.with_columns(
        activity=pl.Series(
            [codes[text] or usual[association] for text, association in written], dtype=pl.String
        )
    )


def _issue(
    actor: Actor,
    *,
    runs: Sequence[Run],
    adhesions: Sequence[Adhesion],
    issued_on: date,
    due_on: date,
) -> None:
    if not runs:
        return
    currency = access.institution(actor=actor).currency
    by_id = {adhesion.id: adhesion for adhesion in adhesions}
    numbers = [notice_number(month=run.month, adhesion=run.adhesion) for run in runs]
    entries = [
        notice_entry(
            notice=number,
            day=issued_on,
            currency=currency,
            association=run.association,
            due=run.due,
            state_due=run.state_due,
        )
        for number, run in zip(numbers, runs, strict=True)
    ]
    posted = ledger.post(actor=actor, entries=entries)
    assessment.issue(
        actor=actor,
        notices=[
            NewNotice(
                run=run,
                payer=by_id[run.adhesion].payer,
                number=number,
                reference=payment_reference(number),
                currency=currency,
                issued_on=issued_on,
                due_on=due_on,
                ledger_entry=entry,
            )
            for number, run, entry in zip(numbers, runs, posted, strict=True)
        ],
    )


def notice_number(*, month: int, adhesion: int) -> str:
    """Number a notice: month, then adhesion, so that nobody has to count.

    >>> notice_number(month=24315, adhesion=7)
    'AV-2026-04-00007'
    """
    return f"AV-{month_text(month)}-{adhesion:05d}"
