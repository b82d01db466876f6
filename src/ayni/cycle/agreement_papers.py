"""The papers of an agreement: its text in three languages, the signed scan, the drafts that nobody keeps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from ayni.adapters.documents import agreement_pdf
from ayni.adapters.fhir import LegalPaper, contract_json
from ayni.adapters.spreadsheets.writing import ROSTER_HEADERS
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.access.personal import personal_classes
from ayni.apps.alliance import agreement_queries as agreements
from ayni.apps.alliance import life_queries
from ayni.apps.alliance import negotiation_actions as tables
from ayni.apps.alliance import negotiation_queries as negotiations
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.actions import UnknownAgreement
from ayni.apps.alliance.agreement_queries import VersionPaper
from ayni.apps.alliance.negotiation_queries import Negotiation, Proposal
from ayni.apps.alliance.negotiation_queries import Paper as KeptPaper
from ayni.apps.alliance.queries import Framework, Version
from ayni.apps.document import actions as document
from ayni.apps.document import queries as documents
from ayni.apps.document.queries import File
from ayni.core.actor import Actor, Scope
from ayni.core.alliance.agreement_text import Draft, DueMonth, Paper, Party, PersonalClass
from ayni.core.alliance.document import agreement_text
from ayni.core.alliance.life import State
from ayni.core.alliance.plain_terms import agreement_json
from ayni.core.alliance.scans import media_type_of
from ayni.core.assessment import NoDueDay, falls_due
from ayni.core.comparison import scale_points
from ayni.core.periods import first_day, month_of
from ayni.core.scheme import Digests, Scheme, Terms
from ayni.cycle.law import law_of, scheme_of, terms_of
from ayni.cycle.negotiating import APPROVES, WRITES, NothingProposed, UnknownNegotiation

LANGUAGES = ("es", "en", "pt")
SCAN = "signed_scan"
PDF = "application/pdf"
#: Months of the calendar's annex when the agreement has no set end.
_FIRST_MONTHS = 12


class NoSuchPaper(LookupError):
    """A paper that is not there, or not the actor's to see (told alike)."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is of an agreement: its newest version with its papers, its newest proposal."""

    framework: Framework
    version: Version | None
    papers: tuple[KeptPaper, ...]
    proposal: int | None


def shelf(*, actor: Actor, agreement: int) -> Shelf:
    """List an agreement's papers; refuses ``UnknownAgreement`` to whoever is no side of it."""
    with acting(actor):
        framework = _framework(actor, agreement=agreement)
        version = alliances.version(actor=actor, agreement=agreement)
        if version is None and _is_draft(actor, agreement=agreement):
            raise UnknownAgreement(str(agreement))
        papers = negotiations.papers(actor=actor, version=version.id) if version is not None else []
        found = _last_proposal(actor, agreement=agreement)
    return Shelf(framework, version, tuple(papers), None if found is None else found[1].number)


def _framework(actor: Actor, *, agreement: int) -> Framework:
    """Find the agreement for a side of it: its institution, its party, an observer; no clinic."""
    found = alliances.framework(actor=actor, number=agreement)
    side = actor.scope in (Scope.INSTITUTION, Scope.OBSERVER)
    if found is None or not (side or found.association in actor.associations):
        raise UnknownAgreement(str(agreement))
    return found


def _is_draft(actor: Actor, *, agreement: int) -> bool:
    """Tell whether the agreement is still the institution's alone, and the actor is not of it."""
    if actor.scope is Scope.INSTITUTION:
        return False
    return life_queries.state_of(actor=actor, agreement=agreement).state is State.DRAFT


def _last_proposal(actor: Actor, *, agreement: int) -> tuple[Negotiation, Proposal] | None:
    for one in negotiations.negotiations(actor=actor, agreement=agreement):
        if one.outcome != "signed" and (
            found := negotiations.proposals(actor=actor, negotiation=one.id)
        ):
            return one, found[-1]
    return None


def print_version(*, actor: Actor, version: int) -> tuple[int, ...]:
    """Make and keep a version's text in three languages; gives the files' numbers.

    A text that is kept stays what it is: it is the one that was signed.
    """
    actor.require(*WRITES, *APPROVES)
    with acting(actor.because("imprimir el convenio")) as runner:
        found = alliances.version_numbered(actor=runner, version=version)
        if found is None:
            raise NoSuchPaper(str(version))
        framework = _framework(runner, agreement=found.agreement)
        kept = {one.kind: one for one in negotiations.papers(actor=runner, version=version)}
        paper = version_paper(runner, framework=framework, version=found)
    texts = {
        f"text_{language}": agreement_pdf(text=agreement_text(paper, language=language))
        for language in LANGUAGES
        if f"text_{language}" not in kept
    }
    with acting(actor.because("imprimir el convenio")) as runner:
        for kind, content in texts.items():
            name = f"{framework.code}-{found.number}-{kind.removeprefix('text_')}.pdf"
            _keep(runner, framework, found, kind=kind, file=File(name, PDF, content))
        papers = negotiations.papers(actor=runner, version=version)
    return tuple(one.document for one in papers if one.kind != SCAN)


def _keep(actor: Actor, framework: Framework, version: Version, *, kind: str, file: File) -> int:
    number = document.keep(
        actor=actor,
        association=framework.association,
        kind="agreement_scan" if kind == SCAN else "agreement_pdf",
        name=file.name,
        media_type=file.media_type,
        content=file.content,
    )
    tables.keep_paper(
        actor=actor,
        version=version.id,
        association=framework.association,
        kind=kind,
        document=number,
        digest=hashlib.sha256(file.content).digest(),
    )
    return number


def keep_scan(*, actor: Actor, version: int, name: str, content: bytes) -> int:
    """Keep the signed scan of a version under its digest; the same file twice is one.

    Refuses ``ScanRefused`` for what is no whole PDF, PNG or JPEG.
    """
    actor.require(*WRITES, *APPROVES)
    media_type = media_type_of(content)
    with acting(actor.because("guardar el convenio firmado")) as runner:
        found = alliances.version_numbered(actor=runner, version=version)
        if found is None:
            raise NoSuchPaper(str(version))
        framework = _framework(runner, agreement=found.agreement)
        file = File(name.replace("\0", "") or "convenio", media_type, content)
        return _keep(runner, framework, found, kind=SCAN, file=file)


def paper_file(*, actor: Actor, agreement: int, kind: str) -> File:
    """Give a kept paper of the newest version: ``text_es``, ``text_en``, ``text_pt`` or ``signed_scan``."""
    found = shelf(actor=actor, agreement=agreement)
    kept = [one for one in found.papers if one.kind == kind]
    if not kept:
        raise NoSuchPaper(f"{agreement} {kind}")
    # Row security showed the paper's own row; its file is an association's, which an observer does not see.
    runner = actor.on_behalf(reason=f"leer {kind} del convenio {found.framework.code}")
    with acting(runner):
        file = documents.file(actor=runner, document=kept[-1].document)
    if file is None:
        raise NoSuchPaper(f"{agreement} {kind}")
    return file


def papers_of(*, actor: Actor, agreement: int) -> list[VersionPaper]:
    """List the kept papers of all versions that the actor sees, each with its size and digest."""
    with acting(actor):
        framework = _framework(actor, agreement=agreement)
        seen = {one.id for one in agreements.version_papers(actor=actor, agreement=agreement)}
    # as in paper_file: sizes are the files', which an observer does not see
    runner = actor.on_behalf(reason=f"listar los papeles del convenio {framework.code}")
    with acting(runner):
        found = agreements.version_papers(actor=runner, agreement=agreement)
    return [one for one in found if one.id in seen]


def paper_numbered(*, actor: Actor, agreement: int, number: int) -> File:
    """Give a kept paper of any version by its number."""
    found = [one for one in papers_of(actor=actor, agreement=agreement) if one.id == number]
    if not found:
        raise NoSuchPaper(f"{agreement} {number}")
    runner = actor.on_behalf(reason=f"leer un papel del convenio {agreement}")
    with acting(runner):
        file = documents.file(actor=runner, document=found[0].document)
    if file is None:
        raise NoSuchPaper(f"{agreement} {number}")
    return file


def table_text(*, actor: Actor, negotiation: int, language: str) -> tuple[str, bytes]:
    """Print the newest round of an open table as a draft; gives the file's name and its bytes."""
    with acting(actor):
        found = negotiations.negotiation(actor=actor, number=negotiation)
        if found is None:
            raise UnknownNegotiation(str(negotiation))
        framework = _framework(actor, agreement=found.agreement)
        rounds = negotiations.proposals(actor=actor, negotiation=negotiation)
    if found.closed_on is not None or not rounds:
        raise NothingProposed(str(negotiation))
    content = draft_pdf(actor=actor, agreement=found.agreement, language=language)
    return f"{framework.code}-{rounds[-1].number}-{language}.pdf", content


def draft_pdf(*, actor: Actor, agreement: int, language: str) -> bytes:
    """Print the newest proposal on the table, marked as a draft; nothing is kept."""
    shelf(actor=actor, agreement=agreement)
    with acting(actor):
        framework = _framework(actor, agreement=agreement)
        found = _last_proposal(actor, agreement=agreement)
        if found is None:
            raise NothingProposed(str(agreement))
        negotiation, last = found
        scheme = scheme_of(actor=actor, rules=negotiation.rules, parameters=negotiation.parameters)
        paper = _paper(
            actor,
            framework=framework,
            scheme=scheme,
            digests=Digests(negotiation.rules.hex(), negotiation.parameters.hex()),
            terms=terms_of(last.terms),
            span=(last.starts, last.ends),
            stage=Draft(last.number, last.proposed_on),
        )
    return agreement_pdf(text=agreement_text(paper, language=language))


def export(*, actor: Actor, agreement: int, form: str, language: str) -> bytes:
    """Give the newest version as ``pdf`` (as kept, else as it would be), ``json`` or ``fhir``."""
    found = shelf(actor=actor, agreement=agreement)
    if found.version is None:
        raise NoSuchPaper(f"{agreement}: not signed")
    if form == "pdf" and any(one.kind == f"text_{language}" for one in found.papers):
        return paper_file(actor=actor, agreement=agreement, kind=f"text_{language}").content
    with acting(actor):
        paper = version_paper(actor, framework=found.framework, version=found.version)
    if form == "pdf":
        return agreement_pdf(text=agreement_text(paper, language=language))
    if form == "json":
        return agreement_json(paper).encode()
    papers = [_legal(one) for one in found.papers]
    return contract_json(paper, papers=papers, language=language).encode()


def _legal(one: KeptPaper) -> LegalPaper:
    # a scan may be an image; its own type is with the file
    return LegalPaper(one.kind, PDF if one.kind != SCAN else "application/octet-stream", one.digest)


def version_paper(actor: Actor, *, framework: Framework, version: Version) -> Paper:
    """Gather what a signed version's text is made from."""
    law = law_of(actor=actor, version=version)
    return _paper(
        actor,
        framework=framework,
        scheme=law.scheme,
        digests=law.digests,
        terms=law.terms,
        span=(version.starts, version.ends),
        stage=version.number,
    )


def _paper(
    actor: Actor,
    *,
    framework: Framework,
    scheme: Scheme,
    digests: Digests,
    terms: Terms,
    span: tuple[date, date | None],
    stage: int | Draft,
) -> Paper:
    party = alliances.association(actor=actor, number=framework.association)
    if party is None:
        raise UnknownAgreement(framework.code)
    starts, ends = span
    scale, specimen = scale_points(scheme, terms=terms, month=month_of(starts))
    return Paper(
        code=framework.code,
        institution=Party(access.institution(actor=actor).name),
        association=Party(party.name, party.kind, party.tax_number or ""),
        scheme=scheme,
        digests=digests,
        terms=terms,
        starts=starts,
        ends=ends,
        scale=scale,
        months=_months(scheme, terms=terms, starts=starts, ends=ends),
        roster=ROSTER_HEADERS,
        personal=tuple(PersonalClass(code, fields) for code, fields in personal_classes()),
        version=stage if isinstance(stage, int) else None,
        draft=stage if isinstance(stage, Draft) else None,
        specimen=specimen,
        example=party.example,
    )


def _months(
    scheme: Scheme, *, terms: Terms, starts: date, ends: date | None
) -> tuple[DueMonth, ...]:
    first = month_of(starts)
    until = first + _FIRST_MONTHS
    if ends is not None:  # a duration that ends within a month has that month
        until = month_of(ends) + (ends > first_day(month_of(ends)))
    return tuple(DueMonth(month, _due(scheme, month, terms=terms)) for month in range(first, until))


def _due(scheme: Scheme, month: int, *, terms: Terms) -> date | None:
    try:
        return falls_due(scheme, month=month, terms=terms)
    except NoDueDay:
        return None
