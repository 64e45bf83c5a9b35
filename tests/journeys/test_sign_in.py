"""Through the door: password, authenticator, and out again."""

import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today

PASSWORD = "梧桐-Tree-9241"


def _give_code(page: Page, label: str, button: str, secret: str) -> None:
    """Type what the authenticator shows; where the half minute ended meanwhile, what it shows now.

    As people do: the page says that the code may have changed.
    """
    shown = 0
    while (now := int(time.time()) // 30) != shown:
        shown = now
        page.get_by_label(label).fill(str(totp.format_hotp_value(totp.hotp_value(secret, now))))
        page.get_by_role("button", name=button).click()
        page.wait_for_load_state()
        if page.get_by_label(label).count() == 0:
            return


def _officer(login: str) -> User:
    user = User.objects.make(login_name=login, name="江澄", password=PASSWORD)
    grant_role(
        actor=SYSTEM,
        user=user,
        role="plan_officer",
        organisation=Organisation.objects.get(kind="bureau"),
        valid_from=business_today(),
        key=f"journey-{login}",
    )
    return user


@pytest.mark.both
def test_an_officer_signs_in_with_password_and_code(visit: Visit, site: Site) -> None:
    """Tests the two steps, the page one wanted before, and signing out."""
    user = _officer("jiang.one")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    page = visit("/bureau/plans/")
    page.get_by_label("登录名").fill("jiang.one")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="请输入验证码")).to_be_visible()
    _give_code(page, "验证码或恢复码", "登录", secret)
    expect(page.get_by_role("heading", name="文件", exact=True)).to_be_visible()
    page.goto(site.url + "/me/")
    page.get_by_role("button", name="退出").click()
    page.goto(site.url + "/bureau/plans/")
    assert "/account/sign-in/" in page.url


def test_a_new_officer_must_bind_an_authenticator_first(visit: Visit, site: Site) -> None:
    """Tests that no page of the desk opens before the second factor is set up."""
    _officer("jiang.two")
    page = visit("/account/sign-in/")
    page.get_by_label("登录名").fill("jiang.two")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(site.url + "/bureau/plans/")
    expect(page.get_by_role("heading", name="请先绑定验证器")).to_be_visible()
    secret = re.search(r"[A-Z2-7]{16,}", page.locator("main .code").inner_text())
    assert secret
    _give_code(page, "验证码", "绑定", secret.group())
    page.goto(site.url + "/bureau/plans/")
    expect(page.get_by_role("heading", name="文件", exact=True)).to_be_visible()


def test_a_wrong_password_is_said_kindly(visit: Visit) -> None:
    """Tests that the answer names no account and keeps the login name."""
    page = visit("/account/sign-in/")
    page.get_by_label("登录名").fill("nobody.here")
    page.get_by_label("密码").fill("wrong-password")
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".errors")).to_be_focused()
    assert page.get_by_label("登录名").input_value() == "nobody.here"


def test_one_click_signs_in_a_person_of_the_demonstration(visit: Visit, site: Site) -> None:
    """Tests the front page's list of persons."""
    page = visit("/")
    page.locator("a[href^='/demo/sign-in/']").filter(has_text="韩薇").click()
    page.goto(site.url + "/bureau/plans/")
    expect(page.get_by_role("heading", name="文件", exact=True)).to_be_visible()
    expect(page.locator(".rail")).to_contain_text("韩薇")
