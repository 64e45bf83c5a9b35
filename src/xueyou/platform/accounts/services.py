"""Verbs of accounts: open one, close one, make the link for a first password."""

from uuid import UUID

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from xueyou.platform.accounts.codes import write_phone
from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.phone_numbers import mobile_number
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act

CLOSE = register_verb("accounts.account.close", zh="停用一个账号")
OPEN = register_verb("accounts.account.open", zh="开一个账号", fields={"staff": "flag"})


class NotByHand(PermissionError):
    """Accounts are opened by the system (an import, a city's set-up), not yet by a person."""


def open_account(
    *,
    actor: Actor,
    login_name: str,
    name: str,
    email: str = "",
    staff: bool = True,
    phone: str = "",
    key: str,
) -> UUID:
    """Open an account without a password: a reset link, or a demonstration link, lets it in.

    With a `phone` a family enters by the codes sent there. Raises NotByHand for anybody but the
    system; ValidationError for a login name that is taken or malformed; NumberRefused for what is
    no telephone number.
    """
    if actor.kind != "system":
        raise NotByHand(str(actor))
    number = mobile_number(phone) if phone else ""
    request = {"login_name": login_name, "staff": staff}
    with act(actor, OPEN.name, key=key, request=request) as a:
        if a.repeated:
            return UUID(str(a.outcome["uid"]))
        user = User.objects.make(login_name=login_name, name=name, email=email, staff=staff)
        if number:
            write_phone(user, number)
        a.about("account", user.uid)
        a.data = {"staff": staff}
        a.outcome = {"uid": str(user.uid)}
        return user.uid


def close_account(*, actor: Actor, user: User, key: str) -> None:
    """Close an account: nobody enters with it any more, and its open sessions end at once.

    What was done with it stays in the record. Raises NotByHand for anybody but the system.
    """
    if actor.kind != "system":
        raise NotByHand(str(actor))
    with act(actor, CLOSE.name, key=key, request={"user": str(user.uid)}) as a:
        if a.repeated:
            return
        a.lock(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        a.about("account", user.uid)
        a.outcome = {"uid": str(user.uid)}


def first_password_path(user: User) -> str:
    """Return the address, good once and for two hours, at which the person sets a password."""
    token = PasswordResetTokenGenerator().make_token(user)
    named = {"uidb36": user_pk_to_url_str(user), "key": token}
    return reverse("account_reset_password_from_key", kwargs=named)
