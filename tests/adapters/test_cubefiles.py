"""A cube and what it is computed from go to bytes and come back, or are refused."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ayni.adapters.cubefiles import (
    DamagedCube,
    DamagedInputs,
    Manifest,
    NotPacked,
    digest_of,
    pack,
    read_cube,
    unpack,
    write_cube,
)
from ayni.core.projection.cube import Cube, UnlikeBlocks, joined, measures_of
from ayni.core.scheme import Payer
from tests.core.projection.made import assumptions_of, law_of, mixed

LINES = ("ambulatory", "hospital")


def cube_of(scenarios: range = range(3, 6), months: int = 4) -> Cube:
    shape = (len(scenarios), months, len(measures_of(LINES)))
    values = np.arange(np.prod(shape), dtype=np.float32).reshape(shape) / 7
    investment = np.linspace(0, 0.01, len(scenarios) * months, dtype=np.float32)
    return Cube(
        24315,
        np.array(scenarios, dtype=np.int32),
        measures_of(LINES),
        values,
        investment.reshape(len(scenarios), months),
    )


def manifest_of(cube: Cube) -> Manifest:
    return Manifest(
        cube=cube.digest(), inputs="a" * 64, kernel="events", seed=7, scenarios=3, months=4
    )


def test_a_cube_comes_back_bit_for_bit():
    cube = cube_of()
    found, manifest = read_cube(write_cube(cube, manifest=manifest_of(cube)))
    assert found.digest() == cube.digest() == manifest.cube
    assert found.first_month == 24315 and found.scenarios.tolist() == [3, 4, 5]
    assert (found.values == cube.values).all() and found.lines == LINES
    assert manifest == manifest_of(cube)


def test_anything_that_reads_parquet_reads_it():
    table = pq.read_table(BytesIO(write_cube(cube_of(), manifest=manifest_of(cube_of()))))
    assert table.num_rows == 12
    assert table.column_names[:4] == ["scenario", "month", "investment", "units"]
    assert table.column("month").to_pylist()[:5] == [24315, 24316, 24317, 24318, 24315]


def test_a_manifest_of_another_cube_is_not_written():
    with pytest.raises(DamagedCube):
        write_cube(cube_of(), manifest=manifest_of(cube_of(range(9, 12))))


def test_a_changed_figure_is_refused():
    content = write_cube(cube_of(), manifest=manifest_of(cube_of()))
    table = pq.read_table(BytesIO(content))
    units = table.column("units").to_numpy().copy()
    units[0] += 1
    place = table.column_names.index("units")
    forged = table.set_column(place, "units", pa.array(units))
    out = BytesIO()
    pq.write_table(forged, out)
    with pytest.raises(DamagedCube, match="the manifest says"):
        read_cube(out.getvalue())


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not a cube", b"PAR1" + bytes(40) + b"PAR1"])
def test_what_is_no_cube_is_refused(content):
    with pytest.raises(DamagedCube):
        read_cube(content)


def test_parquet_without_a_manifest_is_refused():
    out = BytesIO()
    pq.write_table(pa.table({"scenario": [1], "month": [2], "investment": [0.0]}), out)
    with pytest.raises(DamagedCube):
        read_cube(out.getvalue())


def of_before(cube: Cube) -> Cube:
    """Make the cube that a program gave which did not count who stays."""
    kept = [name for name in cube.measures if not name.startswith("stayed_")]
    values = cube.values[:, :, [cube.measures.index(name) for name in kept]]
    return replace(cube, measures=tuple(kept), values=values)


def test_a_cube_that_counts_fewer_things_is_read_and_has_its_cost():
    cube, older = cube_of(), of_before(cube_of())
    found, _ = read_cube(write_cube(older, manifest=manifest_of(older)))
    assert found.measures == older.measures and len(found.measures) == len(cube.measures) - 3
    assert found.cost().any() and np.array_equal(found.cost(), cube.cost())
    assert np.array_equal(found.values[:, :, found.costs], cube.values[:, :, cube.costs])


def test_blocks_of_two_programs_are_no_one_cube():
    first, later = cube_of(range(3)), cube_of(range(3, 6))
    whole = joined([later, first])
    assert whole.scenarios.tolist() == [0, 1, 2, 3, 4, 5]
    with pytest.raises(UnlikeBlocks, match="stayed_12, stayed_24, stayed_36: run the study anew"):
        joined([of_before(first), later])


def test_inputs_come_back_bit_for_bit():
    given = (mixed(9, ("a", "b")), law_of(12), assumptions_of(12, 2))
    found = unpack(pack(given))
    assert digest_of(found) == digest_of(given)
    assert found[0].groups == ("a", "b") and found[2].severity[1].tail_alpha == 3.5
    assert (found[1].cash == given[1].cash).all() and found[1].cash.dtype == given[1].cash.dtype


def test_maps_enums_dates_and_floats_come_back():
    value = {
        Payer.STATE: 0.1,
        Payer.INSURED_PERSON: (float("inf"), None, True, "ñ", date(2026, 4, 1)),
    }
    assert unpack(pack(value)) == value
    turned = dict(reversed(value.items()))
    assert digest_of(turned) == digest_of(value)


def test_the_digest_is_of_what_is_said():
    law = law_of(12)
    assert digest_of(law) == digest_of(law_of(12)) and pack(law) == pack(law_of(12))
    assert digest_of(law) != digest_of(replace(law, grace=2))
    assert digest_of(law) != digest_of(replace(law, cash=law.cash * 0.5))
    assert digest_of(np.zeros(2, np.int32)) != digest_of(np.zeros(2, np.int64))


@pytest.mark.parametrize("value", [object(), {1: object()}, Exception("x"), BytesIO()])
def test_what_is_not_ours_is_not_packed(value):
    with pytest.raises(NotPacked):
        pack(value)


def _forged(change) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(pack(law_of(12)))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def _another_class(name: str, content: bytes) -> bytes:
    return content.replace(b"ayni.core.projection.inputs:LawInputs", b"subprocess:Popen")


def _another_number(name: str, content: bytes) -> bytes:
    if name != "shape.json":
        return content
    head = json.loads(content)
    head["shape"]["fields"]["grace"] = 9
    return json.dumps(head).encode()


@pytest.mark.parametrize("change", [_another_class, _another_number])
def test_a_forged_file_of_inputs_is_refused(change):
    with pytest.raises(DamagedInputs):
        unpack(_forged(change))


@pytest.mark.parametrize("content", [b"", b"PK", pack(law_of(12))[:-40]])
def test_what_is_no_packed_file_is_refused(content):
    with pytest.raises(DamagedInputs):
        unpack(content)


def test_a_file_that_names_a_class_of_another_house_makes_nothing(monkeypatch):
    """Its digest may well be right: whoever forges a file can count too."""
    from ayni.adapters.cubefiles import packing

    shape = {"value": "subprocess:Popen", "fields": {"args": "true"}}
    head = {"digest": packing._digest(shape, {}), "shape": shape}
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("shape.json", json.dumps(head))
    with pytest.raises(DamagedInputs, match="names subprocess"):
        unpack(out.getvalue())
