"""Telling people: once an act, only themselves, by mail after the commit."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from xueyou.platform.accounts.models import User
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.models import Notification
from xueyou.platform.notifications.outbox import OutboxBackend
from xueyou.platform.notifications.telling import (
    mark_read,
    notifications_of,
    notify,
    unread_count,
)
from xueyou.platform.time import business_now

pytestmark = pytest.mark.django_db

READ = notification_kind(
    "test.read",
    zh="《{title}》已经读完，有 {doubts} 处请您看一看。",
    mail=True,
    body="一共 {doubts} 处。",
)
QUIET = notification_kind("test.quiet", zh="有新的文件。")
PARAMS = {"title": "工作要点{0}", "doubts": "3"}


@pytest.fixture
def officers() -> list[User]:
    """Return two people, one without an address."""
    return [
        User.objects.make(login_name="han", name="甲", email="han@example.org"),
        User.objects.make(login_name="song", name="乙"),
    ]


def tell(users: list[User], act_uid: UUID) -> int:
    """Tell them as a handler would."""
    with transaction.atomic():
        return notify(READ.name, act_uid=act_uid, users=users, params=PARAMS, link="/bureau/plans/")


def test_each_is_told_once_an_act(officers: list[User]) -> None:
    """A handler that runs again tells nobody twice; another act does."""
    uid = uuid4()
    assert tell(officers, uid) == 2
    assert tell(officers, uid) == 0
    assert tell(officers, uuid4()) == 2
    assert unread_count(officers[0]) == 2
    first = notifications_of(officers[0])[0]
    assert first.sentence == "《工作要点{0}》已经读完，有 3 处请您看一看。"
    assert (first.link, first.read) == ("/bureau/plans/", False)


def test_a_message_carries_the_moment_it_tells_of(officers: list[User]) -> None:
    """Tests that the list follows it too, also where it was told later."""
    for days in (2, 1):
        with transaction.atomic():
            at = business_now() - timedelta(days=days)
            notify(QUIET.name, act_uid=uuid4(), users=officers[:1], params={}, at=at)
            notify(QUIET.name, act_uid=uuid4(), users=officers[:1], params={})
    listed = [one.created_at for one in notifications_of(officers[0])]
    assert listed == sorted(listed, reverse=True)
    assert business_now() - listed[-1] >= timedelta(days=2)


def test_the_database_refuses_a_second_one(officers: list[User]) -> None:
    """Whatever the code does: one row an act, a person, a kind; links stay on this site."""
    tell(officers, uid := uuid4())
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(user=officers[0], act_uid=uid, kind=READ.name)
    for link in ("https://example.org/", "//example.org/"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notification.objects.create(
                user=officers[0], act_uid=uuid4(), kind=READ.name, link=link
            )


def test_a_mail_goes_out_by_a_job_once(officers: list[User]) -> None:
    """Who has an address gets one mail; running the job again sends none."""
    tell(officers, uuid4())
    assert mail.outbox == []
    assert work_off("quick") == 1
    Job.objects.update(state="queued", finished_at=None, attempts=0)
    work_off("quick")
    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["han@example.org"], "《工作要点{0}》已经读完，有 3 处请您看一看。")
    ]
    assert "一共 3 处。" in mail.outbox[0].body


def test_a_mail_sent_but_not_yet_noted_leaves_one_file(
    officers: list[User], settings: object, tmp_path: Path
) -> None:
    """Sent again after a kill, it has the same identity: the outbox holds it once."""
    settings.DATA = tmp_path
    tell(officers, uuid4())
    work_off("quick")
    again = mail.outbox[0]
    for _ in range(2):
        assert OutboxBackend().send_messages([again]) == 1
    files = list((tmp_path / "outbox").iterdir())
    assert len(files) == 1
    assert files[0].suffix == ".json"
    written = json.loads(files[0].read_text())
    assert set(written) == {"kind", "id", "at", "to", "subject", "body"}
    assert written["to"] == ["han@example.org"]


def test_a_rolled_back_act_tells_nobody(officers: list[User]) -> None:
    """Notification and mail belong to the transaction."""
    with transaction.atomic():
        notify(READ.name, act_uid=uuid4(), users=officers, params=PARAMS)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not Job.objects.exists()


def test_one_marks_only_ones_own(officers: list[User]) -> None:
    """Another's notification is not there for me."""
    tell(officers, uuid4())
    others = notifications_of(officers[1])[0].uid
    assert mark_read(officers[0], others) == 0
    assert unread_count(officers[1]) == 1
    assert mark_read(officers[0]) == 1
    assert unread_count(officers[0]) == 0


def test_params_must_be_the_declared_ones(officers: list[User]) -> None:
    """A missing or extra field shows at once, not in a half-filled sentence."""
    for params in ({"title": "x"}, {**PARAMS, "name": "x"}, {"title": "x", "doubts": 3}):
        with pytest.raises(TypeError), transaction.atomic():
            notify(READ.name, act_uid=uuid4(), users=officers, params=params)
    with transaction.atomic():
        assert notify(QUIET.name, act_uid=uuid4(), users=officers, params={}) == 2
    assert not Job.objects.exists()
