"""Photographs that a family handed in, beside the question they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from xueyou.domains.checks.desk_access import OPEN_FILE
from xueyou.domains.checks.selectors.one_file import FileSheet
from xueyou.domains.checks.selectors.pictures import picture_of_file
from xueyou.domains.checks.services.openings import TooManyOpened, open_file
from xueyou.kernel.calls.insiders import OwnKin
from xueyou.kernel.calls.selectors.pictures import Paper, PictureSeen
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import opened_picture
from xueyou.surfaces.shell.passes import pass_over, passed, with_pass


@dataclass(frozen=True, slots=True)
class PaperLook:
    """A paper with the addresses of its photographs, for this account and some minutes."""

    paper: Paper
    addresses: Sequence[str]

    @property
    def pages(self) -> Sequence[tuple[PictureSeen, str]]:
        """Return each photograph with its address."""
        return list(zip(self.paper.pages, self.addresses, strict=True))

    @property
    def by(self) -> str:
        """Return in words who photographed it."""
        doors = {page.at_counter for page in self.paper.pages}
        return "家长和窗口的照片" if len(doors) > 1 else _BY[doors == {True}]


_BY = {False: "家长照片", True: "窗口代拍"}


def papers_to_look_at(request: HttpRequest, sheet: FileSheet) -> list[PaperLook]:
    """Return what a family handed in of what it was asked for."""
    return [looked_at(request, sheet.row.uid, paper) for paper in sheet.papers]


def looked_at(request: HttpRequest, uid: UUID, paper: Paper) -> PaperLook:
    """Return a paper of a file with addresses for its photographs."""
    return PaperLook(
        paper,
        [
            with_pass(request, reverse("desk:picture", args=[uid, page.uid]), page.uid)
            for page in paper.pages
        ],
    )


@route(permission=OPEN_FILE, content="personal")
def picture(request: HttpRequest, uid: UUID, picture: UUID) -> HttpResponse:
    """Show one photograph of an opened file; opening it is written down as opening the file is."""
    actor = current_actor(request)
    jpeg = picture_of_file(actor, uid, picture)
    if not passed(request, picture):
        return pass_over(request)
    try:
        open_file(actor=actor, application_uid=uid)
    except (OwnKin, TooManyOpened):
        raise NotFound from None
    return opened_picture(jpeg)
