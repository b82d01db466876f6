"""Frozen values of the projection as one file and back: a text of their shape beside their arrays.

Only values of ``ayni.core`` are packed and only they are made again: a file cannot name anything else. The
digest is of what is said, array by array, and hangs on no time, place or compression.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

_SHAPE = "shape.json"
_OURS = "ayni.core."


class NotPacked(TypeError):
    """A value that has no place in a packed file."""


class DamagedInputs(ValueError):
    """A packed file that is not whole, or whose digest is not its content's."""


def digest_of(value: object) -> str:
    """Give the SHA-256 of a value: equal for equal values, bit for bit, wherever and whenever it is asked."""
    arrays: dict[str, Any] = {}
    return _digest(_shape(value, arrays), arrays)


def _digest(shape: object, arrays: Mapping[str, Any]) -> str:
    found = hashlib.sha256(json.dumps(shape, sort_keys=True).encode())
    for name in sorted(arrays):
        array = arrays[name]
        found.update(f"{name} {array.dtype.str} {array.shape}".encode())
        found.update(array.tobytes())
    return found.hexdigest()


def pack(value: object) -> bytes:
    """Pack a value with its digest."""
    arrays: dict[str, Any] = {}
    shape = _shape(value, arrays)
    head = {"digest": _digest(shape, arrays), "shape": shape}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(zipfile.ZipInfo(_SHAPE), json.dumps(head, sort_keys=True))
        for name in sorted(arrays):
            held = io.BytesIO()
            np.save(held, arrays[name], allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy")
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, held.getvalue())
    return out.getvalue()


def unpack(content: bytes) -> Any:
    """Make a packed value again; refuses (``DamagedInputs``) what is not exactly as it was packed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            head = json.loads(archive.read(_SHAPE))
            names = [name.removesuffix(".npy") for name in archive.namelist() if name != _SHAPE]
            arrays = {
                name: np.load(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False)
                for name in names
            }
        if _digest(head["shape"], arrays) != head["digest"]:
            raise DamagedInputs("the digest is not that of the content")
        return _made(head["shape"], arrays)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedInputs(str(error)) from error


def _shape(value: object, arrays: dict[str, Any]) -> object:
    if value is None or (isinstance(value, (bool, int, str)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, (float, date)):
        return {"float": value.hex()} if isinstance(value, float) else {"date": value.isoformat()}
    if isinstance(value, (np.ndarray, np.generic)):
        name = f"a{len(arrays):04d}"
        arrays[name] = np.asarray(value, order="C")
        return {"array": name}
    if isinstance(value, (tuple, list)):
        return {"tuple": [_shape(one, arrays) for one in value]}
    if isinstance(value, Mapping):
        keys = sorted(((json.dumps(_shape(key, {})), key) for key in value), key=lambda one: one[0])
        return {"map": [[_shape(key, arrays), _shape(value[key], arrays)] for _, key in keys]}
    return _named(value, arrays)


def _named(value: object, arrays: dict[str, Any]) -> object:
    kind = type(value)
    name = f"{kind.__module__}:{kind.__qualname__}"
    if not name.startswith(_OURS):
        raise NotPacked(name)
    if isinstance(value, Enum):
        return {"enum": name, "value": value.value}
    if not dataclasses.is_dataclass(value):
        raise NotPacked(name)
    fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value) if one.init}
    return {"value": name, "fields": {key: _shape(one, arrays) for key, one in fields.items()}}


def _made(shape: Any, arrays: Mapping[str, Any]) -> Any:
    if not isinstance(shape, dict):
        return shape
    if "array" in shape:
        return arrays[shape["array"]]
    if "tuple" in shape:
        return tuple(_made(one, arrays) for one in shape["tuple"])
    if "map" in shape:
        return {_made(key, arrays): _made(one, arrays) for key, one in shape["map"]}
    return _made_named(shape, arrays)


def _made_named(shape: dict[str, Any], arrays: Mapping[str, Any]) -> Any:
    if "float" in shape:
        return float.fromhex(shape["float"])
    if "date" in shape:
        return date.fromisoformat(shape["date"])
    if "enum" in shape:
        return _kind(shape["enum"])(shape["value"])
    fields = {key: _made(one, arrays) for key, one in shape["fields"].items()}
    return _kind(shape["value"])(**fields)


def _kind(name: str) -> Any:
    module, _, kind = name.partition(":")
    if not module.startswith(_OURS):
        raise DamagedInputs(f"a packed file names {name}")
    found = getattr(importlib.import_module(module), kind)
    if not (
        isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, Enum))
    ):
        raise DamagedInputs(f"a packed file names {name}")
    return found
