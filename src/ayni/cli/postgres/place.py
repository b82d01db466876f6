"""Where the data, the socket and the log of one installation's server lie."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from ayni.cli.postgres.account import Account, choose_account, name_of
from ayni.cli.postgres.binaries import WHEEL, Binaries, find_binaries
from ayni.cli.postgres.refusals import DataUnreachable, ForeignData, SocketPathTooLong

#: Where data go when root's AYNI_HOME lies under a folder that the server's account cannot enter.
REFUGE = Path("/var/lib")
PORT = 5432
_SOCKET_PATH_LIMIT = 107
_RECORD = "postgres.json"


@dataclass(frozen=True, slots=True)
class Place:
    """Everything about a server that is decided before it starts."""

    home: Path
    parent: Path
    data: Path
    binaries: Binaries
    account: Account

    @property
    def log(self) -> Path:
        """The server's log: warnings and errors, never rows or statements."""
        return self.parent / "postgres.log"


def _digest(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def _recorded_parent(home: Path) -> Path | None:
    record = home / _RECORD
    if record.exists():
        return Path(json.loads(record.read_text(encoding="utf-8"))["data_parent"])
    return home if _majors(home) else None


def _majors(parent: Path) -> dict[int, Path]:
    """Data folders by major version; a folder gets its name only when it is complete."""
    found = (re.fullmatch(r"pg-(\d+)", path.name) for path in parent.glob("pg-*"))
    return {int(match.group(1)): parent / match.group() for match in found if match}


def _new_parent(home: Path, account: Account) -> Path:
    """``home`` when the server's account can enter it, else a folder of ours under REFUGE."""
    if not account.other or account.can("-x", home):
        return home
    parent = REFUGE / f"ayni-{_digest(home)}"
    parent.mkdir(mode=0o755, exist_ok=True)
    draft = home / f"{_RECORD}.{os.getpid()}"
    draft.write_text(json.dumps({"data_parent": str(parent)}), encoding="utf-8")
    draft.replace(home / _RECORD)
    return parent


def _reachable_binaries(binaries: Binaries, *, account: Account, parent: Path) -> Binaries:
    """The same binaries, copied beside the data when the account cannot read them."""
    if not account.other or account.can("-x", binaries.folder / "postgres"):
        return binaries
    copied = parent / f"binaries-{binaries.source}-{binaries.version}"
    if not copied.exists():
        _copy_binaries(binaries.folder.parent, copied)
    return replace(binaries, folder=copied / WHEEL / binaries.folder.parent.name / "bin")


def _copy_binaries(prefix: Path, copied: Path) -> None:
    """Copy ``bin``, ``lib``, ``share`` and the wheel's own libraries; whole or not at all."""
    draft = copied.with_name(f"{copied.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    for part in ("bin", "lib", "share"):
        shutil.copytree(prefix / part, draft / WHEEL / prefix.name / part, symlinks=True)
    libraries = prefix.parent.with_name(f"{WHEEL}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for folder, _, files in os.walk(draft):
        os.chmod(folder, 0o755)  # noqa: S103  # nosec B103 - no secrets inside
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                os.chmod(path, 0o755 if os.access(path, os.X_OK) else 0o644)
    draft.replace(copied)


def find_place(home: Path) -> Place:
    """Decide account, binaries and data folder; makes no data. Raises PostgresRefusal."""
    parent = _recorded_parent(home)
    majors = _majors(parent) if parent else {}
    newest = majors[max(majors)] if majors else None
    account = choose_account(data=newest)
    if parent is not None and not (parent.is_dir() and _enters(account, newest or parent)):
        raise DataUnreachable(account=account.name, data=newest or parent)
    parent = parent or _new_parent(home, account)
    binaries = find_binaries(data_majors=majors)
    return Place(
        home=home,
        parent=parent,
        data=majors.get(binaries.major, parent / f"pg-{binaries.major}"),
        binaries=_reachable_binaries(binaries, account=account, parent=parent),
        account=account,
    )


def _enters(account: Account, folder: Path) -> bool:
    return account.can("-x", folder) if account.other else os.access(folder, os.X_OK)


def socket_folder(place: Place) -> Path:
    """A folder of mode 0700 for the socket, with a path short enough. Raises SocketPathTooLong."""
    temporary = Path(tempfile.gettempdir()) / f"ayni-{place.account.uid}-{_digest(place.home)}"
    for folder in (place.parent / "socket", temporary):
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= _SOCKET_PATH_LIMIT:
            _own_folder(folder, place.account)
            return folder
    raise SocketPathTooLong(path=temporary)


def _own_folder(folder: Path, account: Account) -> None:
    """Make the folder the account's alone; one that somebody else put there is refused."""
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid not in (account.uid, os.geteuid()):
        raise ForeignData(path=folder, owner=name_of(status.st_uid))
    account.give(folder, mode=0o700)
