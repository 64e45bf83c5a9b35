"""The fund's account: entries, payments of bills, reversals. Nothing is ever edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import KEEP_ACCOUNT, KEEP_TERM, REVERSE_ENTRY
from xueyou.domains.clubs.authors import author
from xueyou.domains.clubs.models import COMING_IN, Bill, Entry, EntryKind
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.kernel.calls.models import Call
from xueyou.platform.access.reading import NotFound, can, require, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation, OrganisationKind

MOST = 10_000_000_000
"""Fen in one entry: a hundred million yuan is a slip."""


@dataclass(frozen=True, slots=True)
class Paid:
    """A bill that was paid in full, with the number of the official receipt."""

    bill_uid: UUID
    receipt_no: str
    on: date


def enter(
    *,
    actor: Actor,
    school_uid: UUID | str,
    kind: str,
    amount: int,
    on: date,
    words: str,
    receipt_no: str = "",
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Enter a movement of a school's fund; `amount` in fen, above nothing, whatever the kind.

    What comes in is added, what goes out taken away; income is entered by `take_payments`. Raises
    NotFound, ClubRefused.
    """
    request = {
        "school": str(school_uid),
        "kind": kind,
        "amount": amount,
        "on": on.isoformat(),
        "words": words,
        "receipt_no": receipt_no,
    }
    with act(actor, verbs.ENTER.name, at=at, key=key, request=request) as a:
        school = Organisation.objects.filter(
            uid=school_uid, kind=OrganisationKind.SCHOOL, closed_on=None
        ).first()
        if school is None or not can(actor, KEEP_ACCOUNT, path=school.path):
            raise NotFound
        if a.repeated:
            return UUID(a.outcome["uid"])
        if kind not in EntryKind.values or kind == EntryKind.INCOME:
            raise ClubRefused("这一种经费不在这里登记，没有登记。服务费收入请照账单登记。")
        if not 0 < amount <= MOST or not words.strip():
            raise ClubRefused("金额要大于零，并写明用途。没有登记。")
        if on > a.business_at.date():
            raise ClubRefused("日子还没有到，没有登记。请核对。")
        entry = Entry.objects.create(
            organisation=school,
            kind=EntryKind(kind),
            amount=amount if kind in COMING_IN else -amount,
            on=on,
            words=words.strip()[:200],
            receipt_no=receipt_no.strip()[:40],
            recorded_at=a.at,
            by_uid=author(a),
        )
        a.about("entry", entry.uid, org_path=school.path)
        a.data = {"kind": kind, "amount": entry.amount}
        a.outcome = {"uid": str(entry.uid)}
        return entry.uid


def take_payments(
    *,
    actor: Actor,
    call_uid: UUID | str,
    paid: Sequence[Paid],
    key: str,
    at: datetime | None = None,
) -> int:
    """Enter bills of a term that were paid, each whole and once; return the sum in fen.

    Raises NotFound, ClubRefused: without a receipt's number, paid already, reversed, nothing owed.
    """
    request = {
        "call": str(call_uid),
        "paid": [[str(one.bill_uid), one.receipt_no, one.on.isoformat()] for one in paid],
    }
    with act(actor, verbs.TAKE_PAYMENTS.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, KEEP_TERM, call_uid)
        if a.repeated:
            return int(a.outcome["amount"])
        school = call.organisation
        require(actor, KEEP_ACCOUNT, path=school.path)
        a.lock(call)
        bills = {
            bill.uid: bill
            for bill in Bill.objects.filter(
                call=call, uid__in=[one.bill_uid for one in paid], reversed_at=None
            )
        }
        if set(bills) != {one.bill_uid for one in paid}:
            raise NotFound
        if len(bills) < len(paid):
            raise ClubRefused("有一张账单写了两遍，没有登记。请去掉一遍。")
        _require_unpaid(bills, paid, a.business_at.date())
        Entry.objects.bulk_create(
            Entry(
                uid=uuid7(),
                organisation=school,
                call=call,
                kind=EntryKind.INCOME,
                amount=bills[one.bill_uid].total,
                on=one.on,
                words="课后服务费",
                receipt_no=one.receipt_no.strip()[:40],
                bill=bills[one.bill_uid],
                recorded_at=a.at,
                by_uid=author(a),
            )
            for one in paid
        )
        amount = sum(bill.total for bill in bills.values())
        a.about("call", call.uid, org_path=school.path)
        a.data = {"bills": len(bills), "amount": amount}
        a.outcome = {"amount": amount}
        return amount


def _require_unpaid(bills: dict[UUID, Bill], paid: Sequence[Paid], today: date) -> None:
    if any(not one.receipt_no.strip() for one in paid):
        raise ClubRefused("每一笔收费都要写票据号（收支两条线），没有登记。")
    if any(one.on > today for one in paid):
        raise ClubRefused("收费的日子还没有到，没有登记。请核对。")
    if any(bill.total == 0 for bill in bills.values()):
        raise ClubRefused("有的账单不用交费，没有登记。请把它去掉。")
    payments = Entry.objects.filter(bill__in=list(bills.values()), reverses=None, reversed_by=None)
    again = payments.count()
    if again:
        raise ClubRefused(f"有 {again} 张账单已经登记过收费，没有登记。请去掉它们。")


def reverse_entry(
    *, actor: Actor, entry_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> UUID:
    """Reverse an entry by another of the same size the other way; return its uid.

    Raises NotFound, ClubRefused where it is reversed already or is itself a reversal.
    """
    request = {"entry": str(entry_uid), "why": why}
    with act(actor, verbs.REVERSE_ENTRY.name, at=at, key=key, request=request) as a:
        entry: Entry = target(actor, REVERSE_ENTRY, entry_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        school, call, bill = entry.organisation, entry.call, entry.bill
        a.lock(entry)
        if entry.reverses_id is not None or Entry.objects.filter(reverses=entry).exists():
            raise ClubRefused("这一笔已经冲销过，或者它自己就是冲销，没有再改动。")
        if not why.strip():
            raise ClubRefused("请写明为什么冲销。没有改动。")
        row = Entry.objects.create(
            organisation=school,
            call=call,
            kind=entry.kind,
            amount=-entry.amount,
            on=a.business_at.date(),
            words=why.strip()[:200],
            receipt_no=entry.receipt_no,
            bill=bill,
            reverses=entry,
            recorded_at=a.at,
            by_uid=author(a),
        )
        a.about("entry", row.uid, org_path=school.path)
        a.data = {"entry": entry.uid, "amount": row.amount}
        a.outcome = {"uid": str(row.uid)}
        return row.uid
