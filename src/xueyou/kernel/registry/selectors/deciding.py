"""Claims that wait for an officer: what speaks for and against them, names and numbers masked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xueyou.kernel.registry.access import CLAIMS, READ_CLAIM
from xueyou.kernel.registry.documents import masked_number
from xueyou.kernel.registry.models import (
    CLAIM_NUMBER,
    CONTACT_PHONE,
    Claim,
    ClaimState,
    DocumentKind,
    GuardianContact,
    Person,
    PersonBond,
    PersonBondKind,
    Sex,
)
from xueyou.kernel.registry.names import masked_name, name_key
from xueyou.kernel.registry.services.claims import rivals
from xueyou.kernel.registry.services.people import number_of, person_with
from xueyou.platform.access.reading import Page, read, target
from xueyou.platform.access.views import computed, view_of
from xueyou.platform.accounts.codes import PHONE_NUMBER
from xueyou.platform.accounts.models import Phone
from xueyou.platform.accounts.phone_numbers import masked_number as masked_phone
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now, business_today


def _kind(value: str) -> str:
    return DocumentKind(value).label


@view_of(CLAIMS)
class ClaimCard:
    """A claim in the list."""

    uid: UUID
    name: str = computed(masked_name, "name")
    kind_zh: str = computed(_kind, "kind")
    state: str
    made_at: datetime
    expires_at: datetime

    @property
    def contested(self) -> bool:
        """Whether somebody else says so too, or the child has guardians already."""
        return self.state == ClaimState.CONTESTED


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that speaks for a claim ("good"), against it ("bad"), or is not known ("none")."""

    label: str
    said: str
    light: str


@dataclass(frozen=True, slots=True)
class ClaimDesk:
    """A claim with everything an officer may know before he decides.

    `let_in`: whom the claimer let in by a code; confirming makes them guardians too.
    """

    uid: UUID
    name: str
    sex_zh: str
    born_in: int | None
    kind_zh: str
    number: str
    has_number: bool
    phone: str
    made_on: date
    expires_on: date
    facts: tuple[Fact, ...]
    guardians: tuple[str, ...]
    let_in: tuple[str, ...]
    others: int


def open_claims(
    actor: Actor, page: int | str | None = 1, *, contested: bool = False
) -> Page[ClaimCard]:
    """Return claims that wait, the oldest first; or only those that somebody else makes too."""
    rows = read(actor, READ_CLAIM, ClaimCard)
    if contested:
        rows = rows.filter(state=ClaimState.CONTESTED.value)
    return rows.order_by("made_at").page(page)


def contested_claims(actor: Actor) -> int:
    """Return how many of the waiting claims are contested."""
    return read(actor, READ_CLAIM, ClaimCard).filter(state=ClaimState.CONTESTED.value).count()


def open_claim(actor: Actor, uid: UUID | str) -> ClaimDesk:
    """Return one claim that waits. Raises NotFound, also once it has been decided."""
    claim: Claim = target(actor, READ_CLAIM, uid)
    number = "" if claim.value_enc is None else CLAIM_NUMBER.text(claim)
    person = person_with(number_of(claim.kind, number, claim.country)) if number else None
    phone = Phone.objects.filter(user_id=claim.account_id, ended_at=None).first()
    return ClaimDesk(
        uid=claim.uid,
        name=masked_name(claim.name),
        sex_zh=Sex(claim.sex).label,
        born_in=None if claim.born_on is None else claim.born_on.year,
        kind_zh=DocumentKind(claim.kind).label,
        number=masked_number(claim.kind, number) if number else "",
        has_number=bool(number),
        phone="" if phone is None else masked_phone(PHONE_NUMBER.text(phone)),
        made_on=claim.made_at.date(),
        expires_on=claim.expires_at.date(),
        facts=tuple(_facts(claim, person, phone)),
        guardians=_guardians(person),
        let_in=_let_in(claim),
        others=rivals(claim, business_now()).values("account").distinct().count(),
    )


def _facts(claim: Claim, person: Person | None, phone: Phone | None) -> list[Fact]:
    if person is None:
        return [Fact("档案", "这个号码还没有档案。认定以后，照家长填的建一份", "none")]
    found = [
        _same("姓名", name_key(person.name) == name_key(claim.name)),
        _same("出生日期", person.born_on == claim.born_on),
    ]
    named = list(GuardianContact.objects.filter(person=person, ended_at=None).order_by("pk"))
    if not named:
        found.append(Fact("名册里的监护人", "学校没有写", "none"))
    for one in named:
        same = phone is not None and bytes(one.bidx) == bytes(phone.bidx)
        who = f"{masked_name(one.name)}（{one.relation or '没有写关系'}）"
        number = masked_phone(CONTACT_PHONE.text(one))
        said = f"{who}{number}，{'就是' if same else '不是'}这个账号的手机号"
        found.append(Fact("名册里的监护人", said, "good" if same else "slow"))
    return found


def _same(label: str, same: bool) -> Fact:
    said = "和档案一样" if same else "和档案不一样"
    return Fact(label, said, "good" if same else "bad")


def _guardians(person: Person | None) -> tuple[str, ...]:
    if person is None:
        return ()
    rows = PersonBond.objects.standing().on(business_today())
    rows = rows.filter(subject=person, kind=PersonBondKind.GUARDIAN).select_related("holder")
    return tuple(masked_name(row.holder.name) for row in rows.order_by("valid_from", "pk"))


def _let_in(claim: Claim) -> tuple[str, ...]:
    rows = claim.sharings.filter(account__isnull=False, ended_at=None).select_related("account")
    return tuple(
        masked_name(row.account.name) for row in rows.order_by("pk") if row.account is not None
    )
