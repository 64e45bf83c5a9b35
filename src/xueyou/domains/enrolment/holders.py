"""The duty of enrolment: what its ledger of homes keeps about one person."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from xueyou.domains.enrolment.models import HOME_ADDRESS, HomeUse, HomeUser
from xueyou.kernel.registry.models import Identifier, Person
from xueyou.kernel.registry.personal_data import personal_data_holder


@personal_data_holder("enrolment", models=("enrolment.HomeUse",))
class HomesHolder:
    """Which homes gave the person a place."""

    def export(self, person: Person) -> dict[str, Any]:
        """Return the entries that name the person, or carry one of his numbers."""
        rows = HomeUse.objects.standing().filter(_of(person)).distinct().order_by("pk")
        return {
            "homes": [
                {
                    "address": HOME_ADDRESS.text(row),
                    "year": row.year,
                    "stage": row.stage,
                    "school": row.school.name,
                    "state": row.state,
                }
                for row in rows.select_related("school")
            ]
        }

    def merge(self, gone: Person, keep: Person, at: datetime) -> None:
        """Move the entries."""
        HomeUse.objects.filter(person=gone).update(person=keep)

    def erase(self, person: Person, at: datetime) -> None:
        """Remove the entries of the person's own places, and his numbers from the others."""
        HomeUser.objects.filter(_numbers(person)).delete()
        HomeUse.objects.filter(person=person).delete()


def _of(person: Person) -> Q:
    return Q(person=person) | Q(users__in=HomeUser.objects.filter(_numbers(person)))


def _numbers(person: Person) -> Q:
    own = Identifier.objects.filter(person=person)
    return Q(bidx__in=own.values("bidx"))
