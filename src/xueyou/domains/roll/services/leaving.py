"""A pupil leaves the school: from that day he is on its roll no longer."""

from datetime import date, datetime
from uuid import UUID

from xueyou.domains.roll import verbs
from xueyou.domains.roll.access import KEEP_PUPIL
from xueyou.domains.roll.models import CONTACT_SOURCE, RollImport
from xueyou.domains.roll.refusals import RollRefused
from xueyou.kernel.registry.models import GuardianContact, Membership
from xueyou.kernel.registry.services.memberships import end_membership
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act

WHYS = {
    "moved_away": "转到别的学校",
    "finished": "毕业、离园",
    "abroad": "出国（境）",
    "wrong": "登记错了，不是本校学生",
    "other": "其他",
}
"""Why somebody leaves, as the membership keeps it."""


def leave_school(
    *,
    actor: Actor,
    membership_uid: UUID | str,
    on: date,
    why: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Take a pupil off the roll from a day on, with the guardians whom the school named.

    Raises NotFound, RollRefused.
    """
    request = {"membership": str(membership_uid), "on": on.isoformat(), "why": why}
    with act(actor, verbs.LEAVE.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return
        found: Membership = target(actor, KEEP_PUPIL, membership_uid)
        if why not in WHYS:
            raise RollRefused("请选为什么离校。没有改动。")
        if on > a.business_at.date():
            raise RollRefused("离校的日子不能写以后的。到了那天再办。没有改动。")
        a.lock(found)
        end_membership(a, found, on=on, why=why)
        rolls = RollImport.objects.filter(school=found.organisation).values("uid")
        named = GuardianContact.objects.filter(
            person=found.person_id, ended_at=None, source_kind=CONTACT_SOURCE, source_uid__in=rolls
        )
        named.update(ended_at=a.at, ended_by=found.uid)
        a.about("membership", found.uid, org_path=found.organisation.path)
        a.data = {"person": found.person.uid, "on": on.isoformat(), "why": why}
