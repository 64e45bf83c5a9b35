"""Papers about calls, signed by a person before anybody sees anything.

The order to publish a result 结果公布决定; what becomes of who is without a place 下一步.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from xueyou.formats.official.content import checked
from xueyou.kernel.calls.left import Told
from xueyou.kernel.calls.models import Call, Run
from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.refusals import PaperRefused

KIND = "calls.order"
ONWARD_KIND = "calls.onward"
LONGEST_WORDS = 300
_UNTIL = re.compile(r"最晚(\d{4})年(\d{1,2})月(\d{1,2})日办好，办好以前由我局负责。")


def order_title(run: Run) -> str:
    """Return the title of the order."""
    if run.rolling:
        return f"关于公布《{run.round.call.title}》第{run.ordinal}次办理结果的决定"[:200]
    return f"关于公布《{run.round.call.title}》第{run.round.ordinal}轮结果的决定"[:200]


def order_body(run: Run) -> list[dict[str, Any]]:
    """Return the paragraphs of the order: what was run, how many have a place, the two codes."""
    assert run.certificate is not None
    counts = [lane["certificate"]["counts"] for lane in run.certificate["lanes"]]
    applicants = max(one["applicants"] for one in counts)
    placed = sum(one["placed"] for one in counts)
    says = (
        f"经研究，决定公布《{run.round.call.title}》第{run.round.ordinal}轮的结果。"
        f"本轮申请{applicants}份，按事先公布的规则录取{placed}人次。"
    )
    if run.rolling:
        says = (
            f"经研究，决定公布《{run.round.call.title}》第{run.ordinal}次办理的结果。"
            f"这一次核对完的申请{applicants}份，按事先公布的规则、当时还有的学位一起定，"
            f"录取{placed}人次。"
        )
    lines = [says, f"录入承诺码（SHA-256）为{run.input_sha256}。"]
    if run.replaces is not None:
        lines.append(f"这次结果代替第{run.replaces.ordinal}次运行的结果，原因：{run.reason}。")
    if run.certificate["rehearsal"]:
        lines.append("这次运行的时钟是拨过的，只是演练。")
    lines.append(f"结果承诺码（SHA-256）为{run.result_sha256}，公布的结果与它对应。")
    return [{"type": "text", "text": line, "claims": []} for line in lines]


def verify(content: Mapping[str, Any], subject_uid: UUID) -> None:
    """Refuse a text that says something else than the run; asked at every step."""
    run = Run.objects.select_related("round__call", "replaces").filter(uid=subject_uid).first()
    if run is None or run.certificate is None:
        raise PaperRefused("这次运行没有结果，公布决定不能办。")
    if content["body"] != checked({**content, "body": order_body(run)})["body"]:
        raise PaperRefused("公布决定的正文按运行的结果生成，不能改动；什么都没有存。")


ORDER = paper_kind(
    KIND, zh="结果公布决定", countersigned=False, addressed=False, verify=verify, of_desk="desk"
)


def onward_title(call: Call) -> str:
    """Return the title of the word to who is left without a place."""
    return f"关于《{call.title}》还没有学位的孩子下一步的决定"[:200]


def onward_body(told: Told) -> list[dict[str, Any]]:
    """Return its two paragraphs: what is done next, as families read it, and until when."""
    day = told.until
    lines = [told.words, f"最晚{day.year}年{day.month}月{day.day}日办好，办好以前由我局负责。"]
    return [{"type": "text", "text": line, "claims": []} for line in lines]


def onward_of(content: Mapping[str, Any]) -> Told:
    """Return what such a paper promises. Raises PaperRefused where it cannot be read from it."""
    texts = [block.get("text", "") for block in content["body"]]
    found = _UNTIL.fullmatch(texts[1]) if len(texts) == 2 else None
    try:
        assert found is not None
        until = date(*(int(part) for part in found.groups()))
    except (AssertionError, ValueError):
        raise PaperRefused(
            "正文要有两段：第一段写下一步怎么办，第二段照“最晚某年某月某日办好，办好以前由我局负责。”写日子。"
            "什么都没有存。"
        ) from None
    if not 0 < len(texts[0]) <= LONGEST_WORDS:
        raise PaperRefused(f"第一段要写，最多{LONGEST_WORDS}个字，家长要看得完。什么都没有存。")
    return Told(texts[0], until)


def _verify_onward(content: Mapping[str, Any], _subject_uid: UUID) -> None:
    onward_of(content)


ONWARD_PAPER = paper_kind(
    ONWARD_KIND,
    zh="没有学位的下一步",
    countersigned=False,
    addressed=False,
    verify=_verify_onward,
    of_desk="desk",
)
