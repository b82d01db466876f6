"""No test leaves the machine (G3): a hook of the interpreter refuses every socket to elsewhere.

An audit hook and no patched method: it sees the sockets of every library written in Python, and a test
cannot take it off by mistake. libpq and other processes are not seen by it; the first is only ever given
the session's own server, and chromium is started with names and addresses of its own refused.
"""

from __future__ import annotations

import sys
from ipaddress import ip_address

#: What was refused since the last test; code under test may have swallowed the exception.
refused: list[str] = []
#: Every address that was spoken to or asked for, refused or not, for tests that expect none (X14).
spoken_to: list[str] = []
_NAMES = {"localhost", "localhost.localdomain", ""}
#: Where each event holds the address: ``sendto`` and ``sendmsg`` hold none on a connected socket.
_EVENTS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}
_armed: list[bool] = []


class LeavesTheMachine(BaseException):
    """A test wanted to speak to something beyond loopback; no ``except Exception`` hides it."""


def stays(host: object) -> bool:
    """Tell whether a host, as the socket module takes it, is this machine's loopback."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    if name.lower() in _NAMES:
        return True
    try:
        return ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event not in _EVENTS:
        return
    address = args[_EVENTS[event]]
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        # a path is a Unix socket's; pairs of numbers are the kernel's own families
        if not isinstance(address, tuple) or not isinstance(address[0], str | bytes):
            return
        address = address[0]
    spoken_to.append(f"{event} {address!r}")
    if not stays(address):
        refused.append(f"{event} {address!r}")
        raise LeavesTheMachine(refused[-1])


def refuse_the_network() -> None:
    """Put the hook in, once a process; it stays until the process ends."""
    if not _armed:
        _armed.append(True)
        sys.addaudithook(_hook)
