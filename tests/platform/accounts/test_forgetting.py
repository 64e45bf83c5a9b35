"""What is counted at the door is forgotten by its time, never by a flood."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.platform.accounts.conftest import Person, give_password, sign_in
from xueyou.platform.accounts import duties
from xueyou.platform.accounts.models import Session
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_cache")
        return int(cursor.fetchone()[0])


def test_a_flood_of_attempts_forgets_no_used_code() -> None:
    """After 340 attempts from as many addresses every used code is still known as used."""
    used = [f"allauth.mfa.totp.used?user={number}&code=123456" for number in range(20)]
    for key in used:
        cache.add(key, "y", timeout=600)
    for number in range(340):
        where = {"REMOTE_ADDR": f"203.0.{number // 250}.{number % 250 + 1}"}
        give_password(Client(), f"name{number}", "geraten-geraten", **where)
    assert rows() > 340
    assert [key for key in used if key not in cache] == []


def test_what_counts_no_more_is_deleted() -> None:
    """The duty takes expired rows and leaves the others."""
    cache.set("over", "y", timeout=-60)
    cache.set("counts", "y", timeout=600)
    assert rows() == 2
    duties.forget_attempts()
    assert rows() == 1
    assert "counts" in cache


def test_sessions_that_ended_are_deleted(client: Client, person: Person) -> None:
    """The daily duty keeps those that may still be used."""
    sign_in(client, person)
    other = Client()
    sign_in(other, person)
    ended = Session.objects.filter(pk=other.session.session_key)
    ended.update(expire_date=wall_now() - timedelta(seconds=1))
    duties.forget_sessions()
    assert list(Session.objects.values_list("pk", flat=True)) == [client.session.session_key]
