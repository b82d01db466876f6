"""The tree of associations on a day: who belongs to whom, and how many families stand below each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


class UnknownBranch(LookupError):
    """A branch that is not in the tree."""


@dataclass(frozen=True, slots=True)
class Body:
    """One association as the tree sees it: its own families, not those below it."""

    number: int
    parent: int | None
    name: str
    kind: str
    code: str
    families: int


@dataclass(frozen=True, slots=True)
class Branch:
    """An association with what stands below it: its direct members, and the families of all."""

    body: Body
    children: int
    families: int


@dataclass(frozen=True, slots=True)
class Tree:
    """All associations of an institution on one day."""

    bodies: Mapping[int, Body]
    below: Mapping[int | None, Sequence[int]]
    families: Mapping[int, int]

    def branch(self, number: int) -> Branch:
        """Give one association with its totals, or refuse."""
        if number not in self.bodies:
            raise UnknownBranch(str(number))
        return Branch(
            self.bodies[number], len(self.below.get(number, ())), self.families.get(number, 0)
        )

    def members(self, number: int | None) -> list[Branch]:
        """List who belongs directly to an association, by name; none: who belongs to nobody."""
        if number is not None and number not in self.bodies:
            raise UnknownBranch(str(number))
        return [self.branch(one) for one in self.below.get(number, ())]

    def path(self, number: int) -> list[Body]:
        """Give who stands above an association, the highest first."""
        if number not in self.bodies:
            raise UnknownBranch(str(number))
        found: list[Body] = []
        above = self.bodies[number].parent
        while above is not None and above in self.bodies:
            found.append(self.bodies[above])
            above = self.bodies[above].parent
        return found[::-1]


def tree_of(bodies: Iterable[Body]) -> Tree:
    """Build the tree; an association whose parent is not there stands on its own.

    Depth does not matter: families are summed from the leaves without recursion.
    """
    found = {one.number: one for one in bodies}
    below: dict[int | None, list[int]] = defaultdict(list)
    for one in sorted(found.values(), key=lambda body: (body.name, body.number)):
        below[one.parent if one.parent in found else None].append(one.number)
    order: list[int] = list(below[None])
    for number in order:  # grows while it is read: parents before children
        order.extend(below.get(number, ()))
    families = {number: found[number].families for number in order}
    for number in reversed(order):
        above = found[number].parent
        if above in families:
            families[above] += families[number]
    return Tree(found, dict(below), families)
