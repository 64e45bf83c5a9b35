"""The school notes who has come, a page at a time."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from xueyou.domains.arrivals import verbs
from xueyou.domains.arrivals.access import KEEP_ARRIVALS
from xueyou.domains.arrivals.models import Absence, Arrival, ArrivalState
from xueyou.domains.arrivals.placed import placed_in
from xueyou.domains.arrivals.refusals import ArrivalRefused
from xueyou.kernel.calls.models import OfferState
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation

MOST = 500


def note_arrivals(
    *,
    actor: Actor,
    school_uid: UUID | str,
    year: int,
    said: Mapping[UUID, str],
    key: str,
    at: datetime | None = None,
) -> int:
    """Note for places (by uid of the offer) "came", or why not; return how many changed.

    Saying the same again changes nothing. Raises NotFound, ArrivalRefused: a place that is not of
    this school or is given back, or whose family has not accepted it yet.
    """
    request = {
        "school": str(school_uid),
        "year": year,
        "said": {str(uid): word for uid, word in sorted(said.items())},
    }
    with act(actor, verbs.NOTE.name, at=at, key=key, request=request) as a:
        school: Organisation = target(actor, KEEP_ARRIVALS, school_uid)
        if a.repeated:
            return int(a.outcome)
        if not 0 < len(said) <= MOST:
            raise ArrivalRefused(f"没有选到学生，或者一次超过{MOST}个。没有登记。")
        words = {uid: _state(word) for uid, word in said.items()}
        offers = {offer.uid: offer for offer in placed_in(school, year).filter(uid__in=words)}
        if set(offers) == set(words):
            a.lock(*offers.values())
        if set(offers) != set(words) or not all(one.holds_place for one in offers.values()):
            raise ArrivalRefused("有学生的学位已经不在本校了，这一次都没有登记。请刷新再看。")
        if any(offer.state != OfferState.ACCEPTED for offer in offers.values()):
            raise ArrivalRefused("有家长还没有接受学位，不能登记报到。这一次都没有登记。")
        standing = {
            row.offer_id: row
            for row in Arrival.objects.filter(offer__in=offers.values(), superseded_at=None)
        }
        made = [
            Arrival(
                offer=offer,
                state=words[uid][0],
                why=words[uid][1],
                on=a.business_at.date(),
                recorded_at=a.at,
                act_uid=a.uid,
            )
            for uid, offer in offers.items()
            if (known := standing.get(offer.pk)) is None or (known.state, known.why) != words[uid]
        ]
        over = [standing[one.offer_id].pk for one in made if one.offer_id in standing]
        Arrival.objects.filter(pk__in=over).update(superseded_at=a.at)
        Arrival.objects.bulk_create(made)
        came = sum(one.state == ArrivalState.CAME for one in made)
        a.about("organisation", school.uid, org_path=school.path)
        a.data = {"came": came, "absent": len(made) - came}
        a.outcome = len(made)
        return len(made)


def _state(word: str) -> tuple[str, str]:
    if word == ArrivalState.CAME:
        return ArrivalState.CAME.value, ""
    if word in Absence.values:
        return ArrivalState.ABSENT.value, word
    raise ArrivalRefused("没有来的，请选一个原因。这一次都没有登记。")
