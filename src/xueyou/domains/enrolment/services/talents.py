"""Certifying the children of talents: by the competent office alone, and taken back by it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from xueyou.domains.enrolment.refusals import EnrolmentRefused
from xueyou.domains.enrolment.talent_access import CERTIFY_TALENT, WITHDRAW_TALENT
from xueyou.domains.enrolment.talent_standing import CATEGORIES, TALENT
from xueyou.kernel.registry.countries import CHINA
from xueyou.kernel.registry.models import Person, Standing
from xueyou.kernel.registry.names import name_key
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.people import (
    add_person,
    confirm_identifier,
    number_of,
    person_with,
)
from xueyou.kernel.registry.services.standings import grant, void_standing
from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.reading import NotAllowed, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.crypto import keyed_digest
from xueyou.platform.orgs.models import Organisation

SOURCE = "talent_certificate"
LONGEST_CERTIFICATE = 60
LONGEST_WHY = 200

CERTIFY = register_verb(
    "enrolment.talent.certify", zh="认定人才子女", fields={"category": "code", "from": "code"}
)
WITHDRAW = register_verb("enrolment.talent.withdraw", zh="撤销人才子女的认定", fields={})


@dataclass(frozen=True, slots=True)
class Certified:
    """What an office certifies: the child by name and number, category, certificate, from when
    until (not with) when; without an end until it is withdrawn.
    """

    name: str
    document: str
    number: str
    category: str
    certificate: str
    valid_from: date
    valid_to: date | None = None
    country: str = CHINA


def certify(*, actor: Actor, given: Certified, key: str, at: datetime | None = None) -> UUID:
    """Certify a child; return the standing's uid. The same certificate again changes nothing.

    A child that nobody has entered yet is entered with the number from the certificate. Raises
    NotAllowed, NumberRefused, RegistryRefused, EnrolmentRefused.
    """
    office = _office(actor)
    certificate = " ".join(given.certificate.split())
    if not certificate or len(certificate) > LONGEST_CERTIFICATE:
        raise EnrolmentRefused(
            f"认定文件或证书的编号要写，最多{LONGEST_CERTIFICATE}个字。没有登记。"
        )
    if given.category not in CATEGORIES:
        raise EnrolmentRefused("请从列出的类别里选一个。没有登记。")
    number = number_of(given.document, given.number, given.country)
    request = {
        "child": keyed_digest(
            "enrolment.talent", f"{number.kind}|{number.country}|{number.text}|{given.name}"
        ),
        "category": given.category,
        "certificate": certificate,
        "from": given.valid_from.isoformat(),
        "to": "" if given.valid_to is None else given.valid_to.isoformat(),
    }
    with act(actor, CERTIFY.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        person = person_with(number)
        if person is None:
            person = _entered(a, given)
        elif name_key(person.name) != name_key(given.name):
            raise EnrolmentRefused("姓名和证件号码对不上，没有登记。请照证件核对。")
        standing = grant(
            a,
            TALENT,
            person,
            source=Ref(SOURCE, uuid5(NAMESPACE_URL, f"{office.uid}:{certificate}")),
            reason=certificate,
            valid_from=given.valid_from,
            valid_to=given.valid_to,
            scope=office.path,
            grade=given.category,
        )
        a.about("standing", standing.uid, org_path=office.path)
        a.data = {"category": given.category, "from": given.valid_from.isoformat()}
        a.outcome = {"uid": str(standing.uid)}
        return standing.uid


def withdraw_certificate(
    *, actor: Actor, standing_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> None:
    """Take a certificate back: from now on it counts nowhere. NotFound, EnrolmentRefused."""
    request = {"standing": str(standing_uid), "why": why}
    with act(actor, WITHDRAW.name, at=at, key=key, request=request) as a:
        standing: Standing = target(actor, WITHDRAW_TALENT, standing_uid)
        if a.repeated:
            return
        if not why.strip() or len(why.strip()) > LONGEST_WHY:
            raise EnrolmentRefused(f"撤销要写明原因，最多{LONGEST_WHY}个字。没有撤销。")
        path = standing.scope
        void_standing(a, standing, why=why)
        a.about("standing", standing.uid, org_path=path)


def _entered(a: ActInProgress, given: Certified) -> Person:
    made = add_person(a, name=given.name)
    confirm_identifier(
        a,
        made,
        kind=given.document,
        number=given.number,
        country=given.country,
        checked_by=str(a.actor),
        on=a.business_at.date(),
    )
    return made


def _office(actor: Actor) -> Organisation:
    """Return the office for which the actor certifies. Raises NotAllowed."""
    for held, _ in grants_of(actor, CERTIFY_TALENT):
        found = Organisation.objects.filter(path=held.path).first()
        if found is not None:
            return found
    raise NotAllowed(CERTIFY_TALENT.code)
