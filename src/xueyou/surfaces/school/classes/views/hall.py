"""The lot in a hall without a net: the sealed copy is taken, the slip of it handed in."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xueyou.domains.classes.access import KEEP_LOT
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.without_net import fetch_copy, hand_in_slip
from xueyou.formats.media_types import ZIP
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved, uploaded
from xueyou.rulebook.classes.copies import MOST_SLIP_BYTES
from xueyou.surfaces.school.classes.paging import REFUSED
from xueyou.surfaces.school.classes.views.stage import staged
from xueyou.surfaces.shell.handing_in import takes_file
from xueyou.surfaces.shell.keys import form_key

NO_FILE = "还没有选文件。请选抽好的文件夹里的“回执.json”，再点“上传回执”。"
TOO_LARGE = "这份文件太大，不是抽签的回执，没有收。请选抽好的文件夹里的“回执.json”。"


@route(permission=KEEP_LOT, content="personal", methods=("POST",))
def copy(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the sealed copy; how often is told on the stage.

    Not by the key of the page: three sticks are three presses on one page, and each counts.
    """
    try:
        data = fetch_copy(actor=current_actor(request), lot_uid=uid, key=str(uuid4()))
    except REFUSED as refused:
        return staged(request, uid, refused)
    return saved(data, ZIP, "封存.zip")


def _too_large(request: HttpRequest, wrong: object, uid: UUID) -> HttpResponse:
    return staged(request, uid, ClassesNotDone(TOO_LARGE))


@route(permission=KEEP_LOT, content="internal", methods=("POST",))
@takes_file(_too_large)
def slip(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take what was called out in the hall, and the digest of the list that was made of it."""
    try:
        upload = uploaded(request)
        if upload is None:
            raise ClassesNotDone(NO_FILE)
        hand_in_slip(
            actor=current_actor(request),
            lot_uid=uid,
            slip=upload.read(MOST_SLIP_BYTES + 1),
            key=form_key(request),
        )
    except REFUSED as refused:
        return staged(request, uid, refused)
    messages.success(request, "收下了。平台正在用同样的号码重算，一样才算数。")
    return HttpResponseRedirect(reverse("classes:stage", args=[uid]))
