"""A cube as Parquet: a row for each scenario and month, a column for each measure, the manifest in its head.

Anything that reads Parquet reads it. A file whose digest is not that of its content is refused.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ayni.core.projection.cube import Cube

_KEY = b"ayni.study"
_FIXED = ("scenario", "month", "investment")


class DamagedCube(ValueError):
    """A file that is no cube, or whose content is not what its manifest says."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a cube was computed from and by what, as digests; ``cube`` is that of the content itself.

    ``parts``: digests of the inputs by name (families, law, assumptions, each text). ``code``: version of the
    program and digest of the kernels' text.
    """

    cube: str
    inputs: str
    kernel: str
    seed: int
    scenarios: int
    months: int
    parts: Mapping[str, str] = field(default_factory=dict)
    code: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        return asdict(self)


def write_cube(cube: Cube, *, manifest: Manifest) -> bytes:
    """Write a cube; the manifest's digest must be the cube's own."""
    if manifest.cube != cube.digest():
        raise DamagedCube("the manifest is of another cube")
    scenarios, months = cube.investment.shape
    columns: dict[str, Any] = {
        "scenario": np.repeat(cube.scenarios.astype(np.int32), months),
        "month": np.tile(np.arange(months, dtype=np.int32) + cube.first_month, scenarios),
        "investment": cube.investment.reshape(-1),
    }
    for place, name in enumerate(cube.measures):
        columns[name] = np.ascontiguousarray(cube.values[:, :, place]).reshape(-1)
    head = {"manifest": manifest.data(), "first_month": cube.first_month}
    table = pa.table(columns).replace_schema_metadata({_KEY: json.dumps(head, sort_keys=True)})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def read_cube(content: bytes) -> tuple[Cube, Manifest]:
    """Read a cube and its manifest; refuses what is not whole (``DamagedCube``)."""
    try:
        table = pq.read_table(pa.BufferReader(content))
        head = json.loads((table.schema.metadata or {})[_KEY])
        manifest = Manifest(**head["manifest"])
        cube = _cube(table, first_month=int(head["first_month"]))
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        raise DamagedCube(f"not a cube of a study: {error}") from error
    if cube.digest() != manifest.cube:
        raise DamagedCube(f"digest {cube.digest()[:12]}, the manifest says {manifest.cube[:12]}")
    return cube, manifest


def _cube(table: Any, *, first_month: int) -> Cube:
    numbers = table.column("scenario").to_numpy()
    scenarios = np.unique(numbers).astype(np.int32)
    shape = (scenarios.size, numbers.size // max(1, scenarios.size))
    measures = tuple(name for name in table.column_names if name not in _FIXED)
    values = np.stack(
        [table.column(name).to_numpy().astype(np.float32).reshape(shape) for name in measures],
        axis=2,
    )
    investment = table.column("investment").to_numpy().astype(np.float32).reshape(shape)
    return Cube(first_month, scenarios, measures, values, investment)
