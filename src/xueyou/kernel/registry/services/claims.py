"""Claims: an account says that a child, with a typed number, is its own; a source decides.

Whoever types a number learns nothing from it: the answer to a second account is the answer that
the first one got, by the same statements. What meets is marked `contested` for people who decide.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, BinaryField, DateField, DateTimeField, Q, QuerySet

from xueyou.kernel.registry.countries import CHINA
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.documents import born_on as born_on_of
from xueyou.kernel.registry.documents import sex as sex_of
from xueyou.kernel.registry.models import (
    CLAIM_NUMBER,
    Claim,
    ClaimState,
    DocumentKind,
    Person,
    PersonBond,
    PersonBondKind,
    Sex,
)
from xueyou.kernel.registry.names import clean_name
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.bonds import BY_SCHOOL, bind, require_standing
from xueyou.kernel.registry.services.contacts import is_named_guardian
from xueyou.kernel.registry.services.people import (
    Number,
    account_person,
    number_of,
    person_with,
)
from xueyou.kernel.registry.services.sharing import let_in
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.crypto import BlindIndex
from xueyou.platform.db import (
    Changes,
    insert_row,
    lock,
    lock_value,
    prepared,
    prepared_update,
    uuid7,
)

LIFE = timedelta(days=400)
"""How long a claim waits for a source: one enrolment, and its appeals."""
NOBODY = 0
"""Key of no person: so nobody's guardians are asked for by the same statement as somebody's."""
MOST_OPEN = 12
"""Open claims of one account: more than any family needs, too few to try numbers out."""
BY_CONTACT = "contact"
"""Who confirmed a claim of an account whose number the child's school names as a guardian's."""
_OPEN = Q(ended_at=None) & ~Q(state=ClaimState.REFUSED)
_UNDECIDED = (ClaimState.PENDING, ClaimState.CONTESTED)


def make_claim(
    a: ActInProgress,
    *,
    account: User,
    purpose: str,
    kind: str,
    number: str | None,
    name: str,
    sex: str = Sex.UNKNOWN.value,
    born_on: date | None = None,
    country: str = CHINA,
) -> Claim:
    """Keep what the account says of a child; the same account and number give the same claim.

    Confirmed at once where the account's person is guardian of the person with that number, or
    the child has no guardian and its school names the account's own mobile number as one's (then
    he becomes one; see is_named_guardian for whom that never holds); contested where another
    account's open claim, or a person guarded by others, meets. A repeat renews the claim and takes
    over a corrected name. Raises NumberRefused, RegistryRefused.
    """
    whole = clean_name(name)
    typed = None if kind == DocumentKind.NONE_YET else number_of(kind, number or "", country)
    if typed is None and number:
        raise NumberRefused("没有证件的，不用填号码。没有保存。")
    born_on, sex = _facts(typed, born_on, sex, a.business_at)
    if typed is not None:
        lock_value(typed.index.value)
    claim = _own(account, kind, country, typed, whole, born_on, a)
    if claim.person is not None and _guardians(claim.person, a.business_at) & {account.pk}:
        return claim
    claim.purpose, claim.name, claim.sex, claim.born_on = purpose, whole, sex, born_on
    claim.expires_at = a.business_at + LIFE
    claim.state, claim.person = ClaimState.PENDING, None
    claim.confirmed_by = ""
    ward = None if typed is None else _meet(claim, typed, a.business_at)
    if ward is not None:
        _guard(a, claim, ward)
    if claim._state.adding:
        insert_row(claim)
        return claim
    claim.save()
    if claim.person_id is not None:
        let_in(a, claim)
    return claim


def _guard(a: ActInProgress, claim: Claim, ward: Person) -> None:
    """Bind the account to a child that nobody else guards, also once nobody else can be bound."""
    guardian = account_person(claim.account)
    lock(guardian, ward)
    if _guardians(ward, a.business_at):
        claim.state, claim.person, claim.confirmed_by = ClaimState.CONTESTED, None, ""
        return
    on = a.business_at.date()
    bind(a, PersonBondKind.GUARDIAN, guardian, ward, basis=BY_SCHOOL, on=on)


def settle_claim(
    a: ActInProgress,
    claim: Claim,
    *,
    person: Person | None,
    by: str,
    basis: str = "household",
) -> None:
    """Let a source decide: the claim is confirmed as `person`, or refused with None.

    A confirmed claim makes the account's person guardian of the child, on `basis` (see BASES), and
    with it those with whom the account has shared the claim.
    `by` is the source or actor as acts keep them. A claim is decided once: a guardianship is ended
    as such. Other claims to the number wait for their own answer. Raises
    RegistryRefused for a claim that was decided or ended, or for a merged or erased person.
    """
    _lock(claim)
    if claim.state not in _UNDECIDED:
        raise RegistryRefused("这条登记已经认定过了，没有再改。请回到列表看结果。")
    if claim.ended_at is not None:
        raise RegistryRefused("家长已经放弃了这条登记，没有改动。")
    if person is None:
        claim.state, claim.person = ClaimState.REFUSED, None
    else:
        require_standing(person)
        claim.state, claim.person = ClaimState.CONFIRMED, person
        guardian = account_person(claim.account)
        if guardian.pk != person.pk:
            on = a.business_at.date()
            bind(a, PersonBondKind.GUARDIAN, guardian, person, basis=basis, on=on)
        let_in(a, claim)
    claim.confirmed_by = by
    claim.save(update_fields=["state", "person", "confirmed_by"])
    if person is None:
        _look_again(claim, a.business_at)


def end_claim(a: ActInProgress, claim: Claim) -> None:
    """Let the account give a claim up; it stands in nobody's way any more. A repeat is harmless."""
    _lock(claim)
    if claim.ended_at is not None:
        return
    claim.ended_at = a.business_at
    claim.save(update_fields=["ended_at"])
    _look_again(claim, a.business_at)


def rivals(claim: Claim, at: datetime) -> QuerySet[Claim]:
    """Return open, undecided claims of other accounts to the same number."""
    if claim.bidx is None:
        return Claim.objects.none()
    return _undecided(_index_of(claim), at).exclude(account_id=claim.account_id)


def blank(claims: QuerySet[Claim], at: datetime) -> int:
    """Take number and name out of claims and end them; return how many.

    A confirmed claim keeps its person, as the table demands.
    """
    found = Claim.objects.filter(pk__in=list(claims.values_list("pk", flat=True)))
    found.filter(ended_at=None).update(ended_at=at)
    return found.update(
        kind=DocumentKind.NONE_YET,
        bidx=None,
        bidx_key_id="",
        bidx_next=None,
        value_enc=None,
        enc_key_id="",
        name="",
        sex=Sex.UNKNOWN,
        born_on=None,
    )


def _facts(
    typed: Number | None, born_on: date | None, sex: str, at: datetime
) -> tuple[date | None, str]:
    """Return birth day and sex, from the number where it carries them; both must agree."""
    carried = None if typed is None else born_on_of(typed.text)
    if carried is not None and born_on is not None and carried != born_on:
        raise NumberRefused("出生日期和证件号码里的不一样，请照证件核对。没有保存。")
    day = carried or born_on
    if day is not None and day > at.date():
        raise NumberRefused("出生日期还没有到，请照证件核对。没有保存。")
    if typed is not None and (of_number := sex_of(typed.text)) != Sex.UNKNOWN:
        if sex not in (Sex.UNKNOWN, of_number):
            raise NumberRefused("性别和证件号码里的不一样，请照证件核对。没有保存。")
        return day, of_number
    return day, sex


@prepared(account=BigIntegerField())
def _open_of(account: Any) -> QuerySet[Claim]:
    return Claim.objects.filter(_OPEN, account=account)


def _own(
    account: User,
    kind: str,
    country: str,
    typed: Number | None,
    name: str,
    born_on: date | None,
    a: ActInProgress,
) -> Claim:
    """Return the account's own open claim to this child, or a new one that is not saved yet."""
    mine: list[Claim] = _open_of(account=account.pk)
    for claim in mine:
        if (claim.kind, claim.country) != (kind, country):
            continue
        if typed is None and (claim.name, claim.born_on) == (name, born_on):
            return claim
        if typed is not None and _values(_index_of(claim)) & _values(typed.index):
            return claim
    if sum(claim.expires_at > a.business_at for claim in mine) >= MOST_OPEN:
        raise RegistryRefused(
            f"一个账号最多登记{MOST_OPEN}个孩子，已经登记满了。没有保存。确有需要，请到窗口办理。"
        )
    claim = Claim(uid=uuid7(), account=account, kind=kind, country=country, made_at=a.business_at)
    if typed is not None:
        kept = {**CLAIM_NUMBER.columns(claim.uid, typed.text), **typed.index.columns()}
        for column, value in kept.items():
            setattr(claim, column, value)
    return claim


@prepared_update(
    value=BinaryField(), following=BinaryField(), account=BigIntegerField(), at=DateTimeField()
)
def _contest(value: Any, following: Any, account: Any, at: Any) -> Changes:
    found = Q(bidx__in=[value, following]) | Q(bidx_next__in=[value, following])
    waiting = Claim.objects.filter(found, _OPEN, state__in=_UNDECIDED, expires_at__gt=at)
    return waiting.exclude(account_id=account), {"state": ClaimState.CONTESTED.value}


def _meet(claim: Claim, typed: Number, at: datetime) -> Person | None:
    """Set the claim's state by who else says this number is his; mark those it meets.

    Return whom the account is to guard, because the child's school names its mobile number.
    """
    person = person_with(typed)
    guardians = _guardians(person, at)
    met = _contest(
        value=typed.index.value,
        following=typed.index.next or typed.index.value,
        account=claim.account_id,
        at=at,
    )
    named = is_named_guardian(claim.account, person)
    if person is not None and claim.account_id in guardians:
        claim.state, claim.person, claim.confirmed_by = ClaimState.CONFIRMED, person, "registry"
    elif person is not None and named and not guardians:
        claim.state, claim.person, claim.confirmed_by = ClaimState.CONFIRMED, person, BY_CONTACT
        return person
    elif met or guardians:
        claim.state = ClaimState.CONTESTED
    return None


def _look_again(decided: Claim, at: datetime) -> None:
    """Let a claim wait quietly again where nothing it had met is left."""
    if decided.bidx is None:
        return
    left = list(_undecided(_index_of(decided), at))
    number = number_of(decided.kind, CLAIM_NUMBER.text(decided), decided.country)
    if len({claim.account_id for claim in left}) != 1 or _guardians(person_with(number), at):
        return
    Claim.objects.filter(pk__in=[claim.pk for claim in left]).update(state=ClaimState.PENDING)


@prepared(subject=BigIntegerField(), day=DateField())
def _holders_of(subject: Any, day: Any) -> QuerySet[Any]:
    rows = PersonBond.objects.standing().on(day).filter(kind=PersonBondKind.GUARDIAN)
    return rows.filter(subject=subject).values_list("holder__account_id")


def _guardians(person: Person | None, at: datetime) -> set[int | None]:
    """Return the accounts of the person's guardians that day; None stands for one without."""
    subject = NOBODY if person is None else person.pk
    return {account for (account,) in _holders_of(subject=subject, day=at.date())}


def _undecided(index: BlindIndex, at: datetime) -> QuerySet[Claim]:
    return Claim.objects.filter(index.found(), _OPEN, state__in=_UNDECIDED, expires_at__gt=at)


def _index_of(claim: Claim) -> BlindIndex:
    following = None if claim.bidx_next is None else bytes(claim.bidx_next)
    return BlindIndex(bytes(claim.bidx or b""), claim.bidx_key_id, following)


def _values(index: BlindIndex) -> set[bytes]:
    return {index.value} | ({index.next} if index.next is not None else set())


def _lock(claim: Claim) -> None:
    if claim.bidx is not None:
        lock_value(bytes(claim.bidx))
    lock(claim)
