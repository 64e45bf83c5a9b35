"""A document read and opened as a plan, for tests of review."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import File

from xueyou.domains.plans.models import Item, Plan
from xueyou.domains.plans.services.plan_versions import open_plan
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.jobs.api import work_off

WORDS = """甲市教育局2026年工作要点

一、扩充学位
(一)加快学校建设。全年新建改扩建中小学12所，其中甲县8所、乙县4所。新增学位4200个左右。(责任单位：市教育局、市财政局)
(二)改善教室照明。完成2500间教室照明改造，6月底前全部开工。(责任单位：市教育局)
二、建强队伍
(三)配齐教师。招聘教师860人，教师体检覆盖率达到100%。(牵头：人事科；配合：市财政局)
"""


def key() -> str:
    """Return a fresh idempotency key."""
    return str(uuid4())


def handed_in(actor: SignedIn, text: str = WORDS, name: str = "要点.txt") -> UUID:
    """Hand a text in and have it read; return the document's uid."""
    upload = File(BytesIO(text.encode()), name=name)
    uid = receive_document(actor=actor, upload=upload, key=key())
    work_off()
    return uid


def opened(actor: SignedIn, text: str = WORDS) -> Plan:
    """Hand a text in, have it read and open it as the plan of 2026."""
    uid = open_plan(
        actor=actor,
        document_uid=handed_in(actor, text),
        title="2026年工作要点",
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        key=key(),
    )
    return Plan.objects.get(uid=uid)


def named(plan: Plan, name: str, kind: str = "indicator") -> Item:
    """Return the item of the newest version whose name holds these words."""
    version = plan.versions.order_by("-number")[0]
    (found,) = [
        item
        for item in version.items.filter(kind=kind)
        if name in (item.content.get("name") or item.content.get("title"))
        and not item.content.get("subject")
    ]
    return found


def fresh(item: Item) -> Item:
    """Return the item as it stands in the database."""
    return Item.objects.get(pk=item.pk)


def changed(item: Item, **fields: Any) -> dict[str, Any]:
    """Return an item's content with some fields changed."""
    return {**item.content, **fields}
