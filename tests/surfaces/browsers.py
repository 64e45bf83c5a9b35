"""A browser in which somebody is signed in, with the second factor given."""

from typing import Any

from django.test import Client

from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.sessions import PASSED


def signed_in(who: SignedIn | User, **options: Any) -> Client:
    """Return a browser in which this person is signed in; options are those of the client."""
    user = who if isinstance(who, User) else who.user
    assert isinstance(user, User)
    client = Client(**options)
    client.force_login(user)
    session = client.session
    session[PASSED] = user.pk
    session.save()
    return client
