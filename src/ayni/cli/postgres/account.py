"""Under which account the server runs, and what that account can reach."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from ayni.cli.postgres.refusals import ForeignData, NoAccount

#: Existing accounts only: nothing is ever created.
DROP_TO = ("postgres", "nobody")


class Drop(TypedDict, total=False):
    """The arguments with which ``subprocess`` changes the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server: user and group numbers; ``other`` when it is not the caller."""

    uid: int
    gid: int
    name: str
    other: bool

    def drop(self) -> Drop:
        """Arguments for ``subprocess`` that become this account."""
        if not self.other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path, *, mode: int) -> None:
        """Hand a file or folder to this account."""
        os.chmod(path, mode)
        if self.other:
            os.chown(path, self.uid, self.gid)

    def can(self, test: str, path: Path) -> bool:
        """Whether this account passes ``test -x PATH`` (or -r, -w), asked as that account."""
        done = subprocess.run(
            ["test", test, str(path)],
            cwd="/",
            check=False,
            stderr=subprocess.DEVNULL,
            **self.drop(),
        )
        return done.returncode == 0


def name_of(uid: int) -> str:
    """The account's name, or its number when it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _as_account(uid: int, gid: int) -> Account:
    return Account(uid=uid, gid=gid, name=name_of(uid), other=uid != os.geteuid())


def choose_account(*, data: Path | None) -> Account:
    """The caller; for root, the owner of existing data, else an existing account to drop to.

    Raises ForeignData when a plain user meets another account's data, NoAccount.
    """
    owner = data.stat() if data is not None else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise ForeignData(path=data, owner=name_of(owner.st_uid))
        return _as_account(os.geteuid(), os.getegid())
    if owner is not None and owner.st_uid != 0:
        return _as_account(owner.st_uid, owner.st_gid)
    for name in DROP_TO:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return _as_account(entry.pw_uid, entry.pw_gid)
    raise NoAccount()
