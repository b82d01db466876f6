"""Writing a camt.053.001.08 statement, for examples and tests: what is read back is equal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby

from ayni.adapters.bankfiles.entries import REVERSAL_OF
from ayni.adapters.bankfiles.values import NotWritable
from ayni.core.collection import BankEntry
from ayni.core.example import ExampleStatement
from ayni.core.money import minor_digits

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_DOMAIN = re.compile(r"[A-Z]{4}/[A-Z]{4}/[A-Z]{4}")
_NOT_XML = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE = 140


def write_statement(
    *,
    account: str,
    number: str,
    currency: str,
    starts: date,
    ends: date,
    opening: int,
    entries: Sequence[BankEntry],
) -> bytes:
    """Write one statement; the closing balance and control sums follow from the entries.

    Neighbours with the same ``batch_of`` become one batch. Natural keys and numbers are not
    written: the reader gives them. Raises ``NotWritable`` for what the format cannot hold.
    """
    lines = [list(some) for _, some in groupby(enumerate(entries), key=_line_key)]
    groups = [[entry for _, entry in some] for some in lines]
    for group in groups:
        _refuse_group(group, account=account, currency=currency)
    amounts = [sum(entry.amount for entry in group) for group in groups]
    closing = opening + sum(amounts)
    made = f"{ends.isoformat()}T23:59:59"
    body = [
        _tag("Id", _text(number, most=35)),
        _tag("CreDtTm", made),
        f"<FrToDt><FrDtTm>{starts.isoformat()}T00:00:00</FrDtTm><ToDtTm>{made}</ToDtTm></FrToDt>",
        f"<Acct><Id><Othr>{_tag('Id', _text(account, most=34))}</Othr></Id>"
        f"{_tag('Ccy', currency)}</Acct>",
        _balance("OPBD", amount=opening, currency=currency, on=starts),
        _balance("CLBD", amount=closing, currency=currency, on=ends),
        _summary(amounts, currency=currency),
        *(_line(group, place=place) for place, group in enumerate(groups, start=1)),
    ]
    header = f"<GrpHdr>{_tag('MsgId', _text(number, most=35))}{_tag('CreDtTm', made)}</GrpHdr>"
    inner = f"<BkToCstmrStmt>{header}\n<Stmt>" + "\n".join(body) + "\n</Stmt></BkToCstmrStmt>"
    document = f'<Document xmlns="{_NAMESPACE}">\n{inner}\n</Document>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}'.encode()


def _line_key(numbered: tuple[int, BankEntry]) -> tuple[str, int]:
    place, entry = numbered
    return (entry.batch_of, -1) if entry.batch_of else ("", place)


def _refuse_group(group: Sequence[BankEntry], *, account: str, currency: str) -> None:
    shared = {(e.account, e.currency, e.booked_on, e.value_on, e.reversal) for e in group}
    if len(shared) > 1 or (group[0].account, group[0].currency) != (account, currency):
        raise NotWritable(f"entry {group[0].number}: another account, currency, day or reversal")


def _line(group: Sequence[BankEntry], *, place: int) -> str:
    first = group[0]
    amount = sum(entry.amount for entry in group)
    reference = first.batch_of or first.bank_reference
    parts = [
        _tag("NtryRef", str(place)),
        _money(amount, currency=first.currency),
        "<RvslInd>true</RvslInd>" if first.reversal else "",
        "<Sts><Cd>BOOK</Cd></Sts>",
        f"<BookgDt>{_tag('Dt', first.booked_on.isoformat())}</BookgDt>",
        f"<ValDt>{_tag('Dt', first.value_on.isoformat())}</ValDt>",
        _optional("AcctSvcrRef", reference, most=35),
        _code("" if first.batch_of else first.bank_code),
        f"<NtryDtls>{_batch(group)}{''.join(map(_details, group))}</NtryDtls>",
    ]
    return f"<Ntry>{''.join(parts)}</Ntry>"


def _batch(group: Sequence[BankEntry]) -> str:
    if not group[0].batch_of:
        return ""
    total = _money(sum(e.amount for e in group), currency=group[0].currency, tag="TtlAmt")
    return f"<Btch>{_tag('NbOfTxs', str(len(group)))}{total}</Btch>"


def _details(entry: BankEntry) -> str:
    references = [
        _optional("AcctSvcrRef", entry.bank_reference, most=35),
        _tag("EndToEndId", _text(entry.end_to_end or "NOTPROVIDED", most=35)),
        _optional("TxId", entry.operation, most=35),
    ]
    if entry.reversal_of:
        undone = _tag("Ref", _text(entry.reversal_of, most=35))
        references.append(f"<Prtry>{_tag('Tp', REVERSAL_OF)}{undone}</Prtry>")
    parts = [
        f"<Refs>{''.join(references)}</Refs>",
        _money(entry.amount, currency=entry.currency),
        _code(entry.bank_code) if entry.batch_of and entry.bank_code else "",
        _party(entry),
        _remittance(entry.reference_text),
    ]
    return f"<TxDtls>{''.join(parts)}</TxDtls>"


def _party(entry: BankEntry) -> str:
    if not (entry.payer or entry.payer_number):
        return ""
    side = "Dbtr" if entry.amount >= 0 or entry.reversal else "Cdtr"
    name = _optional("Nm", entry.payer or "", most=140)
    number = ""
    if entry.payer_number:
        own = _tag("Id", _text(entry.payer_number, most=35))
        number = f"<Id><OrgId><Othr>{own}<SchmeNm><Cd>TXID</Cd></SchmeNm></Othr></OrgId></Id>"
    return f"<RltdPties><{side}><Pty>{name}{number}</Pty></{side}></RltdPties>"


def _remittance(text: str | None) -> str:
    """Write free text in lines of at most 140 signs, cut at spaces."""
    if not text:
        return ""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if len(longer) <= _LINE:
            lines[-1] = longer
        else:
            lines.append(word)
    _text(text, most=_LINE * 50)
    return f"<RmtInf>{''.join(_tag('Ustrd', _text(line, most=_LINE)) for line in lines)}</RmtInf>"


def _balance(kind: str, *, amount: int, currency: str, on: date) -> str:
    day = f"<Dt>{_tag('Dt', on.isoformat())}</Dt>"
    code = f"<Tp><CdOrPrtry>{_tag('Cd', kind)}</CdOrPrtry></Tp>"
    return f"<Bal>{code}{_money(amount, currency=currency)}{day}</Bal>"


def _summary(amounts: Sequence[int], *, currency: str) -> str:
    net = f"<TtlNetNtry>{_money(sum(amounts), currency=currency)}</TtlNetNtry>"
    net = re.sub(' Ccy="[A-Z]{3}"', "", net)  # totals carry no currency of their own
    parts = [
        ("TtlNtries", list(amounts), net),
        ("TtlCdtNtries", [a for a in amounts if a > 0], ""),
        ("TtlDbtNtries", [a for a in amounts if a < 0], ""),
    ]
    return (
        f"<TxsSummry>{''.join(_total(t, g, n, currency=currency) for t, g, n in parts)}</TxsSummry>"
    )


def _total(tag: str, group: Iterable[int], net: str, *, currency: str) -> str:
    sums = [abs(amount) for amount in group]
    number, total = _tag("NbOfNtries", str(len(sums))), _decimal(sum(sums), currency=currency)
    return f"<{tag}>{number}{_tag('Sum', total)}{net}</{tag}>"


def _money(amount: int, *, currency: str, tag: str = "Amt") -> str:
    value = f'<{tag} Ccy="{currency}">{_decimal(abs(amount), currency=currency)}</{tag}>'
    return f"{value}<CdtDbtInd>{'DBIT' if amount < 0 else 'CRDT'}</CdtDbtInd>"


def _decimal(amount: int, *, currency: str) -> str:
    digits = minor_digits(currency)
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)


def _code(code: str) -> str:
    if _DOMAIN.fullmatch(code):
        domain, family, sub = code.split("/")
        family = f"<Fmly>{_tag('Cd', family)}{_tag('SubFmlyCd', sub)}</Fmly>"
        return f"<BkTxCd><Domn>{_tag('Cd', domain)}{family}</Domn></BkTxCd>"
    own = f"<Prtry>{_tag('Cd', _text(code, most=35))}</Prtry>" if code else ""
    return f"<BkTxCd>{own}</BkTxCd>"


def _optional(tag: str, text: str, *, most: int) -> str:
    return _tag(tag, _text(text, most=most)) if text else ""


def _text(text: str, *, most: int) -> str:
    """Let pass what is read back as it is: single spaces, no control signs, not too long."""
    if not 1 <= len(text) <= most or _NOT_XML.search(text) or " ".join(text.split()) != text:
        raise NotWritable(f"{text!r}: 1 to {most} signs with single spaces")
    return text


def _tag(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text, quote=False)}</{tag}>"


def example_file(statement: ExampleStatement) -> bytes:
    """Write a statement of the example programme as a bank would send it."""
    return write_statement(
        account=statement.account,
        number=statement.number,
        currency=statement.currency,
        starts=statement.starts,
        ends=statement.ends,
        opening=statement.opening,
        entries=statement.entries,
    )
