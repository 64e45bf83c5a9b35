"""What an application asked for and got in the rounds before the one that is being run.

Asked for the moment of a round's freeze, which names the round: later wishes do not count, and a
place counts as it stood when the round closed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from xueyou.kernel.calls.kinds import Applied
from xueyou.kernel.calls.models import (
    Application,
    Choice,
    Offer,
    OfferState,
    Round,
    RoundState,
)

AT_ONCE = 400
SECTOR, PRIVATE = "sector", "private"


def facts_of_rounds(
    applications: Sequence[Applied], current: Mapping[int, Round]
) -> dict[int, dict[str, str]]:
    """Return by application: private, private_before, placed_before, each yes or no.

    Private wishes of this round, private wishes of an earlier one, a place of an earlier one that
    was held when this one closed.
    """
    found: dict[int, dict[str, str]] = {}
    ids = [one.id for one in applications if one.id in current]
    for some in _pieces(ids):
        now, before = set(), set()
        wishes = Choice.objects.filter(application__in=some)
        wishes = wishes.filter(**{f"option__attributes__{SECTOR}": PRIVATE})
        for pk, ordinal in wishes.values_list("application_id", "round__ordinal").distinct():
            if ordinal == current[pk].ordinal:
                now.add(pk)
            elif ordinal < current[pk].ordinal:
                before.add(pk)
        placed = _placed(some, current)
        for pk in some:
            found[pk] = {
                "private": _flag(pk in now),
                "private_before": _flag(pk in before),
                "placed_before": _flag(pk in placed),
            }
    return found


def current_rounds(applications: Sequence[Applied], at: datetime) -> dict[int, Round]:
    """Return by application the round that is asked about: the one frozen at that very moment.

    At any other moment the last one there is.
    """
    calls: dict[int, int] = {}
    for some in _pieces([one.id for one in applications]):
        calls |= dict(Application.objects.filter(pk__in=some).values_list("pk", "call_id"))
    rounds = Round.objects.filter(call__in=set(calls.values())).exclude(state=RoundState.CANCELLED)
    frozen: dict[int, Round] = {}
    latest: dict[int, Round] = {}
    for one in rounds.select_related("call").order_by("ordinal"):
        latest[one.call_id] = one
        if one.frozen_at == at:
            frozen[one.call_id] = one
    counting = latest | frozen
    return {pk: counting[call] for pk, call in calls.items() if call in counting}


def _placed(ids: Sequence[int], current: Mapping[int, Round]) -> set[int]:
    rows = Offer.objects.filter(application__in=ids).exclude(state=OfferState.STAGED)
    names = ("application_id", "decision__run__round__ordinal", "holds_place", "state")
    found = set()
    for pk, ordinal, holds, state, made, replied, until in rows.values_list(
        *names, "made_at", "replied_at", "reply_by"
    ):
        closed = current[pk].closes_at
        ended = until if state == OfferState.LAPSED else replied
        held = holds or (ended is not None and ended > closed)
        if ordinal < current[pk].ordinal and made <= closed and held:
            found.add(pk)
    return found


def _flag(truth: bool) -> str:
    return "yes" if truth else "no"


def _pieces(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]
