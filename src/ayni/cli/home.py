"""Where an installation keeps its state, and where the checkout lies."""

from __future__ import annotations

import os
from pathlib import Path

#: The folder that holds ``src``, ``run`` and ``package.json``.
CHECKOUT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The state folder: ``AYNI_HOME``, else ``var`` in the checkout. Never in version control."""
    return Path(os.environ.get("AYNI_HOME") or CHECKOUT / "var").absolute()
