"""What the families of an agreement keep when it ends, worked out at notice and put into the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from ayni.adapters.schemefiles import list_schemes, load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import life_queries
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Adhesion, Framework
from ayni.apps.entitlement import actions as entitlement
from ayni.apps.message import actions as messages
from ayni.core.actor import Actor, NotAllowed, Role, Scope
from ayni.core.comparison import Alone, Family, alone
from ayni.core.entitlement.after_agreement import kept_after, latency_on
from ayni.core.money import minor_digits
from ayni.core.periods import month_of
from ayni.cycle.law import law_of

KIND = "after_agreement"


class NoEndAhead(LookupError):
    """An agreement that nobody gave notice of and that has no last day: nothing is to be worked out."""


@dataclass(frozen=True, slots=True)
class KeptGroup:
    """Families of one association that keep the same: months of cover after leaving and its last day."""

    association: int
    latency: int
    last_day: date
    families: int
    persons: int


@dataclass(frozen=True, slots=True)
class WayOn:
    """An individual scheme for families of one size: how many they are, and its price for each of them."""

    dependants: int
    families: int
    alone: Alone


@dataclass(frozen=True, slots=True)
class AfterAgreement:
    """What stays after the first day without the agreement.

    ``families`` has one row each (association, family, insured, dependants and ``KEPT``); ``window`` is none
    where the scheme gives no cover after leaving. Whether a family was in the SIS before, and when it was let
    go, is not recorded: a family may be left with neither.
    """

    agreement: int
    ended: date
    regime: str
    currency: str
    window: int | None
    groups: tuple[KeptGroup, ...]
    ways_on: tuple[WayOn, ...]
    families: pl.DataFrame

    @property
    def without_cover(self) -> int:
        """Count the families whose cover ends with the agreement."""
        return sum(one.families for one in self.groups if one.latency == 0)


def after_agreement(
    *, actor: Actor, agreement: int, today: date, association: int | None = None
) -> AfterAgreement:
    """Work it out for everybody affiliated today, by the day a notice falls on, or else the last day.

    Months count as they are known today. An association that is not the agreement's party is told of its own
    families alone; ``association`` asks for one's alone. Raises ``NoEndAhead``; refuses whoever has no part.
    """
    actor.require(
        *(Role.HEAD, Role.NEGOTIATOR, Role.AFFILIATION, Role.AUDITOR, Role.COLLECTION),
        *(Role.REPRESENTATIVE, Role.SECRETARY),
    )
    runner = actor.on_behalf(reason="calcular lo que queda al terminar el convenio")
    with acting(runner):
        framework = alliances.framework(actor=runner, number=agreement)
        version = alliances.version(actor=runner, agreement=agreement)
        if framework is None or version is None:
            raise NoEndAhead(f"agreement {agreement} is not signed")
        seen = _seen(runner, reader=actor, framework=framework)
        adhesions = [one.id for one in seen if association in (None, one.association)]
        life = life_queries.state_of(actor=runner, agreement=agreement).life
        ended = life.falls_on or life.ends
        if ended is None:
            raise NoEndAhead(f"agreement {agreement} runs on")
        # those who left with it are those of its last day
        day = min(today, ended - timedelta(days=1))
        families = affiliations.families_on(actor=runner, adhesions=adhesions, day=day)
        persons = families["insured"].to_list()
        months = entitlement.months_in_force(actor=runner, scheme=framework.scheme, persons=persons)
    law = law_of(actor=runner, version=version)
    latency = latency_on(law.scheme, ended=ended, terms=law.terms)
    kept = kept_after(latency, ended=ended, persons=persons, months=months)
    joined = families.join(kept.rename({"person": "insured"}), on="insured", how="left")
    library = [load_scheme(code) for code in list_schemes()]
    ways = [
        WayOn(dependants, count, one)
        for dependants, count in joined.group_by("dependants").len().sort("dependants").iter_rows()
        for one in alone(
            library,
            like=law.scheme,
            family=_family(dependants, currency=law.scheme.currency),
            month=month_of(today),
        )
    ]
    return AfterAgreement(
        agreement=agreement,
        ended=ended,
        regime=law.scheme.rules.regime,
        currency=law.scheme.currency,
        window=latency.window,
        groups=tuple(_groups(joined)),
        ways_on=tuple(ways),
        families=joined,
    )


def _seen(actor: Actor, *, reader: Actor, framework: Framework) -> list[Adhesion]:
    """List the adhesions whose families the reader is told of."""
    every = alliances.adhesions(actor=actor, agreement=framework.id)
    if reader.scope is not Scope.ASSOCIATION or framework.association in reader.associations:
        return every
    own = [one for one in every if one.association in reader.associations]
    if not own:
        raise NotAllowed("no part in this agreement")
    return own


def _family(dependants: int, *, currency: str) -> Family:
    """Describe a family by its size alone: a scheme that asks for its income says so instead of a price."""
    minor_digits(currency)
    return Family(income={}, dependants=min(dependants, 50))


def _groups(joined: pl.DataFrame) -> list[KeptGroup]:
    keys = ["association", "latency", "last_day"]
    found = joined.group_by(keys).agg(
        families=pl.len(), persons=(pl.col("dependants") + 1).sum().cast(pl.Int64)
    )
    return [KeptGroup(*row) for row in found.sort(keys).iter_rows()]


def tell_associations(*, actor: Actor, agreement: int, today: date) -> int:
    """Put one message per association into the outbox with what its families keep; gives how many are new.

    Nothing is sent yet: the outbox waits. Said once per agreement, association and day of the end.
    """
    actor.require(Role.HEAD, Role.REPRESENTATIVE)
    found = after_agreement(actor=actor, agreement=agreement, today=today)
    runner = actor.on_behalf(reason=f"avisar lo que queda tras el {found.ended}")
    new = 0
    with acting(runner):
        for association in sorted({one.association for one in found.groups}):
            mine = [one for one in found.groups if one.association == association]
            new += messages.put(
                actor=runner,
                association=association,
                key=f"{KIND}:{agreement}:{found.ended}:{association}",
                kind=KIND,
                body={
                    "agreement": agreement,
                    "ended": found.ended.isoformat(),
                    "families": sum(one.families for one in mine),
                    "groups": [
                        {
                            "latency_months": one.latency,
                            "last_day": one.last_day.isoformat(),
                            "families": one.families,
                        }
                        for one in mine
                    ],
                },
            )
    return new
