"""Entrusting city-run schools to a county's calls: by the city, from a day to a day; taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from xueyou.domains.enrolment.entrust_access import ENTRUST_SCHOOL, WITHDRAW_ENTRUSTED
from xueyou.domains.enrolment.refusals import EnrolmentRefused
from xueyou.kernel.calls.standings import ENTRUSTED
from xueyou.kernel.registry.models import Standing
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.standings import grant, void_standing
from xueyou.platform.access.reading import NotFound, can, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.db import overlaps
from xueyou.platform.orgs.models import Organisation, OrganisationKind

SOURCE = "entrusting_notice"
LONGEST_SOURCE, LONGEST_WHY = 300, 200

ENTRUST = register_verb(
    "enrolment.school.entrust",
    zh="委托县区招生",
    fields={"school": "uid", "county": "uid", "from": "code", "to": "code"},
)
WITHDRAW = register_verb(
    "enrolment.school.entrust_withdraw", zh="撤回委托招生", fields={"school": "uid"}
)


@dataclass(frozen=True, slots=True)
class Entrusting:
    """Which school takes part in which county's calls, by which paper, from when until (not with)
    when; without an end until it is withdrawn.
    """

    school_uid: UUID
    county_uid: UUID
    source: str
    valid_from: date
    valid_to: date | None = None


def entrust_school(
    *, actor: Actor, given: Entrusting, key: str, at: datetime | None = None
) -> UUID:
    """Entrust a school to a county's calls; return the standing's uid.

    Only who is above both may: NotFound for anybody else. Raises EnrolmentRefused.
    """
    words = " ".join(given.source.split())
    if not words or len(words) > LONGEST_SOURCE:
        raise EnrolmentRefused("请写明委托文件的名称和文号，没有核对过的写“待核”。没有登记。")
    if given.valid_to is not None and given.valid_to <= given.valid_from:
        raise EnrolmentRefused("结束的日子要在开始之后。没有登记。")
    request = {
        "school": str(given.school_uid),
        "county": str(given.county_uid),
        "source": words,
        "from": given.valid_from.isoformat(),
        "to": "" if given.valid_to is None else given.valid_to.isoformat(),
    }
    with act(actor, ENTRUST.name, at=at, key=key, request=request) as a:
        school: Organisation = target(actor, ENTRUST_SCHOOL, given.school_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        county = _county(actor, given.county_uid)
        a.lock(school)
        _require_free(school, county, given)
        standing = grant(
            a,
            ENTRUSTED,
            school,
            source=Ref(SOURCE, uuid5(NAMESPACE_URL, f"{county.uid}:{words}:{given.valid_from}")),
            reason=words,
            valid_from=given.valid_from,
            valid_to=given.valid_to,
            scope=county.path,
        )
        a.about("standing", standing.uid, org_path=school.path)
        a.data = {
            "school": school.uid,
            "county": county.uid,
            "from": given.valid_from.isoformat(),
            "to": request["to"],
        }
        a.outcome = {"uid": str(standing.uid)}
        return standing.uid


def withdraw_entrusted(
    *, actor: Actor, standing_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> None:
    """Take it back: no call names the school anew; calls that are announced go on with it.

    Raises NotFound, EnrolmentRefused.
    """
    request = {"standing": str(standing_uid), "why": why}
    with act(actor, WITHDRAW.name, at=at, key=key, request=request) as a:
        standing: Standing = target(actor, WITHDRAW_ENTRUSTED, standing_uid)
        if a.repeated:
            return
        if not why.strip() or len(why.strip()) > LONGEST_WHY:
            raise EnrolmentRefused(f"撤回要写明原因，最多{LONGEST_WHY}个字。没有撤回。")
        school = standing.organisation
        assert school is not None, "a standing of this kind is about an organisation"
        void_standing(a, standing, why=why)
        a.about("standing", standing.uid, org_path=school.path)
        a.data = {"school": school.uid}


def _county(actor: Actor, uid: UUID) -> Organisation:
    """Return a county that the actor is above. Raises NotFound."""
    counties = Organisation.objects.filter(kind=OrganisationKind.COUNTY, closed_on=None)
    found = counties.filter(uid=uid).first()
    if found is None or not can(actor, ENTRUST_SCHOOL, path=found.path):
        raise NotFound
    return found


def _require_free(school: Organisation, county: Organisation, given: Entrusting) -> None:
    """Refuse a second entrusting of the same days: to withdraw one would leave the other."""
    same = Standing.objects.standing().filter(
        kind=ENTRUSTED.name, organisation=school, scope=county.path
    )
    if same.filter(overlaps(given.valid_from, given.valid_to)).exists():
        raise EnrolmentRefused(
            f"这段时间“{school.name}”已经委托给{county.name}了，没有再登记。要改日子，先撤回原来的。"
        )
