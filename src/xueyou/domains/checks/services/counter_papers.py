"""Completing at the counter what a family without a telephone was sent back for.

What the clerk photographs goes the way of a family's own photographs: the same limits, decoded in
the same process, sealed alike. It is remembered that it came from the counter.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import COMPLETE_AT_COUNTER
from xueyou.domains.checks.services.counter import PAPERS
from xueyou.domains.checks.services.openings import file_to_work_on
from xueyou.kernel.calls.models import Application, Channel
from xueyou.kernel.calls.pictures import pages_of
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.on_behalf import hand_in_again_for
from xueyou.kernel.calls.services.pictures import add_in, take_back_in, why_wanted
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.files.uploads import Readable
from xueyou.platform.time import business_now


def photograph_at_counter(
    *,
    actor: Actor,
    application_uid: UUID | str,
    what: str,
    upload: Readable,
    key: str,
    at: datetime | None = None,
) -> list[UUID]:
    """Put up a photograph, or the pages of a PDF, of a paper that is wanted; return their uids.

    Raises NotFound, OwnKin, WindowClosed, CallRefused, Refusal, ReaderBusy.
    """
    at = at or business_now()
    file = file_to_work_on(actor, COMPLETE_AT_COUNTER, application_uid, at)
    why_wanted(file, what, at)
    with pages_of(upload) as pages:
        request = {"application": str(application_uid), "what": what, "sha256": pages.sha256}
        verb = desk_verbs.PHOTOGRAPH_AT_COUNTER.name
        with act(actor, verb, at=at, key=key, request=request) as a:
            application: Application = target(actor, COMPLETE_AT_COUNTER, application_uid)
            if a.repeated:
                return [UUID(uid) for uid in a.outcome["pictures"]]
            return add_in(a, application, what, pages, Channel.COUNTER, at)


def take_down_at_counter(
    *,
    actor: Actor,
    application_uid: UUID | str,
    picture_uid: UUID | str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Take down what the counter put up and nobody handed in. Raises NotFound, OwnKin, CallRefused.

    What the family put up itself is the family's alone.
    """
    at = at or business_now()
    file_to_work_on(actor, COMPLETE_AT_COUNTER, application_uid, at)
    request = {"application": str(application_uid), "picture": str(picture_uid)}
    with act(actor, desk_verbs.TAKE_DOWN_AT_COUNTER.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, COMPLETE_AT_COUNTER, application_uid)
        if a.repeated:
            return
        take_back_in(a, application, picture_uid, only=Channel.COUNTER)


def complete_at_counter(
    *,
    actor: Actor,
    application_uid: UUID | str,
    paper: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Hand in again, for its guardian, what was sent back: as it was filled in, with photographs.

    `paper`: what of the guardian's was seen (PAPERS). Raises NotFound, OwnKin, WindowClosed,
    AnswersRefused, CallRefused.
    """
    at = at or business_now()
    file_to_work_on(actor, COMPLETE_AT_COUNTER, application_uid, at)
    request = {"application": str(application_uid), "paper": paper}
    verb = desk_verbs.COMPLETE_AT_COUNTER.name
    try:
        with act(actor, verb, at=at, key=key, request=request) as a:
            application: Application = target(actor, COMPLETE_AT_COUNTER, application_uid)
            if a.repeated:
                return
            if paper not in PAPERS:
                raise CallRefused("请选看过监护人的什么原件。没有交。")
            pictures = hand_in_again_for(a, application, at)
            a.about("application", application.uid, org_path=application.home_path)
            a.data = {"call": application.call.uid, "pictures": pictures, "paper": paper}
    except IntegrityError:
        raise CallRefused(
            "这个孩子的另一份申请刚刚交了，这一份没有交，照片都在。请先看一看那一份。"
        ) from None
