"""Teams of teachers: a sheet in, sealed, drawn; who steps in was fixed before."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.teams import build_teams, seal_teams, substitute
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import uploaded
from xueyou.surfaces.school.classes.paging import back, on_to_commit, shown_if_refused, too_large
from xueyou.surfaces.shell.handing_in import takes_file
from xueyou.surfaces.shell.keys import form_key


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@takes_file(too_large)
@shown_if_refused
def build(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make teams out of a sheet of teachers."""
    upload = uploaded(request)
    if upload is None:
        raise ClassesNotDone("还没有选文件。请选教师的表，再点“编团队”。")
    count = build_teams(
        actor=current_actor(request), division_uid=uid, upload=upload, key=form_key(request)
    )
    return back(request, uid, f"{count}位教师编成了团队。看过以后封存，再抽哪个团队带哪个班。")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def seal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Seal the teams and who steps in."""
    lot = seal_teams(actor=current_actor(request), division_uid=uid, key=form_key(request))
    return on_to_commit(request, lot, "团队和候补的次序封存好了。")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def substitute_teacher(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let the first reserve step in."""
    substitute(
        actor=current_actor(request),
        division_uid=uid,
        code=request.POST.get("code", ""),
        why=request.POST.get("why", ""),
        key=form_key(request),
    )
    return back(request, uid, "候补教师顶上了，次序是抽签以前就定下的。")
