"""The database engine of settings: Django's own for PostgreSQL, changed in three places.

Texts that are composed once a process (platform/db/sending) stay prepared on the server, where
planning them anew cost more than answering them. Whether an idle session still lives is read from
its socket: `SELECT 1` before every request is a way there and back for nothing. And moments are
read as Python itself reads them (moments).
"""

from datetime import UTC
from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus

from xueyou.platform.db.postgresql.moments import read_moments_in_utc
from xueyou.platform.db.postgresql.statements import Statements


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that keeps statements, and knows by its silence that its line holds."""

    statements: Statements

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a session that keeps nothing yet."""
        session = super().get_new_connection(conn_params)
        if self.timezone is UTC:
            read_moments_in_utc(session)
        self.statements = Statements(session)
        return session

    def is_usable(self) -> bool:
        """Return whether the session lives. An idle server says nothing; one that ends, does."""
        if self.connection is None:
            return False
        session = self.connection.pgconn
        if session.status == ConnStatus.OK and not _speaks(session.socket):
            return True
        return bool(super().is_usable())


def _speaks(descriptor: int) -> bool:
    """Return whether something, an end too, waits to be read."""
    looked = poll()
    looked.register(descriptor, POLLIN)
    return bool(looked.poll(0))
