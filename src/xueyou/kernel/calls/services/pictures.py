"""The family photographs what its application was sent back for, and takes back what went wrong.

Until the application is handed in again. From then on nothing here changes: what was looked at
when it was decided stays as it was.
"""

from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    Channel,
    PhaseStep,
    Picture,
)
from xueyou.kernel.calls.pictures import Pages, keep, pages_of, remove
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.changing import require_unfrozen
from xueyou.kernel.calls.services.drafts import own_application
from xueyou.kernel.calls.windows import require_undecided, require_window
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.files.uploads import Readable
from xueyou.platform.time import business_now


def add_pictures(
    *,
    actor: Actor,
    application_uid: UUID | str,
    what: str,
    upload: Readable,
    key: str,
    at: datetime | None = None,
) -> list[UUID]:
    """Add a photograph, or the pages of a PDF, of a paper that is wanted; return their uids.

    It is decoded before the act, once the family may add anything at all. Raises NotFound,
    WindowClosed, CallRefused, Refusal, ReaderBusy.
    """
    at = at or business_now()
    why_wanted(own_application(actor, application_uid), what, at)
    with pages_of(upload) as pages:
        request = {"application": str(application_uid), "what": what, "sha256": pages.sha256}
        with act(actor, verbs.ADD_PICTURES.name, at=at, key=key, request=request) as a:
            application = own_application(actor, application_uid)
            if a.repeated:
                return [UUID(uid) for uid in a.outcome["pictures"]]
            return add_in(a, application, what, pages, Channel.PHONE, at)


def add_in(
    a: ActInProgress,
    application: Application,
    what: str,
    pages: Pages,
    channel: Channel,
    at: datetime,
) -> list[UUID]:
    """Keep pages of a wanted paper inside an open act of who puts them up. As add_pictures."""
    call = application.call
    require_unfrozen(application.round, "放照片")
    a.lock(application)
    why = why_wanted(application, what, at)
    added = [one.uid for one in keep(a, application, what, why, pages.copies, channel)]
    a.about("application", application.uid, org_path=application.home_path)
    a.data = {"call": call.uid, "material": what, "pictures": added}
    a.outcome = {"pictures": [str(uid) for uid in added]}
    return added


def take_picture_back(
    *,
    actor: Actor,
    application_uid: UUID | str,
    picture_uid: UUID | str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Take back a picture that was not handed in yet; it is gone. Raises NotFound, CallRefused.

    Also one that nobody wants any more: it is the family's until it leaves.
    """
    at = at or business_now()
    request = {"application": str(application_uid), "picture": str(picture_uid)}
    with act(actor, verbs.TAKE_PICTURE_BACK.name, at=at, key=key, request=request) as a:
        application = own_application(actor, application_uid)
        if a.repeated:
            return
        take_back_in(a, application, picture_uid)


def take_back_in(
    a: ActInProgress,
    application: Application,
    picture_uid: UUID | str,
    only: Channel | None = None,
) -> None:
    """Take a picture back inside an open act; with `only`, one that came by that door.

    Raises NotFound, CallRefused.
    """
    call = application.call
    require_unfrozen(application.round, "拿掉照片")
    a.lock(application)
    picture = own_picture(application, picture_uid)
    if only is not None and picture.channel != only:
        raise NotFound
    if picture.handed_in_at is not None:
        raise CallRefused("这张照片已经和申请一起交了，不能再拿掉。没有改动。")
    remove([picture])
    a.about("application", application.uid, org_path=application.home_path)
    a.data = {"call": call.uid, "material": picture.what, "picture": picture.uid}


def own_picture(application: Application, uid: UUID | str) -> Picture:
    """Return a picture of an application. Raises NotFound."""
    try:
        found = Picture.objects.filter(application=application, uid=UUID(str(uid)))
    except ValueError:
        raise NotFound from None
    picture = found.select_related("attachment__blob").first()
    if picture is None:
        raise NotFound
    return picture


def why_wanted(application: Application, what: str, at: datetime) -> str:
    """Return why a paper is wanted of the family at the moment. Raises CallRefused where it is not.

    WindowClosed where completing is not open to its class of applicants.
    """
    wanted = {one["what"]: one["why"] for one in application.missing}
    if application.state != ApplicationState.RETURNED or what not in wanted:
        raise CallRefused("这份申请现在不用补这一样的照片，没有存。请回到申请看一看。")
    require_undecided(application, "放照片")
    assert application.round is not None, "what was sent back was handed in for a round"
    require_window(application.round, PhaseStep.RETURN, application.applicant_class, at)
    why: str = wanted[what]
    return why
