"""The activity a roster writes in words, as the scheme names it."""

from __future__ import annotations

from collections.abc import Mapping

from ayni.core.matching import fold


def activity_code(text: str | None, *, names: Mapping[str, str], default: str) -> str:
    """Find the scheme's activity that is named first in the text; nothing named: the association's own.

    ``names`` gives the words of each code.

    >>> activity_code("Plátano y café", names={"cafe": "café", "cacao": "cacao"}, default="cacao")
    'cafe'
    """
    folded = fold(text or "")
    places = {code: folded.find(fold(name)) for code, name in names.items()}
    found = [(place, code) for code, place in places.items() if place >= 0]
    return min(found)[1] if found else default
