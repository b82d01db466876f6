"""A study prefilled from a negotiation: its newest round, its families, an example's assumptions."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from ayni.adapters.studyfiles import list_studies, load_study, study_yaml
from ayni.core.actor import Actor
from ayni.core.periods import month_of, month_text
from ayni.core.projection.study_text import (
    Associations,
    AssociationShare,
    RulesPopulation,
    Study,
)
from ayni.core.scheme import Terms, figure_text
from ayni.core.scheme.nodes import Texts
from ayni.cycle.study_table import terms_text
from ayni.cycle.table import Table, table

#: A group of fewer families is computed family by family: there chance weighs more than means.
SMALL = 5_000


class NoExample(LookupError):
    """No example study under the negotiation's scheme, whose assumptions could be taken."""


def text_from(*, actor: Actor, negotiation: int, day: date) -> str:
    """Write the study of a negotiation as a file; raises ``UnknownNegotiation``, ``NoExample``."""
    found = table(actor=actor, number=negotiation, day=day)
    return study_yaml(_study(found, model=_model(found), day=day))


def _model(found: Table) -> Study:
    """Take the smallest example under the same scheme: its assumptions hold of like groups."""
    under = [load_study(code).study for code in list_studies()]
    like = [one for one in under if one.scheme == found.scheme.code]
    if not like:
        raise NoExample(found.scheme.code)
    return min(like, key=_families)


def _families(study: Study) -> int:
    population = study.population
    return population.families if isinstance(population, RulesPopulation) else 10**9


def _study(found: Table, *, model: Study, day: date) -> Study:
    last, one = found.last, found.negotiation
    starts = last.proposal.starts if last else day
    terms = last.terms if last else found.base
    families = one.expected_families
    changed = {
        "code": _code(found),
        "name": _same("{} (mesa {})", found.framework.party, found.framework.code),
        "summary": Texts(
            es=f"¿Se sostiene lo que se negocia con {found.framework.party}?",
            en=f"Does what is negotiated with {found.framework.party} last?",
            pt=f"O que se negocia com {found.framework.party} se sustenta?",
        ),
        "starts": month_text(month_of(starts)),
        "population": {"kind": "roster"} if found.real_families else _rules(families),
        "associations": None if found.real_families else _alone(found.framework.party),
        "kernel": "events" if families < SMALL else "cohort",
        "terms": _terms(found, terms=terms, day=day),
        "activity": found.framework.activity or model.activity,
        "income": _income(found),
        # What the example buys besides is not on this table.
        "finance": model.finance.model_copy(update={"stop_loss": None}),
        "alternatives": (),
        "review": None,
        "previous": None,
    }
    plain = model.model_dump(mode="json") | {
        name: value.model_dump(mode="json") if hasattr(value, "model_dump") else value
        for name, value in changed.items()
    }
    return Study.model_validate(plain, strict=False)


def _rules(families: int) -> RulesPopulation:
    return RulesPopulation(kind="rules", families=families)


def _alone(party: str) -> Associations:
    return Associations(named=(AssociationShare(name=party, share=1.0),))


def _same(form: str, *parts: str) -> Texts:
    text = form.format(*parts)
    return Texts(es=text, en=text, pt=text)


def _terms(found: Table, *, terms: Terms | None, day: date) -> object:
    return terms_text(found.scheme, terms=terms or Terms(signed=day))


def _income(found: Table) -> str | None:
    income = found.negotiation.typical_income
    return None if income is None else figure_text(income, unit=found.scheme.currency)


def _code(found: Table) -> str:
    """Make a code of letters, figures and hyphens, of its own for each round: ``mesa-2027-n3-r2``."""
    folded = unicodedata.normalize("NFKD", found.framework.code.lower())
    plain = re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")
    return f"{plain or 'mesa'}-n{found.negotiation.id}-r{len(found.rounds)}"
