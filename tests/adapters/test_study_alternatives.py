"""Alternatives and review in a study's file: what is read, and what is refused with its line."""

from __future__ import annotations

import pytest

from ayni.adapters.studyfiles import StudyFault, StudyFileError, load_study, load_study_bytes
from ayni.core.projection.assumption_tables import digest_of
from ayni.core.projection.laying import asked_in
from ayni.core.projection.study_text import MOST_ALTERNATIVES, Study
from ayni.core.scheme import Standing
from tests.adapters.test_studyfiles import MODEL, line_of, study_faults, text_of, told

MOVES = "moves: {income.cafe: 2260.00}"
REVIEW = """review:
  by: N. N.
  institution: Una universidad
  date: 2026-11-20
  opinion: Los métodos son los usuales.
  remarks: [Falta la nómina.]
"""


def faults(text: str) -> list[tuple[str, int]]:
    return [(fault.code, fault.line) for fault in study_faults(text)]


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        (
            "cafe-2027",
            {"dos_sueldos": {"income.cafe": 226_000}, "estado_a_medias": {"state_pays": 500_000}},
        ),
        (
            "cooperativa-420",
            {
                "sin_seguro": {"stop_ceded": 0, "stop_price": 0},
                "reserva_mayor": {"meses_reserva": 6},
            },
        ),
        ("asociacion-urbana", {}),
        ("institucion-peru", {}),
    ],
)
def test_the_examples_move_what_they_say(code: str, asked: dict[str, dict[str, int]]) -> None:
    prepared = load_study(code).prepare(scheme=MODEL)
    found = asked_in(prepared, scheme=MODEL)
    assert {one.alternative.code: dict(one.values) for one in found} == asked
    for one in found:
        assert one.alternative.standing is Standing.PROPOSED and one.alternative.why.pt
    assert prepared.study.review is None  # nobody has reviewed an example


#: What is put for the figures of the first alternative, and the code of its refusal.
WRONG = [
    ("moves: {income.cafe: 3390.01}", "out_of_bounds"),  # three minimum wages
    ("moves: {income.cafe: 564.99}", "out_of_bounds"),
    ("moves: {tasa_asegurado: 0.091}", "out_of_bounds"),
    ("moves: {asignacion_administracion: 0.11}", "out_of_bounds"),
    ("moves: {meses_reserva: 7}", "out_of_bounds"),
    ("moves: {state_pays: 1.01}", "out_of_bounds"),
    ("moves: {penalty: 0.21}", "out_of_bounds"),
    ("moves: {care_level: 0.4}", "out_of_bounds"),
    ("moves: {stop_price: 0.31}", "out_of_bounds"),
    ("moves: {discount: -0.06}", "out_of_bounds"),
    ("moves: {opening_reserve: -1.00}", "out_of_bounds"),
    ("moves: {income.cafe: 2260.005}", "unreadable_figure"),
    ("moves: {meses_reserva: 1.5}", "unreadable_figure"),
    ("moves: {tasa_asegurado: 5 %}", "unreadable_figure"),
    ("moves: {income.cafe: true}", "not_a_number"),
    ("moves: {plazo_gracia: 60}", "needs_own_run"),
    ("moves: {meses_consecutivos: 2}", "needs_own_run"),
    ("moves: {ventana_meses: 10}", "needs_own_run"),
    ("moves: {calendar: harvest}", "needs_own_run"),
    ("moves: {entry_months: 5}", "needs_own_run"),
    ("moves: {part_payment: pro_rata}", "needs_own_run"),
    ("moves: {participation: 0.5}", "needs_own_run"),
    ("moves: {seed: 7}", "needs_own_run"),
    ("moves: {income.cacao: 2260.00}", "moves_nothing"),
    ("moves: {preaviso: 90}", "moves_nothing"),
    ("moves: {familias_minimas: 400}", "moves_nothing"),
    ("moves: {tasa: 0.05}", "unknown_lever"),
    ("moves: {Tasa: 0.05}", "string_pattern_mismatch"),
    ("moves: {income.cafe: 1130.00}", "changes_nothing"),
    ("moves: {}", "too_short"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "code"), WRONG)
def test_a_wrong_alternative_is_refused_with_its_line(bad: str, code: str) -> None:
    text = text_of("cafe-2027")
    assert text.count(MOVES) == 1
    wrong = text.replace(MOVES, bad)
    assert faults(wrong) == [(code, line_of(wrong, bad))]


@pytest.mark.parametrize(
    "good",
    [
        "moves: {income.cafe: 3390.00}",
        "moves: {tasa_asegurado: 0.09, asignacion_administracion: 0.1, meses_reserva: 6}",
        "moves: {state_pays: 0, penalty: 0.2, care_level: 2, administration: 0.3}",
        "moves: {stop_ceded: 1, stop_from: 0.5, stop_price: 0.3, discount: -0.05}",
        "moves: {opening_reserve: 900000000.00}",
    ],
)
def test_the_bounds_themselves_are_taken(good: str) -> None:
    text = text_of("cafe-2027").replace(MOVES, good)
    loaded = load_study_bytes(text.encode(), name="estudio.yaml")
    first = asked_in(loaded.prepare(scheme=MODEL), scheme=MODEL)[0]
    assert len(first.values) == len(first.handles) == good.count(":") - 1


def test_why_it_is_refused_is_told_in_words() -> None:
    text = text_of("cafe-2027").replace(MOVES, "moves: {plazo_gracia: 60}")
    (fault,) = study_faults(text)
    assert fault.place == "alternatives[0].moves.plazo_gracia"
    assert "plazo_gracia cambia lo que las familias hacen" in fault.text("es")
    assert "changes what families do" in fault.text("en")
    (bound,) = study_faults(text_of("cafe-2027").replace(MOVES, "moves: {state_pays: 2}"))
    assert bound.expected == "0.0 – 1.0"


def test_two_of_one_code_too_many_and_half_a_one_are_refused() -> None:
    text = text_of("cafe-2027")
    twice = text.replace("code: estado_a_medias", "code: dos_sueldos")
    assert faults(twice) == [
        ("repeated_alternative", 2 + twice[: twice.rindex("code: dos")].count("\n") - 1)
    ]
    one = text[text.index("  - code: estado_a_medias") :]
    many = text + "".join(one.replace("estado_a_medias", f"otra_{n}") for n in range(3))
    assert MOST_ALTERNATIVES == 4
    assert [code for code, _ in faults(many)] == ["too_long"]
    for line in ("    standing: proposed\n", f"    {MOVES}\n"):
        assert {code for code, _ in faults(text.replace(line, "", 1))} == {"missing"}
    assert {code for code, _ in faults(text.replace(MOVES, f"{MOVES}\n    terms: {{}}"))} == {
        "extra_forbidden"
    }


def test_every_fault_of_the_alternatives_is_told_at_once() -> None:
    text = text_of("cafe-2027").replace(MOVES, "moves: {plazo_gracia: 60, state_pays: 3}")
    wrong = text.replace("moves: {state_pays: 0.5}", "moves: {state_pays: 1}")
    assert [fault.code for fault in study_faults(wrong)] == [
        "needs_own_run",
        "out_of_bounds",
        "changes_nothing",
    ]


# --- the digest, and the key of a run ----------------------------------------------------------


def test_alternatives_and_review_are_in_the_study_and_not_in_what_a_run_is_made_of() -> None:
    text = text_of("cafe-2027")
    plain = text[: text.index("alternatives:")]
    studies = [_study(one) for one in (plain, text, text.replace("2260", "2300"), text + REVIEW)]
    assert len({digest_of(one) for one in studies}) == 4
    assert len({one.run_text() for one in studies}) == 1
    assert "alternatives" not in studies[1].run_text() and "review" not in studies[3].run_text()
    stored = Study.model_validate_json(studies[1].run_text())
    assert stored == studies[0] and stored.beside(studies[3]) == studies[3]
    other = _study(text.replace("months: 120", "months: 60"))
    assert other.run_text() != studies[0].run_text()


def _study(text: str) -> Study:
    return load_study_bytes(text.encode(), name="estudio.yaml").study


# --- the review --------------------------------------------------------------------------------


def test_a_review_says_who_where_when_and_what() -> None:
    found = _study(text_of("asociacion-urbana") + REVIEW).review
    assert found is not None
    assert (found.by, found.institution, found.date.isoformat()) == (
        "N. N.",
        "Una universidad",
        "2026-11-20",
    )
    assert found.remarks == ("Falta la nómina.",)


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("  by: N. N.\n", "", "missing"),
        ("  institution: Una universidad\n", "", "missing"),
        ("  opinion: Los métodos son los usuales.\n", "", "missing"),
        ("opinion: Los métodos son los usuales.", "opinion: ' '", "string_pattern_mismatch"),
        ("date: 2026-11-20", "date: ayer", "date_parsing"),
        ("by: N. N.", "by: N. N.\n  mark: 10", "extra_forbidden"),
    ],
)
def test_half_a_review_is_refused(good: str, bad: str, code: str) -> None:
    text = text_of("asociacion-urbana") + REVIEW
    assert text.count(good) == 1
    assert {fault.code for fault in _review_faults(text.replace(good, bad))} == {code}


def _review_faults(text: str) -> tuple[StudyFault, ...]:
    with pytest.raises(StudyFileError) as refusal:
        load_study_bytes(text.encode(), name="estudio.yaml")
    return told(refusal.value.faults)
