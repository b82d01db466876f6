"""Compiled kernels: where they are kept, and made once before anybody waits for them.

numba compiles a kernel when it is first called and keeps it on disk: by default beside the source, which an
installation may not be allowed to write. Ours lie in ``AYNI_HOME/numba``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ayni.cli.home import home

_PLACE = "NUMBA_CACHE_DIR"
#: The smallest study that comes with the program; a future and a year of it call every kernel.
_SMALLEST = "cooperativa-420"


def choose_place() -> None:
    """Say where compiled kernels are kept, before numba is loaded; an own choice is left alone."""
    if _PLACE in os.environ:
        return
    for folder in (home() / "numba", Path(tempfile.gettempdir()) / f"ayni-numba-{os.getuid()}"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK | os.X_OK):
            os.environ[_PLACE] = str(folder)
            return


@dataclass(frozen=True, slots=True)
class Warming:
    """Processes that compile, and what is written down once all of them have."""

    processes: tuple[subprocess.Popen[bytes], ...]
    stamp: Path
    told: str

    def finish(self) -> bool:
        """Wait for them; whether the kernels are ready. They are compiled later where they are not."""
        done = [one.wait() for one in self.processes]
        if any(done):
            return False
        self.stamp.write_text(self.told, encoding="utf-8")
        return True


def begin_warming() -> Warming | None:
    """Begin to compile beside other work; nothing where this text of the kernels was compiled before."""
    from ayni.cycle.study_blocks import code_digests

    told = " ".join(f"{name} {value}" for name, value in sorted(code_digests().items()))
    stamp = Path(os.environ.get(_PLACE, tempfile.gettempdir())) / "warm.stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == told:
        return None
    words = [sys.executable, "-m", "ayni.cli.warming"]
    # two at once: the kernels of families, and those of means and of money
    begun = [subprocess.Popen([*words, kernel]) for kernel in ("events", "cohort")]
    return Warming(tuple(begun), stamp, told)


def compile_kernel(kernel: str) -> None:
    """Call everything that a run of a kernel calls."""
    from ayni.adapters.studyfiles import load_study
    from ayni.core.projection.warming import warm
    from ayni.cycle.study_alone import run_alone
    from ayni.cycle.study_executors import Here
    from ayni.cycle.study_given import figures_of

    if kernel == "events":
        return warm()
    ran = run_alone(
        load_study(_SMALLEST), folder=Path(), blocks=Here(), kernel=kernel, scenarios=1, months=12
    )
    figures_of(ran.cube, ran.given)  # and the money's


if __name__ == "__main__":
    choose_place()
    compile_kernel(sys.argv[1])
