"""Where the sample files that we did not write are found."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = Path(os.environ.get("AYNI_SAMPLES", ROOT.parent / "shared" / "samples"))
