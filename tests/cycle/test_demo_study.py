"""The example's studies: run, scored, on the table, once."""

from __future__ import annotations

from dataclasses import replace

from ayni.apps.access.actions import acting
from ayni.apps.study import queries
from ayni.apps.study.queries import RunState
from ayni.core.actor import Actor, Role
from ayni.core.example.costs import INVENTED
from ayni.cycle import demo_study, exchanges, studying
from ayni.cycle.care_costs import files_received, months_told
from ayni.cycle.demo_costs import NAME
from ayni.cycle.demo_study import Example, lay_studies
from ayni.cycle.demo_table import lay_table
from ayni.cycle.study_scoring import believed
from ayni.cycle.verification import verify
from tests.cycle.small_world import APRIL, SYSTEM
from tests.cycle.study_texts import ACTUARY, AT, DAY

EXAMPLE = Example(APRIL, 60, DAY, lambda: AT)


def test_the_programme_is_scored_and_the_renewal_carries_a_study(programme, monkeypatch):
    monkeypatch.setattr(demo_study, "_SCENARIOS", 12)
    table = lay_table(actor=SYSTEM, families=60)
    assert lay_studies(actor=SYSTEM, example=EXAMPLE) == 2
    renewal, begun = studying.studies(actor=ACTUARY)
    assert (begun.study.code, begun.study.agreement_code) == ("programa-cafe", "JNC-2026")
    assert begun.newest is not None and begun.newest.state is RunState.DONE
    scores = believed(actor=ACTUARY, run=begun.newest.id).scores
    # four months of families, persons, units, income and cost, and of each benefit line's cost
    assert len(scores) == 4 * (5 + 5)
    costs = [one for one in scores if one.component == "cost"]
    assert all(one.actual and one.ratio for one in costs)
    assert renewal.study.negotiation == table and renewal.figures is not None
    observer = Actor("observacion", Role.OBSERVER, 1, "mirar")
    shown = studying.figures_of_proposals(actor=observer, negotiation=table)
    assert {number: one.figures for number, one in shown.items()} == {3: renewal.figures}
    opened = studying.opened(actor=ACTUARY, run=renewal.newest.id)
    # 4.3 % of S/ 1,130: the third round's rate, which is what both sides look at
    assert opened.prepared.levers.prices.by_payer["insured_person"][0] == 4859.0
    assert [one.name for one in verify(actor=SYSTEM) if not one.green] == []


def test_a_second_time_finds_everything_done(programme, monkeypatch):
    monkeypatch.setattr(demo_study, "_SCENARIOS", 4)
    table = lay_table(actor=SYSTEM, families=60)
    lay_studies(actor=SYSTEM, example=EXAMPLE)
    lay_studies(actor=SYSTEM, example=EXAMPLE)
    with acting(SYSTEM):
        assert len(queries.studies(actor=SYSTEM)) == len(queries.runs(actor=SYSTEM)) == 2
        assert len(queries.attached(actor=SYSTEM, negotiation=table)) == 1
    begun = studying.study_coded(actor=ACTUARY, code="programa-cafe").study.id
    told = exchanges.exchanges_of_study(actor=ACTUARY, study=begun)
    assert [one.code for one in told] == [
        "LIMA-2005",
        "SAN-JOSE-2007",
        "BELEM-2008",
        "EJEMPLO-2026",
    ]


def test_costs_are_told_once_from_a_file_that_says_it_is_invented(programme, monkeypatch, tmp_path):
    monkeypatch.setattr(demo_study, "_SCENARIOS", 4)
    example = replace(EXAMPLE, folder=tmp_path)
    lay_studies(actor=SYSTEM, example=example)
    written = (tmp_path / NAME).read_text("utf-8-sig").splitlines()
    assert len(written) == 1 + 4 * 5 * 5  # months, cooperatives, lines
    assert all(row.endswith(INVENTED) for row in written[1:])
    lay_studies(actor=SYSTEM, example=example)
    (file,) = files_received(actor=ACTUARY)
    assert (file.rows, file.told_by) == (100, "recaudacion")
    assert [one.adhesions for one in months_told(actor=ACTUARY)] == [5] * 4
    assert months_told(actor=replace(ACTUARY, institution=2)) == []


def test_without_a_table_there_is_one_study(programme, monkeypatch):
    monkeypatch.setattr(demo_study, "_SCENARIOS", 4)
    assert lay_studies(actor=SYSTEM, example=EXAMPLE) == 1
