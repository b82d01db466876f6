"""Case W-12: prices stand still while an agreement runs; the new law comes with the renewal, and for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.cli.postgres import Urls
from ayni.core.actor import Actor, NotAllowed, Role
from ayni.core.periods import month_number
from ayni.core.scheme import Payer, Scheme
from ayni.core.scheme.terms import TermsRefused
from ayni.cycle import agreement_life as life
from ayni.cycle import negotiating as talks
from ayni.cycle import renewal_effect as renewals
from ayni.cycle.negotiating import NewDraft, Typed
from ayni.cycle.renewal_effect import NothingToRenew, renewal_effect
from tests.cycle import made
from tests.cycle.small_world import SYSTEM
from tests.cycle.test_negotiation import HEAD, WRITER, speaker

__all__ = ["speaker"]
SIGNED, RENEWED = date(2025, 3, 1), date(2026, 3, 1)
MARCH = month_number(year=2025, month=3)
CODE = "W-12"


def raised(code: str) -> Scheme:
    """Give the scheme after the Board's decision: from 2025-07-01 the reference income is S/ 1,200."""
    scheme = load_scheme(code)

    def changed(one: object) -> object:
        if one.name != "ingreso_referencia":
            return one
        later = one.values[-1].model_copy(update={"start": date(2025, 7, 1), "value": 120_000})
        return one.model_copy(update={"values": (*one.values, later)})

    return scheme.model_copy(
        update={"parameters": tuple(changed(one) for one in scheme.parameters)}
    )


def agreed(speaker: Actor, number: int, *, day: date, ends: date) -> None:
    talks.propose(actor=WRITER, negotiation=number, typed=Typed({}, day, ends, "", 0), day=day)
    talks.consent(actor=speaker, negotiation=number, proposal=1, day=day)
    talks.consent(actor=HEAD, negotiation=number, proposal=1, day=day)
    talks.sign(actor=HEAD, negotiation=number, day=day)


@pytest.fixture
def year(speaker: Actor, monkeypatch: pytest.MonkeyPatch) -> int:
    """An agreement of one year with two families; the scale is raised in its fifth month."""
    new = NewDraft(speaker.associations[0], CODE, "pe-modelo-colectivo", expected_families=2)
    draft = talks.draft(actor=WRITER, new=new, day=date(2025, 2, 20))
    talks.ask_in(actor=WRITER, negotiation=draft.negotiation, day=date(2025, 2, 20))
    agreed(speaker, draft.negotiation, day=SIGNED, ends=RENEWED)
    life.advance(actor=SYSTEM, today=SIGNED)
    made.taken(made.families(1, 2), month=MARCH, code=CODE)
    monkeypatch.setattr(talks, "load_scheme", raised)
    monkeypatch.setattr(renewals, "load_scheme", raised)
    with acting(SYSTEM):
        found = negotiations.negotiation(actor=SYSTEM, number=draft.negotiation)
    assert found is not None
    return found.agreement


def test_w12_the_new_scale_is_billed_only_from_the_renewal_on(year: int, speaker: Actor) -> None:
    made.assessed(*range(MARCH, MARCH + 12), code=CODE)
    number = talks.reopen(
        actor=WRITER, agreement=year, purpose="renewal", expected_families=2, day=date(2026, 2, 1)
    )
    talks.propose(
        actor=WRITER, negotiation=number,
        typed=Typed({}, RENEWED, date(2027, 3, 1), "", 0), day=date(2026, 2, 1),
    )  # fmt: skip
    for actor in (speaker, HEAD):
        talks.consent(actor=actor, negotiation=number, proposal=1, day=date(2026, 2, 20))
    talks.sign(actor=HEAD, negotiation=number, day=date(2026, 2, 20))
    life.advance(actor=SYSTEM, today=RENEWED)
    made.assessed(MARCH + 12, code=CODE)
    # March 2025 to February 2026: 4 % of 1,130; from March 2026: 4 % of 1,200
    assert [made.balances(MARCH + n)[0][0] for n in range(13)] == [4520] * 12 + [4800]


def test_the_effect_says_for_whom_and_how_much(year: int, speaker: Actor) -> None:
    found = renewal_effect(actor=HEAD, agreement=year, starts=RENEWED, today=date(2026, 2, 1))
    (one,) = found.effects
    assert one.association == speaker.associations[0]
    assert (one.effect.more, one.effect.less, one.same) == (2, 0, 0)
    # the State completes 9 %: 5 % of 1,130 and of 1,200
    assert one.effect.before.group == {Payer.INSURED_PERSON: 9040, Payer.STATE: 11_300}
    assert one.effect.after.group == {Payer.INSURED_PERSON: 9600, Payer.STATE: 12_000}
    assert found.dropped == ()
    seen = renewal_effect(actor=speaker, agreement=year, starts=RENEWED, today=date(2026, 2, 1))
    assert seen == found


def test_a_proposal_is_priced_in_its_place(year: int) -> None:
    found = renewal_effect(
        actor=HEAD, agreement=year, starts=RENEWED, today=date(2026, 2, 1),
        values={"income.cafe": 113_000},
    )  # fmt: skip
    assert (found.effects[0].effect.more, found.effects[0].same) == (0, 2)
    with pytest.raises(TermsRefused):
        renewal_effect(
            actor=HEAD, agreement=year, starts=RENEWED, today=date(2026, 2, 1),
            values={"income.cafe": 1},
        )  # fmt: skip


def test_nobody_to_renew_for_or_nobody_who_may_ask(
    founded: Urls, year: int, speaker: Actor
) -> None:
    act = {"starts": RENEWED, "today": date(2026, 2, 1)}
    with pytest.raises(NothingToRenew):
        renewal_effect(actor=HEAD, agreement=9_999, **act)
    with pytest.raises(NotAllowed):
        renewal_effect(actor=replace(HEAD, role=Role.CLERK), agreement=year, **act)
    with pytest.raises(NotAllowed):
        renewal_effect(actor=replace(speaker, associations=(9_999,)), agreement=year, **act)
    early = {"starts": SIGNED, "today": date(2025, 1, 1)}
    with pytest.raises(NothingToRenew, match="nobody"):
        renewal_effect(actor=HEAD, agreement=year, **early)
