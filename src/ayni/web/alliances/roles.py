"""Who reads agreements and tables."""

from __future__ import annotations

from ayni.core.actor import Role
from ayni.web.actors import OFFICE, PORTAL

#: The officers, and an association its own; an observer reads tables only.
READERS = (*OFFICE, *PORTAL)
AT_TABLE = (*READERS, Role.OBSERVER)
