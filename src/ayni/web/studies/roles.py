"""Who reads and who writes studies: the institution's side of the table. An association sees key figures only."""

from __future__ import annotations

from ayni.core.actor import Role

#: Who writes studies, starts runs and moves what may be moved.
WRITERS = (Role.NEGOTIATOR, Role.HEAD)
#: Whoever audits reads the same and starts nothing.
READERS = (*WRITERS, Role.AUDITOR)
