"""``ayni agreement``: what is done with an agreement at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.cli.agreement_export import add_export
from ayni.cli.words import text

if TYPE_CHECKING:
    from ayni.cli.main import Verbs


def register(verbs: Verbs) -> None:
    """Add the verb with its sub-verbs."""
    parser = verbs.add_parser("agreement", help=text("verb_agreement"))
    actions = parser.add_subparsers(dest="action", required=True)
    add_export(actions)
