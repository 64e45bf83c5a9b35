"""Owns what a draw says on the screen: what was committed, what was revealed, what to do next."""

from pathlib import Path
from typing import Any

from xueyou.cli.draw_tables import Paths
from xueyou.formats.proof.draws import Draw
from xueyou.formats.proof.ledger import Entry
from xueyou.formats.proof.source_forms import DEFAULT, FORMS_ZH, expected
from xueyou.formats.sm3 import sm3_hex

_MOVED = "时钟是拨过的：这只是演练，用它录取的结果也只是演练。"


def committed_lines(entry: Entry, out: Path, paths: Paths) -> list[str]:
    """Return what `draw commit` says."""
    said = entry.said
    lines = [
        f"摇号承诺写进了 {out}，登记为第 {entry.ordinal} 号（登记簿：{entry.folder.parent}）。"
        "请在公开源公布以前把它和下面两行一起公布。",
        f"SHA-256 {entry.digest}",
        f"SM3 {sm3_hex(entry.commit)}",
        f"名册 {said['roster']['rows']} 人；{_options(said, paths)}；不早于 {said['not_before']}。",
        *(_source(n, source) for n, source in enumerate(said["sources"])),
    ]
    if said["repeats"]:
        numbers = "、".join(map(str, said["repeats"]))
        lines.append(f"同一份名册以前承诺过：第 {numbers} 号。这一点写在承诺里，大家都看得见。")
    if said["seals"]:
        lines.append(f"见证人的数字已封存 {len(said['seals'])} 份，揭晓时一份也不能少。")
    else:
        lines.append(
            "没有封存见证人的数字。揭晓时给的数字只能当作当众摇出的号码：程序看不出是摇的还是挑的，"
            "请在公开源公布以前当众摇完并录像；或者用 --seal、--witness 事先封存。"
        )
    return [*lines, *([_MOVED] if said["rehearsal"] else [])]


def _options(said: dict[str, Any], paths: Paths) -> str:
    if said["options"] is None:
        return "没有选项表，只承诺了名额表"
    return f"选项表 {said['options']['rows']} 行（{paths['options']}）"


def _source(number: int, source: dict[str, str]) -> str:
    line = f"{f'备用的公开源 {number}' if number else '公开源'}：{source['name']}，"
    line += f"公布的一行应当是{expected(source['form'])}。"
    if source["form"] == DEFAULT:
        line += (
            "没有声明形式，前面的零和位数就由抄写的人决定；正式摇号请在名字后面用 = 写明形式："
            f"{FORMS_ZH}。"
        )
    return line


def revealed_lines(draw: Draw, out: Path) -> list[str]:
    """Return what `draw reveal` says."""
    said = draw.reveal
    missed = [
        f"没有用上的公开源：{one['source']['name']}（{one['why']}）。" for one in said["missed"]
    ]
    lines = [
        f"第 {draw.ordinal} 号承诺揭晓，结果在 {out}。前一号承诺：{draw.previous or '没有'}。",
        f"公开源：{said['source']['name']}；公布的一行：{said['published']}；"
        f"按形式 {said['source']['form']} 记作：{said['value']}。",
        *missed,
        f"种子 {said['seed']}",
    ]
    if said["balls"]:
        lines.append("见证数字没有事先封存，只能当作当众摇出的号码；请核对录像上的先后。")
    return [*lines, *([] if draw.official else [_MOVED])]
