"""Sessions in the database, found by a prepared query: every request of a person asks for one."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet

from xueyou.platform.db import prepared
from xueyou.platform.time import wall_now


@prepared(session_key=CharField(), now=DateTimeField())
def _alive(session_key: Any, now: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    """Django's own, with a cheaper look."""

    def _get_session_from_db(self) -> Session | None:
        found = _alive(session_key=self.session_key, now=wall_now()) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        session: Session = found[0]
        return session
