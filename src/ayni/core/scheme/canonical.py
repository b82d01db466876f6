"""The canonical text of a scheme, its digests, and loading it back: pure JSON, whole numbers only.

An agreement version pins both texts in the database; years later, after upgrades of the package,
the same text gives the same compiled scheme. Rules and parameters are digested apart, so that a new
value of a parameter does not look like a new rule.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from ayni.core.scheme.checks import check_scheme
from ayni.core.scheme.model import Scheme
from ayni.core.scheme.parameters import Node
from ayni.core.scheme.problems import InvalidScheme


class DigestMismatch(ValueError):
    """A scheme that is not the one whose digests were pinned."""


@dataclass(frozen=True, slots=True)
class Digests:
    """SHA-256 of the rules and of the parameters, in lower-case hexadecimal."""

    rules: str
    parameters: str


@dataclass(frozen=True, slots=True)
class Canonical:
    """The two canonical texts, UTF-8."""

    rules: bytes
    parameters: bytes

    @property
    def digests(self) -> Digests:
        """Digest each text."""
        return Digests(_sha256(self.rules), _sha256(self.parameters))

    @property
    def text(self) -> str:
        """Give both as the one JSON text that ``load_scheme_text`` reads."""
        return join_texts(rules=self.rules.decode(), parameters=self.parameters.decode())


def canonical(scheme: Scheme) -> Canonical:
    """Write the scheme in its one canonical form."""
    parameters = ",".join(_json(one) for one in scheme.parameters)
    return Canonical(_json(scheme.rules).encode(), f"[{parameters}]".encode())


def join_texts(*, rules: str, parameters: str) -> str:
    """Put the two texts, stored apart, together for ``load_scheme_text``."""
    return f'{{"parameters":{parameters},"rules":{rules}}}'


def load_scheme_text(text: str) -> Scheme:
    """Build and check a scheme from JSON text.

    Raises pydantic's ``ValidationError`` for a wrong shape and ``InvalidScheme`` for the rest.
    """
    scheme = Scheme.model_validate_json(text)
    ordered = tuple(sorted(scheme.parameters, key=lambda one: one.name))
    scheme = Scheme(rules=scheme.rules, parameters=ordered)
    problems = check_scheme(scheme)
    if problems:
        raise InvalidScheme(problems)
    return scheme


def require_digests(scheme: Scheme, *, digests: Digests) -> None:
    """Refuse a scheme that is not the pinned one."""
    found = canonical(scheme).digests
    if found != digests:
        raise DigestMismatch(f"{scheme.code}: {found} is not the pinned {digests}")


def _json(node: Node) -> str:
    plain = node.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
