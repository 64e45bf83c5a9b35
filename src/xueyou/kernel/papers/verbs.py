"""What is done to papers, as the act log calls it."""

from xueyou.platform.acts.schema import FieldKind
from xueyou.platform.acts.verbs import register_verb

_STEP: dict[str, FieldKind] = {"kind": "code", "content_sha256": "code", "revision": "number"}

REVISE = register_verb("papers.paper.revise", zh="修改公文稿", fields=_STEP)
SEND_BACK = register_verb("papers.paper.send_back", zh="退回公文稿", fields=_STEP)
CHECK = register_verb("papers.paper.check", zh="核稿", fields=_STEP)
COUNTERSIGN = register_verb("papers.paper.countersign", zh="会签", fields=_STEP)
SIGN = register_verb("papers.paper.sign", zh="签发公文", fields=_STEP)
NUMBER = register_verb("papers.paper.number", zh="登记发文字号", fields=_STEP)
FILE_SCAN = register_verb(
    "papers.paper.file_scan",
    zh="存入盖章扫描件",
    fields=_STEP | {"sha256": "code", "size": "number"},
)
SERVE = register_verb("papers.paper.serve", zh="印发公文", fields=_STEP)
ARCHIVE = register_verb("papers.paper.archive", zh="公文归档", fields=_STEP)
WITHDRAW = register_verb("papers.paper.withdraw", zh="撤回公文稿", fields=_STEP)
