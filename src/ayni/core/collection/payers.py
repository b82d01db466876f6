"""Whether two names or numbers are the same payer's."""

from __future__ import annotations

import unicodedata

from ayni.core.collection.values import BankEntry, NoticeToPay


def payer_key(*, name: str | None, number: str | None) -> str:
    """Give one text by which a payer is told apart: the number if there is one, else the name.

    >>> payer_key(name="Coop. Ñuqanchik ", number=None)
    'coopnuqanchik'
    """
    return bare(number) or bare(name)


def same_payer(entry: BankEntry, *, notice: NoticeToPay) -> bool:
    """Tell whether the notice was sent to who paid; numbers decide where both are known."""
    if bare(entry.payer_number) and bare(notice.payer_number):
        return bare(entry.payer_number) == bare(notice.payer_number)
    return bool(bare(entry.payer)) and bare(entry.payer) == bare(notice.payer_name)


def says_who_paid(entry: BankEntry) -> bool:
    """Tell whether the bank names the payer at all."""
    return bool(payer_key(name=entry.payer, number=entry.payer_number))


def bare(text: str | None) -> str:
    """Keep letters and digits only, without accents and capitals."""
    parts = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(sign for sign in parts if sign.isalnum())
