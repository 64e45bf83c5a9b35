"""Owns `xueyou verify --row`: a family's own file, held against what was published."""

import csv
from pathlib import Path

from xueyou.formats.proof.row_files import RowFileBroken, read_row
from xueyou.formats.proof.verify import Differs

REASONS = {
    "placed": "",
    "placed_tied": "（最后一名并列，各项都相同，按规则一并录取）",
    "placed_group": "（最后轮到一起申请的一组，按规则不拆开）",
    "completed": "（没有录取到自己填的志愿，按远近统筹安排）",
}
"""What is said behind a place; the codes are those of placements.csv."""


def opened_row(run: Path, places: Path, row: Path) -> list[str]:
    """Say what a family's own file opens: whether it is as sealed, and what became of it.

    `run` is the public part of the run, `places` the folder of the public placements that count
    now. Raises Differs.
    """
    try:
        found = read_row(row.read_bytes())
    except RowFileBroken as broken:
        raise Differs(f"{row.name}：{broken.zh}") from None
    lines = (run / "commitments.csv").read_text(encoding="utf-8").split("\n")
    if f"{found.pseudonym},{found.commitment}" not in lines:
        raise Differs(
            f"{row.name} 与公布的承诺不符：它不是封存时的那一份数据，或者是另一次录取的。"
            "请用当初收到的那个文件，没有打开另存过的。"
        )
    said = ["您的数据与封存时一致。"]
    if found.repaired:
        done = "、".join(found.repaired)
        said.append(f"文件在传送或保存时被改过样子（{done}），核对时已经还原，数据没有变。")
    return [*said, _result(places, found.pseudonym)]


def _result(places: Path, pseudonym: str) -> str:
    for name, batch, option, rank, reason in _rows(places / "placements.csv"):
        if name == pseudonym:
            which = "" if reason == "completed" else f"（第 {rank} 个志愿）"
            return f"结果：在批次“{batch}”录取到“{option}”{which}{REASONS[reason]}。"
    withdrawn = places / "withdrawn.csv"
    if withdrawn.is_file() and any(row[1] == pseudonym for row in _rows(withdrawn)):
        return "结果：没有名额，放弃名单里有您。如果您没有放弃过，请带着这个文件向招生部门核实。"
    return "结果：没有录取。"


def _rows(file: Path) -> list[list[str]]:
    return list(csv.reader(file.read_text(encoding="utf-8").split("\n")[1:-1]))
