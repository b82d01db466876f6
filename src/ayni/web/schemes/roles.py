"""Who reads the schemes: everybody who is signed in, because the rules are for everybody."""

from __future__ import annotations

from ayni.core.actor import Role
from ayni.web.actors import OFFICE, PORTAL

EVERYBODY = (*OFFICE, *PORTAL, Role.CLERK, Role.OBSERVER)
