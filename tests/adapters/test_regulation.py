"""The rule text read into articles, each with the parameters it names."""

from __future__ import annotations

import pytest

from ayni.adapters.schemefiles import (
    Run,
    folder_of,
    list_schemes,
    load_regulation,
    load_scheme,
    parameters_of,
    parse_regulation,
    unnamed,
)

TEXT = """# Un seguro

> **Esto es un modelo.** No es
> ley. Parámetro: `estado`.

## Artículo 1. Aporte
Cuatro por ciento. Véase <https://example.org/a> y [la ley](https://example.org/b).
Parámetros: `tasa_1` a `tasa_3`, `base` y
`piso`. Fuente: memoria.

## Artículo 2. Lista
- uno
  que sigue
- dos `x`

Nada más. [archivo](parameters/a.yaml)
"""


def test_articles_blocks_and_names():
    found = parse_regulation(TEXT)
    assert found.title == "Un seguro"
    assert [one.name for one in found.preface.named] == ["estado"]
    assert found.preface.text == "> Esto es un modelo. No es ley."
    first, second = found.articles
    assert (first.title, first.line) == ("Artículo 1. Aporte", 6)
    named = [(one.name, one.line) for one in first.named]
    assert named == [("tasa_1", 8), ("tasa_2", 8), ("tasa_3", 8), ("base", 8), ("piso", 9)]
    links = "<https://example.org/a> y [la ley](https://example.org/b)"
    assert first.text == f"Cuatro por ciento. Véase {links}. Fuente: memoria."
    assert Run("la ley", "link", "https://example.org/b") in first.blocks[0].lines[0]
    assert [block.kind for block in second.blocks] == ["list", "paragraph"]
    assert second.text == "- uno que sigue\n- dos x\nNada más. archivo"
    assert second.named == ()


def test_only_addresses_of_the_web_are_links():
    for href in ("javascript:alert", "ftp://example.org", "//example.org"):
        (block,) = parse_regulation(f"[ver]({href})").preface.blocks
        assert block.lines == ((Run("ver"),),)


def test_a_range_of_different_stems_is_its_two_ends():
    (first,) = parse_regulation("## A\nParámetros: `tasa_1` a `piso_3`, `b_9` a `b_2`.").articles
    assert [one.name for one in first.named] == ["tasa_1", "piso_3", "b_9", "b_2"]
    assert first.blocks == ()


@pytest.mark.parametrize("code", list_schemes())
def test_the_library_names_what_it_has(code):
    scheme = load_scheme(code)
    found = load_regulation(folder_of(code), scheme=scheme)
    assert found.title and found.articles
    shown = {one.name for part in found.articles for one in parameters_of(part, scheme=scheme)}
    shown |= {one.name for one in parameters_of(found.preface, scheme=scheme)}
    rest = {one.name for one in unnamed(found, scheme=scheme)}
    assert rest == set()
    assert shown == {one.name for one in scheme.parameters}


def test_the_sentence_of_names_leaves_no_gap():
    text = "## A\nUno. Parámetro: `x`. Dos.\nParámetros:\n`y`,\n`z`.\nTres."
    (article,) = parse_regulation(text).articles
    assert [one.name for one in article.named] == ["x", "y", "z"]
    assert article.text == "Uno. Dos. Tres."
