"""The negotiating table: a draft, rounds of proposals, consent of two sides, the signed version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ayni.adapters.schemefiles import load_scheme
from ayni.apps.access.actions import acting
from ayni.apps.alliance import actions as alliance
from ayni.apps.alliance import life_actions, life_queries
from ayni.apps.alliance import negotiation_actions as tables
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.life_actions import MovedOn, NewStep
from ayni.apps.alliance.negotiation_actions import (
    NewProposal,
    NewTable,
    NewVersion,
    NotConsented,
    Side,
    Text,
)
from ayni.apps.alliance.negotiation_queries import Negotiation, Proposal
from ayni.apps.alliance.queries import Version
from ayni.core.actor import Actor, Role, Scope
from ayni.core.alliance.clauses import carried_over, clauses, terms_with
from ayni.core.alliance.life import State, Step, check_duration, step
from ayni.core.alliance.typed import read_values
from ayni.core.periods import months_later
from ayni.core.scheme import Scheme, Terms, canonical, check_terms, leavable, read
from ayni.cycle.entitling import refresh_agreement
from ayni.cycle.law import scheme_of, terms_of
from ayni.cycle.own_terms import carry_own_terms

#: Who drafts and proposes for the institution, and who approves: never the same person (A6).
WRITES = (Role.NEGOTIATOR, Role.AFFILIATION)
APPROVES = (Role.HEAD,)
#: Who speaks for an association: its representative; its secretary reads.
SPEAKS = (Role.REPRESENTATIVE,)
#: A party of these kinds affiliates its own families: it adheres with its signature.
_ADHERES = ("cooperative", "committee", "union", "employer")


class UnknownNegotiation(LookupError):
    """No negotiation of that number is the actor's to see."""


class NothingProposed(LookupError):
    """A negotiation without any proposal yet."""


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What a negotiation begins with; ``like`` is an agreement to copy the terms of."""

    association: int
    code: str
    scheme: str
    expected_families: int
    typical_income: int | None = None
    like: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The agreement and negotiation begun, and the clauses of the copied agreement that do not fit here."""

    agreement: int
    negotiation: int
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A proposal as somebody types it: each clause by its key, from when until when, a note."""

    values: Mapping[str, str]
    starts: date
    ends: date | None
    note: str
    seen: int
    #: The keys of the clauses left to each adhesion; none said: as the last round left them.
    left: tuple[str, ...] | None = None


def draft(*, actor: Actor, new: NewDraft, day: date) -> Draft:
    """Draft an agreement upon the scheme's text of today; nobody else is asked in yet.

    With ``like``, the first proposal carries what still fits of that agreement's terms.
    """
    actor.require(*WRITES)
    scheme = load_scheme(new.scheme)
    with acting(actor.because(f"borrador del convenio {new.code}")) as runner:
        text = pin(runner, scheme=scheme)
        number = alliance.make_scheme(actor=runner, code=scheme.code, regime=scheme.rules.regime)
        agreement = tables.draft(
            actor=runner, association=new.association, code=new.code, scheme=number
        )
        life_actions.take(actor=runner, agreement=agreement, new=NewStep(Step.DRAFT, day, seen=0))
        table = NewTable(
            agreement=agreement,
            association=new.association,
            purpose="first",
            text=text,
            expected_families=new.expected_families,
            typical_income=new.typical_income,
            day=day,
        )
        negotiation = tables.open_table(actor=runner, new=table)
        dropped = _copy(runner, new=new, negotiation=negotiation, scheme=scheme, day=day)
    return Draft(agreement, negotiation, tuple(dropped))


def _copy(actor: Actor, *, new: NewDraft, negotiation: int, scheme: Scheme, day: date) -> list[str]:
    if new.like is None:
        return []
    found = alliances.version(actor=actor, agreement=new.like)
    if found is None:
        raise NothingProposed(f"agreement {new.like} has no signed version to copy")
    known = clauses(scheme, day=day)
    model = terms_of(found.terms)
    kept, dropped = carried_over(known, terms=model)
    terms = terms_with(known, values=kept, signed=day)
    left = tuple(key for key in model.left_to_adhesion if key in leavable(scheme))
    longest = longest_duration(scheme, day=day, terms=terms)
    ends = None if longest is None else months_later(day, months=longest)
    _write_round(
        actor,
        negotiation=_seen(actor, number=negotiation),
        terms=terms.model_copy(update={"left_to_adhesion": left}),
        typed=Typed({}, day, ends, "", 0),
        side=Side.INSTITUTION,
        day=day,
    )
    return dropped


def pin(actor: Actor, *, scheme: Scheme) -> Text:
    """Keep a scheme's canonical text and give its digests."""
    text = canonical(scheme)
    return Text(
        rules=alliance.pin_text(actor=actor, part="rules", text=text.rules.decode()),
        parameters=alliance.pin_text(actor=actor, part="parameters", text=text.parameters.decode()),
    )


def ask_in(*, actor: Actor, negotiation: int, day: date) -> None:
    """Ask the party to the table: the draft becomes a negotiation."""
    actor.require(*WRITES)
    with acting(actor.because("abrir la negociación")) as runner:
        found = _seen(runner, number=negotiation)
        now = life_queries.state_of(actor=runner, agreement=found.agreement)
        new = NewStep(Step.OPEN, max(day, now.life.since), seen=now.number)
        life_actions.take(actor=runner, agreement=found.agreement, new=new)


def reopen(
    *,
    actor: Actor,
    agreement: int,
    purpose: str,
    expected_families: int,
    day: date,
    seen: int | None = None,
) -> int:
    """Open a table for an amendment (upon the law that was pinned) or a renewal (upon the law of today).

    ``seen`` is the number of the agreement's last step that its reader saw; raises ``MovedOn`` when another
    came since, and ``NoSuchStep`` when the agreement cannot be amended or renewed from where it stands.
    """
    actor.require(*WRITES)
    with acting(actor.because(f"negociar: {purpose}")) as runner:
        now = life_queries.state_of(actor=runner, agreement=agreement)
        if seen is not None:
            if now.number != seen:
                raise MovedOn(f"agreement {agreement}: step {now.number}, seen {seen}")
            step(now.state, what=Step.AMEND if purpose == "amendment" else Step.RENEW)
        framework = alliances.framework(actor=runner, number=agreement)
        version = alliances.version(actor=runner, agreement=agreement)
        if framework is None or version is None:
            raise UnknownNegotiation(f"agreement {agreement} is not signed")
        text = Text(version.rules, version.parameters)
        if purpose == "renewal":
            text = pin(runner, scheme=load_scheme(framework.scheme_code))
        table = NewTable(
            agreement=agreement,
            association=framework.association,
            purpose=purpose,
            text=text,
            expected_families=expected_families,
            typical_income=None,
            day=day,
        )
        return tables.open_table(actor=runner, new=table)


def propose(*, actor: Actor, negotiation: int, typed: Typed, day: date) -> int:
    """Put a full set of terms on the table, read by the law of the day on which it was opened.

    Raises ``TermsNotRead`` with every fault of what was typed, ``TermBeyondLaw`` for the duration, and
    ``MovedOn`` when the other side proposed meanwhile.
    """
    side = side_of(actor)
    with acting(actor.because("proponer términos")) as runner:
        found = _seen(runner, number=negotiation)
        scheme = law_at(runner, negotiation=found)
        known = clauses(scheme, day=found.opened_on)
        values = read_values(known, typed=typed.values)
        terms = terms_with(known, values=values, signed=day)
        left = _left(runner, negotiation=found, scheme=scheme) if typed.left is None else typed.left
        terms = terms.model_copy(update={"left_to_adhesion": left})
        return _write_round(runner, negotiation=found, terms=terms, typed=typed, side=side, day=day)


def _left(actor: Actor, *, negotiation: Negotiation, scheme: Scheme) -> tuple[str, ...]:
    """Give what the last round, else the version in force, leaves to each adhesion."""
    rounds = negotiations.proposals(actor=actor, negotiation=negotiation.id)
    before = alliances.version(actor=actor, agreement=negotiation.agreement)
    kept = rounds[-1].terms if rounds else before.terms if before is not None else None
    left = () if kept is None else terms_of(kept).left_to_adhesion
    return tuple(key for key in left if key in leavable(scheme))


def _write_round(
    actor: Actor, *, negotiation: Negotiation, terms: Terms, typed: Typed, side: Side, day: date
) -> int:
    scheme = law_at(actor, negotiation=negotiation)
    opened = negotiation.opened_on
    at_opening = terms.model_copy(update={"signed": opened})
    check_terms(scheme, terms=at_opening)
    longest = longest_duration(scheme, day=opened, terms=at_opening)
    check_duration(starts=typed.starts, ends=typed.ends, longest=longest)
    return tables.propose(
        actor=actor,
        negotiation=negotiation.id,
        association=negotiation.association,
        new=NewProposal(
            terms=terms.model_dump(mode="json"),
            starts=typed.starts,
            ends=typed.ends,
            seen=typed.seen,
            side=side,
            note=typed.note,
            day=day,
        ),
    )


def longest_duration(scheme: Scheme, *, day: date, terms: Terms | None) -> int | None:
    """Give how many months an agreement may last by the law of a day; nothing when the law sets no limit."""
    name = scheme.rules.negotiation.longest_duration
    return None if name is None else read(scheme, name=name, day=day, terms=terms).number


def side_of(actor: Actor) -> Side:
    """Tell for whom somebody proposes; an observer and whoever only reads propose nothing."""
    if actor.scope is Scope.ASSOCIATION:
        actor.require(*SPEAKS)
        return Side.ASSOCIATION
    actor.require(*WRITES)
    return Side.INSTITUTION


def say(
    *, actor: Actor, negotiation: int, proposal: int, term: str | None, said: str, day: date
) -> int:
    """Comment on a proposal or on one of its clauses; whoever sees the table may."""
    sides = {Scope.ASSOCIATION: Side.ASSOCIATION, Scope.OBSERVER: Side.OBSERVER}
    actor.require(*WRITES, *APPROVES, *SPEAKS, Role.SECRETARY, Role.OBSERVER)
    with acting(actor.because("comentar una propuesta")) as runner:
        found = _seen(runner, number=negotiation)
        number = _round(runner, negotiation=found, number=proposal).id
        return tables.comment(
            actor=runner,
            proposal=number,
            association=found.association,
            side=sides.get(actor.scope, Side.INSTITUTION),
            term=term,
            said=said.strip(),
            day=day,
        )


def consent(*, actor: Actor, negotiation: int, proposal: int, day: date) -> None:
    """Consent to the last proposal, seen by its number: the head for the institution, the representative.

    Raises ``SamePerson`` for whoever wrote a round of it, and ``MovedOn`` when there is a newer one.
    """
    side = Side.ASSOCIATION if actor.scope is Scope.ASSOCIATION else Side.INSTITUTION
    actor.require(*(SPEAKS if side is Side.ASSOCIATION else APPROVES))
    with acting(actor.because("dar conformidad a una propuesta")) as runner:
        found = _seen(runner, number=negotiation)
        last = _round(runner, negotiation=found, number=proposal)
        tables.consent(
            actor=runner, proposal=last.id, association=found.association, side=side, day=day
        )


def sign(*, actor: Actor, negotiation: int, day: date) -> int:
    """Sign what both sides consented to: pins law and terms in a new version; gives the version.

    A first version comes into force on its day by itself; an amendment or renewal takes over from the one
    before on its own day, and the cover of its families is derived anew. Refuses ``NotConsented``.
    """
    actor.require(*WRITES, *APPROVES)
    with acting(actor.because("firmar el convenio")) as runner:
        found = _seen(runner, number=negotiation)
        rounds = negotiations.proposals(actor=runner, negotiation=negotiation)
        if not rounds:
            raise NothingProposed(f"negotiation {negotiation}")
        last = rounds[-1]
        if set(last.consents) != {Side.INSTITUTION, Side.ASSOCIATION}:
            raise NotConsented(f"proposal {last.number}")
        before = alliances.version(actor=runner, agreement=found.agreement)
        version = _pin_version(runner, negotiation=found, before=before, last=last, day=day)
        tables.close_table(actor=runner, negotiation=negotiation, outcome="signed", day=day)
        lapsed = _carry(runner, before=before, version=version)
        _step(runner, negotiation=found, version=version, day=day, lapsed=lapsed)
        if found.purpose == "first":
            _adhere(runner, negotiation=found, starts=last.starts)
        else:
            refresh_agreement(actor=runner, agreement=found.agreement)
    return version


def _carry(actor: Actor, *, before: Version | None, version: int) -> tuple[str, ...]:
    """Carry what adhesions have of their own into the new version; gives what lapses."""
    after = alliances.version_numbered(actor=actor, version=version)
    if before is None or after is None:
        return ()
    return carry_own_terms(actor=actor, before=before, after=after)


def _pin_version(
    actor: Actor, *, negotiation: Negotiation, before: Version | None, last: Proposal, day: date
) -> int:
    # prices are those of the day both signed
    terms = terms_of(last.terms).model_copy(update={"signed": day, "renewed": None})
    if before is not None:
        was = terms_of(before.terms)
        renewed = last.starts if negotiation.purpose == "renewal" else was.renewed
        terms = terms.model_copy(update={"signed": was.signed, "renewed": renewed})
        life_actions.end_version(actor=actor, agreement=negotiation.agreement, day=last.starts)
    check_terms(law_at(actor, negotiation=negotiation), terms=terms)
    return tables.sign_version(
        actor=actor,
        new=NewVersion(
            agreement=negotiation.agreement,
            number=1 if before is None else before.number + 1,
            text=Text(negotiation.rules, negotiation.parameters),
            terms=terms.model_dump(mode="json"),
            signed_on=day,
            starts=last.starts,
            ends=last.ends,
            proposal=last.id,
        ),
    )


def _step(
    actor: Actor, *, negotiation: Negotiation, version: int, day: date, lapsed: Sequence[str]
) -> None:
    steps = {"first": Step.SIGN, "amendment": Step.AMEND, "renewal": Step.RENEW}
    now = life_queries.state_of(actor=actor, agreement=negotiation.agreement)
    new = NewStep(
        steps[negotiation.purpose],
        max(day, now.life.since),
        seen=now.number,
        version=version,
        why=f"términos propios que dejan de regir: {'; '.join(lapsed)}"[:2000] if lapsed else "",
    )
    life_actions.take(actor=actor, agreement=negotiation.agreement, new=new)


def _adhere(actor: Actor, *, negotiation: Negotiation, starts: date) -> None:
    """A party that affiliates its own families stands under its agreement from the first day."""
    framework = alliances.framework(actor=actor, number=negotiation.agreement)
    if framework is not None and framework.kind in _ADHERES:
        alliance.adhere(
            actor=actor,
            agreement=negotiation.agreement,
            association=framework.association,
            code=framework.code,
            starts=starts,
        )


def abandon(*, actor: Actor, negotiation: int, day: date, why: str) -> None:
    """Leave the table without an agreement; an amendment or a renewal leaves the agreement as it is."""
    actor.require(*WRITES, *APPROVES)
    with acting(actor.because(why or "dejar la negociación")) as runner:
        found = _seen(runner, number=negotiation)
        tables.close_table(actor=runner, negotiation=negotiation, outcome="abandoned", day=day)
        if found.purpose == "first":
            now = life_queries.state_of(actor=runner, agreement=found.agreement)
            new = NewStep(Step.ABANDON, max(day, now.life.since), seen=now.number, why=why)
            life_actions.take(actor=runner, agreement=found.agreement, new=new)


def law_at(actor: Actor, *, negotiation: Negotiation) -> Scheme:
    """Load the law a negotiation rests on."""
    return scheme_of(actor=actor, rules=negotiation.rules, parameters=negotiation.parameters)


def _seen(actor: Actor, *, number: int) -> Negotiation:
    """Find a negotiation the actor may see; a draft is its institution's alone."""
    found = negotiations.negotiation(actor=actor, number=number)
    if found is None:
        raise UnknownNegotiation(str(number))
    if actor.scope is not Scope.INSTITUTION:
        state = life_queries.state_of(actor=actor, agreement=found.agreement).state
        if state is State.DRAFT:
            raise UnknownNegotiation(str(number))
    return found


def _round(actor: Actor, *, negotiation: Negotiation, number: int) -> Proposal:
    for one in negotiations.proposals(actor=actor, negotiation=negotiation.id):
        if one.number == number:
            return one
    raise NothingProposed(f"negotiation {negotiation.id} has no proposal {number}")
