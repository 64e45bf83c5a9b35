"""Owns when a family is shown what comes next: a result is out, and its child has no place."""

from collections.abc import Sequence
from uuid import UUID

from xueyou.kernel.calls.selectors.left import Onward, onward_of
from xueyou.kernel.calls.selectors.results import ResultView
from xueyou.kernel.calls.selectors.standing import Standing
from xueyou.platform.acts.actors import Actor

STAGES = ("published", "returned")
"""returned: what was never completed took no part, and its family must hear what next as well."""


def onward_for(
    actor: Actor, uid: UUID, standing: Standing, results: Sequence[ResultView]
) -> Onward | None:
    """Return what is next for an application; None, and nothing asked, where that is plain."""
    if not standing.owed or standing.stage not in STAGES:
        return None
    if any(one.offer is not None and one.offer.state != "ended" for one in results):
        return None
    return onward_of(actor, uid)
