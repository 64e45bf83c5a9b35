"""A text sent directly is seen, counted, refused and wrong as Django's own statements are."""

from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, transaction
from django.db.models import BigIntegerField, CharField, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from xueyou.platform.accounts.models import User
from xueyou.platform.db import Changes, insert_row, prepared, prepared_update
from xueyou.platform.db.sending import sent

pytestmark = pytest.mark.django_db


@prepared(name=CharField())
def _named(name: Any) -> QuerySet[User]:
    return User.objects.filter(name=name).order_by("pk")


@prepared_update(pk=BigIntegerField(), name=CharField())
def _rename(pk: Any, name: Any) -> Changes:
    return User.objects.filter(pk=pk), {"name": name}


def _account() -> User:
    return User.objects.make(login_name="u-lin", name="林")


def test_every_wrapper_sees_every_statement() -> None:
    """Tests reading and writing: text, values and what they did, in the order of the wrappers."""
    heard: list[tuple[str, str, Any]] = []

    def listening(name: str) -> Any:
        def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            heard.append((name, sql.split()[0], list(params)[-1]))
            assert context["connection"] is connections[DEFAULT_DB_ALIAS]
            return execute(sql, params, many, context)

        return wrapper

    user = _account()
    with (
        connection.execute_wrapper(listening("outer")),
        connection.execute_wrapper(listening("inner")),
    ):
        assert _rename(pk=user.pk, name="陈") == 1
        assert [one.pk for one in _named(name="陈")] == [user.pk]
    assert [(name, verb) for name, verb, _ in heard] == [
        ("outer", "UPDATE"),
        ("inner", "UPDATE"),
        ("outer", "SELECT"),
        ("inner", "SELECT"),
    ]
    assert heard[0][2] == user.pk


def test_a_wrapper_may_refuse() -> None:
    """Tests that a statement that a wrapper does not pass on is not sent."""

    class Refused(Exception):
        pass

    def refusing(*_asked: Any) -> Any:
        raise Refused

    user = _account()
    with (
        pytest.raises(Refused),
        transaction.atomic(),
        connection.execute_wrapper(refusing),
    ):
        _rename(pk=user.pk, name="陈")
    assert User.objects.get(pk=user.pk).name == "林"


def test_what_is_captured_is_the_same() -> None:
    """Tests that a captured statement does what it does uncaptured, and is counted once."""
    user = _account()
    with CaptureQueriesContext(connection) as asked:
        assert _named(name="林") == [user]
    assert len(asked) == 1
    assert _named(name="林") == [user]


def test_signs_of_percent_are_signs() -> None:
    """Tests that a doubled one stands for itself, and each mark for its value."""
    _account()
    text = "SELECT login_name FROM accounts_user WHERE login_name LIKE 'u%%' AND name = %s"
    assert [list(one) for one in sent(connection, text, ["林"])[0]] == [["u-lin"]]
    assert sent(connection, text, ["陈"])[0] == []


def test_errors_are_those_of_django() -> None:
    """Tests a row that is there already, and that the broken transaction takes nothing more."""
    _account()
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            insert_row(User(login_name="u-lin", name="陈", uid=User.objects.get().uid))
        with pytest.raises(TransactionManagementError):
            _named(name="林")
    assert _named(name="林") != []
