"""The normal distribution's inverse, by Wichura's AS 241: sixteen digits, the same on every thread."""

from __future__ import annotations

import math

import numpy as np

from ayni.core.projection.compiled import inlined, kernel
from ayni.core.projection.inputs import Floats


@inlined
def _centre(q):  # type: ignore[no-untyped-def]
    r = 0.180625 - q * q
    top = (2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853
    top = (top * r + 45921.953931549871457) * r + 13731.693765509461125
    top = (top * r + 1971.5909503065514427) * r + 133.14166789178437745
    top = top * r + 3.387132872796366608
    low = (5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061
    low = (low * r + 21213.794301586595867) * r + 5394.1960214247511077
    low = (low * r + 687.1870074920579083) * r + 42.313330701600911252
    return q * top / (low * r + 1.0)


@kernel
def _flank(r):  # type: ignore[no-untyped-def]
    r -= 1.6
    top = (7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177
    top = (top * r + 1.27045825245236838258) * r + 3.64784832476320460504
    top = (top * r + 5.7694972214606914055) * r + 4.6303378461565452959
    top = top * r + 1.42343711074968357734
    low = (1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966
    low = (low * r + 0.14810397642748007459) * r + 0.68976733498510000455
    low = (low * r + 1.6763848301838038494) * r + 2.05319162663775882187
    return top / (low * r + 1.0)


@kernel
def _far(r):  # type: ignore[no-untyped-def]
    r -= 5.0
    top = (2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386
    top = (top * r + 0.026532189526576123093) * r + 0.29656057182850489123
    top = (top * r + 1.7848265399172913358) * r + 5.4637849111641143699
    top = top * r + 6.6579046435011037772
    low = (2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5
    low = (low * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525
    low = (low * r + 0.13692988092273580531) * r + 0.59983220655588793769
    return top / (low * r + 1.0)


@kernel
def normal(part):  # type: ignore[no-untyped-def]
    """Give the standard normal deviation below which this part lies, 0 < part < 1."""
    q = part - 0.5
    if abs(q) <= 0.425:
        return _centre(q)
    r = math.sqrt(-math.log(part if q < 0.0 else 1.0 - part))
    found = _flank(r) if r <= 5.0 else _far(r)
    return -found if q < 0.0 else found


@kernel
def _each(parts, found):  # type: ignore[no-untyped-def]
    for k in range(parts.size):
        found[k] = normal(parts[k])


def normals(*, parts: Floats) -> Floats:
    """Give the standard normal deviation of each part; same shape."""
    found = np.empty(parts.shape)
    _each(np.ascontiguousarray(parts).ravel(), found.reshape(-1))
    return found
