"""Planted mistakes are few, known, and the persons around them stay as they were."""

from __future__ import annotations

from collections import Counter

from ayni.core.example import programme, roster, rosters, sheet_rows


def test_mistakes_keep_their_rate_and_their_truth_says_what_they_are():
    made = programme(families=12_000, seed=6)
    kinds: Counter[str] = Counter()
    for one in rosters(programme=made, errors=True):
        kinds.update(mistake.kind for mistake in one.mistakes)
        rows = {mistake.row for mistake in one.mistakes}
        assert len(rows) == len(one.mistakes)
        severities = {mistake.row: mistake.severity for mistake in one.mistakes}
        for place, row in enumerate(one.rows):
            expected = {"doubt": "doubtful", "refuse": "refused"}.get(severities.get(place, ""))
            assert row.verdict == (expected or "accepted")
    assert set(kinds) == {
        "id_lost_leading_zero",
        "date_missing",
        "date_impossible",
        "id_missing_newborn",
        "affiliated_elsewhere",
    }
    assert 0.0025 < sum(kinds.values()) / made.persons < 0.0035


def test_each_kind_is_written_as_the_truth_tells():
    made = programme(families=12_000, seed=6)
    for one in rosters(programme=made, errors=True):
        clean = roster(programme=made, cooperative=one.cooperative).rows
        for mistake in one.mistakes:
            row = one.rows[mistake.row]
            if mistake.kind == "affiliated_elsewhere":
                assert mistake.row >= len(clean) and row.document == mistake.truth
                continue
            was = clean[mistake.row]
            if mistake.kind == "id_lost_leading_zero":
                assert row.document == mistake.written != mistake.truth
                assert row.document.zfill(8) == mistake.proposed == mistake.truth == was.document
            elif mistake.kind == "id_missing_newborn":
                assert row.document is None and was.id_type == "CUI"
            elif mistake.kind == "date_missing":
                assert row.birth_date is None and mistake.truth == str(was.birth_date)
            else:
                assert row.birth_date == f"31/02/{was.birth_date.year}" == mistake.written


def test_who_is_listed_twice_stands_in_the_cooperative_before():
    made = programme(families=12_000, seed=6)
    by_code = {one.code: one for one in made.cooperatives}
    found = 0
    for one in rosters(programme=made, errors=True):
        for mistake in one.mistakes:
            if mistake.kind == "affiliated_elsewhere":
                other = roster(programme=made, cooperative=by_code[mistake.also_in])
                assert other.cooperative.index == one.cooperative.index - 1
                assert [row.relation for row in other.rows if row.document == mistake.truth] == [
                    "insured"
                ]
                found += 1
    assert found > 10


def test_without_errors_nothing_is_planted():
    made = programme(families=2_000, seed=6)
    for one in rosters(programme=made):
        assert one.mistakes == ()
        assert {row.verdict for row in one.rows} == {"accepted"}
        assert None not in {row.document for row in one.rows}


def test_errors_touch_only_the_rows_they_name():
    made = programme(families=2_000, seed=6)
    for one in rosters(programme=made, errors=True):
        clean = roster(programme=made, cooperative=one.cooperative).rows
        spoilt = {mistake.row for mistake in one.mistakes}
        assert all(row == clean[place] for place, row in enumerate(one.rows) if place not in spoilt)


def test_a_lost_zero_is_lost_by_a_figure_and_other_cells_stay_text():
    made = programme(families=6_000, seed=6)
    figures = 0
    for one in rosters(programme=made, errors=True):
        kinds = {mistake.row: mistake.kind for mistake in one.mistakes}
        for place, cells in enumerate(sheet_rows(one)):
            lost = kinds.get(place) == "id_lost_leading_zero"
            assert isinstance(cells[3], int) == lost
            figures += lost
    assert figures > 10


def test_cells_are_in_the_order_of_the_template():
    made = programme(families=3, seed=6)
    drawn = roster(programme=made, cooperative=made.cooperatives[0])
    head = next(iter(sheet_rows(drawn)))
    row = drawn.rows[0]
    assert head[:2] == (1, "Titular")
    assert head[2:8] == (
        *(row.id_type, row.document, row.surname1, row.surname2, row.names, row.birth_date),
    )
    assert head[8:10] == (row.sex, row.activity) and int(head[10] * 100) == row.income
