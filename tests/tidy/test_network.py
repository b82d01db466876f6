"""No test leaves the machine (G3): shown by trying."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import network
from tests.network import LeavesTheMachine

#: Addresses kept for examples (RFC 5737, RFC 3849): nobody has them, so nothing leaves even without the guard.
FAR, FAR_6 = "192.0.2.1", "2001:db8::1"


def _udp() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as one:
        one.sendto(b"x", (FAR, 53))


def _plain() -> None:
    with socket.socket() as one:
        one.settimeout(0.2)
        one.connect((FAR, 80))


def _six() -> None:
    with socket.socket(socket.AF_INET6) as one:
        one.settimeout(0.2)
        one.connect((FAR_6, 80))


TRIES: dict[str, Callable[[], object]] = {
    "connect": _plain,
    "connect, IPv6": _six,
    "create_connection": lambda: socket.create_connection((FAR, 80), timeout=0.2),
    "datagram": _udp,
    "a name": lambda: socket.getaddrinfo("example.invalid", 80),
    "a name, old way": lambda: socket.gethostbyname("example.invalid"),
    "urlopen": lambda: urllib.request.urlopen(f"http://{FAR}/", timeout=0.2),
    "asyncio": lambda: asyncio.run(asyncio.open_connection(FAR, 80)),
}


@pytest.fixture
def forgiven() -> object:
    """What a test of the guard made it refuse is not held against the test."""
    yield
    network.refused.clear()


@pytest.mark.parametrize("how", TRIES)
def test_nothing_leaves_the_machine(how: str, forgiven: None) -> None:
    with pytest.raises(LeavesTheMachine):
        TRIES[how]()
    assert network.refused != []


def test_a_swallowed_refusal_is_still_told(forgiven: None) -> None:
    def thread() -> None:
        with contextlib.suppress(BaseException):
            _plain()

    one = threading.Thread(target=thread)
    one.start()
    one.join()
    assert network.refused == [f"socket.connect '{FAR}'"]


def test_loopback_and_unix_sockets_stay_open(tmp_path: Path) -> None:
    for host in ("127.0.0.1", "localhost"):
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection((host, server.getsockname()[1]), timeout=5).close()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(tmp_path / "s"))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        (b"localhost", True),
        (None, True),
        ("10.0.0.1", False),
        ("0.0.0.0", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("169.254.169.254", False),
    ],
)
def test_which_hosts_are_this_machine(host: object, expected: bool) -> None:
    assert network.stays(host) is expected
