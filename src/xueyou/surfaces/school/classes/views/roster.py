"""The sheet of what is known of the pupils: taken, filled in, handed back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.filling import fill_roster, roster_sheet
from xueyou.domains.classes.wording import left_out_zh
from xueyou.formats.class_rosters import scores_named
from xueyou.formats.media_types import XLSX
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved, uploaded
from xueyou.surfaces.school.classes.paging import back, shown_if_refused, too_large
from xueyou.surfaces.shell.handing_in import takes_file
from xueyou.surfaces.shell.keys import form_key


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the workbook to fill in: names and codes."""
    data = roster_sheet(actor=current_actor(request), division_uid=uid)
    return saved(data, XLSX, "分班名单.xlsx")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@takes_file(too_large)
@shown_if_refused
def fill(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the workbook, whole or not at all."""
    upload = uploaded(request)
    if upload is None:
        raise ClassesNotDone("还没有选文件。请选填好的表，再点“交回”。")
    filled = fill_roster(
        actor=current_actor(request),
        division_uid=uid,
        upload=upload,
        scores=scores_named(request.POST.get("scores", "")),
        score_source=request.POST.get("score_source", ""),
        key=form_key(request),
    )
    left_out = left_out_zh(filled.left_out)
    return back(request, uid, f"收下了，用了{filled.columns}列。{left_out}改过的名单要再演练一次。")
