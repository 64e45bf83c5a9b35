"""How this deployment uses django-allauth: nobody signs up, limits by device, secrets encrypted."""

import base64
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from xueyou.platform.accounts import known_devices
from xueyou.platform.accounts.models import User

FRESH_SIGN_IN = 600
"""Seconds after a sign-in in which the second factor may be set up without the password again."""
FIRST_STEPS = frozenset({"mfa_activate_totp", "mfa_view_recovery_codes"})


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in of people who work here."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "这个账号已经停用。",
        "enter_current_password": "现在的密码不对，请再输一次。",
        "incorrect_code": "验证码不对，或者已经换了。请看验证器里现在的6位数字。",
        "incorrect_password": "密码不对，请再输一次。",
        "invalid_password_reset": "这个链接已经不能用了，请再要一个。",
        "rate_limited": "试的次数太多，先停一停。请过五分钟再来，账号没有被锁。",
        "same_as_current": "新密码和现在的一样，请换一个。",
        "too_many_login_attempts": "试的次数太多，先停一停。请过五分钟再来，账号没有被锁。",
        "username_password_mismatch": "登录名和密码对不上，请再看一看。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are opened by an administrator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this attempt where it belongs, and refuse when there were too many.

        A device on which this person has signed in before counts for itself; all others count by
        address and login name together. So whoever guesses wrongly in somebody's name locks out
        himself, never the person he names.
        """
        login = str(credentials.get("username") or credentials.get("email") or "").lower()
        device = known_devices.device_of(request, login)
        if device:
            action, key = "login_failed_known", f"device:{device}"
        else:
            action, key = "login_failed_elsewhere", f"{self.get_client_ip(request)}:{login}"
        usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
        self._login_failed_rl_usage = usage
        if not usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **hooks: Any
    ) -> HttpResponse:
        """Remember the device on which somebody has just signed in."""
        response: HttpResponse = super().post_login(request, user, **hooks)
        assert isinstance(user, User)
        known_devices.remember(request, response, user.login_name)
        return response

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask for the password again before a change; not while the first factor is being set up.

        Whoever has just signed in may set up the app and read the recovery codes that come with it.
        """
        request = context.request
        match = request.resolver_match
        if match is not None and match.url_name in FIRST_STEPS:
            records = get_authentication_records(request, request.user)
            if records and time.time() - records[-1]["at"] < FRESH_SIGN_IN:
                return False
        return bool(super().is_reauthentication_required(app=app, **more))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are stored encrypted, under a key derived from SECRET_KEY."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不对，或者已经换了。请看验证器里现在的6位数字。",
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return what the authenticator app shows beside the code."""
        assert isinstance(user, User)
        return user.login_name

    def encrypt(self, text: str) -> str:
        """Return the text encrypted (AES-128-CBC with HMAC-SHA256)."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text that was encrypted."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    key = HKDF(hashes.SHA256(), length=32, salt=None, info=b"xueyou second factor").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
