"""Addresses of the entrance: sign-in, second factor, password, demonstration sign-in."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, path, re_path

from xueyou.platform.access.routes import PUBLIC, SIGNED_IN, Door, View, route
from xueyou.platform.accounts import demo, phone_views, sessions, views

BOTH = ("GET", "POST")


def _of(view: View, opens: Door, methods: tuple[str, ...] = BOTH, *, door: bool = False) -> View:
    """Declare a view of the library: about one person, never stored."""
    return route(permission=opens, content="personal", methods=methods, door=door)(view)


urlpatterns: list[URLPattern] = [
    path("account/sign-in/", _of(account.login, PUBLIC, door=True), name="account_login"),
    path("account/sign-out/", _of(views.sign_out, PUBLIC, door=True), name="account_logout"),
    path(
        "account/closed/",
        _of(account.account_inactive, PUBLIC, ("GET",), door=True),
        name="account_inactive",
    ),
    path(
        "account/confirm/",
        _of(account.reauthenticate, SIGNED_IN, door=True),
        name="account_reauthenticate",
    ),
    path(
        "account/password/",
        _of(account.password_change, SIGNED_IN),
        name="account_change_password",
    ),
    path(
        "account/password/first/",
        _of(account.password_set, SIGNED_IN),
        name="account_set_password",
    ),
    path(
        "account/password/forgotten/",
        _of(views.forgotten_password, PUBLIC, door=True),
        name="account_reset_password",
    ),
    path(
        "account/password/forgotten/sent/",
        _of(account.password_reset_done, PUBLIC, ("GET",), door=True),
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        _of(account.password_reset_from_key, PUBLIC, door=True),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/new/done/",
        _of(account.password_reset_from_key_done, PUBLIC, ("GET",), door=True),
        name="account_reset_password_from_key_done",
    ),
    path("account/code/", _of(factor.authenticate, PUBLIC, door=True), name="mfa_authenticate"),
    path(
        "account/code/confirm/",
        _of(factor.reauthenticate, SIGNED_IN, door=True),
        name="mfa_reauthenticate",
    ),
    path("account/second-factor/", _of(factor.index, SIGNED_IN, ("GET",)), name="mfa_index"),
    path(
        "account/second-factor/set-up/",
        _of(totp.activate_totp, SIGNED_IN, door=True),
        name="mfa_activate_totp",
    ),
    path(
        "account/second-factor/change/",
        _of(totp.deactivate_totp, SIGNED_IN),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/recovery-codes/",
        _of(codes.view_recovery_codes, SIGNED_IN, ("GET",)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        _of(codes.generate_recovery_codes, SIGNED_IN),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/download/",
        _of(codes.download_recovery_codes, SIGNED_IN, ("GET",)),
        name="mfa_download_recovery_codes",
    ),
    path("sign-in/", phone_views.phone, name="phone_sign_in"),
    path("sign-in/code/", phone_views.phone_code, name="phone_code"),
    path("sign-in/holder/", phone_views.phone_holder, name="phone_holder"),
    path("account/acting-for/", views.acting_for, name="acting_for"),
    path("account/begin/", views.after_sign_in, name="after_sign_in"),
]

if sessions.demo_allowed():
    urlpatterns.append(path("demo/sign-in/<str:token>/", demo.demo_sign_in, name="demo_sign_in"))
