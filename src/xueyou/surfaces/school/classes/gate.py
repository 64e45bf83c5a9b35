"""What is printed after the lot: the list for the gate, and the facts that its witnesses sign."""

from collections.abc import Sequence
from typing import Any

from xueyou.domains.classes.selectors.divisions import DivisionRow
from xueyou.domains.classes.selectors.evenness import Told
from xueyou.formats.official.gate_list import SCHEMA, SIGNERS, grouped


def by_class(rows: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return names by class, in the order in which they were put up."""
    found: dict[str, list[str]] = {}
    for group, name in rows:
        found.setdefault(group, []).append(name)
    return found


def printed(row: DivisionRow, rows: Sequence[tuple[str, str]], told: Told | None) -> dict[str, Any]:
    """Return the content of the PDF, gate-list/1."""
    return {
        "schema": SCHEMA,
        "title": f"{row.school}{row.year}学年{row.grade_zh}分班名单",
        "classes": list(by_class(rows).items()),
        "facts": _facts(row, told),
        "signers": SIGNERS,
    }


def _facts(row: DivisionRow, told: Told | None) -> list[tuple[str, str]]:
    facts = [("学生和班", f"{row.pupils}名学生，{row.classes}个班")]
    if told is None:
        return facts
    facts += [
        ("封存以前演练", f"{told.rehearsals}次，演练不定任何人的班"),
        ("封存的名单和规则", grouped(told.input_sha256)),
    ]
    if told.copies is not None:
        facts.append(
            ("在哪里抽", f"会场，不联网；封存的文件取走{told.copies}份，平台重算过，和回执一样")
        )
    for draw in told.draws:
        said = f"作废：{draw.void_reason}" if draw.void_reason else grouped(draw.seed)
        facts.append((f"第{draw.ordinal}次抽签的种子", said))
    return [*facts, ("抽出的名单", grouped(told.result_sha256))]
