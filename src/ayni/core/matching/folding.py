"""One spelling for search and sorting."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'"})


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Fold `name`: capitals, no accents, Ñ as N, one apostrophe, single spaces.

    >>> fold("  Núñez  D’Angelo ")
    "NUNEZ D'ANGELO"
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.translate(APOSTROPHES))
        name = "".join(letter for letter in name if not unicodedata.combining(letter))
    else:
        name = name.translate(APOSTROPHES)
    return " ".join(name.upper().split())
