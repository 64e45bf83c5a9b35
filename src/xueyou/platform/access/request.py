"""The person behind a request, and for which organisation he acts."""

from django.http import HttpRequest

from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.accounts.models import User

ACTING_FOR = "acting_for"
"""Session key: uid of the organisation chosen by somebody with roles in several."""
_KEPT = "_xueyou_actor"


def current_actor(request: HttpRequest) -> SignedIn:
    """Return who asks, with the roles in force at this moment (looked up once a request).

    A stranger is an actor without roles; `actor.user` is then None.
    """
    kept = getattr(request, _KEPT, None)
    if isinstance(kept, SignedIn):
        return kept
    user = request.user
    if isinstance(user, User) and user.is_authenticated:
        actor = actor_for(user, request.session.get(ACTING_FOR))
    else:
        actor = SignedIn(kind="user", id="anonymous", user=None, org_path="")
    setattr(request, _KEPT, actor)
    return actor


def act_for(request: HttpRequest, organisation_uid: str) -> bool:
    """Choose for which organisation the person acts from now on; False if he holds nothing there.

    Kept in the session, so the choice is this device's and ends with it.
    """
    actor = current_actor(request)
    held = (*actor.holdings, *actor.others)
    if not any(str(one.organisation_uid) == organisation_uid for one in held):
        return False
    request.session[ACTING_FOR] = organisation_uid
    delattr(request, _KEPT)
    return True
