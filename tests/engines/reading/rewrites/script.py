"""Simplified characters become traditional ones and the other way round."""

from opencc import OpenCC

from tests.engines.reading.rewrites.edits import Gold, carry

_TO_TRADITIONAL = OpenCC("s2t")
_TO_SIMPLIFIED = OpenCC("t2s")


def rewrite_script(text: str, gold: Gold) -> tuple[str, Gold]:
    """Return the document in the other script; names in gold are simplified in either."""
    simplified = not gold["doc"]["script"].startswith("traditional")
    convert = (_TO_TRADITIONAL if simplified else _TO_SIMPLIFIED).convert
    rewritten = "\n".join(convert(line) for line in text.split("\n"))
    assert len(rewritten) == len(text)
    carried = carry(gold, rewritten, lambda start, end: (start, end))
    carried["doc"]["script"] = "traditional" if simplified else "simplified"
    for key in ("sections", "tasks"):
        for item in carried[key]:
            item["title"] = convert(item["title"])
    for units in carried["responsible_units"]:
        units["units"] = [convert(unit) for unit in units["units"]]
    return rewritten, carried
