"""For whom a command about calls acts: an officer with an account, as on a page."""

from django.core.management.base import CommandError, CommandParser

from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.accounts.models import User


def add_officer(parser: CommandParser) -> None:
    """Take the officer's name to sign in with."""
    parser.add_argument("--by", required=True, help="经办人的登录名：按他的权限办，记在他名下")


def officer(login_name: str) -> SignedIn:
    """Return the officer. Raises CommandError where there is no such account."""
    user = User.objects.filter(login_name=login_name, is_active=True).first()
    if user is None:
        raise CommandError("没有这个登录名，什么都没有改。", returncode=3)
    return actor_for(user)
