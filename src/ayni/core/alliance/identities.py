"""Legal numbers of parties by country: form and check digits, in the words of whoever typed them.

The checks are python-stdnum's where it has them; a number without published check digits is checked by form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.co import nit
from stdnum.cr import cpj
from stdnum.ec import ruc as ec_ruc
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)
from stdnum.in_ import pan
from stdnum.ke import pin
from stdnum.pe import ruc as pe_ruc
from stdnum.uy import rut

Check = Callable[[str], str]
#: What people put between the figures.
_SIGNS = re.compile(r"[\s./\-–]")


@dataclass(frozen=True, slots=True)
class NumberKind:
    """One kind of legal number: country, its name there, a good example, and how it is checked."""

    country: str
    kind: str
    example: str
    check: Check


class WrongNumber(ValueError):
    """A legal number that cannot be: ``wrong`` is kind, characters, length, part or check.

    ``example`` is one that is well formed; empty for a kind that nobody knows.
    """

    def __init__(self, *, wrong: str, example: str) -> None:
        super().__init__(f"{wrong}; a good one: {example}")
        self.wrong = wrong
        self.example = example


def _by_form(pattern: str) -> Check:
    """Check a number by its form alone: no check digits are published."""

    def check(number: str) -> str:
        if re.search(r"[^0-9]", number):
            raise InvalidFormat()
        if not re.fullmatch(pattern, number):
            raise InvalidLength()
        return number

    return check


def _stdnum(validate: Callable[[str], object]) -> Check:
    return lambda number: str(validate(number))


#: Country and kind -> how it is checked. The first kind of a country is what its register is asked for.
KINDS: Mapping[tuple[str, str], NumberKind] = {
    (one.country, one.kind): one
    for one in (
        NumberKind("pe", "RUC", "20131257750", _stdnum(pe_ruc.validate)),
        NumberKind("cr", "CPJ", "3-101-999999", _stdnum(cpj.validate)),
        NumberKind("co", "NIT", "899.999.068-1", _stdnum(nit.validate)),
        NumberKind("br", "CNPJ", "00.000.000/0001-91", _stdnum(cnpj.validate)),
        NumberKind("br", "CPF", "390.533.447-05", _stdnum(cpf.validate)),
        NumberKind("uy", "RUT", "21-100342-001-7", _stdnum(rut.validate)),
        NumberKind("ar", "CUIT", "20-05536168-2", _stdnum(cuit.validate)),
        NumberKind("ec", "RUC", "1792060346001", _stdnum(ec_ruc.validate)),
        NumberKind("ke", "PIN", "P051365947M", _stdnum(pin.validate)),
        NumberKind("in", "PAN", "AAPPV8261K", _stdnum(pan.validate)),
        NumberKind("ph", "TIN", "123-456-789-000", _by_form(r"\d{9}(\d{3}|\d{5})?")),
        NumberKind("rw", "TIN", "101234567", _by_form(r"\d{9}")),
    )
}
_WRONG = (
    (InvalidLength, "length"),
    (InvalidChecksum, "check"),
    (InvalidComponent, "part"),
    (InvalidFormat, "characters"),
)


def kinds_of(country: str) -> tuple[str, ...]:
    """List the kinds of number a country has, the usual one first.

    >>> kinds_of("br")
    ('CNPJ', 'CPF')
    """
    return tuple(kind for place, kind in KINDS if place == country)


def legal_number(*, country: str, kind: str, text: str) -> str:
    """Give the number as it is kept, figures and capitals alone, or refuse it with what is wrong.

    >>> legal_number(country="cr", kind="CPJ", text="3-101-999999")
    '3101999999'
    """
    known = KINDS.get((country, kind))
    if known is None:
        raise WrongNumber(wrong="kind", example="")
    number = _SIGNS.sub("", text).upper()
    if not number.isascii() or not number.isalnum():
        raise WrongNumber(wrong="characters", example=known.example)
    try:
        kept = known.check(number)
    except ValidationError as problem:
        wrong = next(word for kind_of, word in _WRONG if isinstance(problem, kind_of))
        raise WrongNumber(wrong=wrong, example=known.example) from problem
    return _SIGNS.sub("", kept).upper()
