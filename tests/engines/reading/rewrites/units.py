"""Measure words are exchanged: 所 for 个, 名 for 人, and back."""

from tests.engines.reading.rewrites.edits import Edit, Gold, apply

SWAPS = {"所": "个", "个": "所", "名": "人", "人": "名", "家": "户", "户": "家", "间": "处"}
TRADITIONAL = {"个": "個", "间": "間", "处": "處", "户": "戶"}


def rewrite_units(text: str, gold: Gold) -> tuple[str, Gold]:
    """Return the document with other measure words; percentages, money and areas stay."""
    traditional = gold["doc"]["script"].startswith("traditional")
    edits: set[Edit] = set()
    changed: set[str] = set()
    for fact in gold["facts"]:
        number, unit = fact["number"], fact["unit_canonical"]
        if unit not in SWAPS or fact.get("source") == "table" or fact["kind"] == "structural":
            continue
        words = (TRADITIONAL.get(unit, unit), unit)
        at = max(text.rfind(word, number["start"], number["end"]) for word in words)
        if at < 0:
            continue
        new = SWAPS[unit]
        edits.add((at, at + 1, TRADITIONAL.get(new, new) if traditional else new))
        changed.add(fact["id"])
    rewritten, carried = apply(text, gold, edits)
    for fact in carried["facts"]:
        if fact["id"] in changed:
            fact["unit_canonical"] = SWAPS[fact["unit_canonical"]]
    return rewritten, carried
