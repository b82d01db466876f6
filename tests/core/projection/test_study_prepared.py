"""What a study is prepared into: levers from terms and tables, sources, digests, standard of the cost."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ayni.adapters.schemefiles import load_scheme
from ayni.adapters.studyfiles import load_study
from ayni.core.projection.assuming import age_structure, level_in, mean_of
from ayni.core.projection.assumption_tables import KINDS, digest_of
from ayni.core.projection.law import CannotProject
from ayni.core.projection.levers import StopLoss, checked
from ayni.core.projection.population import by_rules
from ayni.core.projection.study import (
    Prepared,
    StudyRefused,
    levers_of,
    prepare,
    study_terms,
)
from ayni.core.projection.study_text import Chosen, Study
from ayni.core.scheme import AgreedIncome, AgreedValue, Payer, Scheme, Terms, canonical

MODEL = load_scheme("pe-modelo-colectivo")
COOPERATIVE = load_study("cooperativa-420")


def ready(study: Study | None = None, *, scheme: Scheme = MODEL, **asked: object) -> Prepared:
    return prepare(
        study or COOPERATIVE.study,
        scheme=scheme,
        tables=COOPERATIVE.tables,
        **asked,  # type: ignore[arg-type]
    )


def changed(**fields: object) -> Study:
    return Study.model_validate_json(COOPERATIVE.study.model_copy(update=fields).model_dump_json())


def codes(study: Study, *, scheme: Scheme = MODEL) -> list[str]:
    with pytest.raises(StudyRefused) as refusal:
        ready(study, scheme=scheme)
    for one in refusal.value.problems:
        assert all(one.text(language) for language in ("es", "en", "pt"))
    return [one.code for one in refusal.value.problems]


def test_the_figures_on_the_table_come_from_study_terms_and_tables() -> None:
    found = ready()
    own, state = 6_780, 3_390  # 6 % and 3 % of S/ 1,130
    joining = 420 * 0.75
    assert {p: price[0] for p, price in found.levers.prices.by_payer.items()} == {
        Payer.INSURED_PERSON: own,
        Payer.STATE: state,
    }
    assert found.levers.opening_reserve == pytest.approx(6 * (own + state) * joining)
    assert found.levers.guarantee == pytest.approx(
        2 * own * joining
    )  # two months, of what is collected
    assert found.levers.allowance == 0
    assert found.levers.administration == 0.05
    assert found.levers.administration_per_family == 150
    assert found.levers.stop_loss == StopLoss(1.5, 0.8, 0.06)
    assert checked(found.levers, months=120, lines=found.law.lines) is found.levers
    assert found.income[0] == 113_000


def test_the_allowance_is_that_of_the_terms() -> None:
    terms = ready().terms
    assert terms is not None
    allowed = AgreedValue(parameter="asignacion_administracion", value=30_000)
    other = terms.model_copy(update={"values": (*terms.values, allowed)})
    assert ready(terms=other).levers.allowance == 0.03


def test_levers_under_other_terms_are_those_of_preparing_with_them() -> None:
    found = ready()
    moved = Terms(
        signed=date(2026, 12, 1),
        values=(AgreedValue(parameter="tasa_asegurado", value=80_000),),
        reference_income=(AgreedIncome(activity="cafe", amount=150_000),),
    )
    levers = levers_of(
        found.study,
        scheme=MODEL,
        terms=moved,
        tables=found.tables,
        families=found.families,
        law=found.law,
    )
    whole = ready(terms=moved).levers
    assert levers.opening_reserve == whole.opening_reserve
    assert levers.prices.by_payer[Payer.INSURED_PERSON][0] == 12_000
    for payer, price in levers.prices.by_payer.items():
        assert np.array_equal(price, whole.prices.by_payer[payer])


def test_terms_of_a_file_are_read_in_the_schemes_units() -> None:
    assert study_terms(COOPERATIVE.study, scheme=MODEL) == Terms(
        signed=date(2026, 12, 1),
        values=(
            AgreedValue(parameter="tasa_asegurado", value=60_000),
            AgreedValue(parameter="plazo_gracia", value=30),
            AgreedValue(parameter="meses_reserva", value=2),
        ),
        reference_income=(AgreedIncome(activity="cafe", amount=113_000),),
        calendar="harvest",
        entry_months=(3, 4, 5, 6, 7),
    )
    assert study_terms(changed(terms=None), scheme=MODEL) is None


def test_every_assumption_has_its_source_and_its_digest() -> None:
    found = ready()
    assert [one.kind for one in found.sources] == list(KINDS)
    by_kind = {one.kind: one for one in found.sources}
    cost = by_kind["cost_by_age"]
    assert (cost.country, cost.of) == ("CO", "2023-12-29")
    assert cost.used_for_another_country is not None
    assert by_kind["mortality"].used_for_another_country is None
    for kind, table in COOPERATIVE.tables.items():
        assert found.digests.tables[kind] == by_kind[kind].digest == digest_of(table)
    assert found.digests.rules == canonical(MODEL).digests.rules
    assert found.digests.study == digest_of(COOPERATIVE.study)
    assert ready(changed(seed=1)).digests.study != found.digests.study


def test_under_a_harvest_calendar_the_year_is_paid_by_its_own_table() -> None:
    found = ready()
    chance = 1 / (1 + np.exp(-found.assumptions.pay_logit))
    assert chance == pytest.approx(0.72)
    assert found.assumptions.return_ == pytest.approx(0.35)
    assert (found.assumptions.price_effect, found.assumptions.paid_in_grace) == (0.5, 0.1)
    terms = found.terms
    assert terms is not None
    monthly = ready(terms=terms.model_copy(update={"calendar": "monthly"})).assumptions
    assert 1 / (1 + np.exp(-monthly.pay_logit[:2])) == pytest.approx(0.58)
    assert (monthly.price_effect, monthly.paid_in_grace) == (0.35, 0.25)
    assert monthly.lapse_after == found.assumptions.lapse_after == 12


def test_families_that_are_handed_over_are_used() -> None:
    own = by_rules(families=30, persons=140, before=COOPERATIVE.study.first_month, seed=9)
    found = ready(families=own)
    assert found.families is own
    assert found.assumptions.entries[0] == pytest.approx(30 * 0.06 / 12)
    assert found.levers.guarantee == pytest.approx(2 * 6_780 * 30 * 0.75)


def test_an_institutions_cost_is_the_level_over_its_own_people() -> None:
    loaded = load_study("institucion-peru")
    found = loaded.prepare(scheme=MODEL)
    structure = age_structure(found.families, month=found.study.first_month)
    events = (found.assumptions.use * structure).sum(axis=(1, 2))
    cost = events @ np.array([mean_of(one) for one in found.assumptions.severity])
    assert cost == pytest.approx(level_in(found.tables, month=found.study.first_month))
    older = structure[:, 65:].sum()
    assert older == pytest.approx(0.17, abs=0.01)  # the stable population of 2015-2020
    # those that come in are counted by weight
    assert found.assumptions.entries[0] == pytest.approx(found.families.weight.sum() * 0.06 / 12)
    assert found.assumptions.paid_before == (1 << 12) - 1


def test_a_scheme_of_another_country_and_currency_needs_its_reasons() -> None:
    costa_rica = load_scheme("cr-ccss-convenio")
    study = changed(scheme="cr-ccss-convenio", terms=None, income="420000.00")
    found = codes(study, scheme=costa_rica)
    assert found == ["another_country"] * (len(KINDS) - 2) + ["other_currency"]
    chosen = {
        kind: Chosen(code=table.code, used_for_another_country="una prueba")
        for kind, table in COOPERATIVE.tables.items()
    }
    said = changed(scheme="cr-ccss-convenio", terms=None, income="420000.00", assumptions=chosen)
    assert codes(said, scheme=costa_rica) == ["other_currency"]


def test_a_scheme_that_is_not_followed_is_refused_by_its_rule() -> None:
    regular = load_scheme("pe-essalud-regular")
    with pytest.raises(CannotProject, match=r"entitlement\.latency"):
        ready(changed(scheme="pe-essalud-regular", terms=None), scheme=regular)


def test_what_is_asked_of_a_family_must_be_said() -> None:
    assert codes(changed(activity=None)) == ["unknown_activity"]
    assert codes(changed(income="12.345")) == ["unreadable_figure"]
