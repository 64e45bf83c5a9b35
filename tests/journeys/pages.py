"""Every page of the site, who opens it, and where it is."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from xueyou.demo.replay.history import WORK_POINTS
from xueyou.demo.replay.stage import Steered
from xueyou.domains.plans.models import (
    HandoverSheet,
    Plan,
    PlanDocument,
    Release,
    Settlement,
    TaskForce,
)
from xueyou.kernel.calls.models import Application, Call
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.registry.models import Post

OFFICER = "hanwei"
CHIEF = "zhoumingyuan"
HEAD = "lulan"
COUNTY = "chenlan"
MEMBER = "qinsong"
ENROLLER = "zhengheng"
CLERK = "tangning"
KEEPER = "shubai"
MOTHER = "family-wang"


@dataclass(frozen=True)
class PageOfSite:
    """A page: its address, who opens it; {work_points} stands for a uid, see `uids`."""

    path: str
    login: str = ""


PAGES = {
    "front": PageOfSite("/"),
    "front-signed-in": PageOfSite("/", OFFICER),
    "standing": PageOfSite("/standing/"),
    "accessibility": PageOfSite("/accessibility/"),
    "witness": PageOfSite("/witness/"),
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
    "review": PageOfSite("/bureau/plans/{long_plan}/review/", OFFICER),
    "review-edit": PageOfSite("/bureau/plans/{long_plan}/review/?do=edit", OFFICER),
    "review-merge": PageOfSite("/bureau/plans/{long_plan}/review/?do=merge", OFFICER),
    "review-split": PageOfSite("/bureau/plans/{long_plan}/review/?do=split", OFFICER),
    "review-list": PageOfSite("/bureau/plans/{long_plan}/review/?tab=all&do=list", OFFICER),
    "review-text": PageOfSite("/bureau/plans/{long_plan}/review/?do=text", OFFICER),
    "plan-confirm": PageOfSite("/bureau/plans/plan/{plan_in_review}/confirm/", OFFICER),
    "plan-workbook": PageOfSite("/bureau/plans/plan/{plan_in_review}/workbook/", OFFICER),
    "plan-add": PageOfSite("/bureau/plans/plan/{plan_in_review}/add/", OFFICER),
    "boards": PageOfSite("/bureau/board/", OFFICER),
    "board": PageOfSite("/bureau/board/{plan}/", OFFICER),
    "board-of-a-county": PageOfSite("/bureau/board/{plan}/", COUNTY),
    "task": PageOfSite("/bureau/board/tasks/{task}/", OFFICER),
    "task-of-a-head": PageOfSite("/bureau/board/tasks/{task}/", HEAD),
    "report": PageOfSite("/bureau/board/tasks/{task}/report/{target}/", HEAD),
    "counties": PageOfSite("/bureau/board/tasks/{task}/indicators/{indicator}/counties/", OFFICER),
    "curve": PageOfSite("/bureau/board/tasks/{task}/curves/{target}/", OFFICER),
    "project": PageOfSite("/bureau/board/projects/{project}/", OFFICER),
    "project-money": PageOfSite("/bureau/board/projects/{project}/money/", OFFICER),
    "figures": PageOfSite("/bureau/figures/plans/{plan}/", OFFICER),
    "indicator": PageOfSite("/bureau/figures/targets/{target}/", OFFICER),
    "walls": PageOfSite("/bureau/wall/", OFFICER),
    "wall": PageOfSite("/bureau/wall/{plan}/", CHIEF),
    "wall-after-dark": PageOfSite("/bureau/wall/{plan}/?tone=board", CHIEF),
    "wall-table": PageOfSite("/bureau/wall/{plan}/table/", CHIEF),
    "wall-print": PageOfSite("/bureau/wall/{plan}/print/", CHIEF),
    "wall-compare": PageOfSite("/bureau/wall/{plan}/compare/", CHIEF),
    "wall-compare-departments": PageOfSite("/bureau/wall/{plan}/compare/?by=department", CHIEF),
    "today": PageOfSite("/bureau/wall/today/", CHIEF),
    "checkpoints": PageOfSite("/bureau/checkpoints/{plan}/", OFFICER),
    "packet": PageOfSite("/bureau/checkpoints/packets/{packet}/", OFFICER),
    "settlements": PageOfSite("/bureau/settlements/{last_year}/", OFFICER),
    "settlement": PageOfSite("/bureau/settlements/accounts/{settlement}/", OFFICER),
    "papers": PageOfSite("/bureau/papers/", OFFICER),
    "circular": PageOfSite("/bureau/papers/{circular}/", CHIEF),
    "sheets": PageOfSite("/bureau/papers/sheets/", OFFICER),
    "sheet": PageOfSite("/bureau/papers/sheets/{sheet}/", OFFICER),
    "sheet-new": PageOfSite("/bureau/papers/sheets/new/{plan}/", OFFICER),
    "posts": PageOfSite("/bureau/posts/", OFFICER),
    "post": PageOfSite("/bureau/posts/{post}/", OFFICER),
    "forces": PageOfSite("/bureau/forces/", OFFICER),
    "force": PageOfSite("/bureau/forces/{force}/", OFFICER),
    "force-of-a-member": PageOfSite("/bureau/forces/mine/", MEMBER),
    "releases": PageOfSite("/bureau/releases/", OFFICER),
    "release-choose": PageOfSite("/bureau/releases/of/{plan}/", OFFICER),
    "release-preview": PageOfSite("/bureau/releases/of/{plan}/preview/?task=4", OFFICER),
    "release": PageOfSite("/bureau/releases/{release}/", OFFICER),
    "call": PageOfSite("/calls/{call}/", ENROLLER),
    "application": PageOfSite("/calls/applications/{twin}/", ENROLLER),
    "clubs": PageOfSite("/clubs/", CLERK),
    "claims": PageOfSite("/registry/people/", KEEPER),
    "twins": PageOfSite("/family/applications/{twin}/together/", MOTHER),
    "public-plans": PageOfSite("/plans/"),
    "public-plan": PageOfSite("/plans/{release}/"),
}
"""Name → page."""


def address(name: str) -> str:
    """Return the address of a page, with the uids of things of this year in it."""
    path = PAGES[name].path
    return path.format(**uids()) if "{" in path else path


@cache
def uids() -> dict[str, UUID]:
    """Return the uids that stand in addresses, as they are when the site of a process starts.

    Journeys add papers, plans and packets of their own: asked later, "the circular" would be two.
    """
    steered = Steered(WORK_POINTS)
    return {
        "work_points": PlanDocument.objects.get(title=WORK_POINTS).uid,
        "long_plan": PlanDocument.objects.get(file_name__contains="2024—2028").uid,
        "plan": steered.plan.uid,
        "plan_in_review": Plan.objects.get(
            state="review", versions__document__file_name__contains="2024—2028"
        ).uid,
        "last_year": Plan.objects.get(state="closed").uid,
        "settlement": Settlement.objects.get().uid,
        "task": steered.task("T4"),
        "target": steered.target("F020"),
        "indicator": steered.indicator("F020").uid,
        "project": steered.project("P3"),
        "packet": Checkpoint.objects.get(kind="month", period="2026-10").uid,
        "circular": Paper.objects.get(kind="plans.circular").uid,
        "sheet": HandoverSheet.objects.get().uid,
        "post": Post.objects.get(organisation__code="LC-GH").uid,
        "force": TaskForce.objects.get().uid,
        "release": Release.objects.get().uid,
        "call": Call.objects.get().uid,
        "twin": Application.objects.exclude(group_key="").earliest("pk").uid,
    }
