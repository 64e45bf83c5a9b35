"""Undoing a roll: as if it had never been taken in, or not at all.

What a roll has made may be taken back as long as nothing else rests on it. A bond, a claim, an
application, a place in a club: whichever room it belongs to, it points to the person.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet

from xueyou.domains.roll import verbs
from xueyou.domains.roll.access import KEEP_IMPORT
from xueyou.domains.roll.models import RollImport, RollLine, RollState
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.services.files import destroy
from xueyou.domains.roll.services.hand_in import broke_off
from xueyou.kernel.registry.models import (
    GuardianContact,
    Identifier,
    Membership,
    Person,
    PersonBond,
    PersonBondKind,
)
from xueyou.kernel.registry.services.bonds import BY_SCHOOL
from xueyou.kernel.registry.services.memberships import MOVED
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import Phone
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_today

_OWN: tuple[type[Model], ...] = (RollLine, Identifier, Membership, GuardianContact)
"""Tables in which a roll itself writes; of these only rows of others speak against undoing."""


def undo_roll(*, actor: Actor, roll_uid: UUID | str, key: str, at: datetime | None = None) -> None:
    """Take back everything a roll has made, or a part of it. Raises NotFound; RollRefused.

    Pupils, numbers, classes and named guardians stand as they stood before; the acts stay,
    and say who did what.
    """
    with act(actor, verbs.UNDO.name, at=at, key=key, request={"roll": str(roll_uid)}) as a:
        found: RollImport = target(actor, KEEP_IMPORT, roll_uid)
        if a.repeated:
            return
        a.lock(found.school, found)
        partly = found.state == RollState.PARTLY or (found.parts_done > 0 and broke_off(found))
        if found.state != RollState.DONE and not partly:
            raise RollRefused("这份名册没有导入，或者已经撤销过，没有什么要撤销的。")
        _refuse_what_is_used(found)
        people, rows = _take_back(found)
        destroy(RollImport.objects.filter(pk=found.pk))
        found.state, found.undone_at = RollState.UNDONE, a.business_at
        found.save(update_fields=["state", "undone_at"])
        a.about("roll", found.uid, org_path=found.school.path)
        a.data = {"people": people, "rows": rows}


def _refuse_what_is_used(found: RollImport) -> None:
    lines = RollLine.objects.filter(roll=found)
    made = Membership.objects.filter(pk__in=lines.exclude(made=None).values("made"))
    if made.exclude(voided_at=None, valid_to=None).exists():
        raise RollRefused(
            "导入以后，有学生又换了班或离了校，所以不能整份撤销。没有改动。请在改好的名册里更正。"
        )
    later = Q(roll__applied_at__gt=found.applied_at) | Q(
        roll__applied_at=found.applied_at, pk__gt=lines.aggregate(last=Max("pk", default=0))["last"]
    )
    others = RollLine.objects.filter(person__in=lines.values("person")).exclude(roll=found)
    if others.filter(later).exists():
        raise RollRefused("后来又导入过一份名册，动过同样的学生。请先撤销后来那一份。没有改动。")
    if GuardianContact.objects.filter(source_uid=found.uid).exclude(ended_at=None).exists():
        raise RollRefused("导入以后，有监护人又改过，所以不能整份撤销。没有改动。")
    if _guardians_by(found).exists():
        raise RollRefused(
            "有家长凭这份名册里的手机号，已经认定为学生的监护人，所以不能整份撤销。没有改动。"
            "手机号写错了的，先请区县或市教育局的学籍经办人终止监护关系，再在改好的名册里更正。"
        )
    if Person.objects.filter(merged_into__in=lines.values("person")).exists():
        raise RollRefused("名册里有学生的档案已经并进过另一份，整份撤销会牵动那一份。没有改动。")
    added = Person.objects.filter(pk__in=lines.filter(made_person=True).values("person"))
    if added.exclude(account=None, merged_into=None, erased_at=None).exists():
        raise RollRefused(
            "名册带来的档案，有的已经合并、注销，或者本人已经用上账号，不能整份撤销。没有改动。"
        )
    for relation in Person._meta.related_objects:
        name = _used_in(relation.related_model, relation.field.name, added, found)
        if name:
            raise RollRefused(
                f"名册带来的学生，有的已经用在“{name}”里，整份撤销会牵动别人。没有改动。"
                "请在改好的名册里更正，重新交一次。"
            )


def _guardians_by(found: RollImport) -> QuerySet[PersonBond]:
    """Return bonds that hold because an account has a number which this roll names."""
    numbers = Phone.objects.filter(user=OuterRef(OuterRef("holder__account"))).values("bidx")
    named = GuardianContact.objects.filter(
        source_uid=found.uid,
        person=OuterRef("subject"),
        recorded_at__lte=OuterRef("recorded_at"),
        bidx__in=numbers,
    )
    bonds = PersonBond.objects.standing().filter(kind=PersonBondKind.GUARDIAN, basis=BY_SCHOOL)
    return bonds.filter(Q(valid_to=None) | Q(valid_to__gt=business_today())).filter(Exists(named))


def _used_in(model: Any, column: str, people: QuerySet[Person], found: RollImport) -> str:
    """Return the words for a table in which one of the people stands, "" where none does."""
    rows = model._base_manager.filter(**{f"{column}__in": people})
    if model is RollLine:
        rows = rows.exclude(roll=found)
    elif model is Identifier:
        rows = rows.exclude(checked_by=f"school:{found.school.uid}")
    elif model is GuardianContact:
        rows = rows.exclude(source_uid=found.uid)
    elif model is Membership:
        rows = rows.exclude(pk__in=RollLine.objects.filter(roll=found).values("made"))
    return _WORDS.get(model._meta.label, "别处") if rows.exists() else ""


_WORDS = {
    "registry.PersonBond": "监护关系",
    "registry.Claim": "家长的认领",
    "registry.GuardianInvitation": "监护人邀请",
    "registry.Standing": "减免资格",
    "calls.Application": "报名申请",
    "clubs.Place": "课后服务",
    "clubs.Bill": "课后服务账单",
    "classes.GradePupil": "分班名单",
}
"""What families and clerks call the tables that most often stand in the way."""


def _take_back(found: RollImport) -> tuple[int, int]:
    """Put everything back; return how many people are gone, and how many rows were undone."""
    lines = RollLine.objects.filter(roll=found)
    rows = lines.count()
    people = list(lines.filter(made_person=True).values_list("person_id", flat=True))
    made = list(lines.exclude(made=None).values_list("made_id", flat=True))
    ended = list(lines.exclude(ended=None).values_list("ended_id", flat=True))
    _delete(lines)
    _delete(GuardianContact.objects.filter(source_uid=found.uid))
    GuardianContact.objects.filter(ended_by=found.uid).update(ended_at=None, ended_by=None)
    _in_pieces(Membership, made)
    _reopen(ended)
    for start in range(0, len(people), _AT_ONCE):
        _delete(Identifier.objects.filter(person_id__in=people[start : start + _AT_ONCE]))
    _in_pieces(Person, people)
    return len(people), rows


_AT_ONCE = 400


def _reopen(ended: list[int]) -> None:
    """Let memberships that a roll ended stand again; the closed copies it left go."""
    for start in range(0, len(ended), _AT_ONCE):
        rows = Membership.objects.filter(pk__in=ended[start : start + _AT_ONCE])
        voided = rows.filter(person=OuterRef("person"), voided_at=OuterRef("recorded_at"))
        copies = Membership.objects.filter(
            Exists(voided), person__in=rows.values("person"), ended_why=MOVED
        ).exclude(valid_to=None)
        copies.delete()
        rows.update(voided_at=None, ended_why="")


def _in_pieces(model: Any, keys: list[int]) -> None:
    for start in range(0, len(keys), _AT_ONCE):
        _delete(model._base_manager.filter(pk__in=keys[start : start + _AT_ONCE]))


def _delete(rows: QuerySet[Any]) -> None:
    """Delete rows on which nothing rests, as was looked at for all of them before.

    Django would ask every table again for each few hundred; the database refuses by itself.
    """
    rows._raw_delete(rows.db)
