"""The law an agreement version pinned, loaded from the database's own texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ayni.apps.access.actions import acting
from ayni.apps.alliance import queries as alliances
from ayni.apps.alliance.queries import Version
from ayni.core.actor import Actor
from ayni.core.scheme import Digests, Scheme, Terms, join_texts, load_scheme_text


@dataclass(frozen=True, slots=True)
class Law:
    """A scheme as pinned, with the agreement's terms."""

    scheme: Scheme
    terms: Terms
    digests: Digests


_known: dict[tuple[bytes, bytes], Scheme] = {}


def scheme_of(*, actor: Actor, rules: bytes, parameters: bytes) -> Scheme:
    """Load the scheme kept under two digests; a process loads each once (a digest never changes meaning)."""
    key = (rules, parameters)
    if key not in _known:
        with acting(actor):
            text = join_texts(
                rules=alliances.pinned_text(actor=actor, digest=rules),
                parameters=alliances.pinned_text(actor=actor, digest=parameters),
            )
        _known[key] = load_scheme_text(text)
    return _known[key]


def terms_of(kept: Mapping[str, Any] | str) -> Terms:
    """Read terms as an agreement version keeps them."""
    return _terms(kept if isinstance(kept, str) else json.dumps(kept, sort_keys=True))


@lru_cache(maxsize=1024)
def _terms(text: str) -> Terms:
    return Terms.model_validate_json(text)


def law_of(*, actor: Actor, version: Version) -> Law:
    """Give the law of a signed version."""
    scheme = scheme_of(actor=actor, rules=version.rules, parameters=version.parameters)
    return Law(
        scheme=scheme,
        terms=terms_of(version.terms),
        digests=Digests(version.rules.hex(), version.parameters.hex()),
    )


def earnings_asked(scheme: Scheme) -> frozenset[str]:
    """Tell which earnings of the insured person a scheme's contribution hangs on: pay, declared_income."""
    kinds = frozenset(_kinds(scheme.rules.contribution.model_dump(mode="json")))
    return kinds & {"pay", "declared_income"}


def _kinds(node: object) -> Iterator[str]:
    """List the kinds of all nodes within a dumped one."""
    inner: list[object] = []
    if isinstance(node, dict):
        inner = list(node.values())
        if isinstance(node.get("kind"), str):
            yield node["kind"]
    elif isinstance(node, (list, tuple)):
        inner = list(node)
    for one in inner:
        yield from _kinds(one)
