"""The duty of rolls: to export, merge and erase what they keep about one person."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from xueyou.domains.roll.models import RollImport, RollLine, RollState
from xueyou.domains.roll.services.files import destroy
from xueyou.kernel.registry.models import Membership, Person
from xueyou.kernel.registry.personal_data import personal_data_holder
from xueyou.kernel.registry.refusals import RegistryRefused


@personal_data_holder("roll", models=("roll.RollLine",))
class RollHolder:
    """In which rolls somebody stood."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return the rolls with the number of the row."""
        lines = RollLine.objects.filter(person=person).select_related("roll__school")
        return {
            "lines": [
                {
                    "school": line.roll.school.name,
                    "received_on": line.roll.received_on.isoformat(),
                    "row": line.row,
                }
                for line in lines.order_by("pk")
            ]
        }

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Move the lines; a roll that names who took in another can be undone no more."""
        RollLine.objects.filter(person=gone).update(person=keep, made_person=False)

    def erase(self, person: Person, at: datetime) -> None:
        """Destroy the workbooks of the person's schools; nothing in a line tells of him."""
        schools = Membership.objects.filter(person=person).values("organisation")
        lines = RollLine.objects.filter(person=person).values("roll__school")
        rolls = RollImport.objects.filter(Q(school__in=schools) | Q(school__in=lines))
        if rolls.filter(state=RollState.APPLYING).exists():
            raise RegistryRefused("学校的名册正在导入。请等它导完，再删除。没有改动。")
        destroy(rolls)
        rolls.filter(state=RollState.READY).update(state=RollState.STALE)
