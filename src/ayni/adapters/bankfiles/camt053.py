"""Reading camt.053 (ISO 20022 bank statement), any version: whole and proven, or refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from ayni.adapters.bankfiles.checks import balances, check_closing, check_totals
from ayni.adapters.bankfiles.entries import read_line
from ayni.adapters.bankfiles.fields import day
from ayni.adapters.bankfiles.keys import with_natural_keys
from ayni.adapters.bankfiles.safexml import Node
from ayni.adapters.bankfiles.values import Statement, UnreadableStatement
from ayni.core.collection import link_reversals

if TYPE_CHECKING:  # the type only: parsing goes through defusedxml
    from xml.etree.ElementTree import Element

_TAG = re.compile(r"(?:\{(.*)\})?(.*)")
_ISO = re.compile(r"urn:iso:std:iso:20022:tech:xsd:((camt\.\d{3})\.\d{3}\.\d{2})")


def read_camt053(root: Element) -> tuple[str, tuple[Statement, ...]]:
    """Read every statement of the message; gives also the message's name (camt.053.001.08)."""
    namespace, message = _message(root)
    document = Node(root, namespace=namespace, where=message)
    found = document.all("BkToCstmrStmt/Stmt", where="Stmt")
    if not found:
        raise UnreadableStatement("no_statement")
    return message, _finish([_read_statement(node) for node in found])


def _message(root: Element) -> tuple[str, str]:
    matched = _TAG.fullmatch(str(root.tag))
    namespace, tag = (matched[1] or "", matched[2]) if matched else ("", "")
    iso = _ISO.fullmatch(namespace)
    if iso and iso[2] == "camt.054":
        raise UnreadableStatement("comes_later", found=iso[1])
    if not iso or iso[2] != "camt.053" or tag != "Document":
        raise UnreadableStatement("other_message", found=namespace.rpartition(":")[2] or tag)
    return namespace, iso[1]


def _read_statement(node: Node) -> Statement:
    account = node.text("Acct/Id/IBAN", "Acct/Id/Othr/Id")
    if not account:
        raise node.refuse("missing", field="Acct/Id", found="")
    currency = _currency(node)
    opening, closing = balances(node, currency=currency)
    lines = [
        read_line(line, account=account, currency=currency)
        for line in node.all("Ntry", where="Ntry")
    ]
    amounts = [amount for amount, _ in lines]
    check_totals(node, amounts=amounts, currency=currency)
    check_closing(node, opening=opening, closing=closing, moved=sum(amounts), currency=currency)
    starts, ends = _days(node)
    entries = tuple(entry for _, some in lines for entry in some)
    number = node.text("Id")
    return Statement(account, number, currency, starts, ends, opening, closing, entries)


def _currency(node: Node) -> str:
    balance = node.one("Bal/Amt")
    currency = node.text("Acct/Ccy") or (balance.attribute("Ccy") if balance else "")
    if not currency:
        raise node.refuse("missing", field="Ccy", found="")
    return currency


def _days(node: Node) -> tuple[date, date]:
    """Give the first and last day: the stated span, else the days of the balances."""
    spans = [node.text(f"FrToDt/{field}") for field in ("FrDtTm", "ToDtTm")]
    if all(spans):
        starts, ends = (day(node, text, field="FrToDt") for text in spans)
    else:
        texts = [balance.text("Dt/Dt", "Dt/DtTm") for balance in node.all("Bal")]
        days = sorted(day(node, text, field="Bal/Dt") for text in texts)
        starts, ends = days[0], days[-1]
    if ends < starts:
        raise node.refuse("missing", field="FrToDt", found=f"{starts} - {ends}")
    return starts, ends


def _finish(statements: list[Statement]) -> tuple[Statement, ...]:
    """Number the entries through the file, link reversals, and give natural keys, over the file."""
    flat = [(place, entry) for place, s in enumerate(statements) for entry in s.entries]
    numbered = [replace(entry, number=n) for n, (_, entry) in enumerate(flat, start=1)]
    finished = with_natural_keys(link_reversals(numbered))
    places = [place for place, _ in flat]
    grouped = {
        place: tuple(entry for _, entry in some)
        for place, some in groupby(zip(places, finished, strict=True), key=lambda pair: pair[0])
    }
    return tuple(
        replace(statement, entries=grouped.get(place, ()))
        for place, statement in enumerate(statements)
    )
