"""The shipped schemes put together once for each process: rules, rule text, cases run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ayni.adapters.schemefiles import (
    Article,
    LoadedCase,
    Regulation,
    folder_of,
    list_schemes,
    load_cases,
    load_regulation,
    load_scheme,
)
from ayni.core.entitlement.cases import CaseOutcome, run_case
from ayni.core.scheme import Digests, Scheme, canonical

_NO_SLUG = re.compile(r"[^\w\s-]")
_NUMBERED = re.compile(r"(artículo-\d+)-.*")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A scheme with its rule text and the outcome of each of its cases."""

    scheme: Scheme
    digests: Digests
    regulation: Regulation
    cases: tuple[tuple[LoadedCase, CaseOutcome], ...]
    anchors: dict[str, str]

    @property
    def parts(self) -> tuple[Article, ...]:
        """Give what stands before the first article, and the articles."""
        return (self.regulation.preface, *self.regulation.articles)


def shelf() -> tuple[Scheme, ...]:
    """Give every scheme of the library."""
    return tuple(load_scheme(code) for code in list_schemes())


def assembled(code: str) -> Assembled:
    """Put a scheme together, or refuse an unknown code; the cases run once for the same digests."""
    return _assembled(code, _digests(code))


@cache
def _digests(code: str) -> Digests:
    return canonical(load_scheme(code)).digests


@lru_cache(maxsize=64)
def _assembled(code: str, digests: Digests) -> Assembled:
    scheme, folder = load_scheme(code), folder_of(code)
    cases = [(one, run_case(scheme, case=one.case)) for one in load_cases(folder)]
    regulation = load_regulation(folder, scheme=scheme)
    return Assembled(scheme, digests, regulation, tuple(cases), anchors_of(regulation.articles))


def anchors_of(articles: Sequence[Article]) -> dict[str, str]:
    """Give the place on the page for each address of an article: as editors of Markdown write them.

    ``artículo-3-base``, and ``artículo-3`` for short, lead to ``articulo-3`` where it is the third.
    """
    found: dict[str, str] = {}
    for place, article in enumerate(articles, 1):
        slug = _NO_SLUG.sub("", article.title.lower()).replace(" ", "-")
        found.setdefault(slug, f"articulo-{place}")
        short = _NUMBERED.fullmatch(slug)
        if short:
            found.setdefault(short[1], f"articulo-{place}")
    return found
