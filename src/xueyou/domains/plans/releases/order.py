"""The order to publish 公开决定: a paper whose text is made from the frozen release."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.models import Release
from xueyou.domains.plans.releases.payload import Json, opened
from xueyou.formats.official.content import checked
from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.platform.time import CITY

KIND = "plans.release"
LIGHT_ZH = {"good": "正常", "slow": "偏慢", "bad": "滞后", "done": "完成", "none": "没有数据"}
_COLUMNS = (("序号", 8), ("任务", 40), ("公开的进度", 52))


def order_title(plan_title: str) -> str:
    """Return the title of the order."""
    return f"关于公开《{plan_title}》进展情况的决定"[:200]


def order_body(payload: Json, sha256: str, opens: datetime, closes: datetime) -> list[Json]:
    """Return the blocks of the order: what is published, for how long, and its digest."""
    span = f"{_day(opens)}至{_day(closes)}"
    says = (
        f"经研究，决定在{span}期间，向社会公开《{payload['plan']}》中{len(payload['tasks'])}项"
        f"任务的承诺和进展。进展截至{payload['as_of']}。"
    )
    rows = [
        [
            str(task["number"]),
            task["title"],
            f"{LIGHT_ZH[task['light']]}：{task['sentence']}",
        ]
        for task in payload["tasks"]
    ]
    digest = f"公开的内容已经封存，与本决定一并生效，封存校验码（SHA-256）为{sha256}。"
    return [
        _text(says),
        {
            "type": "table",
            "caption": "向社会公开的任务",
            "columns": [{"title": title, "width": width} for title, width in _COLUMNS],
            "rows": rows,
        },
        _text(digest),
    ]


def order_content(release: Release, payload: Json) -> Json:
    """Return the paper's content in the shape "official-paper/1"."""
    organ = release.plan.organisation.name
    return {
        "organ": organ,
        "signer_line": organ,
        "body": order_body(
            payload, release.payload_sha256, release.visible_from, release.visible_to
        ),
    }


def verify(content: Mapping[str, Any], subject_uid: UUID) -> None:
    """Refuse a text that says something else than what is frozen; asked at every step."""
    release = Release.objects.filter(uid=subject_uid).first()
    if release is None:  # it is being frozen in this very act
        return
    if not release.payload:
        raise PaperRefused("要公开的内容已经撤下，这份决定不能再办。请重新选定内容。")
    wanted = order_body(
        opened(release.payload), release.payload_sha256, release.visible_from, release.visible_to
    )
    if content["body"] != checked({**content, "body": wanted})["body"]:
        raise PaperRefused(
            "公开决定的正文按封存的内容生成，不能改动；什么都没有存。"
            "要改公开的内容，请撤回这份决定，重新选定。"
        )


def _text(text: str) -> Json:
    return {"type": "text", "text": text, "claims": []}


def _day(moment: datetime) -> str:
    day = moment.astimezone(CITY).date()
    return f"{day.year}年{day.month}月{day.day}日"


ORDER = paper_kind(KIND, zh="公开决定", countersigned=False, addressed=False, verify=verify)
