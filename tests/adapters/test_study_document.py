"""A study's report as PDF and as page: the figures of the value and no others, tagged, the same bytes twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from ayni.adapters.charts.months import NothingToDraw
from ayni.adapters.charts.sides import TooManySeries
from ayni.adapters.charts.study import COLOURS, study_chart
from ayni.adapters.documents.study import PictureMissing, study_pdf
from ayni.adapters.documents.study_html import study_html
from ayni.core.projection.report import study_report
from ayni.core.projection.reporting import Entries, Pairs, Points, Say, Series, StudyReport
from tests.core.projection.report_made import FACTS, NASTY

LANGUAGES = ("es", "en", "pt")


@cache
def report(language: str = "es") -> StudyReport:
    return study_report(facts=FACTS, language=language)


@cache
def pictures(language: str = "es") -> dict[str, str]:
    return {one.code: study_chart(figure=one).svg for one in report(language).figures()}


@cache
def pdf(language: str = "es") -> bytes:
    return study_pdf(report=report(language), pictures=pictures(language))


@cache
def page(language: str = "es") -> str:
    return study_html(report=report(language), pictures=pictures(language))


@cache
def pdf_text(language: str = "es") -> str:
    """Read the text of all pages without what a line break may have split."""
    return squeezed(" ".join(one.extract_text() for one in PdfReader(BytesIO(pdf(language))).pages))


class _Texts(HTMLParser):
    """Gathers the page's texts and its tables' cells, and every tag with what it has."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.cell = self.cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.cell:
            self.rows[-1][-1] += data


@cache
def read(language: str = "es") -> _Texts:
    found = _Texts()
    found.feed(page(language))
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def texts_of(found: StudyReport) -> Iterator[str]:
    """Every text of the value that must be read on paper and on the page."""
    yield from (found.cover.title, found.cover.institution, found.cover.verdict, *found.cover.found)
    for pair in (*found.cover.facts, *found.cover.marks, *found.cover.figures):
        yield from pair
    for part in found.sections:
        yield part.title
        for one in part.blocks:
            match one:
                case Say():
                    yield one.text
                case Points():
                    yield from one.items
                case Pairs():
                    yield one.title
                    yield from (text for row in one.rows for text in row)
                case Entries():
                    yield one.title
                    for each in one.entries:
                        yield from (each.name, each.value, each.origin, each.standing, each.reason)
    for picture in found.figures():
        yield from (picture.title, picture.summary)
    for table in found.tables():
        yield from (table.caption, table.note, *table.head)


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_and_page_say_every_word_of_the_value(language: str) -> None:
    paper, texts = pdf_text(language), squeezed(" ".join(read(language).texts))
    for text in texts_of(report(language)):
        assert squeezed(text) in texts, text
        assert squeezed(text) in paper, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_every_table_stands_on_paper_and_on_the_page(language: str) -> None:
    paper = pdf_text(language)
    rows = [row for one in report(language).tables() for row in one.rows]
    expected = [[cell.text for cell in row] for row in rows]
    shown = [row for row in read(language).rows if row]
    heads = [list(one.head) for one in report(language).tables()]
    assert sorted(shown) == sorted([*expected, *heads])
    figures = [row for row in expected if max(len(text) for text in row) < 25]
    assert len(figures) > 80
    for row in figures:
        assert squeezed("".join(row)) in paper, row


def test_every_picture_is_drawn_named_and_followed_by_its_table() -> None:
    found = report()
    assert len(found.figures()) == 7
    html = page()
    for one in found.figures():
        place = html.index(pictures()[one.code])
        assert html.index("<table>", place) < html.index("</section>", place)
        caption = html[html.index("<caption>", place) : html.index("</caption>", place)]
        assert one.table.caption in caption
        assert f'aria-label="{one.title}. ' in html
    reader = PdfReader(BytesIO(pdf()))
    said = [one for one in _alternatives(reader.trailer["/Root"]["/StructTreeRoot"])]
    assert said == [f"{one.title}. {one.summary}" for one in found.figures()]


def _alternatives(node: object) -> Iterator[str]:
    """Walk the tags for what is told in the place of a picture."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from _alternatives(one)
    elif isinstance(node, dict):
        if node.get("/S") == "/Figure":
            yield str(node["/Alt"])
        if "/K" in node:
            yield from _alternatives(node["/K"])


def test_the_paper_is_tagged_and_names_its_language() -> None:
    for language in LANGUAGES:
        root = PdfReader(BytesIO(pdf(language))).trailer["/Root"]
        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"].value is True
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_the_same_report_gives_the_same_bytes() -> None:
    first, drawn = pdf(), pictures()
    other = study_report(facts=replace(FACTS, subject=replace(FACTS.subject, title="Otro")))
    study_pdf(report=other, pictures=drawn)
    again = {one.code: study_chart(figure=one).svg for one in report().figures()}
    assert again == drawn
    assert study_pdf(report=report(), pictures=again) == first
    assert study_html(report=report(), pictures=again) == page()


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    found = read()
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "link", "iframe", "object", "embed", "img", "base", "form"}
    for _tag, having in found.tags:
        assert not [name for name in having if name.startswith("on")]
        link = having.get("href") or ""
        assert not link or link.startswith("#"), link
        assert not having.get("src")
    assert "@import" not in page() and not re.search(r"url\((?!#)", page())


def test_a_name_is_text_and_never_markup() -> None:
    assert squeezed(NASTY) in pdf_text()
    assert NASTY in "".join(read().texts)
    assert "<script" not in page()


def test_a_picture_that_nobody_drew_is_refused() -> None:
    some = {code: svg for code, svg in pictures().items() if code != "fan"}
    with pytest.raises(PictureMissing, match="fan"):
        study_pdf(report=report(), pictures=some)
    with pytest.raises(PictureMissing, match="fan"):
        study_html(report=report(), pictures=some)


def figure(code: str):
    return next(one for one in report().figures() if one.code == code)


def labels(code: str) -> set[str]:
    root = ElementTree.fromstring(pictures()[code])
    return {node.text for node in root.iter() if node.tag.endswith("text") and node.text}


def test_the_bars_are_as_high_as_the_figures() -> None:
    one = figure("income_and_spending")
    svg = pictures()["income_and_spending"]
    found = re.findall(r'h[\d.]+v([\d.]+)h-[\d.]+Z"[^>]*fill="(#1d6b50|#e0a84e)"', svg)
    scales = []
    for series, colour in zip(one.series, ("#1d6b50", "#e0a84e"), strict=True):
        heights = [float(height) for height, fill in found if fill == colour]
        bars = heights[: len(series.values)]  # the key's square comes after them
        scales += [
            bar / value for bar, value in zip(bars, series.values, strict=True) if value is not None
        ]
    assert len(scales) == 20
    assert scales == pytest.approx([scales[0]] * 20)


def test_the_pictures_speak_the_report_s_language() -> None:
    assert {"Ingreso", "Gasto", "millones de S/", "2027"} <= labels("income_and_spending")
    assert {"5 % – 95 %", "25 % – 75 %", "Mediana"} <= labels("fan")
    assert {"Hipótesis 1", "Hacia abajo", "Hacia arriba"} <= labels("tornado")
    assert {"Mujeres", "Hombres", "0-4", "80+", "personas"} <= labels("pyramid")
    assert {"Base", "9 %", "Equilibrio"} <= labels("reserve_ratio")
    root = ElementTree.fromstring(pictures("en")["fan"])
    assert "Median" in {node.text for node in root.iter()}


def test_the_colours_of_neighbours_differ_in_grey() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    assert abs(grey("#1d6b50") - grey("#e0a84e")) > 80
    assert abs(grey("#bcdccf") - grey("#6fae96")) > 40
    assert len(COLOURS) == len(set(COLOURS)) == 6


def test_what_cannot_be_drawn_is_refused() -> None:
    one = figure("reserve_ratio")
    with pytest.raises(NothingToDraw, match="reserve_ratio"):
        study_chart(figure=replace(one, labels=(), series=()))
    with pytest.raises(TooManySeries, match="7, at most 6"):
        study_chart(
            figure=replace(
                one, series=tuple(Series(str(n), one.series[0].values) for n in range(7))
            )
        )
