"""A study's report as one HTML page that needs nothing else: its style and its pictures are inside it.

It prints the same value as the PDF. Every text is escaped; the only markup that comes in are the SVG of the
charts, which are drawn here. There is no script, and no address of another host.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from itertools import count

from ayni.adapters.documents.study import picture_of
from ayni.core.projection.reporting import (
    Block,
    Cell,
    Cover,
    Entries,
    Entry,
    Figure,
    Kind,
    Pairs,
    Points,
    Say,
    Section,
    StudyReport,
    Table,
    Tone,
)

STYLE = "study.css"


class _Page:
    """What the blocks of one page share: its words, its pictures, and the numbers of tables and figures."""

    def __init__(self, report: StudyReport, pictures: Mapping[str, str]) -> None:
        self.words = dict(report.words)
        self.pictures = pictures
        self.tables: Iterator[int] = count(1)
        self.figures: Iterator[int] = count(1)


def study_html(*, report: StudyReport, pictures: Mapping[str, str]) -> str:
    """Write the page, with the SVG of each figure by its code; PictureMissing without one."""
    page, cover = _Page(report, pictures), report.cover
    parts = "".join(
        _section(one, number, page) for number, one in enumerate(report.sections, start=1)
    )
    title = escape(f"{cover.kind}: {cover.title} ({report.code})")
    return (
        f'<!doctype html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#summary">{escape(page.words["skip"])}</a>\n<main>\n'
        f"{_cover(cover)}{_contents(report, page)}{parts}</main>\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return files(__package__).joinpath(STYLE).read_text(encoding="utf-8")


def _cover(cover: Cover) -> str:
    marks = "".join(
        f'<div class="mark"><b>{escape(mark)}</b><span class="small">{escape(note)}</span></div>\n'
        for mark, note in cover.marks
    )
    tiles = "".join(
        f'<li><span class="small">{escape(name)}</span><b>{escape(figure)}</b>'
        f'<span class="small">{escape(note)}</span></li>\n'
        for name, figure, note in cover.figures
    )
    return (
        f'<header>\n<p class="kind">{escape(cover.kind)}</p>\n<h1>{escape(cover.title)}</h1>\n'
        f"{_institution(cover)}{_purpose(cover)}{marks}"
        f'<div class="verdict {cover.tone.value}"><strong>{escape(cover.verdict)}</strong>\n'
        f'{_list(cover.found)}</div>\n<ul class="tiles">\n{tiles}</ul>\n'
        f'<dl class="facts">\n{_terms(cover.facts)}</dl>\n</header>\n'
    )


def _institution(cover: Cover) -> str:
    said = escape(cover.institution)
    return f'<p class="institution">{said}</p>\n' if said else ""


def _purpose(cover: Cover) -> str:
    return f"<p><em>{escape(cover.purpose)}</em></p>\n" if cover.purpose else ""


def _contents(report: StudyReport, page: _Page) -> str:
    items = "".join(
        f'<li><a href="#{one.code}">{escape(one.title)}</a></li>\n' for one in report.sections
    )
    name = escape(page.words["contents"])
    return f'<nav aria-label="{name}">\n<h3>{name}</h3>\n<ol>\n{items}</ol>\n</nav>\n'


def _section(part: Section, number: int, page: _Page) -> str:
    blocks = "".join(_block(one, page) for one in part.blocks)
    title = f"<h2><span>{number}</span>{escape(part.title)}</h2>"
    return f'<section id="{part.code}">\n{title}\n{blocks}</section>\n'


def _block(one: Block, page: _Page) -> str:
    match one:
        case Say():
            return _say(one)
        case Points():
            return _list(one.items, tag="ol" if one.numbered else "ul")
        case Pairs():
            title = f"<h3>{escape(one.title)}</h3>\n" if one.title else ""
            look = "pairs code" if one.code else "pairs"
            return f'{title}<dl class="{look}">\n{_terms(one.rows)}</dl>\n'
        case Entries():
            entries = "".join(_entry(each, page) for each in one.entries)
            heading = f"<h3>{escape(one.title)}</h3>\n" if one.title else ""
            return heading + entries
        case Table():
            return _table(one, page)
        case Figure():
            return _figure(one, page)


def _say(one: Say) -> str:
    if one.tone is Tone.TITLE:
        return f"<h3>{escape(one.text)}</h3>\n"
    look = {Tone.LEAD: "", Tone.PLAIN: "", Tone.NOTE: "small"}.get(
        one.tone, f"said {one.tone.value}"
    )
    return f'<p class="{look}">{escape(one.text)}</p>\n' if look else f"<p>{escape(one.text)}</p>\n"


def _list(items: Sequence[str], *, tag: str = "ul") -> str:
    inside = "".join(f"<li>{escape(one)}</li>\n" for one in items)
    return f"<{tag}>\n{inside}</{tag}>\n" if inside else ""


def _terms(rows: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(said)}</dd></div>\n" for name, said in rows
    )


def _entry(one: Entry, page: _Page) -> str:
    look = "entry" if one.firm else "entry weak"
    return (
        f'<article class="{look}">\n<header><b>{escape(one.name)}</b><span>{escape(one.standing)}'
        f'</span></header>\n<p>{escape(one.value)}</p>\n<p class="small">{escape(one.origin)}</p>\n'
        f"<p><em>{escape(page.words['reason'])}:</em> {escape(one.reason)}</p>\n</article>\n"
    )


def _figure(one: Figure, page: _Page) -> str:
    number = f"<span>{escape(page.words['figure'])} {next(page.figures)}</span>"
    caption = (
        f"<figcaption><b>{number}{escape(one.title)}</b><p>{escape(one.summary)}</p></figcaption>"
    )
    svg = picture_of(one, page.pictures)
    name = escape(one.title, quote=True)
    picture = f'<div role="region" tabindex="0" aria-label="{name}">{svg}</div>'
    return f"<figure>\n{caption}\n{picture}\n</figure>\n{_table(one.table, page)}"


def _table(one: Table, page: _Page) -> str:
    number = f"<span>{escape(page.words['table'])} {next(page.tables)}</span>"
    texts = [
        all(row[place].kind is Kind.TEXT for row in one.rows) for place in range(len(one.head))
    ]
    head = "".join(
        f'<th scope="col"{"" if text else _RIGHT}>{escape(name)}</th>'
        for name, text in zip(one.head, texts, strict=True)
    )
    rows = "".join(
        f"<tr{_STRONG if place in one.strong else ''}>{_row(row, texts)}</tr>\n"
        for place, row in enumerate(one.rows)
    )
    name = escape(one.caption, quote=True)
    note = f'<p class="note">{escape(one.note)}</p>\n' if one.note else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">\n<table>\n'
        f"<caption>{number}{escape(one.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>\n{note}"
    )


_RIGHT, _STRONG = ' class="n"', ' class="strong"'


def _row(row: Sequence[Cell], texts: Sequence[bool]) -> str:
    first, *rest = row
    cells = "".join(
        f"<td{'' if text else _RIGHT}>{escape(cell.text)}</td>"
        for cell, text in zip(rest, texts[1:], strict=True)
    )
    return f'<th scope="row">{escape(first.text)}</th>{cells}'
