"""The order to publish a result 结果公布决定: signed by a person before anybody sees anything."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from xueyou.formats.official.content import checked
from xueyou.kernel.calls.models import Run
from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.refusals import PaperRefused

KIND = "calls.order"


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
