"""Sessions in the database, found by a prepared query: every request of a person asks for one."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError
from django.core.signing import BadSignature, JSONSerializer, Signer
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils.crypto import get_random_string

from xueyou.platform.accounts.models import Session, User
from xueyou.platform.db import insert_row, prepared
from xueyou.platform.time import wall_now


@prepared(session_key=CharField(), now=DateTimeField())
def _alive(session_key: Any, now: Any) -> QuerySet[Session]:
    rows = Session.objects.filter(session_key=session_key, expire_date__gt=now)
    return rows.select_related("account")


@lru_cache(maxsize=4)
def _signer(key: str) -> Signer:
    return Signer(key=key, salt="xueyou.session", algorithm="sha256")


class SessionStore(db.SessionStore):
    """Django's own, with a cheaper look, and written once: with the answer that made it."""

    _made = False
    _account: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the model of its rows."""
        return Session

    @property
    def account(self) -> User | None:
        """Return the account that was read along with the session; whether it may enter or not."""
        self._get_session()  # type: ignore[attr-defined]
        return self._account

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of the session, with the account that its data names."""
        made = super().create_model_instance(data)
        assert isinstance(made, Session)
        made.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return made

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the data signed, as Django does; without its moment, which nobody asks for."""
        return _signer(settings.SECRET_KEY).sign(JSONSerializer().dumps(session_dict).decode())

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Return the data; {} where nobody here signed it."""
        text = session_data if isinstance(session_data, str) else session_data.decode()
        try:
            said = _signer(settings.SECRET_KEY).unsign(text)
        except BadSignature:
            return {}
        found: dict[str, Any] = JSONSerializer().loads(said.encode())
        return found

    def _get_session_from_db(self) -> Session | None:
        found = _alive(session_key=self.session_key, now=wall_now()) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        session: Session = found[0]
        self._account = session.account
        return session

    def create(self) -> None:
        """Take a new key; the row is inserted by the next `save`.

        Whether the key is free is not asked: 32 signs by chance are. A row that stood there all
        the same is not overwritten, `save` raises CreateError.
        """
        self._session_key = get_random_string(32, VALID_KEY_CHARS)
        self._session_cache = getattr(self, "_session_cache", {})
        self._made = self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Write the session; a new one is inserted."""
        if self.session_key is None:
            self.create()
        if not (must_create or self._made):
            super().save()
            return
        made = self.create_model_instance(self._session_cache)
        if not insert_row(made, unless=("session_key",)):
            raise CreateError
        self._made = False
