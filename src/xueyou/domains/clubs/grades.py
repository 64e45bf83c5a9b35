"""The grades a school has, for which its clubs can be."""

from xueyou.domains.clubs.terms import term_of
from xueyou.kernel.calls.models import Call
from xueyou.kernel.registry.grades import GRADES_OF
from xueyou.kernel.registry.models import Membership, MembershipKind


def grades_of(call: Call) -> list[int]:
    """Return the grades of the term's stage, and those others in which the school has pupils."""
    pupils = Membership.objects.standing().filter(
        organisation=call.organisation_id,
        kind=MembershipKind.PUPIL,
        primary=True,
        valid_to=None,
        grade__range=(1, 9),
    )
    there = pupils.order_by().values_list("grade", flat=True).distinct()
    return sorted({*GRADES_OF[term_of(call).stage], *there})
