"""The duty of rolls: to export, merge and erase what they keep about one person."""

from datetime import datetime
from typing import Any

from xueyou.domains.roll.models import RollLine
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.personal_data import personal_data_holder


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
        """Move the lines; a roll that made one of the two can be undone no more."""
        RollLine.objects.filter(person=gone).update(person=keep, made_person=False)

    def erase(self, person: Person, at: datetime) -> None:
        """Nothing in a line tells of the person."""
