"""Merge a person met twice, export or erase what is kept about one: through every holder."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import ERASE_PERSON, EXPORT_PERSON, MERGE_PEOPLE
from xueyou.kernel.registry.documents import LAST, ends_with
from xueyou.kernel.registry.models import IDENTIFIER_NUMBER, DocumentKind, Person
from xueyou.kernel.registry.personal_data import holders
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.bonds import require_standing
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act

GROUNDS = {
    "asked": "本人或监护人申请",
    "wrong": "录错，并无此人",
    "kept_long_enough": "保存期满",
}
"""Why somebody's data may be erased, as the act keeps it."""


def merge_people(
    *,
    actor: Actor,
    keep_uid: UUID | str,
    gone_uid: UUID | str,
    ends: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Merge one person into another: from now on both uids mean the one that is kept.

    `ends`: the last characters of the number, read from the original (of the file that is kept, or
    of the other where that has none). Every room moves its rows. Raises NotFound, and
    RegistryRefused for two people, and where rows of the two exclude each other (two schools, two
    accounts): then nothing was moved.
    """
    request = {"keep": str(keep_uid), "gone": str(gone_uid)}
    with act(actor, verbs.MERGE_PEOPLE.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return
        keep = _person(actor, MERGE_PEOPLE, keep_uid)
        gone = _person(actor, MERGE_PEOPLE, gone_uid)
        if keep.pk == gone.pk:
            raise RegistryRefused("选的是同一份档案，没有合并。")
        a.lock(keep, gone)
        require_standing(keep)
        require_standing(gone)
        _require_one(keep, gone, ends)
        for held in holders():
            held.holder.merge(gone, keep, a.at)
        Person.objects.filter(merged_into=gone).update(merged_into=keep)
        gone.merged_into = keep
        gone.save(update_fields=["merged_into"])
        a.about("person", keep.uid)
        a.data = {"gone": gone.uid, "rooms": [held.room for held in holders()]}


def export_person(
    *, actor: Actor, person_uid: UUID | str, at: datetime | None = None
) -> dict[str, Any]:
    """Return everything every room keeps about a person, by room, as plain JSON values.

    Numbers stand in clear in it: it is for the person, or for whoever may ask for him. Each time
    is an act of its own (a repeat reads anew), which remembers who asked. Raises NotFound.
    """
    with act(actor, verbs.EXPORT_PERSON.name, at=at) as a:
        person = _person(actor, EXPORT_PERSON, person_uid)
        found = {held.room: held.holder.export(person) for held in holders()}
        a.about("person", person.uid)
        a.data = {"rooms": list(found)}
    return found


def erase_person(
    *,
    actor: Actor,
    person_uid: UUID | str,
    ground: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Erase what tells of a person; what only counts stays. There is no way back.

    Raises NotFound; RegistryRefused where a room must keep something, in its words.
    """
    if ground not in GROUNDS:
        raise ValueError(f"no ground {ground!r}")
    request = {"person": str(person_uid), "ground": ground}
    with act(actor, verbs.ERASE_PERSON.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return
        person = _person(actor, ERASE_PERSON, person_uid)
        a.lock(person)
        require_standing(person)
        for held in holders():
            held.holder.erase(person, a.at)
        a.about("person", person.uid)
        a.data = {"ground": ground, "rooms": [held.room for held in holders()]}


def _require_one(keep: Person, gone: Person, ends: str) -> None:
    if keep.born_on != gone.born_on and None not in (keep.born_on, gone.born_on):
        raise RegistryRefused("两份档案的出生日期不一样，不是同一个人的，没有合并。")
    in_force = [
        list(person.identifiers.filter(voided_at=None, valid_to=None)) for person in (keep, gone)
    ]
    if all(any(row.kind == DocumentKind.CITIZEN for row in rows) for rows in in_force):
        raise RegistryRefused("两份档案核对过的身份证号码不是同一个，是两个人的，没有合并。")
    asked = in_force[0] or in_force[1]
    if asked and not any(ends_with(IDENTIFIER_NUMBER.text(row), ends) for row in asked):
        raise RegistryRefused(
            f"证件号码的后{LAST}位和档案不一样，没有合并。请照原件再填一遍；"
            "原件上确实不是这个号码的，不是同一个人，不要合并。"
        )


def _person(actor: Actor, permission: Permission, uid: UUID | str) -> Person:
    if actor.kind == "system":
        found = Person.objects.filter(uid=uid).first()
        if found is None:
            raise NotFound
    else:
        found = target(actor, permission, uid)
    assert isinstance(found, Person)
    return found
