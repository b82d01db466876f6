"""A browser of words: what a guide says to press, choose and write is done on the pages as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.test import Client

from tests.web.portal_fixtures import words


@dataclass(slots=True)
class Form:
    """A form: where it goes, how, and what it would send."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Thing:
    """Something to press or to choose: its words, where it leads, what it sends."""

    kind: str
    text: str
    form: Form | None
    given: dict[str, str]


class Page(HTMLParser):
    """What a page offers: links, buttons, fields by their labels."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.things: list[Thing] = []
        self.labels: list[tuple[str, str]] = []
        self.ids: dict[str, tuple[str, Form | None]] = {}
        self._form: Form | None = None
        self._open: list[Thing] = []
        self._label: list[str] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in what begins."""
        found: dict[str, str] = {name: told or "" for name, told in attrs}
        if tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get"))
        elif tag in ("a", "button"):
            self._open.append(Thing(tag, "", self._form, found))
        elif tag == "label":
            self._label = [found.get("for", ""), ""]
        elif tag in ("input", "textarea", "select"):
            self._field(tag, found)
        elif tag == "option" and self._form and "selected" in found:
            self._form.fields[self._select] = found.get("value", "")

    def _field(self, tag: str, found: dict[str, str]) -> None:
        name, kind = found.get("name", ""), found.get("type", "text")
        self.ids[found.get("id", "")] = (name, self._form)
        self._select = name
        if tag == "input" and kind == "radio":
            self._open.append(Thing("radio", "", self._form, found))
        if self._form and not (kind in ("radio", "checkbox") and "checked" not in found):
            self._form.fields.setdefault(name, found.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what ends."""
        if tag == "form":
            self._form = None
        elif tag == "label":
            if self._label:
                self.labels.append((self._label[0], " ".join(self._label[1].split())))
            self._label = []
            self._close("radio")
        elif tag in ("a", "button"):
            self._close(tag)

    def _close(self, kind: str) -> None:
        if self._open and self._open[-1].kind == kind:
            one = self._open.pop()
            one.text = " ".join(one.text.split())
            self.things.append(one)

    def handle_data(self, data: str) -> None:
        """Add words to whatever is open."""
        for one in self._open:
            one.text += data
        if self._label:
            self._label[1] += data


class Reader:
    """Somebody at a browser, who does what is written."""

    def __init__(self, *, language: str) -> None:
        self.client = Client()
        self.client.cookies["django_language"] = language
        self.html = ""
        self.place = "/"

    @property
    def seen(self) -> str:
        """Give the words of the page."""
        return words(self.html.encode())

    def sign_in(self, name: str, password: str) -> None:
        """Sign in at the door."""
        self._ask("post", "/cuenta/login/", {"login": name, "password": password})
        assert "/cuenta/" not in self.place, self.seen

    def open(self, address: str) -> None:
        """Go to an address."""
        self._ask("get", address, {})

    def press(self, text: str) -> None:
        """Follow the first link, or send the first form, that says this, else that begins so."""
        one = next(self._found(text, kinds=("a", "button")), None)
        assert one is not None, f"nothing says «{text}» at {self.place}: {self.seen}"
        if one.kind == "a":
            self.open(urljoin(self.place, one.given["href"]))
            return
        assert one.form is not None
        sent = dict(one.form.fields)
        if "name" in one.given:
            sent[one.given["name"]] = one.given.get("value", "")
        action = one.given.get("formaction") or one.form.action or self.place
        self._ask(one.form.method, urljoin(self.place, action), sent)

    def choose(self, text: str) -> None:
        """Choose the first round button whose words begin so."""
        one = next(self._found(text, kinds=("radio",)), None)
        assert one is not None and one.form is not None, f"no choice «{text}» at {self.place}"
        one.form.fields[one.given["name"]] = one.given["value"]

    def write(self, text: str, label: str) -> None:
        """Write into the first field whose label begins so."""
        for of, told in self._page.labels:
            name, form = self._page.ids.get(of, ("", None))
            if told.startswith(label) and form is not None:
                form.fields[name] = text
                return
        told = [one for _, one in self._page.labels]
        raise AssertionError(f"no field «{label}» at {self.place}: {told}")

    def _found(self, text: str, *, kinds: tuple[str, ...]) -> Iterator[Thing]:
        there = [one for one in self._page.things if one.kind in kinds]
        yield from (one for one in there if one.text == text)
        yield from (one for one in there if one.text.startswith(text))

    def _ask(self, method: str, address: str, sent: dict[str, str]) -> None:
        asked: Any = self.client.post if method == "post" else self.client.get
        answer = asked(address, sent, follow=True)
        assert answer.status_code == 200, (answer.status_code, address, words(answer.content))
        request = answer.request
        query = request.get("QUERY_STRING", "") if method == "get" else ""
        self.place = request["PATH_INFO"] + (f"?{query}" if query else "")
        self.html = answer.content.decode()
        self._page = Page(self.html)
