"""The clubs room's duty: to export, merge and erase what it keeps about one person."""

from datetime import datetime
from typing import Any

from xueyou.domains.clubs.models import (
    NAME,
    Bill,
    Club,
    Collector,
    HandOver,
    Leave,
    Mark,
    PickupCode,
    Place,
)
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.personal_data import personal_data_holder
from xueyou.kernel.registry.refusals import RegistryRefused

ERASED_NAME = "（已删除）"


@personal_data_holder(
    "clubs",
    models=(
        "clubs.Club",
        "clubs.Place",
        "clubs.Leave",
        "clubs.Collector",
        "clubs.PickupCode",
        "clubs.Bill",
    ),
)
class ClubsHolder:
    """Places with their marks and hand-overs, leaves, collectors, codes, bills; clubs led."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return them all."""
        places = Place.objects.filter(person=person).order_by("pk")
        marks = Mark.objects.filter(place__person=person).order_by("pk")
        handed = HandOver.objects.filter(place__person=person).order_by("pk")
        return {
            "led": list(
                Club.objects.filter(teacher=person).values_list("option__title", flat=True)
            ),
            "places": [
                {
                    "club": title,
                    "from": first.isoformat(),
                    "to": None if until is None else until.isoformat(),
                }
                for title, first, until in places.values_list(
                    "club__option__title", "from_on", "until"
                )
            ],
            "marks": [
                {"day": day.isoformat(), "mark": mark}
                for day, mark in marks.values_list("session__day", "mark")
            ],
            "hand_overs": [
                {"day": day.isoformat(), "at": at.isoformat(), "late_minutes": late}
                for day, at, late in handed.values_list(
                    "session__day", "happened_at", "late_minutes"
                )
            ],
            "leaves": [
                {"from": leave.first_on.isoformat(), "to": leave.last_on.isoformat()}
                for leave in Leave.objects.filter(person=person).order_by("pk")
            ],
            "collectors": [
                {"name": NAME.text(row), "relation": row.relation}
                for row in Collector.objects.filter(person=person).order_by("pk")
            ],
            "bills": [
                {"term": bill.call.title, "total_fen": bill.total}
                for bill in Bill.objects.filter(person=person).select_related("call").order_by("pk")
            ],
        }

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Move all rows; refuse two bills of one term, and two places in one lane."""
        mine = Bill.objects.filter(person=gone, reversed_at=None).values("call")
        if Bill.objects.filter(person=keep, reversed_at=None, call__in=mine).exists():
            raise RegistryRefused("两份档案在同一学期都有课后服务账单，请先冲销一张。没有合并。")
        for place in Place.objects.filter(person=gone, until=None).select_related("club"):
            same = Place.objects.filter(
                person=keep, until=None, club__call=place.club.call_id, club__lane=place.club.lane
            )
            if same.exists():
                raise RegistryRefused("两份档案在同一时段都有课后服务，请先退掉一个。没有合并。")
        open_days = PickupCode.objects.filter(person=keep, used_at=None).values("day")
        PickupCode.objects.filter(person=gone, used_at=None, day__in=open_days).delete()
        for model in (Place, Leave, Collector, PickupCode, Bill):
            model.objects.filter(person=gone).update(person=keep)
        Club.objects.filter(teacher=gone).update(teacher=keep)

    def erase(self, person: Person, at: datetime) -> None:
        """Keep what was attended and paid under nobody's name; remove the rest.

        Refused while the child takes part: the school must know whom it looks after.
        """
        if Place.objects.filter(person=person, until=None, club__closed_at=None).exists():
            raise RegistryRefused("还在参加课后服务，请先退出，再删除。没有删除。")
        Leave.objects.filter(person=person).delete()
        PickupCode.objects.filter(person=person, used_at=None).delete()
        for row in Collector.objects.filter(person=person):
            for name, value in NAME.columns(row.uid, ERASED_NAME).items():
                setattr(row, name, value)
            row.save()
