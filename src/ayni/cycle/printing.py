"""A notice on paper: the PDF an association pays by, the XLSX it checks family by family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ayni.adapters.documents import (
    NoticeDocument,
    NoticeLine,
    SummaryRow,
    notice_pdf,
    notice_xlsx,
)
from ayni.apps.access import queries as access
from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.assessment import actions as assessment
from ayni.apps.assessment import queries as assessments
from ayni.apps.assessment.queries import DetailLine, Notice
from ayni.apps.document import actions as document
from ayni.core.actor import Actor
from ayni.core.example.bank import ACCOUNTS
from ayni.core.periods import first_day, month_text
from ayni.core.scheme import Payer
from ayni.cycle.law import Law, earnings_asked, law_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: How many lines of the detail the paper shows.
FIRST_LINES = 12
#: Whose share a column is. The insured person's is the family's, but for an employer's workers.
PAYERS = {
    Payer.INSURED_PERSON: "Familia",
    Payer.ASSOCIATION: "Asociación",
    Payer.EMPLOYER: "Empleador",
    Payer.BUYER: "Comprador",
}
#: What a party's tax number is called where the institution stands.
TAX_LABELS = {"pe": "RUC", "cr": "Cédula jurídica"}


class NoSuchNotice(LookupError):
    """No notice of that number that the actor may see."""


def print_notice(*, actor: Actor, number: int) -> tuple[int, int]:
    """Make and keep a notice's PDF and XLSX; gives their sizes. A second time makes the same bytes."""
    runner = actor.on_behalf(reason="imprimir aviso")
    with acting(runner):
        notice = assessments.notice(actor=runner, number=number)
        if notice is None:
            raise NoSuchNotice(str(number))
        lines = assessments.detail(actor=runner, notice=notice, day=first_day(notice.month))
        paper, payers = _document(runner, notice=notice, lines=lines)
    pdf = notice_pdf(notice=paper)
    xlsx = notice_xlsx(notice=paper, lines=[_line(line, payers=payers) for line in lines])
    with acting(runner):
        _keep(runner, notice, kind="notice_pdf", content=pdf, media="application/pdf")
        _keep(runner, notice, kind="notice_xlsx", content=xlsx, media=XLSX)
    return len(pdf), len(xlsx)


def _keep(actor: Actor, notice: Notice, *, kind: str, content: bytes, media: str) -> None:
    ending = "pdf" if kind == "notice_pdf" else "xlsx"
    kept = document.keep(
        actor=actor,
        association=notice.association,
        kind=kind,
        name=f"{notice.number}.{ending}",
        media_type=media,
        content=content,
    )
    assessment.attach(
        actor=actor, notice=notice.id, association=notice.association, kind=kind, document=kept
    )


def _document(
    actor: Actor, *, notice: Notice, lines: Sequence[DetailLine]
) -> tuple[NoticeDocument, tuple[Payer, ...]]:
    association = alliances.association(actor=actor, number=notice.association)
    adhesion = next(a for a in alliances.adhesions(actor=actor) if a.id == notice.adhesion)
    version = alliances.version_on(
        actor=actor, agreement=adhesion.agreement, day=first_day(notice.month)
    )
    law = law_of(actor=actor, version=version)
    if association is None:
        raise NoSuchNotice(notice.number)
    institution = access.institution(actor=actor)
    payers = payers_of(law)
    other = (
        alliances.association(actor=actor, number=notice.payer)
        if notice.payer != notice.association
        else None
    )
    paper = NoticeDocument(
        institution=institution.name,
        number=notice.number,
        scheme=law.scheme.rules.name.es,
        agreement=adhesion.agreement_code,
        association=association.name,
        association_id=association.tax_number or "",
        month=notice.month,
        issued=notice.issued_on,
        due_date=notice.due_on,
        families=notice.families,
        persons=notice.persons,
        currency=notice.currency,
        due=notice.due,
        reference=notice.reference,
        share_labels=tuple(PAYERS[one] for one in payers),
        shares=tuple(sum(_share(line, one) for line in lines) for one in payers),
        summary_by="activity",
        summary=_summary(lines),
        # whoever pays for another is shown sums, and nobody's name
        first_lines=()
        if other
        else tuple(_line(line, payers=payers) for line in lines[:FIRST_LINES]),
        payer=other.name if other else "",
        payer_id=(other.tax_number or "") if other else "",
        detail_file=f"{notice.number}.xlsx",
        pay_to=_pay_to(notice, example=association.example),
        legal_basis=_legal_basis(law),
        contact=("Recaudación: consulte en la oficina de su convenio",),
        proposed=law.scheme.rules.basis == "model",
        example=association.example,
        tax_label=TAX_LABELS.get(institution.country, ""),
        unit="worker" if "pay" in earnings_asked(law.scheme) else "family",
    )
    return paper, payers


def payers_of(law: Law) -> tuple[Payer, ...]:
    """List who pays what is collected, as the scheme names them; the State's share is not collected."""
    found = dict.fromkeys(share.payer for share in law.scheme.rules.contribution.shares)
    return tuple(payer for payer in found if payer is not Payer.STATE)


def _share(line: DetailLine, payer: Payer) -> int:
    return {
        Payer.INSURED_PERSON: line.insured_share,
        Payer.ASSOCIATION: line.association_share,
        Payer.EMPLOYER: line.employer_share,
        Payer.BUYER: line.buyer_share,
    }[payer]


def _pay_to(notice: Notice, *, example: bool) -> tuple[tuple[str, str], ...]:
    account = f"{_EXAMPLE_ACCOUNTS[notice.currency]} (ejemplo)" if example else ""
    rows = (("Cuenta", account), ("Mes", month_text(notice.month)))
    return tuple(row for row in rows if row[1])


def _legal_basis(law: Law) -> tuple[str, ...]:
    basis = law.scheme.rules
    digest = law.digests.rules[:12]
    return (f"{basis.name.es}: {basis.code}", f"Reglas firmadas con la huella {digest}")


def _summary(lines: Sequence[DetailLine]) -> tuple[SummaryRow, ...]:
    groups: dict[str, list[DetailLine]] = defaultdict(list)
    for line in lines:
        groups[line.activity or "sin actividad"].append(line)
    return tuple(
        SummaryRow(
            label=label,
            families=len(found),
            persons=sum(line.dependants + 1 for line in found),
            due=sum(line.due for line in found),
        )
        for label, found in sorted(groups.items(), key=lambda item: -len(item[1]))
    )


#: Where a demonstration says to pay: accounts of nobody.
_EXAMPLE_ACCOUNTS = ACCOUNTS | {"PEN": "00219400123456789012"}


def _line(line: DetailLine, *, payers: Sequence[Payer]) -> NoticeLine:
    return NoticeLine(
        family=str(line.family),
        name=f"{line.surnames}, {line.names}",
        document=line.document or "",
        base=line.base,
        rate=line.rate_ppm,
        shares=tuple(_share(line, one) for one in payers),
        due=line.due,
    )
