"""What stands in a session was signed here, and comes back as it was."""

import pytest
from django.contrib.sessions.backends.base import CreateError
from django.test import override_settings

from xueyou.platform.accounts.models import Session, User
from xueyou.platform.accounts.session_store import SessionStore

DATA = {"seen_at": 17, "_auth_user_id": "3", "words": "林知夏：a:b"}


def test_data_comes_back_as_it_was() -> None:
    """Tests signs that also separate, and letters of every kind."""
    store = SessionStore()
    assert store.decode(store.encode(DATA)) == DATA


@pytest.mark.parametrize("changed", ["seen_at", "_auth_user_id"])
def test_changed_data_is_nobodys(changed: str) -> None:
    """Tests that a session whose row was written by another hand holds nothing."""
    store = SessionStore()
    signed = store.encode(DATA)
    assert store.decode(signed.replace(changed, changed[:-1] + "x")) == {}
    assert store.decode(signed[:-1] + ("a" if signed[-1] != "a" else "b")) == {}
    assert store.decode("") == store.decode("{}") == {}


def test_another_key_reads_nothing() -> None:
    """Tests that sessions end with the signing key."""
    store = SessionStore()
    signed = store.encode(DATA)
    with override_settings(SECRET_KEY="another key " * 5):
        assert store.decode(signed) == {}


@pytest.mark.django_db
def test_a_new_session_overwrites_none() -> None:
    """Tests a key that is taken; and that what was made once is changed afterwards."""
    store = SessionStore()
    store["words"] = "一"
    store.save()
    store["words"] = "二"
    store.save()
    other = SessionStore()
    other.create()
    other._session_key = store.session_key
    with pytest.raises(CreateError):
        other.save()
    assert Session.objects.count() == 1
    assert SessionStore(store.session_key)["words"] == "二"


@pytest.mark.django_db
def test_a_row_names_the_account_of_its_data() -> None:
    """A visit of nobody has none; who signs in stands in the row and comes with it."""
    user = User.objects.make(login_name="lin", name="林")
    store = SessionStore()
    store["words"] = "一"
    store.save()
    assert SessionStore(store.session_key).account is None
    store["_auth_user_id"] = str(user.pk)
    store.save()
    assert SessionStore(store.session_key).account == user
    user.delete()
    assert SessionStore(store.session_key).account is None
    assert not Session.objects.exists()
