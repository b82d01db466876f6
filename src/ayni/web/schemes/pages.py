"""The library of schemes, and one scheme: its rules, a family computed, its proof. All from the files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.adapters.schemefiles import UnknownScheme
from ayni.core.actor import Actor
from ayni.core.scheme import Scheme
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.clock import today
from ayni.web.components import Crumb
from ayni.web.schemes.articles import shown_articles, shown_unnamed
from ayni.web.schemes.library import Assembled, assembled, shelf
from ayni.web.schemes.owed import family_of
from ayni.web.schemes.proof import cases_text, caution_of, shown_cases, shown_sources
from ayni.web.schemes.right import right_of
from ayni.web.schemes.roles import EVERYBODY
from ayni.web.schemes.values import Known, Legal, known, legal_status
from ayni.web.schemes.words import country_name

_SENTENCE = re.compile(r"(?<=[.;])\s")
#: Which of the two forms was sent: the name in the address.
OWED, RIGHT = "aporte", "derecho"


@dataclass(frozen=True, slots=True)
class Entry:
    """A scheme on the shelf."""

    name: str
    url: str
    asks: str
    legal: Legal
    known: Known


@require_safe
@page(*EVERYBODY, reason="ver los esquemas")
def library(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the library by country."""
    day = today(actor=actor)
    schemes = sorted(shelf(), key=lambda one: (country_name(one.rules.country), one.code))
    countries: dict[str, list[Entry]] = {}
    for one in schemes:
        entry = _entry(one, day=day)
        countries.setdefault(country_name(one.rules.country), []).append(entry)
    return render(request, "ayni/schemes/library.html", {"countries": countries.items()})


def _entry(scheme: Scheme, *, day: date) -> Entry:
    language = texts.language()
    summary = scheme.rules.summary.in_language(language)
    return Entry(
        name=scheme.rules.name.in_language(language),
        url=reverse("scheme", args=[scheme.code]),
        asks=_SENTENCE.split(summary, maxsplit=1)[0].rstrip(".;") + ".",
        legal=legal_status(scheme, day=day),
        known=known(scheme.standing),
    )


@require_safe
@page(*EVERYBODY, reason="ver un esquema")
def scheme(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show one scheme; the answers to its two forms stand beside them."""
    try:
        found = assembled(code)
    except UnknownScheme:
        raise Http404("no such scheme") from None
    day = today(actor=actor)
    context = _read(found, day=day) | _answers(request, found=found, day=day)
    return render(request, "ayni/schemes/scheme.html", context)


def _answers(request: HttpRequest, *, found: Assembled, day: date) -> dict[str, Any]:
    asked = request.GET.get("ver")
    owed = request.GET if asked == OWED else None
    right = request.GET if asked == RIGHT else None
    return {
        "family": family_of(found, asked=owed, day=day),
        "right": right_of(found, asked=right, day=day),
    }


def _read(found: Assembled, *, day: date) -> dict[str, Any]:
    rules, language = found.scheme.rules, texts.language()
    name = rules.name.in_language(language)
    cases = shown_cases(found)
    return {
        "crumbs": [Crumb(_("Esquemas"), reverse("schemes")), Crumb(name)],
        "name": name,
        "country": country_name(rules.country),
        "summary": rules.summary.in_language(language),
        "legal": legal_status(found.scheme, day=day),
        "weakest": known(found.scheme.standing),
        "caution": caution_of(found),
        "foreign": language != "es",
        "articles": shown_articles(found, day=day),
        "unnamed": shown_unnamed(found, day=day),
        "cases": cases,
        "cases_text": cases_text(cases),
        "sources": shown_sources(found),
        "day": day,
    }
