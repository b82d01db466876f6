"""``ayni course``: the commands of its guide, the cards it prints, what it refuses."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
from pathlib import Path

import pytest

from ayni.apps.access import queries as accesses
from ayni.cli import course as verb
from ayni.cli.course import NobodyOfThatNumber, NoCourseHere, NotHere, SizeRefused
from ayni.cli.main import _parser
from ayni.cli.postgres import Urls
from tests.cycle.fixtures import founded
from tests.samples import ROOT

__all__ = ["founded"]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(verb, "database", contextlib.nullcontext)
    monkeypatch.setenv("AYNI_LANG", "es")
    monkeypatch.setenv("AYNI_HOME", str(tmp_path))
    monkeypatch.setattr(accesses, "_zones", {})


def ayni(words: str) -> int:
    arguments = _parser("course").parse_args(shlex.split(words)[1:])
    return int(arguments.run(arguments))


def commands(page: str) -> list[str]:
    text = (ROOT / "docs" / "tutorials" / page).read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


def test_the_commands_of_the_guide(
    fresh_database: Urls, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = commands("curso.md")
    assert asked == commands("course.md")
    assert [ayni(one) for one in asked] == [0, 0, 0]
    told = capsys.readouterr().out
    assert told.count("contraseña  ") == 7 and "Participante 2: empieza de nuevo (2.ª vez)" in told
    path = tmp_path / "course-accounts.json"
    assert path.stat().st_mode & 0o777 == 0o600
    kept = json.loads(path.read_text("utf-8"))
    assert [one["user"] for one in kept][:3] == ["facilitador", "p01-institucion", "p01-direccion"]
    assert all(one["password"] in told for one in kept)
    assert accesses.demo_mark() == {"programme": "course"}
    ayni("./run course status --json")
    lines = json.loads(capsys.readouterr().out)
    assert [(one["participant"], one["sandbox"], one["months"]) for one in lines] == [
        (1, 1, 3),
        (2, 2, 3),
    ]
    ayni("./run course start --participants 2 --json")
    assert json.loads(capsys.readouterr().out) == []
    assert json.loads(path.read_text("utf-8")) == kept
    with pytest.raises(NobodyOfThatNumber, match="número 9"):
        ayni("./run course reset 9")


def test_no_course_among_real_people(founded: Urls, tmp_path: Path) -> None:
    with pytest.raises(NotHere, match="personas reales"):
        ayni("./run course start --participants 1")
    for words in ("status", "reset 1"):
        with pytest.raises(NoCourseHere, match="ayni course start"):
            ayni(f"./run course {words}")
    with pytest.raises(SizeRefused, match="de 1 a 40"):
        ayni("./run course start --participants 41")
    assert not (tmp_path / "course-accounts.json").exists()
