"""Who reads agreements and tables."""

from __future__ import annotations

from ayni.core.actor import Role
from ayni.web.actors import OFFICE, PORTAL

#: The officers, and an association its own; an observer reads tables only.
READERS = (*OFFICE, *PORTAL)
AT_TABLE = (*READERS, Role.OBSERVER)
#: The effect of a renewal: the institution and the party's representative.
RENEWS = (*OFFICE, Role.REPRESENTATIVE)
#: What families keep at the end is read by every association's office too: it hands the letters out.
TOLD = (*RENEWS, Role.SECRETARY)
#: The health of an alliance is read by both sides of the table.
HEALTH_READERS = (*OFFICE, *PORTAL)
