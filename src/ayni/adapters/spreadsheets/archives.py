"""Opening the zip that an .xlsx or .ods is, without trusting it."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO

from ayni.adapters.spreadsheets.refusals import UnreadableFile

MAX_PARTS = 2_000
MAX_BYTES = 1_500_000_000
RATIO_FROM = 8_000_000
MAX_RATIO = 60
WHOLE_PART = 64_000_000


class Archive:
    """The parts of a zip; refuses bombs by what the directory declares and by what unpacks."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise UnreadableFile("cut") from error
        self._sizes = {part.filename: part for part in self._zip.infolist()}
        self._refuse_bombs()

    def _refuse_bombs(self) -> None:
        parts = self._sizes.values()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_BYTES:
            raise UnreadableFile("bomb")
        for part in parts:
            if part.flag_bits & 0x1:
                raise UnreadableFile("password")
            if part.file_size > max(RATIO_FROM, MAX_RATIO * max(part.compress_size, 1)):
                raise UnreadableFile("bomb")

    def __contains__(self, part: str) -> bool:
        return part in self._sizes

    def names(self) -> list[str]:
        """The names of the parts."""
        return list(self._sizes)

    def size(self, part: str) -> int:
        """Bytes the part declares to unpack to (zipfile never unpacks more)."""
        return self._sizes[part].file_size

    def open(self, part: str) -> IO[bytes]:
        """The part as a stream; `cut` if it is missing."""
        try:
            return self._zip.open(part)
        except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise UnreadableFile("cut") from error

    def read(self, part: str) -> bytes:
        """A small part, whole."""
        if self.size(part) > WHOLE_PART:
            raise UnreadableFile("too_large")
        with self.open(part) as stream:
            return read_all(stream)


def read_all(stream: IO[bytes], size: int = -1) -> bytes:
    """Read from a part; damage becomes a refusal."""
    try:
        return stream.read(size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise UnreadableFile("cut") from error
