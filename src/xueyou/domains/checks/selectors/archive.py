"""The archive sheet of a file: what was filled in and what was found, to be signed and stamped."""

from typing import Any
from uuid import UUID

from xueyou.domains.checks.selectors.one_file import FileSheet, file_sheet
from xueyou.formats.official.archive_sheet import SCHEMA, archive_sheet_pdf
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import CITY, business_now

PLEDGE = (
    "我是孩子的监护人（或者受监护人委托）。以上内容和交来的材料是真实的，愿意配合核对；"
    "不真实的，按有关规定处理。"
)
CHANNELS = {"phone": "监护人自己填报", "counter": "窗口代填", "import": "表格导入"}


def archive_pdf(actor: Actor, uid: UUID | str) -> bytes:
    """Return the sheet of a file as a PDF; who opens it has been written down before.

    Raises NotFound, NotSet where it could not be set. Wishes are not on it.
    """
    sheet = file_sheet(actor, uid)
    call = Call.objects.select_related("organisation").get(uid=sheet.row.call)
    now = business_now().astimezone(CITY)
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "title": f"{call.title}存档表",
        "number": shown(sheet.row.receipt_no),
        "organ": call.organisation.name,
        "name": sheet.row.name,
        "about": _about(sheet),
        "answers": [[zh, said] for zh, said in sheet.answers],
        "facts": [
            [
                fact.zh,
                fact.said,
                f"{word.source}{f' {word.day:%Y-%m-%d}' if word.day else ''}",
            ]
            for fact in sheet.facts
            for word in fact.words[:1]
        ],
        "papers": list(kind_of(call.kind).materials.values()),
        "pledge": PLEDGE,
        "printed": f"{now.year}年{now.month}月{now.day}日",
    }
    return archive_sheet_pdf(content)


def _about(sheet: FileSheet) -> list[list[str]]:
    moment = sheet.row.submitted_at
    handed_in = "" if moment is None else f"{moment.astimezone(CITY):%Y-%m-%d %H:%M}"
    rows = [
        ["姓名", sheet.row.name],
        ["性别", sheet.sex],
        ["出生日期", "" if sheet.born_on is None else sheet.born_on.isoformat()],
        ["证件", sheet.number],
        ["监护人", "、".join(sheet.guardians)],
        ["交来", f"{handed_in}　{CHANNELS.get(sheet.row.channel, '')}"],
    ]
    return [row for row in rows if row[1].strip()]
