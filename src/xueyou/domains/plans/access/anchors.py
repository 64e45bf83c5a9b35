"""Ways of belonging that only this room has: by duty, and by task force, on the business day."""

from dataclasses import dataclass

from django.db.models import Q

from xueyou.domains.plans.models import Duty, TaskForceTask
from xueyou.platform.access.anchors import Holding
from xueyou.platform.time import business_today


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Rows that an organisation of the holder's subtree owes today, leading or supporting.

    `owner` is "task" or "project": the relation of Duty that points to the row.
    """

    owner: str
    roles: tuple[str, ...] = ("lead", "support")

    def condition(self, holding: Holding) -> Q:
        """Return rows with a duty in force today under the holder's organisation."""
        duties = (
            Duty.objects.standing()
            .on(business_today())
            .filter(role__in=self.roles)
            .filter(
                Q(organisation__path__startswith=holding.path)
                | Q(post__organisation__path__startswith=holding.path)
            )
        )
        return Q(pk__in=duties.exclude(**{self.owner: None}).values(f"{self.owner}_id"))


@dataclass(frozen=True, slots=True)
class InForce:
    """Tasks of a task force of which the holder is a member today: exactly those."""

    def condition(self, holding: Holding) -> Q:
        """Return the tasks given today to a force whose member the holder's account is today."""
        today = business_today()
        given = TaskForceTask.objects.standing().on(today)
        member = Q(
            force__members__user=holding.user_id,
            force__members__voided_at=None,
            force__members__valid_from__lte=today,
        ) & (Q(force__members__valid_to=None) | Q(force__members__valid_to__gt=today))
        open_force = Q(force__closed_on=None) | Q(force__closed_on__gt=today)
        return Q(pk__in=given.filter(member & open_force).values("task_id"))
