"""Names and numbers of persons: folding, look-alike letters, identity documents."""

from ayni.core.matching.folding import fold
from ayni.core.matching.identifiers import (
    check_identifier,
    dni_check_characters,
    is_placeholder,
    normalise_cedula,
    ruc_check_digit,
)
from ayni.core.matching.look_alikes import (
    letters_to_digits,
    mend_digits_in_name,
    mend_letters,
    mend_mojibake,
    strip_invisible,
)

__all__ = [
    "check_identifier",
    "dni_check_characters",
    "fold",
    "is_placeholder",
    "letters_to_digits",
    "mend_digits_in_name",
    "mend_letters",
    "mend_mojibake",
    "normalise_cedula",
    "ruc_check_digit",
    "strip_invisible",
]
