"""Who takes part in what: a family's own children, a school's pupils."""

from datetime import date
from uuid import UUID

from xueyou.domains.clubs.access import PLACES, READ_PLACE
from xueyou.platform.access.reading import read
from xueyou.platform.access.views import source, view_of
from xueyou.platform.acts.actors import Actor


@view_of(PLACES)
class PlaceRow:
    """A child's place in a club; half-open days."""

    uid: UUID
    person_uid: UUID = source("person__uid")
    name: str = source("person__name")
    sort_key: str = source("person__sort_key")
    club: str = source("club__option__title")
    lane: str = source("club__lane")
    room: str = source("club__room")
    call_uid: UUID = source("club__call__uid")
    from_on: date
    until: date | None


def places_of(actor: Actor, call_uid: UUID | str | None = None) -> list[PlaceRow]:
    """Return the places that the actor may see, of one term or of all, by child and lane."""
    rows = read(actor, READ_PLACE, PlaceRow)
    if call_uid is not None:
        rows = rows.filter(call_uid=call_uid)
    return list(rows.order_by("sort_key", "person_uid", "lane"))
