"""A family signs in by a code to its phone; nobody learns which numbers are known."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xueyou.platform.accounts import codes
from xueyou.platform.accounts.models import Phone, SignInCode, User
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import wall_now

NUMBER = "13800005678"
PHONE = "/sign-in/"
CODE = "/sign-in/code/"


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    """Let messages fall into a folder of this test."""
    settings.DATA = tmp_path
    return tmp_path / "outbox"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a second code be asked for at once; the one test of that sets it back."""
    monkeypatch.setattr(codes, "AGAIN_AFTER", timedelta(0))


def last_code(outbox: Path) -> str:
    """Return the code in the newest message, after the queue has been worked off."""
    work_off()
    messages = [json.loads(path.read_text()) for path in outbox.glob("*.json")]
    newest: dict[str, Any] = max(messages, key=lambda message: message["at"])
    return str(newest["params"]["code"])


def ask(client: Client, number: str = NUMBER) -> Any:
    """Ask for a code."""
    return client.post(PHONE, {"phone": number})


def sign_in(client: Client, outbox: Path, number: str = NUMBER) -> Any:
    """Go the whole way."""
    ask(client, number)
    return client.post(CODE, {"code": last_code(outbox)})


def wrong(right: str) -> str:
    """Return six digits that are not the right ones."""
    return f"{(int(right) + 1) % 10**6:06d}"


@pytest.mark.parametrize(
    "typed", [NUMBER, "138 0000 5678", "+86-138-0000-5678", "１３８００００５６７８"]
)
def test_the_way_in(client: Client, outbox: Path, typed: str) -> None:
    """The first time opens an account, the second finds it, however the number is typed."""
    first = sign_in(client, outbox, typed)
    assert first.status_code == 302
    assert client.get("/account/acting-for/").status_code == 200
    client.logout()
    sign_in(client, outbox)
    phone = Phone.objects.get()
    assert User.objects.get().staff is False
    assert NUMBER.encode() not in bytes(phone.value_enc)
    assert {codes.SENT_TO.text(row) for row in SignInCode.objects.all()} == {NUMBER}


@pytest.mark.parametrize(
    "typed", ["", "1380000567", "23800005678", "abc", "138000056789", "१३८०००"]
)
def test_what_is_no_number_is_told(client: Client, outbox: Path, typed: str) -> None:
    """No code goes out, and the page says what to do."""
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert "11 位数字" in answer.content.decode()
    assert not SignInCode.objects.exists()


def test_five_wrong_guesses_end_a_code(client: Client, outbox: Path) -> None:
    """The right one comes too late then."""
    ask(client)
    right = last_code(outbox)
    for left in (4, 3, 2, 1):
        assert f"再试 {left} 次" in client.post(CODE, {"code": wrong(right)}).content.decode()
    assert "作废" in client.post(CODE, {"code": wrong(right)}).content.decode()
    assert client.post(CODE, {"code": right}).url == PHONE
    assert not User.objects.exists()


def test_guesses_count_over_all_codes_of_a_number(client: Client, outbox: Path) -> None:
    """Fifteen a quarter of an hour: asking again and again gives no more."""
    for _ in range(3):
        ask(client)
        right = last_code(outbox)
        for _ in range(5):
            client.post(CODE, {"code": wrong(right)})
    ask(client)
    answer = client.post(CODE, {"code": last_code(outbox)})
    assert "15 分钟" in answer.content.decode()
    assert not User.objects.exists()


def test_a_code_opens_only_where_it_was_asked_for(client: Client, outbox: Path) -> None:
    """Another browser that knows the code is sent back to the start."""
    ask(client)
    right = last_code(outbox)
    assert Client().post(CODE, {"code": right}).url == PHONE
    assert client.post(CODE, {"code": right}).status_code == 302


def test_a_code_opens_once_and_not_after_its_time(
    client: Client, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Used codes and old ones open nothing."""
    ask(client)
    right, cookies = last_code(outbox), dict(client.cookies)
    client.post(CODE, {"code": right})
    again = Client()
    again.cookies.update(cookies)
    assert again.post(CODE, {"code": right}).url == PHONE
    ask(again)
    late = last_code(outbox)
    monkeypatch.setattr(codes, "wall_now", lambda: wall_now() + codes.LIFE)
    assert again.post(CODE, {"code": late}).url == PHONE


def test_known_and_unknown_numbers_are_answered_alike(client: Client, outbox: Path) -> None:
    """Same pages, same queries: nothing tells whether an account stands behind a number."""
    sign_in(client, outbox)
    answers = []
    for number in (NUMBER, "13900001111"):
        fresh = Client()
        asked = ask(fresh, number)
        page = fresh.get(CODE).content.decode()
        masked = number[:3] + "****" + number[-4:]
        answers.append((asked.status_code, asked.url, page.replace(masked, "")))
    strip = [text.split('name="csrfmiddlewaretoken"')[0] for _, _, text in answers]
    assert answers[0][:2] == answers[1][:2]
    assert strip[0] == strip[1]


def test_asking_takes_the_same_steps_for_every_number(client: Client, outbox: Path) -> None:
    """Statement by statement: there is nothing for a clock to tell a known number by."""
    sign_in(client, outbox)
    steps: list[list[str]] = []
    for number in (NUMBER, "13900001111"):
        fresh = Client()
        with CaptureQueriesContext(connection) as asked:
            assert ask(fresh, number).status_code == 302
            fresh.get(CODE)
        steps.append([re.sub(r"\d+(_x\d+)?|\x27[^\x27]*\x27", "…", one["sql"]) for one in asked])
    assert steps[0] == steps[1]
    assert len(steps[0]) > 2


def test_codes_are_not_sent_without_end(
    client: Client, outbox: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """One a minute, five a quarter of an hour for a number; a limit for a network."""
    monkeypatch.setattr(codes, "AGAIN_AFTER", timedelta(seconds=60))
    assert ask(client).status_code == 302
    hurried = ask(client)
    assert hurried.status_code == 429
    assert "秒后" in hurried.content.decode()
    monkeypatch.setattr(codes, "AGAIN_AFTER", timedelta(0))
    for _ in range(4):
        assert ask(client).status_code == 302
    assert "15 分钟" in ask(client).content.decode()
    settings.XUEYOU_CODES_AN_ADDRESS = 5
    assert "手机流量" in ask(client, "13900001111").content.decode()


def test_the_number_stands_in_no_address_and_no_page(client: Client, outbox: Path) -> None:
    """Masked on the page, encrypted in the row, absent from address and cookie."""
    answer = ask(client)
    page = client.get(CODE)
    assert "138****5678" in page.content.decode()
    for text in (answer.url, page.content.decode(), str(client.cookies)):
        assert NUMBER not in text


def test_a_closed_account_is_told_so(client: Client, outbox: Path) -> None:
    """Only the owner of the phone learns it."""
    sign_in(client, outbox)
    User.objects.update(is_active=False)
    answer = sign_in(Client(), outbox)
    assert answer.status_code in {302, 422}
    fresh = Client()
    ask(fresh)
    assert "停用" in fresh.post(CODE, {"code": last_code(outbox)}).content.decode()


def test_one_is_led_back_to_where_one_came_from_and_nowhere_else(
    client: Client, outbox: Path
) -> None:
    """`next` of this site counts, another host does not."""
    for wanted, expected in (("/me/", "/me/"), ("https://evil.example/", "/account/begin/")):
        fresh = Client()
        fresh.post(PHONE, {"phone": NUMBER, "next": wanted})
        assert fresh.post(CODE, {"code": last_code(outbox)}).url == expected
