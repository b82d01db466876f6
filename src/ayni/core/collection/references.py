"""Payment references: how a payer writes which notice is being paid.

A notice number such as ``AV-2026-04-00007`` becomes an ISO 11649 creditor reference (``RF``, two
check digits, the number without signs), so that a mistyped digit is noticed before money moves.
"""

from __future__ import annotations

import re
from itertools import accumulate

_NOT_PLAIN = re.compile(r"[^A-Z0-9]")
_NOTICE = re.compile(
    r"(?<![A-Z0-9])([A-Z]{2,3})[-./ ]?(\d{4})[-./ ]?(0[1-9]|1[0-2])[-./ ]?(\d{5})(?![A-Z0-9])"
)
_NOTICE_BODY = re.compile(r"[A-Z]{2,3}\d{4}(?:0[1-9]|1[0-2])\d{5}")
_RF = re.compile(r"(?<![A-Z0-9])RF ?\d ?\d(?:[- ]?[A-Z0-9])+")
_RF_WHOLE = re.compile(r"RF\d{2}[A-Z0-9]{1,21}")
_LONGEST_BODY = 21


class NotAReference(ValueError):
    """A notice number that cannot be written as an ISO 11649 reference: empty or over 21 signs."""


def payment_reference(notice_number: str) -> str:
    """Write the ISO 11649 creditor reference of a notice number.

    >>> payment_reference("AV-2026-04-00007")
    'RF67AV20260400007'
    """
    body = _plain(notice_number)
    if not 1 <= len(body) <= _LONGEST_BODY:
        raise NotAReference(f"{notice_number!r}: between 1 and {_LONGEST_BODY} letters and digits")
    return f"RF{98 - _remainder(f'{body}RF00'):02d}{body}"


def check_reference(text: str) -> bool:
    """Tell whether the text is one RF reference with its right check digits; spaces do not count.

    >>> check_reference("rf18 5390 0754 7034"), check_reference("RF19539007547034")
    (True, False)
    """
    plain = _plain(text)
    return _RF_WHOLE.fullmatch(plain) is not None and _remainder(plain[4:] + plain[:4]) == 1


def find_references(text: str) -> list[str]:
    """Find the references in what a payer wrote: RF with right check digits, and notice numbers.

    RF comes back without spaces, a notice number with its hyphens; each once, in order. An RF whose
    check digits are wrong is not found, nor is the notice number within it.

    >>> find_references("Pago rf67 av20 2604 0000 7 y av-2026-03-00107.")
    ['RF67AV20260400007', 'AV-2026-03-00107']
    """
    upper = text.upper()
    found: list[tuple[int, str]] = []
    match = _RF.search(upper)
    while match:
        reference, length = _longest_valid(match.group())
        if reference:
            found.append((match.start(), reference))
        end = match.start() + length
        upper = upper[: match.start()] + "#" * length + upper[end:]
        match = _RF.search(upper, end)
    found += [(match.start(), "-".join(match.groups())) for match in _NOTICE.finditer(upper)]
    return list(dict.fromkeys(reference for _, reference in sorted(found)))


def body_of(reference: str) -> str:
    """Give what a reference or a notice number says, bare: how the two are compared.

    >>> body_of("RF67AV20260400007") == body_of("av-2026-04-00007")
    True
    """
    plain = _plain(reference)
    return plain[4:] if check_reference(plain) else plain


def _longest_valid(text: str) -> tuple[str, int]:
    """Give the reference at the start of ``text`` ("" if none) and how many signs it takes up.

    Words after the reference look like more of it; the reading that is a notice number wins, then
    the longest with right check digits. Where none is valid, the wrong RF and its next word go.
    """
    words = re.findall(r"[- ]?[A-Z0-9]+", text)
    heads = list(accumulate(words))
    valid = [head for head in heads if check_reference(head)]
    valid.sort(key=lambda head: (_NOTICE_BODY.fullmatch(_plain(head)[4:]) is not None, len(head)))
    if valid:
        return _plain(valid[-1]), len(valid[-1])
    wrong = next((head for head in heads if len(_plain(head)) > 4), text)
    return "", len(wrong) if _NOTICE_BODY.fullmatch(_plain(wrong)[4:]) else 2


def _plain(text: str) -> str:
    return _NOT_PLAIN.sub("", text.upper())


def _remainder(plain: str) -> int:
    """Take the number with letters as 10 to 35, modulo 97 (ISO 7064)."""
    return int("".join(str(int(sign, 36)) for sign in plain)) % 97
