"""Owns where a figure of a circular comes from: rules that read it out of the packet again.

A claim's `path` points into the packet (/tasks/3/indicators/0/actual), its `rule` says how the
words are made of what stands there. The same rules write the circular and check it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xueyou.formats.official.wording import (
    agrees,
    one_line,
    period_words,
    plain_figures,
    printed_day,
    shown,
)

Packet = Mapping[str, Any]

DECIDED = "decided"
"""Rule of a date that the drafter set; it stands in no packet."""
ORDER = ("bad", "slow", "none", "good", "done")
"""Lights from worst to best."""
_FIGURES = re.compile(r"[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?")


class ClaimUnfounded(Exception):
    """A figure that the packet does not hold; `zh` names it and what stands there instead."""

    def __init__(self, words: str, found: str | None) -> None:
        there = f"封存的是“{found}”" if found is not None else "封存的数据里没有这一处"
        self.zh = f"“{words}”和封存的数据对不上：{there}。没有存上，请改回来或者删去。"
        super().__init__(self.zh)


def at(packet: Packet, path: str) -> Any:
    """Return what stands at a path. Raises LookupError."""
    found: Any = packet
    for step in path.strip("/").split("/") if path.strip("/") else []:
        if isinstance(found, list):
            if not step.isdecimal():
                raise LookupError(path)
            found = found[int(step)]
        elif isinstance(found, Mapping):
            found = found[step]
        else:
            raise LookupError(path)
    return found


def words_of(packet: Packet, rule: str, path: str) -> str:
    """Return the words that a rule makes of what stands at the path. Raises LookupError."""
    if rule == "better" or rule == "worse":
        return str(_turned(at(packet, path), better=rule == "better"))
    if rule.startswith("lights:"):
        light = rule.removeprefix("lights:")
        return str(sum(1 for row in at(packet, path) if row["light"] == light))
    found = at(packet, path)
    if found is None:
        raise LookupError(path)
    if rule == "text":
        words = one_line(str(found))
        return plain_figures(words) if path.endswith("/sentence") else words
    if rule == "figures":
        return figures_of(found)
    if rule == "value":
        return shown(found)
    if rule == "total":
        return str(sum(found.values()))
    if rule == "length":
        return str(len(found))
    if rule == "day":
        return printed_day(str(found)[:10])
    if rule == "period":
        return period_words(str(found))
    raise LookupError(rule)


def figures_of(row: Mapping[str, Any]) -> str:
    """Return the sentence of an indicator's light as a paper prints it: 应到3544个，实到2592个.

    Raises ValueError where the sentence and the exact figures beside it do not agree.
    """
    sentence = plain_figures(one_line(str(row["sentence"])))
    said = [("actual", "said_actual")]
    if "应到" in sentence:
        said.append(("expected", "said_expected"))
    for exact, printed in said:
        words = plain_figures(str(row.get(printed) or ""))
        if not words or row.get(exact) is None:
            continue
        if words not in sentence or not agrees(str(row[exact]), words):
            raise ValueError(f"{exact} and the sentence disagree")
    return sentence


def verify_claim(packet: Packet, claim: Mapping[str, Any], words: str) -> None:
    """Raise ClaimUnfounded unless the packet gives exactly these words for the claim."""
    if claim["rule"] == DECIDED:
        return
    try:
        found = words_of(packet, claim["rule"], claim["path"])
    except (LookupError, ValueError, TypeError, AttributeError):
        raise ClaimUnfounded(words, None) from None
    if found != words:
        raise ClaimUnfounded(words, found)


def texts(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the text blocks of a content, attachments included."""
    for body in (content["body"], *(one["body"] for one in content["attachments"])):
        yield from (block for block in body if block["type"] == "text")


def verify(packet: Packet, content: Mapping[str, Any]) -> None:
    """Recompute every claim of a content from the packet. Raises ClaimUnfounded."""
    for block in texts(content):
        for claim in block["claims"]:
            verify_claim(packet, claim, block["text"][claim["start"] : claim["end"]])


def untraced(content: Mapping[str, Any]) -> list[str]:
    """Return the figures that no claim covers: somebody typed them."""
    found = []
    for block in texts(content):
        spans = [(claim["start"], claim["end"]) for claim in block["claims"]]
        for figure in _FIGURES.finditer(block["text"]):
            if not any(start <= figure.start() and figure.end() <= end for start, end in spans):
                found.append(figure.group())
    return found


def _turned(rows: list[Mapping[str, Any]], *, better: bool) -> int:
    count = 0
    for row in rows:
        if row.get("was") in ORDER and row["was"] != row["light"]:
            count += (ORDER.index(row["light"]) > ORDER.index(row["was"])) == better
    return count
