"""The installation's secrets: made once, readable by their owner alone."""

from __future__ import annotations

import contextlib
import json
import os
import secrets as random
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from ayni.cli.postgres.account import name_of
from ayni.cli.postgres.refusals import ForeignData


@dataclass(frozen=True, slots=True)
class Secrets:
    """Passwords of the four roles, and the key that signs sessions."""

    admin: str
    owner: str
    app: str
    auditor: str
    key: str


def secrets_path(home: Path) -> Path:
    """Where an installation keeps them."""
    return home / "secrets" / "secrets.json"


def _make(path: Path) -> None:
    """Write the file whole or not at all; whoever comes second keeps the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # 48 bytes are 64 signs: Django's deploy check asks at least 50 of its key
    made = Secrets(**{field.name: random.token_urlsafe(48) for field in fields(Secrets)})
    draft = path.with_name(f"{path.name}.{os.getpid()}.{random.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as out:
        json.dump(asdict(made), out)
        out.flush()
        os.fsync(out.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def secrets_of(home: Path) -> Secrets:
    """Read the secrets of an installation, making them when it has none. Raises ForeignData."""
    path = secrets_path(home)
    try:
        if not path.exists():
            _make(path)
        return Secrets(**json.loads(path.read_text(encoding="utf-8")))
    except PermissionError as error:
        owner = name_of(path.parent.stat().st_uid)
        raise ForeignData(path=path.parent, owner=owner) from error
