"""The town of the opening hour: a county with an open call, and children known with two guardians.

Everything by verbs, so that what the site finds is what it would find anywhere.
"""

from dataclasses import dataclass

from django.test import override_settings

from tests.kernel.calls.world import NOW, child_of, found_world
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts import codes
from xueyou.platform.time import frozen_business


@dataclass(frozen=True)
class Town:
    """The call's uid, and for each known child the telephones of its two guardians."""

    call: str
    pairs: list[tuple[str, str]]


def found_town(pairs: int) -> Town:
    """Found the county, open its call, and bind so many children to two accounts each."""
    with override_settings(XUEYOU_ROLES="tests.kill.roles"), frozen_business(NOW):
        roles.cache_clear()
        call = found_world().call
        found = [_pair(number) for number in range(pairs)]
    roles.cache_clear()
    return Town(str(call.uid), found)


def _pair(number: int) -> tuple[str, str]:
    phones = (f"151{number:08d}", f"152{number:08d}")
    guardians = [actor_for(codes._open_account(phone)) for phone in phones]
    child_of(*guardians)
    return phones
