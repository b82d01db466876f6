"""How the kernels are compiled: once, kept on disk, without the interpreter's lock.

A kernel allocates nothing: its arrays come from outside, and references to them are not counted (``_nrt``),
which at forty arrays a call cost more than the work.
"""

from __future__ import annotations

from typing import Any

from numba import njit

_HOW: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
kernel: Any = njit(**_HOW)
inlined: Any = njit(inline="always", **_HOW)
