"""The zone of an address, told in words: for the form, for officers, for anybody who asks."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.enrolment.zoning import Notice, notice_for
from xueyou.engines.zoning import Located
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.selectors.calls import OpenCall, calls_open
from xueyou.platform.access.reading import NotFound
from xueyou.platform.time import wall_now

KIND = "enrolment.school"


@dataclass(frozen=True, slots=True)
class ZoneView:
    """Where an address belongs.

    `outcome` as `engines.zoning.Located` gives it, or "no_notice". `schools` are names where the
    zone is certain. `zh` is the sentence, `source` the notice it rests on.
    """

    outcome: str
    zone: str
    schools: tuple[str, ...]
    zh: str
    source: str
    since: date | None


def zone_of(call: Call, address: str, at: datetime | None = None) -> ZoneView:
    """Return the zone of an address in a call's county, or what has to be answered first.

    `at`: as it was known at that moment; now without it.
    """
    notice = notice_for(call, at or wall_now())
    if notice is None:
        zh = "划片通告还没有录入，住址属于哪里由招生办核对，不影响您现在填报。"
        return ZoneView("no_notice", "", (), zh, "", None)
    found = notice.locate(address)
    return ZoneView(
        found.outcome,
        found.zone,
        notice.schools.get(found.zone, ()),
        _said(found, notice),
        notice.source,
        notice.valid_from,
    )


def calls_with_zones(at: datetime | None = None) -> list[OpenCall]:
    """Return the enrolments that are open or open next, for whoever looks his school up."""
    return calls_open(at, kind=KIND)


def look_up(call_uid: UUID | str, road: str, door: str) -> ZoneView:
    """Return the zone of an address in an enrolment that is open or opens next. NotFound."""
    call = Call.objects.filter(uid=call_uid, uid__in=[one.uid for one in calls_with_zones()])
    found = call.select_related("organisation").first()
    if found is None:
        raise NotFound
    return zone_of(found, road + door)


def _said(found: Located, notice: Notice) -> str:
    if found.outcome == "found":
        names = "、".join(notice.schools.get(found.zone, ()))
        return f"按划片通告，这个住址属于{names}的片区。"
    if found.outcome == "number_needed":
        return f"“{found.place}”分属几个片区，请把住址写到“{found.unit}”，例如12{found.unit}。"
    if found.outcome == "out_of_range":
        return (
            f"划片通告里有“{found.place}”，但没有这个号码，由招生办核对。请先核对号码有没有写错。"
        )
    if found.outcome == "ambiguous":
        return "这个住址在划片通告里对得上两个片区，由招生办核对，不影响您现在填报。"
    return (
        "划片通告里没有找到这个地名，由招生办核对，不影响您现在填报。"
        "请看看地名有没有写成通告里的样子。"
    )
