"""The registry's own duty: to export, merge and erase what it keeps about one person."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from xueyou.kernel.registry.models import (
    CLAIM_NUMBER,
    CONTACT_PHONE,
    IDENTIFIER_NUMBER,
    Claim,
    GuardianInvitation,
    Membership,
    MembershipKind,
    Person,
    PersonBond,
    Sex,
)
from xueyou.kernel.registry.names import masked_name
from xueyou.kernel.registry.personal_data import personal_data_holder
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.claims import blank
from xueyou.platform.accounts.phone_numbers import masked_number as masked_phone

ERASED_NAME = "（已删除）"


@personal_data_holder(
    "registry",
    models=(
        "registry.Person",
        "registry.Identifier",
        "registry.Claim",
        "registry.PersonBond",
        "registry.GuardianInvitation",
        "registry.GuardianContact",
        "registry.Membership",
        "registry.Standing",
    ),
)
class RegistryHolder:
    """People, numbers, claims, bonds, named guardians, memberships, standings."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return them all; other people's names are masked."""
        return {
            "person": {
                "uid": str(person.uid),
                "name": person.name,
                "sex": person.sex,
                "born_on": _day(person.born_on),
            },
            "identifiers": [
                {
                    "kind": row.kind,
                    "country": row.country,
                    "number": IDENTIFIER_NUMBER.text(row),
                    "from": _day(row.valid_from),
                    "to": _day(row.valid_to),
                    "checked_by": row.checked_by,
                    "voided": row.voided_at is not None,
                }
                for row in person.identifiers.order_by("pk")
            ],
            # Not those that only name his number: he must not learn who else claims him.
            "claims": [_claim(row) for row in person.claims.order_by("pk")],
            "bonds": [
                {
                    "kind": row.kind,
                    "as": "holder" if row.holder_id == person.pk else "subject",
                    "other": masked_name(
                        (row.subject if row.holder_id == person.pk else row.holder).name
                    ),
                    "basis": row.basis,
                    "from": _day(row.valid_from),
                    "to": _day(row.valid_to),
                    "voided": row.voided_at is not None,
                }
                for row in _bonds(person).select_related("holder", "subject").order_by("pk")
            ],
            "contacts": [
                {
                    "name": masked_name(row.name),
                    "relation": row.relation,
                    "phone": masked_phone(CONTACT_PHONE.text(row)),
                    "named_at": row.recorded_at.isoformat(),
                    "ended": row.ended_at is not None,
                }
                for row in person.contacts.order_by("pk")
            ],
            "memberships": [
                {
                    "kind": row.kind,
                    "organisation": row.organisation.name,
                    "year": row.year,
                    "stage": row.stage,
                    "grade": row.grade,
                    "group": row.group,
                    "from": _day(row.valid_from),
                    "to": _day(row.valid_to),
                    "ended_why": row.ended_why,
                    "voided": row.voided_at is not None,
                }
                for row in person.memberships.select_related("organisation").order_by("pk")
            ],
            "standings": [
                {
                    "kind": row.kind,
                    "scope": row.scope,
                    "quantity": row.quantity,
                    "grade": row.grade,
                    "reason": row.reason,
                    "from": _day(row.valid_from),
                    "to": _day(row.valid_to),
                    "voided": row.voided_at is not None,
                }
                for row in person.standings.order_by("pk")
            ],
        }

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Move all rows; refuse two accounts and two schools; void what would stand twice."""
        _merge_accounts(gone, keep)
        _merge_memberships(gone, keep, at)
        _merge_bonds(gone, keep, at)
        _merge_standings(gone, keep, at)
        gone.identifiers.update(person=keep)
        gone.claims.update(person=keep)
        gone.contacts.update(person=keep)
        gone.invitations.update(person=keep)
        gone.invitations_made.update(inviter=keep)
        for name in ("born_on", "sex"):  # what only the other file knew is not lost
            if getattr(keep, name) in (None, Sex.UNKNOWN):
                setattr(keep, name, getattr(gone, name))
        keep.save(update_fields=["born_on", "sex"])

    def erase(self, person: Person, at: datetime) -> None:
        """Blank name and numbers, void bonds; refuse for somebody who belongs somewhere today."""
        today = at.date()
        if Membership.objects.standing().on(today).filter(person=person).exists():
            raise RegistryRefused("这个人还在册（在读或在职），资料不能删除。请先办理离校或离职。")
        blank(_claims(person), at)  # found by the numbers: before these go
        person.identifiers.all().delete()
        person.contacts.all().delete()
        _bonds(person).filter(voided_at=None).update(voided_at=at)
        GuardianInvitation.objects.filter(Q(person=person) | Q(inviter=person)).delete()
        person.standings.filter(voided_at=None).update(voided_at=at, voided_why="erased")
        person.standings.update(reason="")
        person.memberships.update(group="")
        person.name, person.search_key, person.sort_key = ERASED_NAME, "", ""
        person.account = None
        person.sex, person.born_on, person.erased_at = Sex.UNKNOWN, None, at
        person.save()


def _merge_accounts(gone: Person, keep: Person) -> None:
    if gone.account_id is None:
        return
    if keep.account_id is not None:
        raise RegistryRefused("两份档案各有自己的账号，不能合并。请先停用其中一个账号。没有改动。")
    account, gone.account = gone.account, None
    gone.save(update_fields=["account"])
    keep.account = account
    keep.save(update_fields=["account"])


def _merge_memberships(gone: Person, keep: Person, at: datetime) -> None:
    of_school = Q(kind=MembershipKind.PUPIL, primary=True, valid_to=None, voided_at=None)
    mine, other = (keep.memberships.filter(of_school).first(), gone.memberships.filter(of_school))
    for row in other:
        if mine is None:
            break
        if mine.organisation_id != row.organisation_id:
            raise RegistryRefused(
                "两份档案在两所学校都是在读学生，不能合并。请先核对并结束其中一处。没有改动。"
            )
        row.voided_at, row.ended_why = at, "merged"
        row.save(update_fields=["voided_at", "ended_why"])
    gone.memberships.update(person=keep)


def _merge_bonds(gone: Person, keep: Person, at: datetime) -> None:
    for row in _bonds(gone).order_by("pk"):
        holder = keep.pk if row.holder_id == gone.pk else row.holder_id
        subject = keep.pk if row.subject_id == gone.pk else row.subject_id
        open_now = row.voided_at is None and row.valid_to is None
        if holder == subject or (
            open_now
            and PersonBond.objects.standing()
            .filter(kind=row.kind, holder_id=holder, subject_id=subject, valid_to=None)
            .exists()
        ):
            row.voided_at = row.voided_at or at
        if holder != subject:
            row.holder_id, row.subject_id = holder, subject
        row.save(update_fields=["voided_at", "holder", "subject"])


def _merge_standings(gone: Person, keep: Person, at: datetime) -> None:
    twice = keep.standings.filter(voided_at=None).values_list("kind", "scope", "source_uid")
    there = set(twice)
    for row in gone.standings.filter(voided_at=None):
        if (row.kind, row.scope, row.source_uid) in there:
            row.voided_at, row.voided_why = at, "merged"
            row.save(update_fields=["voided_at", "voided_why"])
    gone.standings.update(person=keep)


def _claims(person: Person) -> Any:
    """Claims that came to mean this person, and any account's claim to one of his numbers."""
    values = {
        bytes(value)
        for row in person.identifiers.all()
        for value in (row.bidx, row.bidx_next)
        if value is not None
    }
    return Claim.objects.filter(Q(person=person) | Q(bidx__in=values) | Q(bidx_next__in=values))


def _claim(row: Claim) -> dict[str, Any]:
    return {
        "purpose": row.purpose,
        "kind": row.kind,
        "number": "" if row.value_enc is None else CLAIM_NUMBER.text(row),
        "name": row.name,
        "born_on": _day(row.born_on),
        "state": row.state,
        "made_at": row.made_at.isoformat(),
    }


def _bonds(person: Person) -> Any:
    return PersonBond.objects.filter(Q(holder=person) | Q(subject=person))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
