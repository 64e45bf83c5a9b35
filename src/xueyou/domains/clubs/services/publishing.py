"""The public account of the fund: per school by kind, per county by school, only in sums."""

from datetime import date, datetime, timedelta
from uuid import UUID

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import PUBLISH_ACCOUNT
from xueyou.domains.clubs.models import COMING_IN, EntryKind
from xueyou.domains.clubs.publication_kinds import ACCOUNT, FIELDS
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors.accounts import Sums, sums_by_school
from xueyou.domains.clubs.services.menu import yuan
from xueyou.kernel.publications.payloads import payload
from xueyou.kernel.publications.services.publishing import publish
from xueyou.platform.access.reading import NotFound, require
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation

SHOWN_FOR = timedelta(days=365)


def publish_account(
    *,
    actor: Actor,
    organisation_uid: UUID | str,
    first_on: date,
    last_on: date,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Publish the fund's account of a school, or of all schools below, from a day to a day.

    Both days included; sums in yuan, no person. Frozen: later entries do not change it. Raises
    NotFound, NotAllowed, ClubRefused where nothing moved.
    """
    request = {
        "organisation": str(organisation_uid),
        "days": [first_on.isoformat(), last_on.isoformat()],
    }
    place = Organisation.objects.filter(uid=organisation_uid, closed_on=None).first()
    if place is None:
        raise NotFound
    require(actor, PUBLISH_ACCOUNT, path=place.path)
    found = sums_by_school(place.path, first_on, last_on)
    title = f"课后服务经费收支（{first_on:%Y年%-m月%-d日}至{last_on:%Y年%-m月%-d日}）"
    with (
        payload(
            ACCOUNT,
            title=title,
            organ=place.name,
            fields=list(FIELDS),
            rows=[_row(sums) for sums in found],
        ) as ready,
        act(actor, verbs.PUBLISH.name, at=at, key=key, request=request) as a,
    ):
        if a.repeated:
            return UUID(a.outcome["uid"])
        if not found:
            raise ClubRefused("这段时间没有一笔经费，没有可以公开的。请核对日子。")
        row = publish(
            a,
            ready,
            organisation=place,
            subject_kind="clubs_account",
            subject_uid=place.uid,
            visible_from=a.business_at,
            visible_to=a.business_at + SHOWN_FOR,
        )
        a.about("organisation", place.uid, org_path=place.path)
        a.data = {"publication": row.uid, "rows": len(found)}
        a.outcome = {"uid": str(row.uid)}
        return row.uid


def _row(sums: Sums) -> dict[str, str]:
    moved = {
        kind: sums.by_kind.get(kind, 0) * (1 if kind in COMING_IN else -1) for kind in EntryKind
    }
    return {
        "school": sums.school,
        "before": yuan(sums.before),
        **{kind.value: yuan(amount) for kind, amount in moved.items()},
        "balance": yuan(sums.balance),
    }
