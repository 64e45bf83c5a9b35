"""Every page of the site, who opens it, and where it is."""

from dataclasses import dataclass

from xueyou.domains.plans.models import PlanDocument

OFFICER = "hanwei"
WORK_POINTS = "work-points"


@dataclass(frozen=True)
class PageOfSite:
    """A page: its address, who opens it; {work_points} stands for a document's uid."""

    path: str
    login: str = ""


PAGES = {
    "front": PageOfSite("/"),
    "front-signed-in": PageOfSite("/", OFFICER),
    "standing": PageOfSite("/standing/"),
    "accessibility": PageOfSite("/accessibility/"),
    "design-family": PageOfSite("/design/"),
    "design-desk": PageOfSite("/design/?density=desk"),
    "sign-in": PageOfSite("/account/sign-in/"),
    "forgotten-password": PageOfSite("/account/password/forgotten/"),
    "not-found": PageOfSite("/nowhere/"),
    "me": PageOfSite("/me/", OFFICER),
    "notifications": PageOfSite("/notifications/", OFFICER),
    "documents": PageOfSite("/bureau/plans/", OFFICER),
    "upload": PageOfSite("/bureau/plans/new/", OFFICER),
    "document": PageOfSite("/bureau/plans/{work_points}/", OFFICER),
    "document-item": PageOfSite("/bureau/plans/{work_points}/?item=F001", OFFICER),
    "document-list": PageOfSite("/bureau/plans/{work_points}/?view=list&kind=task", OFFICER),
    "document-text": PageOfSite("/bureau/plans/{work_points}/?view=text", OFFICER),
}
"""Name → page."""


def address(name: str) -> str:
    """Return the address of a page, with the uid of the work points of this year in it."""
    path = PAGES[name].path
    if "{" not in path:
        return path
    document = PlanDocument.objects.get(file_name__contains="2026年教育工作要点")
    return path.format(work_points=document.uid)
