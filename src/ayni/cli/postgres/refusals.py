"""Why no server could be had, each refusal named."""

from __future__ import annotations

from ayni.cli.refused import CommandRefused


class PostgresRefusal(CommandRefused):
    """The database server cannot be used; the message says why and what to do."""


class NoBinaries(PostgresRefusal):
    """No PostgreSQL 15 or newer on the machine, and none in the wheel."""

    code = "no_binaries"


class NoBinariesForData(PostgresRefusal):
    """The data were written by a major version whose binaries are not here."""

    code = "no_binaries_for_data"


class NoAccount(PostgresRefusal):
    """Root runs the command and the machine has no account to drop to."""

    code = "no_account"


class ForeignData(PostgresRefusal):
    """The data folder or a secret belongs to another account."""

    code = "foreign_data"


class DataUnreachable(PostgresRefusal):
    """The remembered data folder is gone, or its account cannot enter it."""

    code = "data_unreachable"


class SocketPathTooLong(PostgresRefusal):
    """No place for a socket whose path fits in 107 bytes."""

    code = "socket_path_too_long"


class SecretsLost(PostgresRefusal):
    """Data exist but the secrets that open them do not."""

    code = "secrets_lost"


class ClusterNotMade(PostgresRefusal):
    """initdb failed."""

    code = "cluster_not_made"


class ServerNotStarted(PostgresRefusal):
    """The server did not accept a connection in time."""

    code = "server_not_started"


class ServerNotStopped(PostgresRefusal):
    """A lingering server did not end."""

    code = "server_not_stopped"
