"""The journal's chain, verified by a script that knows nothing of our package (I11)."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ayni.cli.postgres import Urls

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_journal.py"
EDITS = 1000 if os.environ.get("AYNI_FULL") else 60
Lines = list[str]


def verified(*arguments: str, text: str | None = None) -> tuple[int, str]:
    """Run the script as an auditor does: alone, without our package."""
    found = subprocess.run(
        [sys.executable, "-I", str(TOOL), *arguments],
        input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return found.returncode, found.stdout + found.stderr


@pytest.fixture
def export(programme: Urls) -> Lines:
    """The chain of the programme as JSON lines."""
    with psycopg.connect(programme.auditor) as connection:
        found = connection.execute("SELECT place, told, encode(hash, 'hex') FROM audit_chain()")
        return [
            json.dumps({"place": place, "told": told, "hash": kept}, ensure_ascii=False)
            for place, told, kept in found
        ]


def _walk(lines: Lines) -> tuple[int, str | None]:
    """Follow in this process with the script's own functions; gives the length, or what is wrong."""
    try:
        return TOOLS["walk"](TOOLS["from_lines"](lines)).length, None
    except (TOOLS["Broken"], TOOLS["Unreadable"]) as error:
        return 0, str(error)


def _functions() -> dict:
    import runpy

    return runpy.run_path(str(TOOL))


TOOLS = _functions()


def _head(lines: Lines) -> str:
    return str(json.loads(lines[-1])["hash"])


def test_the_script_knows_nothing_of_our_package() -> None:
    written = TOOL.read_text("utf-8")

    assert "ayni." not in written.replace('b"ayni"', "") and "import ayni" not in written
    assert len(written.splitlines()) <= 150


def test_the_chain_of_a_programme_holds(export: Lines, programme: Urls) -> None:
    head = _head(export)

    assert verified("-", "--head", head, text="\n".join(export)) == (
        0,
        f"holds: {len(export)} positions, head {head}\n",
    )
    assert (
        verified("--dsn", programme.auditor, "--head", head, "--length", str(len(export)))[0] == 0
    )
    assert len(export) == 20  # founding, 5 rosters checked and applied, 4 months, 5 statements


def test_every_single_byte_edit_of_what_was_written_is_found(export: Lines) -> None:
    dice = random.Random(11)
    for _ in range(EDITS):
        place = dice.randrange(len(export))
        row = json.loads(export[place])
        field = dice.choice(["told", "hash"])
        letters = list(row[field])
        spot = dice.randrange(len(letters))
        letters[spot] = "0" if letters[spot] != "0" else "1"
        edited = [*export]
        edited[place] = json.dumps(row | {field: "".join(letters)}, ensure_ascii=False)

        assert _walk(edited)[1] is not None, (place, field, spot)


def test_every_swap_deletion_and_repetition_is_found(export: Lines) -> None:
    for place in range(len(export) - 1):
        swapped = [*export]
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        without = export[:place] + export[place + 1 :]
        twice = [*export[: place + 1], export[place], *export[place + 1 :]]

        for broken in (swapped, without, twice):
            assert f"position {place + 1}" in (_walk(broken)[1] or "") or (
                f"position {place + 2}" in (_walk(broken)[1] or "")
            )


def test_renumbering_after_a_deletion_does_not_hide_it(export: Lines) -> None:
    rows = [json.loads(line) for line in export[:4] + export[5:]]
    renumbered = [json.dumps(row | {"place": n}) for n, row in enumerate(rows, start=1)]

    assert (_walk(renumbered)[1] or "").startswith("position 5:")


def test_a_tail_cut_off_is_found_by_the_published_head(export: Lines) -> None:
    head = _head(export)

    for left in (len(export) - 1, len(export) // 2, 1, 0):
        cut = "\n".join(export[:left])
        assert verified("-", text=cut)[0] == 0
        status, told = verified("-", "--head", head, text=cut)
        assert (status, "another head was published" in told) == (1, True)
    status, told = verified("-", "--length", str(len(export)), text="\n".join(export[:-1]))
    assert (status, f"{len(export)} were published" in told) == (1, True)


def test_a_chain_written_anew_is_found_by_the_published_head(export: Lines) -> None:
    import hashlib

    before, forged = hashlib.sha256(b"ayni").digest(), []
    for line in export:
        row = json.loads(line)
        told = row["told"].replace("prueba", "otra")
        before = hashlib.sha256(before + told.encode()).digest()
        forged.append(json.dumps({"place": row["place"], "told": told, "hash": before.hex()}))

    assert verified("-", text="\n".join(forged))[0] == 0
    assert verified("-", "--head", _head(export), text="\n".join(forged))[0] == 1


@pytest.mark.parametrize(
    "written", ["no soy JSON", '{"place": 1}', '{"place": "1", "told": "x", "hash": "00"}',
                '{"place": 1, "told": "x", "hash": "zz"}'],
)  # fmt: skip
def test_what_is_no_export_is_said_to_be_none(written: str) -> None:
    status, told = verified("-", text=written)

    assert (status, told.startswith("cannot be read: line 1")) == (2, True)


def test_neither_file_nor_database_is_an_error() -> None:
    assert verified()[0] == 2
    assert verified("no-such-file.jsonl")[0] == 2
