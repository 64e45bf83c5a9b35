"""The town of the opening hour: a county with an open call, and children known with two guardians.

Everything by verbs, so that what the site finds is what it would find anywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.test import override_settings

from tests.kernel.calls.world import NOW, World, child_of, found_world, send_back
from tests.load.family import Family
from tests.load.photographs import PAPER
from xueyou.kernel.calls.answers import answers_of
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.drafts import handed_in
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts import codes
from xueyou.platform.time import frozen_business


@dataclass(frozen=True)
class Returned:
    """An application that was sent back for a paper, with what was handed in."""

    phone: str
    application: str
    answers: Mapping[str, str]
    wishes: Mapping[str, Sequence[str]]

    def become(self, family: Family) -> None:
        """Let a family be the one whose application this is."""
        family.own_phone, family.application = self.phone, self.application
        family.answers = dict(self.answers)
        family.wishes = {name: list(wished) for name, wished in self.wishes.items()}
        family.handed_in_before = 1


@dataclass(frozen=True)
class Town:
    """The call's uid; for each known child the telephones of its two guardians; what came back."""

    call: str
    pairs: list[tuple[str, str]]
    returned: list[Returned]


def found_town(pairs: int, returned: int) -> Town:
    """Found the county, open its call, bind so many children to two accounts each.

    And send so many applications back.
    """
    with override_settings(XUEYOU_ROLES="tests.kill.roles"), frozen_business(NOW):
        roles.cache_clear()
        world = found_world()
        found = [_pair(number) for number in range(pairs)]
        back = [_returned(world, number) for number in range(returned)]
    roles.cache_clear()
    return Town(str(world.call.uid), found, back)


def _pair(number: int) -> tuple[str, str]:
    phones = (f"151{number:08d}", f"152{number:08d}")
    guardians = [actor_for(codes._open_account(phone)) for phone in phones]
    child_of(*guardians)
    return phones


def _returned(world: World, number: int) -> Returned:
    phone = f"153{number:08d}"
    family = actor_for(codes._open_account(phone))
    row = world.handed_in(family, child_of(family))
    send_back(
        actor=world.officer,
        application_uid=row.uid,
        missing=[Missing(PAPER, "没有拍全")],
    )
    row.refresh_from_db()
    return Returned(phone, str(row.uid), answers_of(row), handed_in(row).wishes)
