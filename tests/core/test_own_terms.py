"""An adhesion's own terms within the framework: what may be left, how they merge, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.adhesions import NotLeftToAdhesion, own_keys, still_own, within
from ayni.core.alliance.clauses import clauses, differences
from ayni.core.assessment import explain
from ayni.core.scheme import (
    AgreedIncome,
    AgreedValue,
    SetBy,
    Terms,
    TermsRefused,
    check_terms,
    leavable,
)

SIGNED = date(2026, 3, 20)
MODEL = load_scheme("pe-modelo-colectivo")
LEFT = ("income.cafe", "tasa_asegurado", "entry_months")
FRAMEWORK = Terms(
    signed=SIGNED,
    values=(AgreedValue(parameter="tasa_asegurado", value=45_000),),
    reference_income=(AgreedIncome(activity="cafe", amount=120_000),),
    entry_months=(4, 5, 6),
    left_to_adhesion=LEFT,
)
OWN = Terms(
    signed=SIGNED,
    reference_income=(AgreedIncome(activity="cafe", amount=100_000),),
    entry_months=(1, 2, 4, 5),
)


def test_what_acts_on_an_adhesions_own_bill_may_be_left_to_it() -> None:
    assert leavable(MODEL) == (
        *("income.cafe", "income.cacao", "income.pesca_artesanal", "income.mercado", "income.taxi"),
        *("tasa_asegurado", "entry_months"),
    )


@pytest.mark.parametrize(
    "key",
    ["ventana_meses", "meses_consecutivos", "plazo_gracia", "calendar", "preaviso", "no_such"],
)
def test_what_holds_for_the_whole_agreement_is_not_left(key: str) -> None:
    with pytest.raises(TermsRefused, match=f"{key}: holds for the whole agreement"):
        check_terms(MODEL, terms=Terms(signed=SIGNED, left_to_adhesion=(key,)))


def test_a_clause_is_left_once() -> None:
    with pytest.raises(TermsRefused, match="set twice"):
        check_terms(MODEL, terms=Terms(signed=SIGNED, left_to_adhesion=("income.cafe",) * 2))


def test_the_adhesions_own_holds_and_all_else_stays_the_agreements() -> None:
    merged = within(MODEL, framework=FRAMEWORK, own=OWN)
    assert own_keys(OWN) == ("income.cafe", "entry_months")
    assert merged.reference_income == (
        AgreedIncome(activity="cafe", amount=100_000, by=SetBy.ADHESION),
    )
    assert merged.values == FRAMEWORK.values
    assert merged.entry_months == (1, 2, 4, 5)
    assert (merged.signed, merged.left_to_adhesion) == (SIGNED, LEFT)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"values": (AgreedValue(parameter="plazo_gracia", value=10),)}, "plazo_gracia"),
        ({"reference_income": (AgreedIncome(activity="cacao", amount=90_000),)}, "income.cacao"),
        ({"calendar": "harvest"}, "calendar"),
        ({"left_to_adhesion": ("income.cafe",)}, "income.cafe"),
    ],
)
def test_what_the_agreement_keeps_for_all_is_refused(own: dict[str, object], said: str) -> None:
    with pytest.raises(NotLeftToAdhesion, match=said):
        within(MODEL, framework=FRAMEWORK, own=Terms.model_validate({"signed": SIGNED, **own}))


def test_own_terms_beyond_the_schemes_bounds_are_refused() -> None:
    own = Terms(signed=SIGNED, values=(AgreedValue(parameter="tasa_asegurado", value=90_001),))
    with pytest.raises(TermsRefused, match="90001 is not between"):
        within(MODEL, framework=FRAMEWORK, own=own)


def test_a_new_version_lets_lapse_what_it_no_longer_leaves() -> None:
    assert still_own(MODEL, framework=FRAMEWORK, own=OWN) == (OWN, ())
    narrower = FRAMEWORK.model_copy(update={"left_to_adhesion": ("entry_months",)})
    kept, lapsed = still_own(MODEL, framework=narrower, own=OWN)
    assert kept == Terms(signed=SIGNED, entry_months=(1, 2, 4, 5))
    assert lapsed == ("income.cafe",)
    nothing = FRAMEWORK.model_copy(update={"left_to_adhesion": ()})
    assert still_own(MODEL, framework=nothing, own=OWN) == (None, ("income.cafe", "entry_months"))


def test_terms_written_before_keep_their_text() -> None:
    """What is not set is not written: the digest of terms signed earlier stays."""
    plain = Terms(signed=SIGNED, values=FRAMEWORK.values).model_dump_json()
    assert "left_to_adhesion" not in plain
    assert '"by"' not in plain
    assert Terms.model_validate_json(FRAMEWORK.model_dump_json()) == FRAMEWORK
    merged = within(MODEL, framework=FRAMEWORK, own=OWN)
    assert Terms.model_validate_json(merged.model_dump_json()) == merged


@pytest.mark.parametrize(
    ("language", "adhesions", "agreements"),
    [
        ("es", "Término propio de la adhesión, dentro del convenio", "Convenio firmado"),
        ("en", "The adhesion's own term, within the agreement", "Signed agreement"),
        ("pt", "Termo próprio da adesão, dentro do convênio", "Convênio assinado"),
    ],
)
def test_the_explanation_says_whose_term_it_is(
    language: str, adhesions: str, agreements: str
) -> None:
    merged = within(MODEL, framework=FRAMEWORK, own=OWN)
    steps = explain(
        MODEL,
        month=12 * 2026 + 3,
        terms=merged,
        family_row={"activity": "cafe"},
        language=language,
    )
    told = {one.parameter_value: one.reference.title for one in steps if one.reference}
    assert (told["S/ 1,000.00"], told["4.5 %"]) == (adhesions, agreements)


def test_what_is_newly_left_to_adhesions_or_taken_back_is_a_difference() -> None:
    known = clauses(MODEL, day=SIGNED)
    before = Terms(signed=SIGNED, left_to_adhesion=("income.cafe", "tasa_asegurado"))
    after = Terms(
        signed=SIGNED,
        left_to_adhesion=("income.cafe", "entry_months"),
        values=(AgreedValue(parameter="tasa_asegurado", value=45_000),),
    )
    found = differences(known, before=before, after=after)
    assert [
        (one.clause.key, one.moved, one.left_before, one.left_after, one.handed) for one in found
    ] == [("tasa_asegurado", True, True, False, True), ("entry_months", False, False, True, True)]
    assert differences(known, before=after, after=after) == ()
