"""The story page: one chain told in plain words with the figures of the day, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ayni.core.actor import Actor
from ayni.core.scheme import Standing
from ayni.cycle import exchanges as cycle
from ayni.cycle.exchanges import Chain, Led
from ayni.web.actors import page
from ayni.web.backoffice import texts
from ayni.web.components import Crumb
from ayni.web.exchanges.picture import picture_of
from ayni.web.exchanges.roles import READERS, business_day, may_open
from ayni.web.exchanges.telling import (
    Link,
    ShownCommitment,
    ShownExchange,
    ShownPractice,
    ShownSource,
    shown_commitments,
    shown_exchange,
    shown_practices,
    shown_studies,
    source_of,
    text_of,
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One exchange of the story; ``gap`` says how long after the one before."""

    exchange: ShownExchange
    practices: Sequence[ShownPractice]
    commitments: Sequence[ShownCommitment]
    studies: Sequence[Link]
    gap: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """An agreement the chain led to, told with its figures of the day."""

    code: str
    year: int
    signed: str
    joined: str
    covered: str
    families: str
    model: str
    gap: str


@require_safe
@page(*READERS, reason="leer la historia de un intercambio")
def story(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Tell the chain that an exchange stands in."""
    found = cycle.story(actor=actor, number=number, today=business_day(actor))
    if found is None:
        raise Http404("no such exchange")
    shown = [shown_exchange(one, there=found.participants) for one in found.exchanges]
    mine = next(one for one in shown if one.number == number)
    context = {
        "crumbs": [
            Crumb(_("Experiencias"), reverse("exchanges")),
            Crumb(mine.title.text, mine.url),
            Crumb(_("Historia")),
        ],
        "heading": heading_of(found),
        "lead": lead_of(found),
        "chapters": _chapters(found, shown=shown, number=number, opens=may_open(actor)),
        "outcomes": outcomes_of(found),
        "picture": picture_of(found),
        "unknown": unknown_of(found),
        "sources": sources_of(found),
        "invented": found.invented,
        "day": texts.day(found.day),
    }
    return render(request, "ayni/exchanges/story.html", context)


def heading_of(chain: Chain) -> str:
    """Name a story by where it begins and where it has come to."""
    first = chain.exchanges[0]
    named = {"place": first.place, "year": first.year}
    if not chain.led:
        return _("Lo que siguió a %(place)s %(year)s") % named
    return _("De %(place)s %(year)s al convenio %(code)s") % {
        **named,
        "code": chain.led[-1].agreement.code,
    }


def lead_of(chain: Chain) -> str:
    """Say in two sentences how far the chain has come."""
    counted = {
        "exchanges": _counted(len(chain.exchanges), _("1 intercambio"), _("%s intercambios")),
        "practices": _counted(len(chain.practices), _("1 práctica"), _("%s prácticas")),
        "commitments": _counted(len(chain.commitments), _("1 compromiso"), _("%s compromisos")),
    }
    told = _("Una cadena de %(exchanges)s, con %(practices)s y %(commitments)s anotados.") % counted
    if not chain.led:
        return told + " " + _("Todavía no llevó a ningún convenio de esta institución.")
    families = sum(one.reach.covered_families for one in chain.led)
    persons = sum(one.reach.covered_persons for one in chain.led)
    reached = _("Hoy la cobertura alcanza a %(families)s: %(persons)s.") % {
        "families": _counted(families, _("1 familia"), _("%s familias")),
        "persons": _counted(persons, _("1 persona"), _("%s personas")),
    }
    return f"{told} {reached}"


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many % texts.number(count)


def _chapters(
    chain: Chain, *, shown: Sequence[ShownExchange], number: int, opens: bool
) -> list[Chapter]:
    years = [one.year for one in chain.exchanges]
    return [
        Chapter(
            exchange=one,
            practices=shown_practices(chain, exchange=one.number),
            commitments=shown_commitments(chain, exchange=one.number, opens=opens),
            studies=shown_studies(
                [each for each in chain.studies if each.exchange == one.number], opens=opens
            ),
            gap=gap_text(one.year - years[place - 1]) if place else "",
            asked=one.number == number,
        )
        for place, one in enumerate(shown)
    ]


def gap_text(years: int) -> str:
    """Say how many years passed; nothing within the same year."""
    if years <= 0:
        return ""
    return _("un año después") if years == 1 else _("%s años después") % years


def outcomes_of(chain: Chain) -> list[Outcome]:
    """Tell the agreements with their figures of the day."""
    last = chain.exchanges[-1].year
    return [_outcome(one, day=texts.day(chain.day), last=last) for one in chain.led]


def _outcome(one: Led, *, day: str, last: int) -> Outcome:
    version, reach = one.agreement.version, one.reach
    figures = {
        "day": day,
        "families": _counted(reach.families, _("1 familia"), _("%s familias")),
        "covered": texts.number(reach.covered_families),
        "persons": _counted(reach.covered_persons, _("1 persona"), _("%s personas")),
    }
    return Outcome(
        code=one.agreement.code,
        year=version.signed_on.year,
        signed=_("El %(day)s se firmó el convenio %(code)s con %(party)s.")
        % {
            "day": texts.day(version.signed_on),
            "code": one.agreement.code,
            "party": one.agreement.party,
        },
        joined=_counted(
            one.agreement.adhesions,
            _("Se adhirió 1 asociación."),
            _("Se adhirieron %s asociaciones."),
        ),
        covered=_(
            "El %(day)s hay %(families)s en el convenio. Están cubiertas por sus meses pagados"
            " %(covered)s: %(persons)s con sus derechohabientes."
        )
        % figures,
        families=texts.number(reach.covered_families),
        model=_("El esquema del convenio es un modelo propuesto y no es ley.")
        if one.is_model
        else "",
        gap=gap_text(version.signed_on.year - last),
    )


def unknown_of(chain: Chain) -> list[str]:
    """List what the sources do not say or nobody has verified; read from the records themselves."""
    said = [
        _("Los días de «%(title)s»: la fuente da solo el año.") % {"title": text_of(one.title).text}
        for one in chain.exchanges
        if one.starts is None
    ]
    said += [
        _("Que «%(title)s» se estudiara en ese intercambio.") % {"title": text_of(one.title).text}
        for one in chain.practices
        if one.learned is Standing.BACKGROUND
    ]
    said += [
        _("Para cuándo: «%(what)s» La fuente no da una fecha.") % {"what": text_of(one.what).text}
        for one in chain.commitments
        if one.due_on is None
    ]
    return said + [
        _("Sin verificar: «%(what)s»") % {"what": text_of(told.said).text}
        for one in chain.commitments
        for told in one.follow_ups
        if told.source.standing is Standing.BACKGROUND
    ]


def sources_of(chain: Chain) -> list[ShownSource]:
    """List every source of the chain once, in the order of the story."""
    found = [one.source for one in chain.exchanges]
    found += [one.source for one in chain.practices]
    for one in chain.commitments:
        found += [one.source, *(told.source for told in one.follow_ups)]
    return [source_of(one) for one in dict.fromkeys(found)]
