"""One line of a camt.053 statement: one entry, or as many as the payments of its batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ayni.adapters.bankfiles.fields import amount_of, count_of, day_of, sign_of, signed_amount
from ayni.adapters.bankfiles.safexml import Node
from ayni.core.collection import BankEntry
from ayni.core.money import money_text

_NO_REFERENCE = ("NOTPROVIDED", "NONREF", "NOTAVAILABLE")

#: Under this type a reference names the entry that a reversal undoes (we write it; banks may).
REVERSAL_OF = "REVERSAL_OF"


@dataclass(frozen=True, slots=True)
class _Line:
    """What the payments of one line have in common."""

    account: str
    currency: str
    amount: int
    booked_on: date
    value_on: date
    reversal: bool
    reference: str
    code: str
    note: str


def read_line(line: Node, *, account: str, currency: str) -> tuple[int, list[BankEntry]]:
    """Read an ``Ntry``: its signed amount, and its payments (numbered from 0, without keys)."""
    _refuse_unbooked(line)
    common = _common(line, account=account, currency=currency)
    details = line.all("NtryDtls/TxDtls")
    amounts = _amounts(line, details=details, common=common)
    batched = bool(line.all("NtryDtls/Btch")) or len(amounts) > 1
    if not details:
        return common.amount, [_entry(None, common, amount=common.amount, batched=False)]
    if not amounts:  # the bank does not say how much each is: one entry, with all that is written
        return common.amount, [_whole(details, common)]
    return common.amount, [
        _entry(detail, common, amount=amount, batched=batched)
        for detail, amount in zip(details, amounts, strict=True)
    ]


def _refuse_unbooked(line: Node) -> None:
    status = line.text("Sts", "Sts/Cd", "Sts/Prtry")
    if status != "BOOK":
        raise line.refuse("not_booked", found=status)


def _common(line: Node, *, account: str, currency: str) -> _Line:
    booked = day_of(line, "BookgDt", "ValDt")
    if booked is None:
        raise line.refuse("missing", field="BookgDt", found="")
    return _Line(
        account=account,
        currency=currency,
        amount=signed_amount(line, "Amt", currency=currency),
        booked_on=booked,
        value_on=day_of(line, "ValDt") or booked,
        reversal=_is_true(line, "RvslInd"),
        reference=_reference(line.text("AcctSvcrRef")),
        code=_bank_code(line),
        note=line.text("AddtlNtryInf"),
    )


def _is_true(line: Node, path: str) -> bool:
    text = line.text(path)
    if text not in ("", "true", "1", "false", "0"):
        raise line.refuse("missing", field=path, found=text)
    return text in ("true", "1")


def _amounts(line: Node, *, details: Sequence[Node], common: _Line) -> list[int]:
    """Split the line by its details; empty where the bank gives several without amounts."""
    _check_batch(line, details=details, common=common)
    if len(details) == 1:
        return [common.amount]
    stated = [_detail_amount(detail, common) for detail in details]
    amounts = [amount for amount in stated if amount is not None]
    if len(amounts) < len(stated):
        return []
    if details and sum(amounts) != common.amount:
        raise _batch_refusal(line, found=sum(amounts), common=common)
    return amounts


def _detail_amount(detail: Node, common: _Line) -> int | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        found = detail.one(path)
        if found is not None and found.attribute("Ccy") in ("", common.currency):
            sign = sign_of(detail) if detail.text("CdtDbtInd") else (-1 if common.amount < 0 else 1)
            return sign * amount_of(detail, path, currency=common.currency)
    return None


def _check_batch(line: Node, *, details: Sequence[Node], common: _Line) -> None:
    for batch in line.all("NtryDtls/Btch"):
        number = batch.text("NbOfTxs")
        only = len(line.all("NtryDtls")) == 1 and bool(details)
        if number and only and count_of(batch, number, field="NbOfTxs") != len(details):
            raise batch.refuse("entry_count", field="Btch", found=len(details), declared=number)
        total = batch.one("TtlAmt")
        if total is not None and only and total.attribute("Ccy") == common.currency:
            declared = amount_of(batch, "TtlAmt", currency=common.currency)
            if declared != abs(common.amount):
                raise _batch_refusal(line, found=declared, common=common)


def _batch_refusal(line: Node, *, found: int, common: _Line) -> Exception:
    return line.refuse(
        "batch_sum",
        found=money_text(found, currency=common.currency),
        declared=money_text(common.amount, currency=common.currency),
    )


def _whole(details: Sequence[Node], common: _Line) -> BankEntry:
    texts = [_remittance(detail) for detail in details]
    text = " ".join(text for text in texts if text) or common.note
    entry = _entry(None, common, amount=common.amount, batched=False)
    return replace(entry, reference_text=text or None)


def _entry(detail: Node | None, common: _Line, *, amount: int, batched: bool) -> BankEntry:
    own = _reference(detail.text("Refs/AcctSvcrRef")) if detail else ""
    name, number = _party(detail, paid_in=amount >= 0 or common.reversal) if detail else ("", "")
    note = "" if batched else common.note
    code = (_bank_code(detail) if detail else "") or common.code
    return BankEntry(
        natural_key="",
        account=common.account,
        number=0,
        amount=amount,
        currency=common.currency,
        booked_on=common.booked_on,
        value_on=common.value_on,
        payer=name or None,
        payer_number=number or None,
        reference_text=(_remittance(detail) if detail else "") or note or None,
        bank_reference=own or common.reference,
        operation=_reference(detail.text("Refs/TxId")) if detail else "",
        reversal=common.reversal,
        reversal_of=_reversal_of(detail) if detail else None,
        bank_code=code,
        end_to_end=_reference(detail.text("Refs/EndToEndId")) if detail else "",
        batch_of=(common.reference or None) if batched else None,
    )


def _party(detail: Node, *, paid_in: bool) -> tuple[str, str]:
    """Give name and number of the other side; a reversal keeps the sides of what it undoes."""
    debtors, creditors = ("Dbtr", "UltmtDbtr"), ("Cdtr", "UltmtCdtr")
    for party in debtors if paid_in else creditors:
        for path in (f"RltdPties/{party}/Pty", f"RltdPties/{party}"):
            node = detail.one(path)
            name = node.text("Nm") if node else ""
            number = _party_number(node) if node else ""
            if name or number:
                return name, number
    return "", ""


def _party_number(party: Node) -> str:
    numbers = party.all("Id/OrgId/Othr") + party.all("Id/PrvtId/Othr")
    numbers.sort(key=lambda node: node.text("SchmeNm/Cd") != "TXID")
    return numbers[0].text("Id") if numbers else ""


def _remittance(detail: Node) -> str:
    """Join what the payer wrote: free lines, then structured references in their order."""
    parts = [node.content for node in detail.all("RmtInf/Ustrd")]
    for strd in detail.all("RmtInf/Strd"):
        own = [strd.text("CdtrRefInf/Ref")]
        documents = [node.text("Nb") for node in strd.all("RfrdDocInf")]
        notes = [node.content for node in strd.all("AddtlRmtInf")]
        parts += own + documents + notes
    return " ".join(dict.fromkeys(part for part in parts if part))


def _reversal_of(detail: Node) -> str | None:
    for node in detail.all("Refs/Prtry"):
        if node.text("Tp") == REVERSAL_OF:
            return node.text("Ref") or None
    return None


def _bank_code(node: Node) -> str:
    domain = [node.text(f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    return "/".join(domain) if all(domain) else node.text("BkTxCd/Prtry/Cd")


def _reference(text: str) -> str:
    return "" if text.upper() in _NO_REFERENCE else text
