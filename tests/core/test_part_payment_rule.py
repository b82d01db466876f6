"""The rule of part payment of a month: chosen within the scheme's options, read back, shared by it, refused."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.clauses import carried_over, clauses, differences, terms_with, value_of
from ayni.core.alliance.plain_terms import plain_value, terms_of_values
from ayni.core.alliance.typed import TermProblem, read_value, typed_text
from ayni.core.collection import MoreThanOpen, NotPayable, shares_by_rule
from ayni.core.scheme import Terms, TermsRefused, check_terms, leavable, part_rule
from ayni.core.scheme.calendar_checks import calendar_problems
from ayni.core.scheme.rules import NegotiablePart

DAY = date(2026, 11, 26)
MODEL = load_scheme("pe-modelo-colectivo")
RWANDA = load_scheme("rw-cbhi")
REGULAR = load_scheme("pe-essalud-regular")
CLAUSE = next(one for one in clauses(MODEL, day=DAY) if one.key == "part_payment")
SHARED = Terms(signed=DAY, part_payment="pro_rata")


def test_the_law_holds_until_an_agreement_chooses() -> None:
    assert part_rule(MODEL, terms=None) == "whole_families_in_roster_order"
    assert part_rule(MODEL, terms=SHARED) == "pro_rata"
    assert part_rule(RWANDA, terms=None) is None
    assert value_of(CLAUSE, terms=None) == CLAUSE.law == "whole_families_in_roster_order"
    assert value_of(CLAUSE, terms=SHARED) == "pro_rata"


def test_it_is_typed_kept_compared_and_carried_like_any_clause() -> None:
    known = clauses(MODEL, day=DAY)
    assert read_value(CLAUSE, text="pro_rata") == "pro_rata"
    assert isinstance(read_value(CLAUSE, text="por suerte"), TermProblem)
    assert typed_text(CLAUSE, value="pro_rata") == "pro_rata"
    assert terms_with(known, values={"part_payment": "pro_rata"}, signed=DAY) == SHARED
    law = {"part_payment": "whole_families_in_roster_order"}
    assert terms_with(known, values=law, signed=DAY) == Terms(signed=DAY)
    (moved,) = differences(known, before=None, after=SHARED)
    assert (moved.clause.key, moved.before, moved.after) == (
        "part_payment",
        "whole_families_in_roster_order",
        "pro_rata",
    )
    assert plain_value(CLAUSE, value="pro_rata") == {"part_payment": "pro_rata"}
    assert terms_of_values({"part_payment": "pro_rata"}, signed=DAY, renewed=None) == SHARED
    assert carried_over(known, terms=SHARED) == ({"part_payment": "pro_rata"}, [])
    assert carried_over(clauses(REGULAR, day=DAY), terms=SHARED) == ({}, ["part_payment"])


def test_terms_without_it_keep_their_text() -> None:
    assert "part_payment" not in Terms(signed=DAY).model_dump(mode="json")
    assert Terms.model_validate_json(SHARED.model_dump_json()) == SHARED


def test_a_rule_that_is_not_offered_is_refused_and_none_is_left_to_an_adhesion() -> None:
    check_terms(MODEL, terms=SHARED)
    with pytest.raises(TermsRefused, match="does not let an agreement choose"):
        check_terms(REGULAR, terms=SHARED)
    assert "part_payment" not in leavable(MODEL)


@pytest.mark.parametrize(
    ("terms", "shares"),
    [(None, (4520, 3010, 0)), (SHARED, (2263, 2263, 3004))],
)
def test_a_sum_is_shared_by_the_rule_in_force(terms: Terms | None, shares: tuple[int, ...]) -> None:
    assert shares_by_rule(MODEL, terms=terms, owed=[4520, 4520, 6000], paid=7530) == shares
    assert shares_by_rule(MODEL, terms=terms, owed=[4520, 0], paid=4520) == (4520, 0)


def test_what_cannot_be_shared_is_refused() -> None:
    with pytest.raises(MoreThanOpen):
        shares_by_rule(MODEL, terms=SHARED, owed=[10], paid=11)
    with pytest.raises(NotPayable):
        shares_by_rule(RWANDA, terms=None, owed=[10], paid=1)
    with pytest.raises(TermsRefused):
        shares_by_rule(REGULAR, terms=SHARED, owed=[10], paid=1)


def test_options_belong_to_a_monthly_calendar_and_hold_its_own_rule() -> None:
    def offering(scheme, *options: str):  # type: ignore[no-untyped-def]
        term = NegotiablePart.model_construct(kind="part_payment", options=options)
        negotiation = scheme.rules.negotiation.model_copy(update={"terms": (term,)})
        rules = scheme.rules.model_copy(update={"negotiation": negotiation})
        found = calendar_problems(scheme.model_copy(update={"rules": rules}))
        return [one.code for one in found]

    law = "whole_families_in_roster_order"
    assert offering(MODEL, law, "pro_rata") == []
    assert offering(MODEL, "pro_rata") == ["part_without_law"]
    assert offering(RWANDA, law, "pro_rata") == ["part_of_no_month"]
