"""The duty of classes: to export, merge and erase what they keep about one person."""

import json
from datetime import datetime
from typing import Any

from xueyou.domains.classes.models import (
    ASKED,
    DECIDED,
    REASON,
    VALUES,
    ChangeRequest,
    Demand,
    DemandPupil,
    DivisionState,
    GradePupil,
)
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.personal_data import personal_data_holder
from xueyou.kernel.registry.refusals import RegistryRefused


@personal_data_holder("classes", models=("classes.GradePupil",))
class ClassesHolder:
    """On which lists somebody stood, what was filled in of him, and what was asked for him."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return each list with its values, class, demands and requests."""
        rows = GradePupil.objects.filter(person=person).select_related("division__school")
        return {"divisions": [_said(row) for row in rows.order_by("pk")]}

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Move the places; on one list somebody stands once."""
        both = GradePupil.objects.filter(person=gone, division__pupils__person=keep)
        if both.exclude(division__state=DivisionState.VOID).exists():
            raise RegistryRefused(
                "两份档案都在同一份分班名单上，现在不能合并。没有改动；请先请学校核对名单。"
            )
        GradePupil.objects.filter(person=gone).exclude(pk__in=both.values("pk")).update(person=keep)

    def erase(self, person: Person, at: datetime) -> None:
        """Empty what was filled in; the place and its code stay, so that the lot can be recounted.

        Raises RegistryRefused while the child's list is being made.
        """
        rows = GradePupil.objects.filter(person=person)
        if rows.filter(division__state__in=(DivisionState.SEALED, DivisionState.DRAWN)).exists():
            raise RegistryRefused("这个孩子的分班名单已经封存，正等着公布。请等公布以后再删除。")
        for row in rows:
            kept = VALUES.columns(row.uid, "{}")
            GradePupil.objects.filter(pk=row.pk).update(**kept)
        for demand in Demand.objects.filter(members__pupil__person=person).distinct():
            kept = REASON.columns(demand.uid, "")
            Demand.objects.filter(pk=demand.pk).update(**kept)
        for request in ChangeRequest.objects.filter(pupil__person=person):
            kept = ASKED.columns(request.uid, "")
            ChangeRequest.objects.filter(pk=request.pk).update(
                **kept, decided_enc=None, decided_key_id=""
            )


def _said(row: GradePupil) -> dict[str, Any]:
    division = row.division
    demands = DemandPupil.objects.filter(pupil=row).select_related("demand")
    return {
        "school": division.school.name,
        "year": division.year,
        "grade": division.grade,
        "code": row.code,
        "class": row.given,
        "filled_in": json.loads(VALUES.text(row)),
        # Not why: the words of a demand name other children too.
        "demands": [one.demand.get_kind_display() for one in demands.order_by("pk")],
        "requests": [
            {"asked": ASKED.text(one), "decided": DECIDED.text(one) if one.decided_enc else ""}
            for one in row.requests.order_by("pk")
        ],
    }
