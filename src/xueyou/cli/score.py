"""Owns `xueyou plan score`: hold a reading against a hand-made annotation."""

import argparse
import json
from pathlib import Path

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FALSE, REFUSED, Stop
from xueyou.cli.inputs import read_json_object, require_file
from xueyou.cli.outputs import claim_all, write_output
from xueyou.formats.load import load
from xueyou.formats.refusal import Refusal


def score(options: argparse.Namespace, console: Console) -> int:
    """Print hits, total and ratio of each gate; exit 1 where --gates is given and one is missed."""
    from xueyou.engines.reading.scoring import SEEN, UNSEEN, missed
    from xueyou.engines.reading.scoring import score as score_reading

    json_file = Path(options.json) if options.json not in (None, "-") else None
    gold, prediction = read_json_object(options.gold), read_json_object(options.prediction)
    claim_all((json_file,), force=options.force)
    text = None if options.text is None else _text(options.text)
    try:
        scores = score_reading(gold, prediction, text)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Stop(
            REFUSED,
            f"标注或结果的形状不对（{type(error).__name__}），没有打分。"
            "请核对两个文件各是标注和 plan read 的结果。",
        ) from error
    as_json = json.dumps(scores, ensure_ascii=False, indent=1) + "\n"
    if json_file is not None:
        write_output(json_file, as_json.encode())
    if options.json == "-":
        console.result(as_json)
    elif json_file is None or not options.quiet:
        console.result("\n".join(_line(name, **gate) for name, gate in scores.items()))
    if options.gates is None:
        return DONE
    below = missed(scores, SEEN if options.gates == "seen" else UNSEEN)
    if below:
        console.error("没有达到门槛：" + "、".join(below))
    return FALSE if below else DONE


def _text(path: Path) -> str:
    require_file(path)
    try:
        return load(path).text
    except Refusal as refusal:
        raise Stop(REFUSED, f"{path}：{refusal.zh}（{refusal.code}）") from None


def _line(name: str, *, hits: int, total: int, ratio: float | None) -> str:
    return f"{name:<24} {hits:>5}/{total:<5} {'—' if ratio is None else f'{ratio:.4f}'}"
