"""The text of an agreement read back from its PDF and compared with the terms, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from ayni.adapters.documents import agreement_pdf
from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.agreement_text import AgreementText, Draft
from ayni.core.alliance.annex_words import CLASSES, FRAME, LEADS, PURPOSES, RETENTIONS, ROSTER
from ayni.core.alliance.article_words import LANGUAGES, SENTENCES, TITLES
from ayni.core.alliance.clauses import Clause, ClauseKind, Value, clauses, value_of
from ayni.core.alliance.document import agreement_text
from ayni.core.alliance.plain_terms import terms_digest
from ayni.core.scheme import ParameterMissing, Standing, Terms
from ayni.core.scheme.units import UnitKind
from tests.adapters.agreements_made import NASTY, SIGNED, paper, terms_of

MODEL, CCSS = "pe-modelo-colectivo", "cr-ccss-convenio"
KNOWN = clauses(load_scheme(MODEL), day=SIGNED)
WORDS = {"es": "ARTÍCULO", "en": "ARTICLE", "pt": "ARTIGO"}
ANNEX = {"es": "ANEXO A", "en": "ANNEX A", "pt": "ANEXO A"}
#: Clause -> its article, and the words around its figure; written by hand, apart from the code.
PLACES: dict[str, tuple[int, str, str, str]] = {
    "income.cafe": (4, "café: {} al mes", "coffee: {} a month", "café: {} por mês"),
    "income.cacao": (4, "cacao: {} al mes", "cocoa: {} a month", "cacau: {} por mês"),
    "income.pesca_artesanal": (
        *(4, "pesca artesanal: {} al mes", "small-scale fishing: {} a month"),
        "pesca artesanal: {} por mês",
    ),
    "income.mercado": (
        *(4, "puestos de mercado: {} al mes", "market stalls: {} a month"),
        "bancas de mercado: {} por mês",
    ),
    "income.taxi": (4, "taxi: {} al mes", "taxi: {} a month", "táxi: {} por mês"),
    "tasa_asegurado": (
        *(5, " asegurado: {} de la base", " insured person: {} of the base"),
        " segurado: {} da base",
    ),
    "calendar": (6, "eligieron las partes: {}.", "parties chose: {}.", "partes escolheram: {}."),
    "entry_months": (7, "en estos meses: {}.", "during these months: {}.", "nestes meses: {}."),
    "part_payment": (
        *(6, "primero el mes más antiguo: {}.", "the oldest month first: {}."),
        "primeiro o mês mais antigo: {}.",
    ),
    "familias_minimas": (8, "al menos {}.", "at least {}.", "pelo menos {}."),
    "parte_minima_socios": (
        *(8, "afilia al menos {} de los miembros", "least {} of each association"),
        "Afilia-se pelo menos {} dos membros",
    ),
    "ventana_meses": (9, "dentro de los {} anterior", "within the {} before", "dentro dos {} ante"),
    "meses_consecutivos": (9, "pagado {} seguidos", "from {} in a row paid", "pago {} seguidos"),
    "meses_no_consecutivos": (9, "pagado {}, seguidos o no", "from {}, in a row", "pago {}, segu"),
    "plazo_gracia": (10, "hay {} de gracia", "there are {} of grace", "há {} de tolerância"),
    "asignacion_administracion": (
        *(11, "por su trabajo, {} de lo que", "for its work, {} of what"),
        "por seu trabalho, {} do que",
    ),
    "meses_reserva": (11, "reserva de garantía {}", "holds {} of", "reserva de garantia {}"),
    "preaviso": (14, "con {} de aviso", "with {} of notice", "com {} de aviso"),
    "siniestralidad_revision": (16, "llega a {} de los", "reaches {} of the", "chega a {} das"),
}
ONE_MONTH = ("pagado {} dentro", "from {} paid", "pago {} dentro")
UNITS = {
    "months": (("mes", "meses"), ("month", "months"), ("mês", "meses")),
    "days": (("día", "días"), ("day", "days"), ("dia", "dias")),
    "families": (("familia", "familias"), ("family", "families"), ("família", "famílias")),
}
MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
ALL_YEAR = {
    "es": "todos los meses del año",
    "en": "all months of the year",
    "pt": "todos os meses do ano",
}
CHOICES = {
    "whole_families_in_roster_order": (
        "familias enteras, en el orden de la nómina",
        "whole families, in the order of the roster",
        "famílias inteiras, na ordem da folha",
    ),
    "pro_rata": (
        "en proporción entre todas; nadie tiene el mes hasta que se paga entero",
        "in proportion among all; nobody has the month until all of it is paid",
        "em proporção entre todas; ninguém tem o mês até que se pague inteiro",
    ),
    "monthly": ("mensual", "monthly", "mensal"),
    "harvest": ("de cosecha", "by the harvest", "de colheita"),
}


def articles_read(pdf: bytes, *, language: str) -> dict[int, str]:
    """Read the text of each article from the PDF."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    text = " ".join(" ".join(pages).split())
    text = text.split(ANNEX[language])[0]
    parts = re.split(rf"{WORDS[language]} (\d+) ", text)
    return {int(number): said for number, said in zip(parts[1::2], parts[2::2], strict=True)}


def written(clause: Clause, value: Value, *, language: str) -> str:
    """Write a value as a reader expects it; nothing of the code under test is called."""
    place = LANGUAGES.index(language)
    if clause.kind.chosen:
        return CHOICES[str(value)][place]
    if isinstance(value, tuple):
        names = MONTHS[language].split()
        return ALL_YEAR[language] if len(value) == 12 else ", ".join(names[m - 1] for m in value)
    assert isinstance(value, int)
    if clause.unit_kind is UnitKind.MONEY:
        return f"S/ {Decimal(value) / 100:,.2f}"
    if clause.unit_kind is UnitKind.RATIO:
        figure = f"{Decimal(value) / 10_000:.4f}".rstrip("0").rstrip(".")
        return f"{figure} %"
    one, many = UNITS[clause.unit][place]
    return f"{value} {one if value == 1 else many}"


def missing(pdf: bytes, *, terms: Terms, language: str) -> list[str]:
    """List the clauses whose figure does not stand in its article."""
    read, place = articles_read(pdf, language=language), LANGUAGES.index(language)
    found = []
    for clause in KNOWN:
        value = value_of(clause, terms=terms)
        number, *around = PLACES[clause.key]
        if clause.key == "meses_consecutivos" and value == 1:
            around = list(ONE_MONTH)
        wanted = around[place].format(written(clause, value, language=language))
        if wanted not in read[number]:
            found.append(f"{clause.key}: {wanted}")
    return found


def _value(clause: Clause) -> st.SearchStrategy[Value]:
    if clause.kind.chosen:
        return st.sampled_from(clause.choices)
    if clause.kind is ClauseKind.ENTRY:
        months = st.sets(st.integers(1, 12), min_size=1, max_size=12)
        return months.map(lambda found: tuple(sorted(found)))
    return st.integers(clause.lowest or 0, clause.highest or 0)


SET = st.fixed_dictionaries({one.key: st.none() | _value(one) for one in KNOWN})


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=SET)
def test_every_clause_stands_in_its_article_in_three_languages(
    values: Mapping[str, Value],
) -> None:
    terms = terms_of(MODEL, values)
    made = paper(MODEL, terms=terms)
    for language in LANGUAGES:
        pdf = agreement_pdf(text=agreement_text(made, language=language))
        assert missing(pdf, terms=terms, language=language) == []


def sabotaged(text: AgreementText, *, number: int, old: str, new: str) -> AgreementText:
    """Write another figure in one article."""
    article = text.articles[number - 1]
    body = tuple(replace(said, text=said.text.replace(old, new)) for said in article.body)
    assert body != article.body
    found = list(text.articles)
    found[number - 1] = replace(article, body=body)
    return replace(text, articles=tuple(found))


@pytest.mark.parametrize(
    ("number", "old", "new", "key"),
    [
        (5, "4.2 %", "4.3 %", "tasa_asegurado"),
        (4, "S/ 1,000.00", "S/ 1,000.01", "income.cafe"),
        (14, "2 meses", "12 meses", "preaviso"),
        (7, "abril, mayo", "abril", "entry_months"),
    ],
)
def test_a_wrong_figure_in_one_article_is_seen(number: int, old: str, new: str, key: str) -> None:
    values = {
        "tasa_asegurado": 42_000,
        "income.cafe": 100_000,
        "preaviso": 2,
        "entry_months": (4, 5),
    }
    terms = terms_of(MODEL, values)
    text = agreement_text(paper(MODEL, terms=terms), language="es")
    assert missing(agreement_pdf(text=text), terms=terms, language="es") == []
    wrong = agreement_pdf(text=sabotaged(text, number=number, old=old, new=new))
    assert [one.split(":")[0] for one in missing(wrong, terms=terms, language="es")] == [key]


def test_every_clause_of_the_model_has_a_place_in_this_test() -> None:
    assert set(PLACES) == {one.key for one in KNOWN}


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("es", {4: "no es menor que {}", 5: "desde ahí, 10.69 %", 14: "con 3 meses de aviso"}),
        ("en", {4: "not below {}", 5: "from there on, 10.69 %", 14: "with 3 months of notice"}),
        ("pt", {4: "não é menor que {}", 5: "a partir daí, 10.69 %", 14: "com 3 meses de aviso"}),
    ],
)
@pytest.mark.parametrize(
    ("signed", "minimum"),
    [(date(2025, 6, 1), "₡ 341,227.00"), (date(2026, 11, 26), "₡ 346,789.00")],
)
def test_costa_ricas_agreement_has_the_law_of_its_signature(
    language: str, wanted: dict[int, str], signed: date, minimum: str
) -> None:
    terms = terms_of(CCSS, {}, signed=signed)
    pdf = agreement_pdf(text=agreement_text(paper(CCSS, terms=terms), language=language))
    read = articles_read(pdf, language=language)
    for number, words in wanted.items():
        assert words.format(minimum) in read[number], (number, read[number])
    for rate in ("2.89 %", "4.33 %", "6.24 %", "8.02 %", "12 %", "0.25 %"):
        assert rate in read[5]


def test_what_nobody_read_at_its_source_says_so_and_what_was_read_does_not() -> None:
    text = agreement_text(paper(CCSS, terms=terms_of(CCSS, {})), language="es")
    noted = {one.key: one.notes for one in text.articles if one.notes}
    assert noted == {
        "protected": ("Sin verificar en la fuente: 18 años.",),
        # the day by which a month is paid is in no source
        "calendar": (
            "Las cifras que la ley pondría en este artículo son propuesta de un modelo y no ley.",
        ),
        "entitlement": ("Sin verificar en la fuente: 1 mes, 2 meses.",),
    }
    model = agreement_text(paper(MODEL, terms=terms_of(MODEL, {})), language="es")
    assert all(figure.standing is Standing.PROPOSED for figure in model.articles[4].figures)
    assert "propuesta de un modelo y no ley" in model.articles[4].notes[0]
    assert model.articles[11].notes == ()


def test_the_scale_shows_who_pays_what() -> None:
    values: dict[str, Value] = {"income.cafe": 100_000, "tasa_asegurado": 42_000}
    made = agreement_text(paper(MODEL, terms=terms_of(MODEL, values)), language="es")
    scale, law = made.annexes[0], made.annexes[4]
    # 1000.00 x 4.2 % = 42.00; the State completes 9 %
    assert scale.rows[0] == ("café", "S/ 1,000.00", "S/ 42.00", "S/ 48.00", "S/ 42.00")
    assert scale.rows[1] == ("cacao", "S/ 1,130.00", "S/ 47.46", "S/ 54.24", "S/ 47.46")
    assert any(row[1:4] == ("4.2 %", "26/11/2026", "Este convenio") for row in law.rows)
    assert len(law.rows) == len(load_scheme(MODEL).parameters)
    ccss = agreement_text(paper(CCSS, terms=terms_of(CCSS, {})), language="es").annexes[0]
    # the published least base, its category of 2.89 %
    assert ccss.rows[0][:2] == ("₡ 346,789.00", "₡ 346,789.00")
    assert ccss.rows[0][2] == "₡ 10,022.00"


def test_a_draft_says_so_on_every_page_and_a_signed_text_nowhere() -> None:
    terms = terms_of(MODEL, {})
    draft = paper(MODEL, terms=terms, draft=Draft(3, date(2026, 11, 20)))
    for language, mark in zip(LANGUAGES, ("BORRADOR", "DRAFT", "MINUTA"), strict=True):
        pages = squeezed(agreement_pdf(text=agreement_text(draft, language=language)))
        assert len(pages) > 5 and all(mark in page for page in pages)
        signed = agreement_pdf(text=agreement_text(paper(MODEL, terms=terms), language=language))
        assert not any(mark in page for page in squeezed(signed))


def squeezed(pdf: bytes) -> list[str]:
    """Read each page without blanks: a reader takes widely set letters apart."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_the_same_terms_give_the_same_bytes_tagged_with_their_digest_on_each_page() -> None:
    terms = terms_of(MODEL, {"preaviso": 2})
    text = agreement_text(paper(MODEL, terms=terms), language="pt")
    pdf = agreement_pdf(text=text)
    other = terms_of(MODEL, {"preaviso": 4})
    assert agreement_pdf(text=agreement_text(paper(MODEL, terms=other), language="pt")) != pdf
    assert agreement_pdf(text=text) == pdf
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("pt", True)
    foot = f"CACAO-2027 · versão 1 · termos {terms_digest(terms)[:16]}"
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        said = " ".join(page.extract_text().split())
        assert foot in said and f"Página {number} de {total}" in said
    assert NASTY in " ".join(reader.pages[0].extract_text().split())


def test_a_law_without_a_value_is_refused_and_every_word_is_there() -> None:
    with pytest.raises(ParameterMissing):
        paper("ec-iess-campesino", terms=terms_of("ec-iess-campesino", {}))
    with pytest.raises(ValueError, match="tuple"):
        agreement_text(paper(MODEL, terms=terms_of(MODEL, {})), language="qu")
    for words in (TITLES, SENTENCES, FRAME, LEADS, ROSTER, CLASSES):
        assert all(len(one) == 3 and all(one) for one in words.values())
    for words in (PURPOSES, RETENTIONS):
        assert words.keys() == CLASSES.keys()
