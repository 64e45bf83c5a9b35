"""Verbs of accounts: open one."""

from uuid import UUID

from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act

OPEN = register_verb("accounts.account.open", zh="开一个账号", fields={"staff": "flag"})


class NotByHand(PermissionError):
    """Accounts are opened by the system (an import, a city's set-up), not yet by a person."""


def open_account(
    *, actor: Actor, login_name: str, name: str, email: str = "", staff: bool = True, key: str
) -> UUID:
    """Open an account without a password: a reset link, or a demonstration link, lets it in.

    Raises NotByHand for anybody but the system; ValidationError for a login name that is taken
    or malformed.
    """
    if actor.kind != "system":
        raise NotByHand(str(actor))
    request = {"login_name": login_name, "staff": staff}
    with act(actor, OPEN.name, key=key, request=request) as a:
        if a.repeated:
            return UUID(str(a.outcome["uid"]))
        user = User.objects.make(login_name=login_name, name=name, email=email, staff=staff)
        a.about("account", user.uid)
        a.data = {"staff": staff}
        a.outcome = {"uid": str(user.uid)}
        return user.uid
