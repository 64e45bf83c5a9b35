"""From nothing to the first administrator, by the commands of the console."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from tests.platform.accounts.conftest import SET_UP, give_password, is_inside
from xueyou.platform.access.holdings import in_force
from xueyou.platform.access.models import Assignment
from xueyou.platform.accounts import demo
from xueyou.platform.accounts.codes import SENT_TO, account_by_code, ask_for_code, write_phone
from xueyou.platform.accounts.models import Phone, SignInCode, User
from xueyou.platform.accounts.phone_numbers import NumberRefused
from xueyou.platform.accounts.services import NotByHand, close_account, open_account
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.tree import create_organisation


def say(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def bureau(db: None) -> None:
    """Enter one bureau."""
    with act(SYSTEM, "orgs.organisation.create") as a:
        create_organisation(a, name="市教育局", kind="bureau", code="LC")


def test_the_printed_link_sets_the_first_password(client: Client) -> None:
    """Then password and second factor, as for everybody."""
    printed = say("account_open", "fang.min", "方敏")
    found = re.search(r"(/account/password/new/\S+)", printed)
    assert found
    form = client.get(found.group(1))["Location"]
    new = "桂花-Osmanthus-77"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    give_password(client, "fang.min", new)
    assert client.get("/account/acting-for/")["Location"].startswith(SET_UP)
    again = Client().get(found.group(1), follow=True)
    assert "这个链接不能用了" in again.content.decode()


@pytest.mark.parametrize("weak", ["kurz", "1234567", "1234567890", "fang.min-1", "password12"])
def test_a_weak_password_is_refused_in_chinese(client: Client, weak: str, db: None) -> None:
    """Every sentence of the refusal is in the language of the page."""
    printed = say("account_open", "fang.min", "方敏")
    found = re.search(r"(/account/password/new/\S+)", printed)
    assert found
    form = client.get(found.group(1))["Location"]
    answer = client.post(form, {"password1": weak, "password2": weak})
    assert answer.status_code == 200
    said = re.sub(r"<[^>]*>", "|", answer.content.decode())
    assert "还差一点" in said
    assert re.findall(r"[A-Za-z]+ [a-z]+ [a-z]+", said) == []
    assert User.objects.get(login_name="fang.min").has_usable_password() is False


def test_a_role_is_given_and_taken_away(bureau: None) -> None:
    """The console stands above; each step is an act."""
    say("account_open", "fang.min", "方敏")
    printed = say("role_grant", "fang.min", "security_admin", "LC")
    user = User.objects.get(login_name="fang.min")
    assert [held.role.name for held in in_force(user)] == ["security_admin"]
    say("role_revoke", printed.split()[-1])
    assert in_force(user) == ()
    verbs = Act.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[1:] == [
        "accounts.account.open",
        "access.assignment.grant",
        "access.assignment.revoke",
    ]
    assert "方敏" not in str(list(Act.objects.values()))
    assert "fang.min" not in str(list(Act.objects.values()))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("account_open", "fang.min", "又一个"), "已经有人用了"),
        (("account_open", "Bad Name!", "坏"), "登录名只用"),
        (("role_grant", "nobody", "auditor", "LC"), "没有这个登录名"),
        (("role_grant", "fang.min", "emperor", "LC"), "没有“emperor”这个角色"),
        (("role_grant", "fang.min", "county_officer", "LC"), "不能在"),
        (("role_revoke", "01990000-0000-7000-8000-000000000000"), "什么都没有改"),
        (("account_close", "nobody"), "什么都没有改"),
    ],
)
def test_what_cannot_be_done_is_said(bureau: None, words: tuple[str, ...], why: str) -> None:
    """A sentence, and nothing changed."""
    say("account_open", "fang.min", "方敏")
    with pytest.raises(CommandError, match=why):
        say(*words)
    assert (User.objects.count(), Assignment.objects.count()) == (1, 0)


def test_closing_ends_everything_at_once(client: Client, bureau: None) -> None:
    """The open session is out with the next request."""
    say("account_open", "fang.min", "方敏")
    user = User.objects.get(login_name="fang.min")
    client.force_login(user)
    session = client.session
    session["second_factor_of"] = user.pk
    session.save()
    assert is_inside(client)
    say("account_close", "fang.min")
    assert not is_inside(client)


def test_only_the_system_opens_and_closes(db: None) -> None:
    """No person does, not yet: there is no page for it."""
    person = Actor("user", "x")
    with pytest.raises(NotByHand):
        open_account(actor=person, login_name="x.y", name="某", key="k")
    user = User.objects.make(login_name="x.y", name="某")
    with pytest.raises(NotByHand):
        close_account(actor=person, user=user, key="k")


def test_a_repeated_key_opens_one(db: None) -> None:
    """The same key answers with the first account."""
    uids = {open_account(actor=SYSTEM, login_name="x.y", name="某", key="k") for _ in range(2)}
    assert len(uids) == 1


def test_an_account_with_a_telephone_is_the_one_that_its_code_opens(db: None) -> None:
    """The number is kept sealed, and no other account may have it; what is no number is refused."""
    open_account(
        actor=SYSTEM, login_name="x.y", name="某", staff=False, phone="+86 138 0013 8009", key="k"
    )
    assert Phone.objects.get(user__login_name="x.y").value_enc
    asked = ask_for_code("13800138009", address="::1")
    number, code = SENT_TO.text(SignInCode.objects.get(uid=asked.uid)).split()
    assert number == "13800138009"
    assert account_by_code(asked.uid, code).login_name == "x.y"
    with pytest.raises(IntegrityError), transaction.atomic():
        write_phone(User.objects.make(login_name="x.z", name="别人"), number)
    with pytest.raises(NumberRefused):
        open_account(actor=SYSTEM, login_name="x.w", name="某", phone="12345", key="w")


def test_families_are_shown_only_where_links_sign_in(db: None, settings: Any) -> None:
    """Accounts of staff and closed ones are not; in production nobody is."""
    for name, staff in (("family-a", False), ("staff-a", True)):
        User.objects.make(login_name=name, name="某", staff=staff)
        demo.show_family(name, "一家人")
    try:
        assert [one.user.login_name for one in demo.shown_families()] == ["family-a"]
        settings.XUEYOU_ENV = "prod"
        assert demo.shown_families() == []
    finally:
        for name in ("family-a", "staff-a"):
            demo._SHOWN.pop(name)
