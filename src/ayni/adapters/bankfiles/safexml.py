"""The one door for bank XML: no DTD, no entities, no includes, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from ayni.adapters.bankfiles.values import UnreadableStatement

if TYPE_CHECKING:  # the type only: parsing goes through defusedxml
    from xml.etree.ElementTree import Element

_XINCLUDE = "{http://www.w3.org/2001/XInclude}"


def parse_xml(content: bytes) -> Element:
    """Read the whole tree, or refuse the whole file."""
    try:
        root = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise UnreadableStatement("external") from None
    except ParseError as error:
        raise UnreadableStatement("not_well_formed", line=error.position[0]) from None
    except (ValueError, LookupError):  # an encoding that the parser does not know
        raise UnreadableStatement("not_well_formed", line=1) from None
    if any(str(element.tag).startswith(_XINCLUDE) for element in root.iter()):
        raise UnreadableStatement("external")
    return root


class Node:
    """An element within one namespace, and where it stands in words (for refusals)."""

    __slots__ = ("_element", "_names", "where")

    def __init__(self, element: Element, *, namespace: str, where: str) -> None:
        self._element = element
        self._names = {"": namespace}
        self.where = where

    def all(self, path: str, *, where: str | None = None) -> list[Node]:
        """Give the elements at the path; ``where`` names them, numbered from 1."""
        found = self._element.findall(path, self._names)
        return [
            self._at(element, f"{self.where}, {where} {place}" if where else self.where)
            for place, element in enumerate(found, start=1)
        ]

    def one(self, path: str) -> Node | None:
        """Give the first element at the path."""
        found = self._element.find(path, self._names)
        return None if found is None else self._at(found, self.where)

    def text(self, *paths: str) -> str:
        """Give the first text there is at the paths, spaces made single; "" if none."""
        for path in paths:
            found = self._element.find(path, self._names)
            text = " ".join(((found.text if found is not None else None) or "").split())
            if text:
                return text
        return ""

    def attribute(self, name: str) -> str:
        """Give an attribute, or ""."""
        return self._element.get(name, "")

    @property
    def content(self) -> str:
        """The element's own text, spaces made single."""
        return " ".join((self._element.text or "").split())

    def refuse(self, code: str, **params: str | int) -> UnreadableStatement:
        """Make the refusal that says where."""
        return UnreadableStatement(code, where=self.where, **params)

    def _at(self, element: Element, where: str) -> Node:
        return Node(element, namespace=self._names[""], where=where)
