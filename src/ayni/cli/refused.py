"""The one exception that ends a command with a sentence instead of a trace."""

from __future__ import annotations

from ayni.cli.words import text


class CommandRefused(Exception):
    """A command cannot do what was asked; ``code`` names the sentence in ``words``."""

    code = ""

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(text(self.code, **details))
