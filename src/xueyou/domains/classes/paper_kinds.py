"""The order to put a list up 分班名单公布决定: signed before anybody outside sees a name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from xueyou.domains.classes.models import Division, DivisionState, Lot, LotPurpose, LotState
from xueyou.formats.official.content import checked
from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.kernel.registry.grades import grade_zh

KIND = "classes.list_order"


def order_title(division: Division) -> str:
    """Return the title of the order."""
    return f"关于公布{division.year}学年{grade_zh(division.grade)}分班名单的决定"


def list_lot(division: Division) -> Lot:
    """Return the lot by which the list was drawn. Raises PaperRefused."""
    lot = division.lots.filter(purpose=LotPurpose.LIST, state=LotState.DONE).first()
    if lot is None:
        raise PaperRefused("名单还没有抽出来，公布决定不能办。")
    return lot


def order_body(division: Division) -> list[dict[str, Any]]:
    """Return the paragraphs of the order: how it was drawn, in counts and codes; no child."""
    lot = list_lot(division)
    pupils = division.pupils.filter(given__isnull=False, late=False).count()
    lines = [
        f"{grade_zh(division.grade)}{pupils}名学生经公开抽签分成{division.classes}个班，"
        "决定公布名单，在校门口张贴，只写姓名和班级。",
        f"封存以前演练{division.rehearsals.count()}次，演练不定任何人的班；正式抽签只有一次。",
        f"封存的名单和规则的摘要（SHA-256）为{lot.input_sha256}。",
        f"抽出的名单的摘要（SHA-256）为{lot.result_sha256}。",
    ]
    return [{"type": "text", "text": line, "claims": []} for line in lines]


def verify(content: Mapping[str, Any], subject_uid: UUID) -> None:
    """Refuse a text that says something else than the lot; asked at every step."""
    division = Division.objects.filter(uid=subject_uid).first()
    if division is None or division.state not in (DivisionState.DRAWN, DivisionState.ISSUED):
        raise PaperRefused("这次分班没有可以公布的名单，公布决定不能办。")
    if content["body"] != checked({**content, "body": order_body(division)})["body"]:
        raise PaperRefused("公布决定的正文按抽签的结果生成，不能改动；什么都没有存。")


ORDER = paper_kind(
    KIND,
    zh="分班名单公布决定",
    countersigned=False,
    addressed=False,
    verify=verify,
    of_desk="desk",
)
