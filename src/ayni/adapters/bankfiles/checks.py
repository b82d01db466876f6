"""What a statement must prove about itself: balances, control sums and counts."""

from __future__ import annotations

from collections.abc import Sequence

from ayni.adapters.bankfiles.fields import count_of, minor_units, sign_of, signed_amount
from ayni.adapters.bankfiles.safexml import Node
from ayni.core.money import money_text

_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)


def balances(statement: Node, *, currency: str) -> tuple[int, int]:
    """Read the opening and the closing booked balance, signed."""
    return (
        _balance(statement, kinds=_OPENING, currency=currency),
        _balance(statement, kinds=_CLOSING, currency=currency),
    )


def _balance(statement: Node, *, kinds: Sequence[str], currency: str) -> int:
    found = {node.text("Tp/CdOrPrtry/Cd"): node for node in reversed(statement.all("Bal"))}
    for kind in kinds:
        if kind in found:
            return signed_amount(found[kind], "Amt", currency=currency)
    raise statement.refuse("no_balance")


def check_closing(
    statement: Node, *, opening: int, closing: int, moved: int, currency: str
) -> None:
    """Refuse where opening balance and entries do not give the closing balance."""
    if opening + moved != closing:
        raise statement.refuse(
            "balance_does_not_close",
            found=money_text(opening + moved, currency=currency),
            declared=money_text(closing, currency=currency),
        )


def check_totals(statement: Node, *, amounts: Sequence[int], currency: str) -> None:
    """Refuse where a total that the bank declares is not that of the entries (signed amounts)."""
    summary = statement.one("TxsSummry")
    if summary is None:
        return
    groups = {
        "TtlNtries": list(amounts),
        "TtlCdtNtries": [amount for amount in amounts if amount > 0],
        "TtlDbtNtries": [amount for amount in amounts if amount < 0],
    }
    for field, group in groups.items():
        _check_total(summary, field=field, group=group, currency=currency)
    _check_net(summary, moved=sum(amounts), currency=currency)


def _check_total(summary: Node, *, field: str, group: Sequence[int], currency: str) -> None:
    number = summary.text(f"{field}/NbOfNtries")
    if number and count_of(summary, number, field="NbOfNtries") != len(group):
        raise summary.refuse("entry_count", field=field, found=len(group), declared=number)
    declared = summary.text(f"{field}/Sum")
    if declared:
        _check_sum(
            summary,
            field=field,
            found=sum(map(abs, group)),
            declared=minor_units(summary, declared, currency=currency),
            currency=currency,
        )


def _check_net(summary: Node, *, moved: int, currency: str) -> None:
    total = summary.one("TtlNtries")
    if total is None:
        return
    for place, path in ((total, "TtlNetNtryAmt"), (total.one("TtlNetNtry"), "Amt")):
        text = place.text(path) if place else ""
        if place and text:
            declared = sign_of(place) * minor_units(place, text, currency=currency)
            _check_sum(place, field=path, found=moved, declared=declared, currency=currency)


def _check_sum(place: Node, *, field: str, found: int, declared: int, currency: str) -> None:
    if found != declared:
        raise place.refuse(
            "control_sum",
            field=field,
            found=money_text(found, currency=currency),
            declared=money_text(declared, currency=currency),
        )
