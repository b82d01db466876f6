"""What the server does while somebody moves a slider at the table of figures, from the form to the fragment.

    python -m benchmarks.table [--futures 1000] [--months 360] [--families 42000] [--moves 60]

The coffee programme's study with invented results of the asked size: a move is read from the form as the
page posts it, priced anew where a clause moved, laid on all futures; the fan is drawn and the fragment
rendered. No database and no network. The bar is 100 ms for a move at the 95th percentile.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
KEY = "benchmark-only-and-long-enough-for-every-check-of-django"
AT = datetime(2026, 11, 26, tzinfo=UTC)
BAR_MS = 100


def main() -> None:
    """Move what is priced anew and what is not, in turns, and print the percentiles."""
    asked = _arguments()
    os.environ |= {"AYNI_SECRET_KEY": KEY, "DJANGO_SETTINGS_MODULE": "ayni.config.settings"}
    import django

    django.setup()
    kinds: dict[str, list[float]] = {"clause": [], "free": []}
    table = _table(asked)
    for place, (kind, post) in enumerate(_moves(asked.moves)):
        began = time.perf_counter()
        size = _moved(table, post)
        if place >= 4:  # the first ones compile and load
            kinds[kind].append(1000 * (time.perf_counter() - began))
    print(
        f"{asked.futures} futures x {asked.months} months, {asked.families} families; {size} bytes"
    )
    for kind, taken in kinds.items():
        high = sorted(taken)[int(0.95 * (len(taken) - 1))]
        middle = statistics.median(taken)
        verdict = "within" if high <= BAR_MS else "over"
        print(f"  {kind:7} median {middle:6.1f} ms   p95 {high:6.1f} ms   {verdict} {BAR_MS} ms")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="a move at the table of figures")
    parser.add_argument("--futures", type=int, default=1000)
    parser.add_argument("--months", type=int, default=360)
    parser.add_argument("--families", type=int, default=42_000)
    parser.add_argument("--moves", type=int, default=60)
    return parser.parse_args()


def _moves(count: int) -> Iterator[tuple[str, str]]:
    for place in range(count):
        yield "clause", f"mueve-tasa_asegurado={2 + 0.1 * (place % 60):.1f}"
        yield "free", f"mueve-state_pays={place % 100}&mueve-care_level={60 + place % 100}"


def _moved(table: object, post: str) -> int:
    from django.http import QueryDict
    from django.template.loader import render_to_string

    from ayni.web.studies.levers import typed_of
    from ayni.web.studies.table import follows_context

    typed = typed_of(QueryDict(post), handles=table.live())  # type: ignore[attr-defined]
    follows = follows_context(table, typed=typed)  # type: ignore[arg-type]
    return len(render_to_string("ayni/studies/moved.html", follows))


def _table(asked: argparse.Namespace) -> object:
    from ayni.adapters.schemefiles import load_scheme
    from ayni.adapters.studyfiles import load_study
    from ayni.apps.study.queries import Run, RunState, Study
    from ayni.core.projection.folding import fold
    from ayni.core.projection.study_text import RulesPopulation
    from ayni.cycle.study_table import lay
    from ayni.cycle.studying import Opened

    loaded = load_study("cafe-2027")
    population = RulesPopulation(kind="rules", families=asked.families)
    given = loaded.study.model_copy(update={"months": asked.months, "population": population})
    scheme = load_scheme(given.scheme)
    ready = replace(loaded, study=given).prepare(scheme=scheme)
    cube = _invented(asked, first_month=given.first_month, lines=ready.law.lines)
    study = Study(1, "cafe", "Café", None, None, None, "", b"", "prueba", AT)
    run = Run(
        *(1, 1, "cohort", 1, asked.futures, asked.months, 50, {}, "prueba", AT),
        *(RunState.DONE, asked.futures, AT, AT, "", "invented", "invented"),
    )
    return lay(Opened(study, run, scheme, ready.terms, ready, cube, fold(cube)))


def _invented(asked: argparse.Namespace, *, first_month: int, lines: tuple[str, ...]) -> object:
    from ayni.core.projection.cube import COST, Cube, measures_of

    rng = np.random.default_rng(7)
    names, shape = measures_of(lines), (asked.futures, asked.months)
    values = np.zeros((*shape, len(names)), dtype=np.float32)
    families = asked.families * rng.uniform(0.7, 0.9, shape)
    found = {"units": 0.8 * families, "late_units": 0.1 * families, "families": families}
    found["unit_dependants"] = 3.5 * found["units"]
    found |= {COST + line: families * rng.gamma(4, 400, shape) for line in lines}
    for name, figures in found.items():
        values[:, :, names.index(name)] = figures
    investment = np.full(shape, 0.003, dtype=np.float32)
    return Cube(first_month, np.arange(asked.futures, dtype=np.int32), names, values, investment)


if __name__ == "__main__":
    main()
