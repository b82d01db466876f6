"""What the pages of the exchanges show of what was recorded, ready for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.apps.alliance.exchange_queries import (
    Commitment,
    Exchange,
    FollowUp,
    Noting,
    Participant,
    Practice,
)
from ayni.apps.study.exchanges import LinkedStudy
from ayni.core.actor import Actor
from ayni.core.alliance.exchanges import Noted, Part, Said, Source
from ayni.cycle import exchanges as cycle
from ayni.cycle.exchanges import Chain, Echo
from ayni.web.backoffice import texts
from ayni.web.exchanges.words import (
    ICONS,
    followed_text,
    kind_names,
    learned_text,
    noted_names,
    part_sentence,
    place_name,
    sign_of_standing,
    sign_of_state,
    withdrawn_text,
)
from ayni.web.schemes.values import value_text


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its language, where that is not the reader's."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ShownSource:
    """Where a fact is known from, and the sign of how firmly."""

    title: str
    url: str
    sign: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """An exchange in a list, or at the head of its page."""

    number: int
    year: int
    kind: str
    icon: str
    title: Text
    where: str
    when: str
    who: Sequence[str]
    source: ShownSource
    invented: bool
    url: str
    story_url: str


@dataclass(frozen=True, slots=True)
class ShownEcho:
    """What an agreement says of the same thing: its parameter as the law names it, and the value."""

    lead: str
    parameter: str
    value: str


@dataclass(frozen=True, slots=True)
class ShownPractice:
    """A practice with its place in the library and what agreements say of it today."""

    title: Text
    words: Text
    scheme: Link
    learned: str
    learned_sign: str
    source: ShownSource
    echoes: Sequence[ShownEcho]
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class ShownFollowUp:
    """What became of a commitment."""

    sign: str
    day: str
    said: Text
    link: Link | None
    source: ShownSource


@dataclass(frozen=True, slots=True)
class ShownCommitment:
    """A commitment with how it stands."""

    number: int
    sign: str
    body: str
    what: Text
    due: str
    source: ShownSource
    follow_ups: Sequence[ShownFollowUp]
    url: str
    exchange_url: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class ShownNoting:
    """A practice or a commitment that was withdrawn, or is about to be."""

    number: int
    is_commitment: bool
    kind: str
    said: Text
    whose: str
    followed: str
    told: str


def text_of(said: Said) -> Text:
    """Read a text in the reader's language, else in the one there is."""
    language = texts.language()
    text, written = said.read(language)
    return Text(text, "" if written == language else written)


def source_of(source: Source) -> ShownSource:
    """Show a source."""
    return ShownSource(source.title, source.url, sign_of_standing(source.standing))


def sentences_of(there: Sequence[Participant], *, exchange: int) -> list[str]:
    """Say who was in an exchange, part by part."""
    found: dict[Part, list[str]] = {}
    for one in there:
        if one.exchange == exchange:
            found.setdefault(one.part, []).append(one.body)
    return [part_sentence(part, found[part]) for part in Part if part in found]


def shown_exchange(one: Exchange, *, there: Sequence[Participant]) -> ShownExchange:
    """Show an exchange."""
    source = source_of(one.source)
    return ShownExchange(
        number=one.id,
        year=one.year,
        kind=kind_names()[one.kind],
        icon=ICONS[one.kind],
        title=text_of(one.title),
        where=f"{one.place}, {place_name(one.country)}",
        when=when_of(one),
        who=sentences_of(there, exchange=one.id),
        source=source,
        invented=source.sign == "example",
        url=reverse("exchange", args=[one.id]),
        story_url=reverse("exchange-story", args=[one.id]),
    )


def when_of(one: Exchange) -> str:
    """Say the days of an exchange, or only its year."""
    if one.starts is None:
        return str(one.year)
    if one.ends is None or one.ends == one.starts:
        return texts.day(one.starts)
    return _("del %(first)s al %(last)s") % {
        "first": texts.day(one.starts),
        "last": texts.day(one.ends),
    }


def shown_practice(one: Practice, *, echoes: Sequence[Echo]) -> ShownPractice:
    """Show a practice; an agreement's own figure stands beside it."""
    address = reverse("scheme", args=[one.scheme])
    return ShownPractice(
        title=text_of(one.title),
        words=text_of(one.words),
        scheme=Link(
            _scheme_text(one), f"{address}#p-{one.parameter}" if one.parameter else address
        ),
        learned=learned_text(one.learned),
        learned_sign=sign_of_standing(one.learned),
        source=source_of(one.source),
        echoes=[_echo(echo) for echo in echoes if echo.practice == one.id],
        withdraw_url=reverse("exchange-withdraw-practice", args=[one.id]),
    )


def shown_noting(one: Noting) -> ShownNoting:
    """Show what was noted, and if it was withdrawn when, by whom and why."""
    return ShownNoting(
        number=one.id,
        is_commitment=one.what is Noted.COMMITMENT,
        kind=noted_names()[one.what],
        said=text_of(one.said),
        whose=one.whose,
        followed=followed_text(one.followed),
        told=withdrawn_text(one.withdrawal) if one.withdrawal else "",
    )


def _scheme_text(one: Practice) -> str:
    return " · ".join(part for part in (one.scheme, one.parameter, one.term) if part)


def _echo(echo: Echo) -> ShownEcho:
    return ShownEcho(
        lead=_("Hoy, en el convenio %(code)s:") % {"code": echo.agreement},
        parameter=echo.named,
        value=value_text(echo.reading.value, unit=echo.reading.unit),
    )


def shown_commitment(
    one: Commitment,
    *,
    day: date,
    exchanges: Sequence[Exchange],
    studies: Mapping[int, Link] | None = None,
) -> ShownCommitment:
    """Show a commitment as it stands on a day; ``studies`` are kept ones, by the follow-up that led there."""
    kept = studies or {}
    return ShownCommitment(
        number=one.id,
        sign=sign_of_state(one.state(day)),
        body=one.body,
        what=text_of(one.what),
        due=_("Para el %(day)s") % {"day": texts.day(one.due_on)}
        if one.due_on
        else _("La fuente no da una fecha"),
        source=source_of(one.source),
        follow_ups=[
            _follow_up(told, link=kept.get(told.id) or _link(told, exchanges=exchanges))
            for told in one.follow_ups
        ],
        url=reverse("exchange-follow-up", args=[one.id]),
        exchange_url=reverse("exchange", args=[one.exchange]),
        withdraw_url=reverse("exchange-withdraw-commitment", args=[one.id]),
    )


def _follow_up(one: FollowUp, *, link: Link | None) -> ShownFollowUp:
    return ShownFollowUp(
        sign=sign_of_state(one.outcome),
        day=_("Anotado el %(day)s") % {"day": texts.day(one.on_day)},
        said=text_of(one.said),
        link=link,
        source=source_of(one.source),
    )


def _link(one: FollowUp, *, exchanges: Sequence[Exchange]) -> Link | None:
    """Say where a follow-up led."""
    if one.agreement_code:
        return Link(_("Convenio %(code)s") % {"code": one.agreement_code})
    if one.scheme:
        return Link(
            _("Esquema %(code)s") % {"code": one.scheme}, reverse("scheme", args=[one.scheme])
        )
    if one.study:
        return Link(_("Estudio: %(name)s") % {"name": one.study})
    if one.exchange is None:
        return None
    named = [text_of(each.title).text for each in exchanges if each.id == one.exchange]
    return Link(
        named[0] if named else _("Otro intercambio"), reverse("exchange", args=[one.exchange])
    )


def shown_practices(chain: Chain, *, exchange: int) -> list[ShownPractice]:
    """Show the practices of one exchange of a chain."""
    mine = [one for one in chain.practices if one.exchange == exchange]
    return [shown_practice(one, echoes=chain.echoes) for one in mine]


def shown_commitments(chain: Chain, *, exchange: int, opens: bool) -> list[ShownCommitment]:
    """Show the commitments of one exchange of a chain; ``opens`` whether the reader may open studies."""
    mine = [one for one in chain.commitments if one.exchange == exchange]
    kept = {
        one.follow_up: Link(
            _("Estudio: %(name)s") % {"name": one.study.name}, _study_url(one, opens=opens)
        )
        for one in chain.studies
        if one.follow_up is not None
    }
    return [
        shown_commitment(one, day=chain.day, exchanges=chain.exchanges, studies=kept)
        for one in mine
    ]


def shown_studies(found: Sequence[LinkedStudy], *, opens: bool) -> list[Link]:
    """Name kept studies, each once; who may open them gets a link."""
    links = (Link(one.study.name, _study_url(one, opens=opens)) for one in found)
    once = {one.study.id: link for one, link in zip(found, links, strict=True)}
    return list(once.values())


def _study_url(one: LinkedStudy, *, opens: bool) -> str:
    return reverse("study", args=[one.study.id]) if opens else ""


def exchanges_of_agreement(*, actor: Actor, agreement: int) -> list[ShownExchange]:
    """List the exchanges behind an agreement, oldest first, for its own page.

    The partial ``ayni/exchanges/of_agreement.html`` takes them as ``exchanges``.
    """
    found = cycle.exchanges_of_agreement(actor=actor, agreement=agreement)
    return [shown_exchange(one, there=()) for one in found]


def exchanges_of_study(*, actor: Actor, study: int) -> list[ShownExchange]:
    """List the exchanges behind a study, oldest first, for its own page."""
    found = cycle.exchanges_of_study(actor=actor, study=study)
    return [shown_exchange(one, there=()) for one in found]
