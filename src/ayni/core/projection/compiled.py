"""How the kernels are compiled: once, kept on disk, without the interpreter's lock.

A kernel allocates nothing: its arrays come from outside, and references to them are not counted (``_nrt``),
which at forty arrays a call cost more than the work.

numba asks whether a function's own file has changed, not whether those of the functions that it calls have:
so all are kept under the digest of every file of this folder that has kernels, or names what they count by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

_HERE = Path(__file__).parent
_COUNTED_BY = ("cube.py", "inputs.py")


def digest_of(*, folder: Path) -> str:
    """Give the digest of the sources of the kernels in a folder."""
    found = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        text = path.read_bytes()
        if path.name in _COUNTED_BY or b"projection.compiled" in text or b"njit" in text:
            found.update(text)
    return found.hexdigest()[:16]


_config: Any = numba.config
#: In the place that NUMBA_CACHE_DIR names, or beside the sources.
KEPT = Path(_config.CACHE_DIR or _HERE / "__pycache__") / f"kernels-{digest_of(folder=_HERE)}"
_config.CACHE_DIR = str(KEPT)

Function = TypeVar("Function", bound=Callable[..., Any])
_PLAIN: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
#: For money's loops: a product and a sum may become one step.
contracting: Any = numba.njit(fastmath={"contract"}, **_PLAIN)
_HOW: dict[str, Any] = _PLAIN | {"_nrt": False}
kernel: Any = numba.njit(**_HOW)
#: A sum whose order is the compiler's: the same on every run and thread of a machine.
summing: Any = numba.njit(fastmath={"reassoc", "contract"}, **_HOW)
#: For a function that is called for each person or month: no tuple of arrays is copied for the call.
inlined: Any = numba.njit(forceinline=True, **_HOW)
#: The same two for functions that only kernels call: half of the compiler's work is what lets Python call them.
_WITHIN: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
inner: Any = numba.njit(**_HOW, **_WITHIN)
woven: Any = numba.njit(forceinline=True, **_HOW, **_WITHIN)


def making(function: Function) -> Function:
    """Compile a function that makes arrays of its own."""
    made: Function = numba.njit(**_PLAIN)(function)
    return made
