"""Bind and unbind two people: guardians, siblings, children of one birth."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import KEEP_BONDS
from xueyou.kernel.registry.models import Claim, ClaimState, Person, PersonBond, PersonBondKind
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.contacts import end_contacts_of
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import lock
from xueyou.platform.time import wall_now

BY_SCHOOL = "school"
"""The bond of an account whose number the child's school names as a guardian's."""
BASES = frozenset({"household", "court", "birth", "counter", "invited", BY_SCHOOL})
"""What a bond may rest on: household book, judgement, birth certificate, the counter's check of
originals, the word of another guardian, the school's roll."""
ENDINGS = {
    "court": "法院判决、裁定、调解书",
    "civil": "民政部门的离婚、收养登记",
    "death": "死亡证明",
    "mistake": "登记错了，看过原件",
}
"""What the end of a bond may rest on, as the act keeps it."""
_BOTH_WAYS = frozenset({PersonBondKind.SIBLING, PersonBondKind.MULTIPLE_BIRTH})


def bind(
    a: ActInProgress, kind: str, holder: Person, subject: Person, *, basis: str, on: date
) -> PersonBond:
    """Bind `holder` to `subject` from a day on; what stands open already is answered as it is.

    Siblings and children of one birth are bound both ways. Raises RegistryRefused for somebody
    with himself, a merged or an erased person; ValueError for an unknown basis or kind.
    """
    if basis not in BASES or kind not in PersonBondKind.values:
        raise ValueError(f"no bond {kind!r} on basis {basis!r}")
    if holder.pk == subject.pk:
        raise RegistryRefused("一个人不能和自己建立关系。没有登记。")
    lock(holder, subject)
    for person in (holder, subject):
        require_standing(person)
    found = _bound(kind, holder, subject, basis, on)
    if kind in _BOTH_WAYS:
        _bound(kind, subject, holder, basis, on)
    return found


def unbind(a: ActInProgress, bond: PersonBond, *, on: date) -> None:
    """End a bond: from `on` it holds no longer; both ways where it was written both ways.

    A bond that began on that day or later is voided: it never held. A guardian's confirmed claim
    to the child ends with a bond that holds no longer today; that a school names his number ends
    at once.
    """
    lock(bond)
    if bond.voided_at is not None or (bond.valid_to is not None and bond.valid_to <= on):
        return
    pair = Q(holder_id=bond.holder_id, subject_id=bond.subject_id)
    if bond.kind in _BOTH_WAYS:
        pair |= Q(holder_id=bond.subject_id, subject_id=bond.holder_id)
    rows = PersonBond.objects.standing().filter(pair, kind=bond.kind)
    for row in rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)):
        _end(row, on)
    if bond.kind == PersonBondKind.GUARDIAN and on <= a.business_at.date():
        claims = Claim.objects.filter(state=ClaimState.CONFIRMED, person_id=bond.subject_id)
        claims.filter(account__person=bond.holder_id, ended_at=None).update(ended_at=a.business_at)
    if bond.kind == PersonBondKind.GUARDIAN:
        end_contacts_of(a, bond.holder, bond.subject, by=bond.uid)
    bond.refresh_from_db()


def end_bond(
    *,
    actor: Actor,
    bond_uid: UUID | str,
    on: date,
    basis: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """End a bond that the actor may keep, for example a guardianship after a judgement.

    Whoever loses it loses sight of the child with this verb, not at his next sign-in.
    `basis`: what was shown (ENDINGS). Raises NotFound, RegistryRefused.
    """
    request = {"bond": str(bond_uid), "on": on.isoformat(), "basis": basis}
    with act(actor, verbs.END_BOND.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return
        bond = target(actor, KEEP_BONDS, bond_uid)
        assert isinstance(bond, PersonBond)
        if basis not in ENDINGS:
            raise RegistryRefused("请选凭什么终止。没有改动。")
        unbind(a, bond, on=on)
        a.about("bond", bond.uid)
        a.data = {
            "subject": bond.subject.uid,
            "kind": bond.kind,
            "on": on.isoformat(),
            "basis": basis,
        }


def require_standing(person: Person) -> None:
    """Raise RegistryRefused for a person who was merged into another, or erased."""
    if person.merged_into_id is not None:
        raise RegistryRefused("这份档案已经并入另一份，请在合并后的档案上办理。没有保存。")
    if person.erased_at is not None:
        raise RegistryRefused("这个人的资料已经依法删除，不能再办。没有保存。")


def _bound(kind: str, holder: Person, subject: Person, basis: str, on: date) -> PersonBond:
    rows = PersonBond.objects.standing().filter(kind=kind, holder=holder, subject=subject)
    found = rows.filter(valid_to=None).first()
    if found is None or found.valid_from > on:
        if found is not None:
            _end(found, on)
        found = PersonBond.objects.create(
            kind=kind,
            holder=holder,
            subject=subject,
            basis=basis,
            valid_from=on,
            recorded_at=wall_now(),
        )
    assert isinstance(found, PersonBond)
    return found


def _end(bond: PersonBond, on: date) -> None:
    """Void the row; what was true before `on` is written as a closed one."""
    bond.voided_at = wall_now()
    bond.save(update_fields=["voided_at"])
    if bond.valid_from < on:
        PersonBond.objects.create(
            kind=bond.kind,
            holder_id=bond.holder_id,
            subject_id=bond.subject_id,
            basis=bond.basis,
            valid_from=bond.valid_from,
            valid_to=on,
            recorded_at=bond.voided_at,
        )
