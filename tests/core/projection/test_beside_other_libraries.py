"""Row 7 of actuarial.md 4.1: a year's cost by our two ways beside GEMAct and aggregate, on one grid.

They are no part of what we install (half a gigabyte): the quick profile holds ours against what they said;
``./test --full libraries`` installs them in a folder of their own and asks them again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from math import log
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from ayni.core.projection.aggregate import (
    Count,
    NegativeBinomial,
    Poisson,
    panjer,
    spread_on_grid,
    transformed,
)
from ayni.core.projection.inputs import Floats

STEP, STEPS, SIGMA = 1 / 16, 8192, 1.1
CHANCES = (0.5, 0.95, 0.995)
VERSIONS = ("gemact==1.3.0", "aggregate==0.30.1")
COUNTS: tuple[Count, ...] = (Poisson(5.0), NegativeBinomial(5.0, 2.0))
#: What both libraries said on 2026-11-26 of an event's cost lognormal of median one: quantiles at CHANCES.
SAID = ([7.375, 22.8125, 42.0625], [6.1875, 28.375, 52.5625])
MEAN = 9.15627
WAYS = (panjer, transformed)
FOLDER = Path(__file__).parents[3] / "var" / "other-libraries"


def _severity() -> Floats:
    places = (np.arange(STEPS) + 0.5) * STEP
    return spread_on_grid(np.array([NormalDist().cdf(log(x) / SIGMA) for x in places]))


def _quantiles(total: Floats) -> list[float]:
    risen = total.cumsum()
    return [float(np.searchsorted(risen, chance) * STEP) for chance in CHANCES]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", [0, 1])
def test_ours_say_what_the_libraries_said(place: int, way: Callable[..., Floats]) -> None:
    total = way(COUNTS[place], severity=_severity(), steps=STEPS)
    assert _quantiles(total) == SAID[place]
    assert abs((total @ np.arange(STEPS)) * STEP - MEAN) < 1e-5


@pytest.mark.full
def test_the_libraries_say_it_still() -> None:
    python = _python()
    counts = [
        (one.mean, int(one.size) if isinstance(one, NegativeBinomial) else None) for one in COUNTS
    ]
    asked = {"step": STEP, "sigma": SIGMA, "steps": STEPS, "chances": CHANCES, "counts": counts}
    done = subprocess.run(
        [python, Path(__file__).with_name("other_libraries.py")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    assert [sorted(one) for one in said] == [
        ["aggregate", "gemact", "gemact_recursion"],
        ["aggregate", "gemact"],
    ]
    for count, libraries, quantiles in zip(COUNTS, said, SAID, strict=True):
        ours = panjer(count, severity=_severity(), steps=STEPS)
        for library, answer in libraries.items():
            assert answer["quantiles"] == quantiles == _quantiles(ours), library
            assert abs(answer["mean"] - (ours @ np.arange(STEPS)) * STEP) < 1e-5, library


def _python() -> Path:
    """Give the Python that has the libraries; made once."""
    python = FOLDER / "bin" / "python"
    made = FOLDER / "made"
    if not made.exists():
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *VERSIONS], check=True)
        made.write_text(" ".join(VERSIONS), encoding="utf-8")
    return python
