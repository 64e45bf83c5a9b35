"""A menu before it is announced: a club edited, or taken off; all brought to another round."""

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import KEEP_CLUB
from xueyou.domains.clubs.models import Club
from xueyou.domains.clubs.refusals import ClubChanged, ClubRefused
from xueyou.domains.clubs.services.menu import (
    ClubGiven,
    attributes_of,
    columns_of,
    first_round,
    held_against_rules,
    plan_places,
)
from xueyou.kernel.calls.models import CapacityLine, Round, RoundState
from xueyou.kernel.calls.services.capacity import void_lines
from xueyou.kernel.calls.services.options import rewrite_option
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act

DROPPED = "公布以前从菜单里去掉"


def edit_club(
    *,
    actor: Actor,
    club_uid: UUID | str,
    club: ClubGiven,
    revision: int,
    key: str,
    at: datetime | None = None,
) -> None:
    """Write a club of a menu anew, before it is announced; its code stays.

    Raises NotFound, ClubRefused as `add_club` does, ClubChanged where it is no longer the revision
    that was looked at, AnswersRefused for a wrong title.
    """
    request = {"club": str(club_uid), "given": repr(club), "revision": revision}
    with act(actor, verbs.EDIT_CLUB.name, at=at, key=key, request=request) as a:
        row: Club = target(actor, KEEP_CLUB, club_uid)
        if a.repeated:
            return
        call, option, school = row.call, row.option, row.call.organisation
        round_ = first_round(call)
        a.lock(call, round_, option, row)
        call.organisation, option.call = school, call
        _require_draft(row, round_)
        if row.revision != revision:
            raise ClubChanged
        found, teacher, provider = held_against_rules(call, school, club, row)
        rewrite_option(
            option, title=club.title, lane=club.lane, attributes=attributes_of(school, club)
        )
        void_lines(a, round_, option)
        plan_places(a, round_, option, club.places, club.lane)
        columns = columns_of(club, teacher, provider, found)
        for name, value in columns.items():
            setattr(row, name, value)
        row.revision += 1
        row.save(update_fields=[*columns, "revision"])
        a.about("club", row.uid, org_path=school.path)
        a.data = {"call": call.uid, "lane": club.lane, "places": club.places, "fee": club.fee}


def drop_club(*, actor: Actor, club_uid: UUID | str, key: str, at: datetime | None = None) -> None:
    """Take a club off a menu that is not announced yet. Raises NotFound, ClubRefused."""
    request = {"club": str(club_uid)}
    with act(actor, verbs.DROP_CLUB.name, at=at, key=key, request=request) as a:
        row: Club = target(actor, KEEP_CLUB, club_uid)
        if a.repeated:
            return
        call, option, school = row.call, row.option, row.call.organisation
        round_ = first_round(call)
        a.lock(call, round_, option, row)
        _require_draft(row, round_)
        void_lines(a, round_, option)
        option.withdrawn_at = a.business_at
        option.save(update_fields=["withdrawn_at"])
        row.closed_at, row.closed_why = a.business_at, DROPPED
        row.save(update_fields=["closed_at", "closed_why"])
        a.about("club", row.uid, org_path=school.path)
        a.data = {"call": call.uid}


def carry_menu(a: ActInProgress, round_: Round) -> None:
    """Move the places of clubs from a cancelled round to a new one.

    Inside an open act that holds the call, as every change of its menu does.
    """
    lines = CapacityLine.objects.filter(
        round__call=round_.call, round__state=RoundState.CANCELLED, voided_at=None
    )
    totals = dict(lines.order_by().values_list("option_id").annotate(sum=Sum("delta")))
    lines.update(voided_at=a.at)
    clubs = Club.objects.filter(pk__in=totals, closed_at=None).select_related("option")
    for club in clubs.order_by("option__code"):
        plan_places(a, round_, club.option, totals[club.pk], club.lane)


def _require_draft(club: Club, round_: Round) -> None:
    if club.closed_at is not None:
        raise ClubRefused("这门课已经不在菜单里了，没有改动。")
    if round_.state != RoundState.DRAFT:
        raise ClubRefused("菜单已经公布，家长看着它填，课不能再改。没有改动。")
