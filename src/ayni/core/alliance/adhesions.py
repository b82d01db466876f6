"""An adhesion's own terms within the framework of its agreement."""

from __future__ import annotations

from collections.abc import Iterable

from ayni.core.alliance.clauses import CALENDAR, ENTRY, PART
from ayni.core.scheme import (
    AgreedIncome,
    AgreedValue,
    Scheme,
    SetBy,
    Terms,
    TermsRefused,
    check_terms,
)

_INCOME = "income."


class NotLeftToAdhesion(TermsRefused):
    """An own term of an adhesion that its agreement does not leave to it."""


def own_keys(own: Terms) -> tuple[str, ...]:
    """List the clauses that an adhesion's own terms set, by key."""
    keys = [one.parameter for one in own.values]
    keys += [_INCOME + one.activity for one in own.reference_income]
    keys += [ENTRY] if own.entry_months else []
    keys += [PART] if own.part_payment else []
    return (*keys, *([CALENDAR] if own.calendar != "monthly" else []))


def within(scheme: Scheme, *, framework: Terms, own: Terms) -> Terms:
    """Put an adhesion's own terms into those of its agreement: what both set, the adhesion's own holds.

    Days of signature and renewal stay the agreement's. Raises ``NotLeftToAdhesion`` for a clause that the
    agreement keeps for all, and ``TermsRefused`` outside the scheme's bounds.
    """
    beyond = [key for key in own_keys(own) if key not in framework.left_to_adhesion]
    if beyond or own.left_to_adhesion:
        raise NotLeftToAdhesion(", ".join((*beyond, *own.left_to_adhesion)))
    check_terms(
        scheme,
        terms=own.model_copy(update={"signed": framework.signed, "renewed": framework.renewed}),
    )
    merged = framework.model_copy(
        update={
            "values": _values(framework.values, own=own.values),
            "reference_income": _incomes(framework.reference_income, own=own.reference_income),
            "entry_months": own.entry_months or framework.entry_months,
        }
    )
    check_terms(scheme, terms=merged)
    return merged


def still_own(
    scheme: Scheme, *, framework: Terms, own: Terms
) -> tuple[Terms | None, tuple[str, ...]]:
    """Take an adhesion's own terms over into a new version of its agreement.

    Gives what the new version still leaves to it and its bounds still hold (nothing, where none is left), and
    the keys of the clauses that lapse.
    """
    kept = own
    lapsed: list[str] = []
    for key in own_keys(own):
        alone = _only(own, keys=(key,))
        try:
            within(scheme, framework=framework, own=alone)
        except TermsRefused:
            lapsed.append(key)
    if lapsed:
        kept = _only(own, keys=[key for key in own_keys(own) if key not in lapsed])
    return (kept if own_keys(kept) else None), tuple(lapsed)


def _only(own: Terms, *, keys: Iterable[str]) -> Terms:
    wanted = frozenset(keys)
    return own.model_copy(
        update={
            "values": tuple(one for one in own.values if one.parameter in wanted),
            "reference_income": tuple(
                one for one in own.reference_income if _INCOME + one.activity in wanted
            ),
            "entry_months": own.entry_months if ENTRY in wanted else (),
        }
    )


def _values(
    framework: Iterable[AgreedValue], *, own: Iterable[AgreedValue]
) -> tuple[AgreedValue, ...]:
    mine = {one.parameter: one.model_copy(update={"by": SetBy.ADHESION}) for one in own}
    kept = [one for one in framework if one.parameter not in mine]
    return (*kept, *(mine[key] for key in sorted(mine)))


def _incomes(
    framework: Iterable[AgreedIncome], *, own: Iterable[AgreedIncome]
) -> tuple[AgreedIncome, ...]:
    mine = {one.activity: one.model_copy(update={"by": SetBy.ADHESION}) for one in own}
    kept = [one for one in framework if one.activity not in mine]
    return (*kept, *(mine[key] for key in sorted(mine)))
