"""The state of the programme at a glance: what the home pages show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Adhesion, Association
from ayni.apps.assessment import queries as assessments
from ayni.apps.assessment.queries import Notice
from ayni.apps.collection import queries as collections
from ayni.apps.collection.queries import Receipt
from ayni.apps.entitlement import queries as entitlements
from ayni.core.actor import Actor
from ayni.core.money import divide_half_up
from ayni.core.periods import last_day

#: EsSalud's spending per insured person and year, 2020: S/ 12,000 M over 11.8 M insured (domain notes,
#: section 4: derived from La Mula 2019 and Infobae 2022). Minor units of PEN. Not a cost of this programme.
EXPECTED_COST_YEAR = 101_700
EXPECTED_COST_SOURCE = (
    "S/ 12 000 millones de gasto de EsSalud en 2020 entre 11,8 millones de asegurados"
)
#: The one currency in which we know such a figure; an institution of another one is shown no cost at all.
EXPECTED_COST_CURRENCY = "PEN"


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the programme, or of one association. Money in minor units.

    ``expected_cost`` is 0 where the institution has no figure of what care costs.
    """

    month: int
    families: int
    persons: int
    covered: int
    due: int
    paid: int
    state_due: int
    expected_cost: int

    @property
    def arrears(self) -> int:
        """Give what is due and not paid."""
        return self.due - self.paid


@dataclass(frozen=True, slots=True)
class Overview:
    """Numbers of the day and the months behind them."""

    institution: access.Institution
    today: date
    associations: int
    families: int
    persons: int
    covered: int
    due: int
    paid: int
    unallocated: int
    months: tuple[MonthLine, ...]

    @property
    def knows_cost(self) -> bool:
        """Tell whether there is a figure of what care costs here."""
        return self.institution.currency == EXPECTED_COST_CURRENCY

    @property
    def arrears(self) -> int:
        """Give what is due and not paid."""
        return self.due - self.paid


def programme(*, actor: Actor, today: date, association: int | None = None) -> Overview:
    """Give the whole programme, or one association's part of it."""
    with acting(actor):
        notices = assessments.notices(actor=actor, association=association)
        paid = collections.paid_by_notice(actor=actor, association=association)
        families, persons = affiliations.counts(actor=actor, day=today, association=association)
        institution = access.institution(actor=actor)
        schemes = alliances.schemes(actor=actor)
        months = _months(
            actor=actor, notices=notices, paid=paid, schemes=schemes, association=association
        )
        covered = entitlements.covered_counts(
            actor=actor, schemes=schemes, days=[today], association=association
        )[0]
        found = collections.receipts(actor=actor, association=association, limit=10_000)
        return Overview(
            institution=institution,
            today=today,
            associations=len({a.association for a in alliances.adhesions(actor=actor)}),
            families=families,
            persons=persons,
            covered=covered,
            due=sum(line.due for line in months),
            paid=sum(line.paid for line in months),
            unallocated=sum(r.unallocated for r in found if r.currency == institution.currency),
            months=tuple(months),
        )


def _months(
    *,
    actor: Actor,
    notices: list[Notice],
    paid: dict[int, int],
    schemes: list[int],
    association: int | None,
) -> list[MonthLine]:
    by_month: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_month[notice.month].append(notice)
    order = sorted(by_month)
    if not order:
        return []
    days = [last_day(month) for month in order]
    covered = entitlements.covered_counts(
        actor=actor, schemes=schemes, days=days, association=association
    )
    knows = access.institution(actor=actor).currency == EXPECTED_COST_CURRENCY
    return [
        _month(month, notices=by_month[month], paid=paid, covered=count, knows_cost=knows)
        for month, count in zip(order, covered, strict=True)
    ]


def _month(
    month: int, *, notices: list[Notice], paid: dict[int, int], covered: int, knows_cost: bool
) -> MonthLine:
    persons = sum(n.persons for n in notices)
    return MonthLine(
        month=month,
        families=sum(n.families for n in notices),
        persons=persons,
        covered=covered,
        due=sum(n.due for n in notices),
        paid=sum(paid.get(n.id, 0) for n in notices),
        state_due=sum(n.state_due for n in notices),
        expected_cost=divide_half_up(persons * EXPECTED_COST_YEAR, 12) if knows_cost else 0,
    )


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """What stands under one agreement: each has its scheme and its own price."""

    code: str
    families: int
    persons: int
    covered: int
    due: int
    paid: int

    @property
    def arrears(self) -> int:
        """Give what is due and not paid."""
        return self.due - self.paid


def agreement_lines(*, actor: Actor, today: date) -> list[AgreementLine]:
    """List the agreements with their people and money."""
    with acting(actor):
        notices = assessments.notices(actor=actor)
        paid = collections.paid_by_notice(actor=actor)
        sizes = affiliations.counts_by_adhesion(actor=actor, day=today)
        covered = entitlements.covered_by_adhesion(actor=actor, day=today)
        under: dict[str, list[int]] = defaultdict(list)
        for adhesion in alliances.adhesions(actor=actor):
            under[adhesion.agreement_code].append(adhesion.id)
    return [
        AgreementLine(
            code=code,
            families=sum(sizes.get(one, (0, 0))[0] for one in adhesions),
            persons=sum(sizes.get(one, (0, 0))[1] for one in adhesions),
            covered=sum(covered.get(one, 0) for one in adhesions),
            due=sum(n.due for n in notices if n.adhesion in adhesions),
            paid=sum(paid.get(n.id, 0) for n in notices if n.adhesion in adhesions),
        )
        for code, adhesions in sorted(under.items())
    ]


@dataclass(frozen=True, slots=True)
class AssociationLine:
    """One association in the list."""

    association: Association
    adhesion: str
    families: int
    persons: int
    due: int
    paid: int
    months_unpaid: int

    @property
    def arrears(self) -> int:
        """Give what is due and not paid."""
        return self.due - self.paid


def association_lines(*, actor: Actor, today: date) -> list[AssociationLine]:
    """List the associations with their families, money and unpaid months."""
    with acting(actor):
        notices = assessments.notices(actor=actor)
        paid = collections.paid_by_notice(actor=actor)
        sizes = affiliations.counts_by_adhesion(actor=actor, day=today)
        found = {a.id: a for a in alliances.associations(actor=actor)}
        by_association: dict[int, list[Notice]] = defaultdict(list)
        for notice in notices:
            by_association[notice.association].append(notice)
        return [
            _association(
                found[adhesion.association],
                adhesion=adhesion.code,
                size=sizes.get(adhesion.id, (0, 0)),
                notices=by_association[adhesion.association],
                paid=paid,
            )
            for adhesion in alliances.adhesions(actor=actor)
        ]


def _association(
    association: Association,
    *,
    adhesion: str,
    size: tuple[int, int],
    notices: list[Notice],
    paid: dict[int, int],
) -> AssociationLine:
    return AssociationLine(
        association=association,
        adhesion=adhesion,
        families=size[0],
        persons=size[1],
        due=sum(n.due for n in notices),
        paid=sum(paid.get(n.id, 0) for n in notices),
        months_unpaid=sum(paid.get(n.id, 0) < n.due for n in notices),
    )


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice with what was paid on it."""

    notice: Notice
    paid: int

    @property
    def open(self) -> int:
        """Give what is still owed."""
        return self.notice.due - self.paid

    @property
    def state(self) -> str:
        """Name the state: paid, part_paid or unpaid."""
        if self.open <= 0:
            return "paid"
        return "part_paid" if self.paid else "unpaid"


@dataclass(frozen=True, slots=True)
class AssociationPage:
    """Everything one association's page shows."""

    association: Association
    adhesion: Adhesion | None
    overview: Overview
    notices: tuple[NoticeLine, ...]
    rosters: tuple[affiliations.Roster, ...]
    receipts: tuple[Receipt, ...]


def association_page(*, actor: Actor, today: date, number: int) -> AssociationPage | None:
    """Give one association's page, or nothing when it is not the actor's to see."""
    overview = programme(actor=actor, today=today, association=number)
    with acting(actor):
        association = alliances.association(actor=actor, number=number)
        if association is None:
            return None
        paid = collections.paid_by_notice(actor=actor, association=number)
        adhesions = [a for a in alliances.adhesions(actor=actor) if a.association == number]
        return AssociationPage(
            association=association,
            adhesion=next((a for a in adhesions if a.in_force(today)), (*adhesions, None)[0]),
            overview=overview,
            notices=tuple(
                NoticeLine(n, paid.get(n.id, 0))
                for n in assessments.notices(actor=actor, association=number)
            ),
            rosters=tuple(affiliations.rosters(actor=actor, association=number)),
            receipts=tuple(collections.receipts(actor=actor, association=number)),
        )
