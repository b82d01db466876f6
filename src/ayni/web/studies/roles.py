"""Who reads and who writes studies: the institution's side. An association sees key figures only."""

from __future__ import annotations

from ayni.cycle.studying import READS, WRITES

#: Who writes studies and starts runs; head and auditor read, and move what may be moved without keeping it.
WRITERS = WRITES
READERS = READS
