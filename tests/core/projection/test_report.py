"""The report's value: every number decided, a table under every picture, a reason under every assumption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ayni.core.projection import report_text_words, report_words
from ayni.core.projection.conclusions import Verdict
from ayni.core.projection.report import UnknownLanguage, study_report
from ayni.core.projection.report_facts import (
    AssumptionWithoutReason,
    Result,
    UnfinishedRun,
)
from ayni.core.projection.reporting import (
    Cell,
    Figure,
    FigureKind,
    FigureWithoutTable,
    Kind,
    NotANumber,
    Pairs,
    Points,
    Series,
    StudyReport,
    Table,
    Tone,
    UnequalTable,
    count,
    millions,
    money,
    ratio,
    said,
    share,
)
from ayni.core.scheme import Standing
from tests.core.projection.report_made import ASSUMPTIONS, FACTS, years

REPORT = study_report(facts=FACTS)
ORDER = [
    "summary",
    "data",
    "law",
    "assumptions",
    "method",
    "results",
    "futures",
    "sensitivities",
    "stresses",
    "indicators",
    "conclusions",
    "limits",
    "reproducibility",
    "glossary",
]


def table(caption: str, report: StudyReport = REPORT) -> Table:
    found = [one for one in report.tables() if one.caption.startswith(caption)]
    assert len(found) == 1, [one.caption for one in report.tables()]
    return found[0]


def column(found: Table, head: str) -> list[str]:
    return [row[found.head.index(head)].text for row in found.rows]


def test_the_sections_stand_in_the_order_of_the_guidelines() -> None:
    assert [one.code for one in REPORT.sections] == ORDER
    assert all(one.blocks for one in REPORT.sections)


def test_the_cover_says_how_the_study_stands_and_what_it_found() -> None:
    cover = REPORT.cover
    assert [mark for mark, _ in cover.marks] == ["PROPUESTA", "EJEMPLO", "HIPÓTESIS SIN VERIFICAR"]
    assert cover.marks[2][1].startswith("2 de 4 hipótesis")
    assert (cover.verdict, cover.tone) == ("No sostenible así", Tone.BAD)
    assert cover.found == FACTS.conclusion.reasons
    assert [one[1] for one in cover.figures] == ["S/ 45.20", "S/ 487.31", "9.3 %", "100.0 %"]
    assert ("Población", "42,000 familias, 199,920 personas") in cover.facts
    assert ("Horizonte", "10 años desde enero de 2027") in cover.facts


def test_what_is_firm_real_and_sustainable_bears_no_mark() -> None:
    firm = replace(
        FACTS,
        subject=replace(FACTS.subject, proposed=False, example=False),
        assumptions=ASSUMPTIONS[:2],
        conclusion=replace(FACTS.conclusion, verdict=Verdict.SUSTAINABLE),
    )
    cover = study_report(facts=firm).cover
    assert (cover.marks, cover.verdict, cover.tone) == ((), "Sostenible", Tone.GOOD)


def test_the_executive_table_has_the_first_years_and_the_last() -> None:
    found = table("Resumen ejecutivo")
    assert column(found, "Año") == ["2027", "2028", "2029", "2030", "2031", "2036"]
    assert [cell.text for cell in found.rows[0]] == [
        "2027",
        "31,250",
        "15.10",
        "150.88",
        "−135.78",
        "−135.78",
        "40.0 %",
        "−0.90",
    ]
    assert found.rows[0][5].value == FACTS.base.years[0].reserve


def test_percentiles_alternatives_and_stresses_are_each_their_own() -> None:
    fan = table("Percentiles")
    assert fan.head == ("Año", "5 %", "25 %", "Mediana", "75 %", "95 %")
    assert [cell.value for cell in fan.rows[3][1:]] == list(FACTS.base.years[3].percentiles)
    beside = table("Base y alternativas")
    assert beside.head == ("Indicador", "Base", "9 %", "Equilibrio")
    assert [cell.text for cell in beside.rows[2]] == [
        "Parte del gasto que pagan los aportes",
        "9.3 %",
        "20.9 %",
        "92.7 %",
    ]
    stress = table("Qué pasaría")
    assert column(stress, "Caso") == [
        "Base",
        "Cae el precio",
        "Epidemia",
        "Cae la mayor asociación",
    ]
    assert column(stress, "Ingreso, 5 años") == ["80.17", "56.12", "80.97", "64.13"]


def test_the_tornado_begins_with_the_widest_and_stops_at_twenty() -> None:
    found = table("Aporte de equilibrio")
    assert len(found.rows) == 20 < len(FACTS.sensitivities)
    mixed = replace(FACTS, sensitivities=tuple(reversed(FACTS.sensitivities)))
    assert table("Aporte de equilibrio", study_report(facts=mixed)) == found
    assert [cell.text for cell in found.rows[0]] == [
        "Hipótesis 1",
        "−10 %",
        "S/ 457.30",
        "+10 %",
        "S/ 512.34",
        "S/ 55.04",
    ]


def test_the_roster_stands_beside_what_is_expected_of_it_or_says_there_is_none() -> None:
    found = table("La nómina frente a lo esperado")
    assert column(found, "Observado / esperado") == ["1.01", "1.03", "–"]
    bare = study_report(facts=replace(FACTS, data=replace(FACTS.data, checks=())))
    texts = list(every_text(bare))
    assert any(text.startswith("No hay nómina de personas reales") for text in texts)
    assert not any(one.caption.startswith("La nómina") for one in bare.tables())


def test_the_law_its_digests_and_the_way_to_repeat_are_there() -> None:
    pairs = [
        row
        for part in REPORT.sections
        for one in part.blocks
        if isinstance(one, Pairs)
        for row in one.rows
    ]
    for row in (
        ("Reglas", "01" * 32),
        ("Valores", "23" * 32),
        ("Semilla", "20261"),
        ("Orden", "ayni study run cafe-2027.yaml --out var/estudios"),
        ("Resultado", "67" * 32),
        ("Gracia", "1 mes"),
    ):
        assert row in pairs
    assert column(table("Aporte por familia"), "Primer mes") == ["S/ 45.20", "S/ 11.30", "S/ 56.50"]
    assert column(table("La misma cifra"), "Diferencia") == ["−0.004 %"]


def test_who_stays_is_drawn_beside_its_table_as_far_as_it_is_known() -> None:
    (drawn,) = [one for one in REPORT.figures() if one.code == "persistency"]
    assert drawn.labels == ("Nómina inicial", "2027", "2036")
    assert [one.name for one in drawn.series] == [
        f"A los {months}\u00a0meses" for months in (12, 24, 36)
    ]
    assert [one.values for one in drawn.series] == [
        (0.8833, 0.8519, 0.7601),
        (0.8107, None, None),
        (None, None, None),
    ]
    assert [cell.text.replace("\u00a0", " ") for cell in drawn.table.rows[0]] == [
        "Nómina inicial", "40,103", "88.3 %", "85.2 a 91.0 %", "81.1 %", "78.0 a 83.8 %", "–", "–"
    ]  # fmt: skip
    told = "Nómina inicial: 88.3 % a los 12 meses, 81.1 % a los 24 meses."
    assert drawn.summary.endswith(told)
    assert column(table("Indicadores"), "Base").count("–") == 1


@pytest.mark.parametrize("known", ["short", "uncounted"])
def test_where_nobody_knows_who_stays_nothing_is_drawn(known: str) -> None:
    roster = replace(FACTS.cohorts[0], stays=(None, None, None))
    cohorts = (roster,) if known == "short" else ()
    report = study_report(facts=replace(FACTS, cohorts=cohorts), language="en")
    assert not any(one.code == "persistency" for one in report.figures())
    (said_,) = [text for text in every_text(report) if text.startswith("Persistency by year")]
    reason = "before 12 months have gone by" if known == "short" else "did not count it"
    assert "is not known" in said_ and reason in said_


def every_text(report: StudyReport) -> Iterator[str]:
    for part in report.sections:
        yield part.title
        for one in part.blocks:
            match one:
                case Points():
                    yield from one.items
                case Table() | Pairs():
                    pass
                case _:
                    yield getattr(one, "text", "") or getattr(one, "title", "")


@pytest.mark.parametrize("language", report_words.LANGUAGES)
def test_every_sentence_is_whole_in_every_language(language: str) -> None:
    report = study_report(facts=FACTS, language=language)
    assert [one.code for one in report.sections] == ORDER
    texts = [*every_text(report), *(text for pair in report.cover.facts for text in pair)]
    assert all(text and "{" not in text for text in texts)
    assert len(report.tables()) == len(REPORT.tables())
    figures = [[cell.text for row in one.rows for cell in row if cell.kind is not Kind.TEXT]
               for one in report.tables()]  # fmt: skip
    assert figures == [
        [cell.text for row in one.rows for cell in row if cell.kind is not Kind.TEXT]
        for one in REPORT.tables()
    ]


def test_every_word_is_there_in_three_languages_and_they_differ() -> None:
    for words in (
        report_words.FRAME,
        report_words.TITLES,
        report_words.HEADS,
        report_words.SENTENCES,
        report_words.STANDINGS,
    ):
        for code, texts in words.items():
            assert len(texts) == 3 and all(texts), code
            holes = [sorted(_holes(text)) for text in texts]
            assert holes[0] == holes[1] == holes[2], code
    assert set(report_words.STANDINGS) == {one.value for one in Standing}
    for _kind, name, meaning in report_text_words.INDICATORS.values():
        assert all(name) and all(meaning)
    spanish = list(every_text(REPORT))
    english = list(every_text(study_report(facts=FACTS, language="en")))
    same = [one for one, other in zip(spanish, english, strict=True) if one == other]
    assert set(same) <= {"12 familias sin titular mayor de edad.", "Personas", "Pago"} | {
        f"{one.name}: {one.told}" for one in (*FACTS.alternatives, *FACTS.stresses)
    } | set(FACTS.conclusion.reasons) | set(FACTS.conclusion.conditions)


def _holes(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


def test_another_language_is_refused() -> None:
    with pytest.raises(UnknownLanguage, match="'qu'"):
        study_report(facts=FACTS, language="qu")


def test_an_assumption_without_a_written_reason_is_refused() -> None:
    with pytest.raises(AssumptionWithoutReason, match="Mortalidad: sin razón escrita"):
        replace(ASSUMPTIONS[0], reason="  ")


def test_a_study_whose_run_is_not_done_is_refused() -> None:
    empty = Result("Base", "", (), {})
    with pytest.raises(UnfinishedRun, match="cafe-2027: Base"):
        replace(FACTS, base=empty)
    with pytest.raises(UnfinishedRun, match="Epidemia"):
        replace(FACTS, stresses=(replace(FACTS.stresses[1], years=()),))


def test_a_picture_that_draws_what_its_table_lacks_is_refused() -> None:
    whole = Table("t", ("Año", "A"), ((said("2027"), count(3)), (said("2028"), count(4))))
    drawn = Figure("f", FigureKind.BARS, "t", "s", ("2027", "2028"), (Series("A", (3, 4)),), whole)
    assert drawn.series[0].values == (3, 4)
    for labels, values in ((("2027", "2028"), (3, 5)), (("2028", "2027"), (3, 4))):
        with pytest.raises(FigureWithoutTable, match="f: A, "):
            replace(drawn, labels=labels, series=(Series("A", values),))
    with pytest.raises(ValueError, match="shorter"):
        replace(drawn, series=(Series("A", (3,)),))


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(UnequalTable, match="t: 1 cells under 2 heads"):
        Table("t", ("a", "b"), ((said("x"),),))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (count(42_000), "42,000"),
        (count(-0.4), "0"),
        (money(4_520, currency="PEN"), "S/ 45.20"),
        (money(-1_154_134, currency="PEN"), "−S/ 11,541.34"),
        (millions(2_278_000_000, currency="PEN"), "22.78"),
        (millions(-400_000, currency="PEN"), "0.00"),
        (share(0.0922), "9.2 %"),
        (share(-0.5), "−50.0 %"),
        (ratio(1.456), "1.46"),
    ],
)
def test_a_figure_is_written_once(cell: Cell, text: str) -> None:
    assert cell.text == text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_never_printed(value: float) -> None:
    for write in (count, share, ratio):
        with pytest.raises(NotANumber):
            write(value)
    with pytest.raises(NotANumber):
        study_report(facts=replace(FACTS, base=replace(FACTS.base, years=years(value))))
