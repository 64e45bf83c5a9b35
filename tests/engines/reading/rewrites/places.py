"""Every place gets another name."""

import re

from tests.engines.reading.rewrites.edits import Gold, apply

PLACES = {
    "洞头": "雁回", "温州": "江陵渡", "浙江": "云中", "嘉兴": "北固", "龙湾": "虎丘",
    "大门": "小岙", "鹿西": "鸥东", "泉州": "汐门", "閩南": "溟北", "青島": "碧澜",
    "山東": "河朔", "上海": "沧浦", "青溪": "白石", "沅川": "岷阳", "澜江": "碧波江",
    "东屏": "西障", "松陵": "柏岭", "碧津": "黛渡", "安渚": "平洲", "望溪": "临泉",
    "石川": "玉壑", "鹿溪": "鹤涧", "桑榆": "梓槐", "竹溪": "兰汀", "临澄": "望清",
    "澄东": "清左", "澄西": "清右", "桐溪": "梧涧", "石梁": "木桥岭", "云顶": "雾峰",
}  # fmt: skip
_ANY = re.compile("|".join(PLACES))


def rewrite_places(text: str, gold: Gold) -> tuple[str, Gold]:
    """Return the document of another city."""
    edits = [(m.start(), m.end(), PLACES[m[0]]) for m in _ANY.finditer(text)]
    rewritten, carried = apply(text, gold, edits)

    def renamed(words: str) -> str:
        return _ANY.sub(lambda m: PLACES[m[0]], words)

    for fact in carried["facts"]:
        fact["name"] = renamed(fact["name"])
    for key in ("sections", "tasks"):
        for item in carried[key]:
            item["title"] = renamed(item["title"])
    for project in carried["projects"]:
        project["name"] = renamed(project["name"])
    for units in carried["responsible_units"]:
        units["units"] = [renamed(unit) for unit in units["units"]]
    return rewritten, carried
