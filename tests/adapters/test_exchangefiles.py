"""The chain of the example, read from its file: what is verified, what is not, what is refused."""

from __future__ import annotations

import pytest

from ayni.adapters.exchangefiles import ExchangeFileError, load_origin, parse_exchanges
from ayni.adapters.schemefiles import load_scheme
from ayni.core.alliance.exchanges import LANGUAGES, Part, Said, check_place
from ayni.core.scheme import Standing

PAGE = "https://www.itcilo.org/en/community/news/a-concrete-example-of-a-training-activity-leading-to-action-and-change"


def test_the_chain_is_the_one_of_the_sources():
    found = {one.code: one for one in load_origin()}
    told = [(one.code, one.year, one.country, one.follows) for one in found.values()]
    assert told == [
        ("LIMA-2005", 2005, "PE", ""),
        ("SAN-JOSE-2007", 2007, "CR", "LIMA-2005"),
        ("BELEM-2008", 2008, "BR", "SAN-JOSE-2007"),
        ("EJEMPLO-2026", 2026, "PE", "BELEM-2008"),
    ]
    bodies = {(p.body, p.part) for p in found["SAN-JOSE-2007"].participants}
    assert ("Eurosocial", Part.ORGANISED) in bodies
    assert ("Caja Costarricense de Seguro Social (CCSS)", Part.STUDIED) in bodies
    assert ("Junta Nacional del Café", Part.TOOK_PART) not in bodies  # no source says so


def test_real_courses_rest_on_the_page_that_tells_them_and_tell_no_day_it_does_not():
    for one in load_origin()[:3]:
        assert (one.source.url, one.source.standing) == (PAGE, Standing.VERIFIED)
        assert (one.starts, one.ends) == (None, None)
        assert [p.person for p in one.participants if p.person] == []


def test_what_is_invented_says_so_and_what_was_not_found_is_not_called_verified():
    *real, example = load_origin()
    assert example.source.standing is Standing.PROPOSED
    assert {one.source.standing for one in example.commitments} == {Standing.PROPOSED}
    learned = {p.title.es: p.learned for one in real for p in one.practices}
    assert [title for title, how in learned.items() if how is Standing.VERIFIED] == [
        "Convenio colectivo sobre un ingreso de referencia"
    ]
    assert set(learned.values()) == {Standing.VERIFIED, Standing.BACKGROUND}
    after = real[1].commitments[0].follow_ups
    assert [(one.outcome.value, one.source.standing) for one in after] == [
        ("under_way", Standing.SECONDARY),
        ("another_form", Standing.VERIFIED),
        ("another_form", Standing.BACKGROUND),
    ]
    assert "No se halló cuántas familias" in (after[2].said.es or "")
    assert {one.agreement for one in after} == {""}  # the real one led to no agreement of ours


def _texts(node: object) -> list[Said]:
    if isinstance(node, Said):
        return [node]
    if isinstance(node, tuple):
        return [text for one in node for text in _texts(one)]
    fields = getattr(type(node), "model_fields", {})
    return [text for name in fields for text in _texts(getattr(node, name))]


def test_every_text_is_in_three_languages_and_every_practice_is_in_the_library():
    texts = _texts(load_origin())
    assert len(texts) >= 25
    assert [one for one in texts if not all(getattr(one, lang) for lang in LANGUAGES)] == []
    for one in load_origin():
        for practice in one.practices:
            check_place(
                load_scheme(practice.scheme), parameter=practice.parameter, term=practice.term
            )


_ONE = """
exchanges:
  - {code: A, kind: visit, year: 2020, place: Quito, country: EC, title: {es: Visita},
     source: {title: Acta, standing: verified}%s}
"""


def test_a_file_reads_and_a_wrong_one_is_refused():
    (one,) = parse_exchanges(_ONE % ", starts: 2020-02-03")
    assert (one.code, str(one.starts), one.plain().place) == ("A", "2020-02-03", "Quito")
    for wrong in (", follows: B", ", starts: 2021-01-01", ", nada: 1", ", kind: party"):
        with pytest.raises(ExchangeFileError):
            parse_exchanges(_ONE % wrong)
    with pytest.raises(ExchangeFileError, match="A: written twice"):
        parse_exchanges(_ONE % "" + (_ONE % "").replace("exchanges:", ""))
    with pytest.raises(ExchangeFileError):
        parse_exchanges("exchanges: [")
