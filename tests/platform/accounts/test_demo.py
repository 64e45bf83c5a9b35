"""One click signs a demonstration person in, and production knows nothing of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.paths import ROOT
from tests.platform.accounts.conftest import INSIDE, Person, is_inside
from tests.waiting import PATIENCE
from xueyou.platform.accounts.demo import sign_in_path
from xueyou.platform.crypto.key_files import make_field_keys, make_index_keys


def test_one_click_is_enough(client: Client, person: Person) -> None:
    """No password, no code: the deployment is marked."""
    answer = client.get(sign_in_path(person.user))
    assert (answer.status_code, answer["Location"]) == (302, "/account/begin/")
    assert is_inside(client)


def test_a_look_is_not_a_click(client: Client, person: Person) -> None:
    """HEAD, as link checkers send it, signs nobody in."""
    client.head(sign_in_path(person.user))
    assert not is_inside(client)


def test_a_changed_link_does_not_exist(client: Client, person: Person) -> None:
    """Signed for one person, it opens for no other."""
    link = sign_in_path(person.user)
    assert client.get(link[:-3] + "xx/").status_code == 404
    assert client.get(f"/demo/sign-in/{person.user.uid}/").status_code == 404
    person.user.is_active = False
    person.user.save()
    assert client.get(link).status_code == 404


def test_the_code_refuses_in_production(client: Client, person: Person, settings: object) -> None:
    """Even where the address were there: no link, no entry, and an old demo session is out."""
    link = sign_in_path(person.user)
    client.get(link)
    assert is_inside(client)
    settings.XUEYOU_ENV = "prod"  # type: ignore[attr-defined]
    assert client.get(link).status_code == 404
    assert client.get(INSIDE).status_code == 302
    with pytest.raises(RuntimeError):
        sign_in_path(person.user)


def run_in_production(code: str, tmp_path: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    key = tmp_path / "key"
    key.write_text("0123456789abcdefghij" * 3)
    make_field_keys(tmp_path / "fields")
    make_index_keys(tmp_path / "index")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XUEYOU")},
        "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.prod",
        "XUEYOU_ENV": "prod",
        "XUEYOU_DATA": str(tmp_path),
        "XUEYOU_HOSTS": "xueyou.example",
        "XUEYOU_PROXIES": "1",
        "XUEYOU_SECRET_KEY_FILE": str(key),
        "XUEYOU_FIELD_KEYS": str(tmp_path / "fields"),
        "XUEYOU_INDEX_KEY_FILE": str(tmp_path / "index"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'prod.sqlite3'}",
        **extra,
    }
    environment = {name: value for name, value in environment.items() if value}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )


def test_production_has_no_such_address(tmp_path: Path) -> None:
    """With XUEYOU_ENV=prod the address is not in the resolver, and its name cannot be reversed."""
    done = run_in_production(
        "import django; django.setup()\n"
        "from django.urls import NoReverseMatch, Resolver404, resolve, reverse\n"
        "for ask in (lambda: resolve('/demo/sign-in/x/'),\n"
        "            lambda: reverse('demo_sign_in', kwargs={'token': 'x'})):\n"
        "    try:\n"
        "        ask()\n"
        "    except (NoReverseMatch, Resolver404):\n"
        "        print('absent')\n"
        "print(resolve('/account/sign-in/').url_name)\n",
        tmp_path,
    )
    assert done.stdout.split() == ["absent", "absent", "account_login"], done.stderr


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"XUEYOU_SECRET_KEY_FILE": ""}, "密钥文件"),
        ({"XUEYOU_SECRET_KEY_FILE": "/nowhere/key"}, "不存在"),
        ({"XUEYOU_FIELD_KEYS": ""}, "XUEYOU_FIELD_KEYS"),
        ({"XUEYOU_FIELD_KEYS": "/nowhere/fields"}, "读不出来"),
        ({"XUEYOU_INDEX_KEY_FILE": ""}, "XUEYOU_INDEX_KEY_FILE"),
        ({"XUEYOU_HOSTS": ""}, "域名"),
        ({"XUEYOU_NOW": "2026-11-20T08:00:00+08:00"}, "业务时钟"),
        ({"XUEYOU_PROXIES": ""}, "XUEYOU_PROXIES"),
        ({"XUEYOU_PROXIES": "one"}, "XUEYOU_PROXIES"),
        ({"XUEYOU_MAIL_URL": "http://mail.example"}, "XUEYOU_MAIL_URL"),
        ({"XUEYOU_MAIL_URL": "smtps://mail.example"}, "XUEYOU_MAIL_FROM"),
    ],
    ids=[
        *("no key", "no such key", "no field keys", "no such field keys", "no index key"),
        *("no host", "moved clock"),
        *("no proxies", "proxies in words", "mail by no mail server", "mail from nobody"),
    ],
)
def test_production_does_not_start_half_set_up(
    tmp_path: Path, wrong: dict[str, str], words: str
) -> None:
    """Each missing piece is named in a sentence."""
    done = run_in_production("import django; django.setup()", tmp_path, **wrong)
    assert done.returncode != 0
    assert words in done.stderr


def test_short_and_default_keys_are_refused(tmp_path: Path) -> None:
    """A key that somebody typed, or that stands in this repository, opens no production site."""
    from xueyou.site.settings import test as settings_of_tests

    for key in ("secret", settings_of_tests.SECRET_KEY, "django-insecure-" + "x" * 60):
        file = tmp_path / "own"
        file.write_text(key)
        done = run_in_production(
            "import django; django.setup()", tmp_path, XUEYOU_SECRET_KEY_FILE=str(file)
        )
        assert done.returncode != 0, key
        assert "密钥" in done.stderr
