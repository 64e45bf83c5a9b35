"""A telephone number that was quiet for long may be somebody else's by now.

A number that was given back is handed out again after 90 days at the earliest (telecom numbering
rules, 待核). So a code proves the holder only where the last proof is younger; after that whoever
has the number must also know what the account is about, or begins an account of his own.
"""

import re
from datetime import date, timedelta
from typing import Protocol

from xueyou.platform.accounts.models import Phone, User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.time import wall_now

QUIET = timedelta(days=90)
PASS_ON = register_verb("accounts.phone.pass_on", zh="手机号换了人，另开一个账号")
_PARTS = re.compile(r"\d+")


class Knowledge(Protocol):
    """What only the holder of an account knows; a room that keeps such things offers it."""

    def anything(self, user: User) -> bool:
        """Return whether there is anything to know of the account."""

    def knows(self, user: User, name: str, born_on: date) -> bool:
        """Return whether a child of the account has that name and day of birth."""


_known: list[Knowledge] = []


class HolderAsked(Exception):
    """The code was right, but the number was quiet for long: who is it?"""

    def __init__(self, phone: Phone) -> None:
        super().__init__("the holder is asked")
        self.phone = phone


def offer_knowledge(knowledge: Knowledge) -> None:
    """Let a room say what the holder of an account knows; called once, as the room is loaded."""
    _known.append(knowledge)


def require_holder(phone: Phone) -> None:
    """Raise HolderAsked where the number may have changed hands and something lies behind it."""
    if wall_now() - phone.proved_at < QUIET:
        return
    if any(one.anything(phone.user) for one in _known):
        raise HolderAsked(phone)


def holder_proved(phone: Phone, name: str, typed: str) -> bool:
    """Return whether the words are those of the holder; if so the number is proved from now on."""
    born_on = _day(typed)
    if born_on is None or not any(one.knows(phone.user, name, born_on) for one in _known):
        return False
    Phone.objects.filter(pk=phone.pk, ended_at=None).update(proved_at=wall_now())
    return True


def end_for_new_holder(phone: Phone, by: Actor) -> None:
    """End the number at its old account: who has it now opens one of his own with it."""
    with act(by, PASS_ON.name) as a:
        row = Phone.objects.get(pk=phone.pk)
        a.lock(row)
        if row.ended_at is None:
            row.ended_at = wall_now()
            row.save(update_fields=["ended_at"])
        a.about("account", row.user.uid)


def _day(typed: str) -> date | None:
    """Return the day that was typed, however it is written: 2020-3-1, 20200301, 2020年3月1日."""
    parts = _PARTS.findall(typed)
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None
