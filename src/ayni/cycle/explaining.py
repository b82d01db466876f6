"""Why does this family owe this sum? The line's own computation, step by step, with the law it pinned."""

from __future__ import annotations

import polars as pl

from ayni.apps.access.actions import acting
from ayni.apps.affiliation import queries as affiliations
from ayni.apps.alliance import queries as alliances
from ayni.apps.audit.actions import log_read
from ayni.apps.entitlement import queries as entitlements
from ayni.core.actor import Actor
from ayni.core.assessment import Step, compile_contribution, explain
from ayni.core.periods import first_day
from ayni.cycle.assessing import with_facts
from ayni.cycle.own_terms import law_for


class NobodyKnown(LookupError):
    """Nobody of that number was affiliated."""


def explain_line(*, actor: Actor, number: str, month: int, language: str = "es") -> list[Step]:
    """Explain the contribution of the family of a document number for a month.

    The same compiled computation as the bill, with every intermediate figure kept.
    """
    day = first_day(month)
    with acting(actor.because("explicar un aporte")):
        known = entitlements.known(actor=actor, number=number, day=day)
        log_read(actor=actor, person=known.person if known else None, route="explain")
        if known is None:
            raise NobodyKnown(number)
        adhesion = next(a for a in alliances.adhesions(actor=actor) if a.id == known.adhesion)
        version = alliances.version_on(actor=actor, agreement=adhesion.agreement, day=day)
        law = law_for(actor=actor, adhesion=adhesion, version=version, day=day)
        families = affiliations.families_on(actor=actor, adhesions=[adhesion.id], day=day)
        needs = compile_contribution(
            law.scheme, month=month, terms=law.terms, digests=law.digests
        ).needs
        family = with_facts(
            actor,
            scheme=law.scheme,
            families=families.filter(pl.col("family") == known.family),
            needs=needs,
            day=day,
        )
    if family.is_empty():
        raise NobodyKnown(number)
    return explain(
        law.scheme,
        month=month,
        terms=law.terms,
        family_row=family.to_dicts()[0],
        language=language,
    )
