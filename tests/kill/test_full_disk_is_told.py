"""A disk that is full while families hand in: no receipt, and a page that says what is safe."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.kernel.calls.world import World, found_world
from tests.kill.conftest import kept_store
from tests.kill.handing_in import Family, family, faults_of
from tests.kill.store import faults_of_store
from xueyou.platform.accounts.models import User

pytestmark = pytest.mark.alone
MANY = 4


@pytest.fixture
def in_a_file(tmp_path: Path, django_db_blocker: Any) -> Iterator[World]:
    """Found the county in a SQLite file, whatever database the suite runs on."""
    with kept_store(tmp_path, None, django_db_blocker):
        yield found_world()


def at_the_check(one: Family) -> tuple[Client, str, dict[str, str]]:
    """Sign a guardian in and open the last page; return browser, address and hidden fields."""
    user = one.guardians[0].user
    assert isinstance(user, User)
    User.objects.filter(pk=user.pk).update(staff=False)  # as accounts that a telephone opened
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    address = f"/family/applications/{one.draft.uid}/check/"
    page = browser.get(address).content.decode()
    key = re.search(r'name="idempotency_key" value="([^"]+)', page)
    assert key is not None
    return browser, address, {"idempotency_key": key[1]}


def test_a_full_disk_is_told_and_the_same_press_works_later(
    in_a_file: World, tmp_path: Path
) -> None:
    """Tests the page people see, and that nothing of the refused press is in the way later."""
    families = [family(in_a_file) for _ in range(MANY)]
    pages = [at_the_check(one) for one in families]
    refused = []
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no page is free any more
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
        for one, (browser, address, fields) in zip(families, pages, strict=True):
            answer = browser.post(address, fields)
            if answer.status_code != 302:
                refused.append(one)
                assert answer.status_code == 500, answer.status_code
                assert "X-Receipt" not in answer
                assert "就是没有存上" in answer.content.decode()
        cursor.execute("PRAGMA max_page_count=1073741823")
    assert refused
    assert {(one.acts(), one.row().receipt_no) for one in refused} == {(0, "")}
    for one, (browser, address, fields) in zip(families, pages, strict=True):
        answer = browser.post(address, fields)
        assert answer.status_code == 302
        one.heard.append(answer["X-Receipt"].replace("-", ""))
    assert [faults_of(one) for one in families] == [[]] * MANY
    assert faults_of_store(tmp_path) == []
