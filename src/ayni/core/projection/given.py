"""What a run is computed from, whole and closed: arrays for the kernels, figures for the money, texts to read.

With it alone a run is computed again, bit for bit, and its study, law, terms and tables are read as they stood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ayni.core.projection.inputs import Assumptions, Families, Floats, LawInputs
from ayni.core.projection.levers import Levers

#: Names of the texts: a table's is ``table:<kind>``.
STUDY, TERMS, RULES, PARAMETERS = "study", "terms", "rules", "parameters"
TABLE = "table:"


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """Families (as pseudonyms), law, assumptions and levers of a run, and the canonical texts behind them.

    ``income[t]`` is the reference income of a family a month, assumed to grow from month ``known_until`` on.
    """

    families: Families
    law: LawInputs
    assumptions: Assumptions
    levers: Levers
    income: Floats
    known_until: int
    texts: Mapping[str, str]

    def text_digests(self) -> dict[str, str]:
        """Give the SHA-256 of each text."""
        return {
            name: hashlib.sha256(text.encode()).hexdigest()
            for name, text in sorted(self.texts.items())
        }

    def tables(self) -> dict[str, str]:
        """Give the texts of the tables by kind."""
        return {
            name.removeprefix(TABLE): text
            for name, text in sorted(self.texts.items())
            if name.startswith(TABLE)
        }
