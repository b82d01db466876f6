"""The text of every page: rules article by article, dated values with their norm, cases with their verdict."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ayni.adapters.schemefiles import (
    LoadedCase,
    Regulation,
    folder_of,
    list_schemes,
    load_cases,
    load_regulation,
    load_scheme,
    parameters_of,
    unnamed,
)
from ayni.core.assessment.explanation import value_text
from ayni.core.entitlement.cases import run_case
from ayni.core.scheme import Parameter, Scheme, standing_text
from ayni.core.scheme.parameters import on_the_web

FOLDER = Path(__file__).parent.parent.parent / "docs" / "reference" / "schemes"
_HEAD = (
    "*(Written from the files of `src/ayni/schemes` by `.venv/bin/python -m tools.schemepages`;"
    " a test keeps it true. Do not edit.)*"
)


def pages() -> dict[str, str]:
    """Give every page by its file's name."""
    codes = list_schemes()
    return {"README.md": _index(codes)} | {f"{code}.md": _page(code) for code in codes}


def _index(codes: tuple[str, ...]) -> str:
    lines = ["# Esquemas", "", _HEAD, "", "| esquema | qué es | su valor menos firme | casos |"]
    lines.append("| --- | --- | --- | --- |")
    for code in codes:
        scheme = load_scheme(code)
        name = _cell(scheme.rules.name.es)
        cases = len(load_cases(folder_of(code)))
        lines.append(f"| [`{code}`]({code}.md) | {name} | {_standing(scheme)} | {cases} |")
    return "\n".join(lines) + "\n"


def _page(code: str) -> str:
    scheme, folder = load_scheme(code), folder_of(code)
    regulation = load_regulation(folder, scheme=scheme)
    lines = [f"# {scheme.rules.name.es}", "", _HEAD, "", f"`{code}` · {scheme.currency}", ""]
    lines += [scheme.rules.summary.es, "", f"Su valor menos firme: {_standing(scheme)}.", ""]
    lines += [*_articles(scheme, regulation), *_cases(scheme, load_cases(folder))]
    return "\n".join(lines) + "\n"


def _standing(scheme: Scheme) -> str:
    return standing_text(scheme.standing.value, language="es")


def _articles(scheme: Scheme, regulation: Regulation) -> Iterator[str]:
    told: set[str] = set()
    for article in (regulation.preface, *regulation.articles):
        if article.title:
            yield from (f"## {article.title}", "")
        if article.text:
            yield from (article.text, "")
        for one in parameters_of(article, scheme=scheme):
            if one.name not in told:
                yield from _parameter(one)
            told.add(one.name)
    rest = [one for one in unnamed(regulation, scheme=scheme) if one.name not in told]
    if rest:
        yield from ("## Otros parámetros", "")
    for one in rest:
        yield from _parameter(one)


def _parameter(parameter: Parameter) -> Iterator[str]:
    yield from (f"`{parameter.name}`: {parameter.description}", "")
    yield from ("| desde | valor | norma | firmeza |", "| --- | --- | --- | --- |")
    for dated in parameter.values:
        value = _cell(value_text(dated.value, unit=parameter.unit, language="es") or "—")
        title = _cell(dated.reference.title)
        href = dated.reference.href
        norm = f"[{title}]({href})" if on_the_web(href) else title
        standing = standing_text(dated.standing.value, language="es")
        note = f" {_cell(dated.note)}" if dated.note else ""
        yield f"| {dated.start} | {value} | {norm}{note} | {standing} |"
    yield ""


def _cases(scheme: Scheme, cases: list[LoadedCase]) -> Iterator[str]:
    yield from ("## Casos", "", "| caso | situación | resultado |", "| --- | --- | --- |")
    for one in cases:
        passed = "pasa" if run_case(scheme, case=one.case).passed else "NO PASA"
        yield f"| {_cell(one.case.id)} | {_cell(one.case.title)} | {passed} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
