"""The text of an agreement, generated: article by article from its terms, with five annexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ayni.core.alliance.agreement_text import AgreementText, Paper
from ayni.core.alliance.annex_words import FRAME
from ayni.core.alliance.annexes import annexes
from ayni.core.alliance.article_words import word
from ayni.core.alliance.articles import articles
from ayni.core.alliance.figures import Writer
from ayni.core.alliance.plain_terms import terms_digest
from ayni.core.scheme import Standing

#: How much of a digest a reader compares by eye.
SHORT = 16


def agreement_text(paper: Paper, *, language: str) -> AgreementText:
    """Write the agreement in ``es``, ``en`` or ``pt``.

    Raises ``ParameterMissing`` where the law has no value on the first day: nothing stands in for it.
    """
    write = Writer(paper.scheme, paper.terms, max(paper.starts, paper.priced_on), language)
    digest = terms_digest(paper.terms)
    stage = _stage(paper, language=language)
    terms = word(FRAME, "terms", language)
    return AgreementText(
        language=language,
        code=paper.code,
        mark=_mark(paper, language=language),
        title=word(FRAME, "title", language),
        facts=tuple(_facts(paper, write=write)),
        warnings=tuple(_warnings(paper, write=write)),
        articles=articles(write, paper=paper),
        annexes=annexes(write, paper=paper),
        signatures=(
            (word(FRAME, "for_institution", language), paper.institution.name),
            (word(FRAME, "for_association", language), paper.association.name),
        ),
        footer=f"{paper.code} · {stage} · {terms} {digest[:SHORT]}",
        terms_digest=digest,
        paper=paper,
    )


def _stage(paper: Paper, *, language: str) -> str:
    if paper.draft is not None:
        return word(FRAME, "proposal", language).format(number=paper.draft.number)
    return word(FRAME, "version", language).format(number=paper.version)


def _mark(paper: Paper, *, language: str) -> str:
    if paper.draft is not None:
        return word(FRAME, "draft_mark", language).format(number=paper.draft.number)
    return word(FRAME, "example_mark", language) if paper.example else ""


def _facts(paper: Paper, *, write: Writer) -> Iterator[tuple[str, str]]:
    language = write.language
    until = word(FRAME, "open_end", language)
    if paper.ends is not None:
        last = write.date(paper.ends - timedelta(days=1))
        until = f"{word(FRAME, 'to', language)} {last}"
    rules = write.scheme.rules
    yield word(FRAME, "code", language), f"{paper.code}, {_stage(paper, language=language)}"
    yield word(FRAME, "scheme", language), rules.name.in_language(language)
    yield word(FRAME, "runs", language), f"{write.date(paper.starts)} {until}"
    if paper.draft is None:
        yield word(FRAME, "signed_on", language), write.date(paper.terms.signed)
    else:
        yield word(FRAME, "proposed_on", language), write.date(paper.draft.day)


def _warnings(paper: Paper, *, write: Writer) -> Iterator[tuple[str, str]]:
    language = write.language
    if paper.draft is not None:
        day = write.date(paper.draft.day)
        said = word(FRAME, "draft_warning", language)
        number = paper.draft.number
        yield word(FRAME, "draft_title", language), said.format(number=number, day=day)
    codes = []
    if paper.scheme.rules.basis == "model":
        codes.append("model")
    if any(
        dated.standing is Standing.BACKGROUND
        for one in paper.scheme.parameters
        for dated in one.values
    ):
        codes.append("background")
    if paper.example:
        codes.append("example")
    for code in codes:
        yield word(FRAME, f"{code}_title", language), word(FRAME, f"{code}_warning", language)
