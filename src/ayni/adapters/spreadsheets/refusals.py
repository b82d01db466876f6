"""The exception of this room, apart so that every reader may raise it."""

from __future__ import annotations


class UnreadableFile(Exception):
    """The file cannot be read at all. `code` is a key of `words.REASONS`, filled by `params`."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
