"""Owns the columns of a school's roll: codes that find them again, heads, and what heads mean."""

import re
import unicodedata

from xueyou.formats.sheet_columns import SheetColumn

SHEET = "名册"
STAMP = "xueyou-roll-"
"""Stands with the school year behind it in the hidden row of our own template."""
GUARDIANS = (1, 2)

COLUMNS = (
    SheetColumn("name", "姓名", 14, filled=True),
    SheetColumn("document", "证件类型", 18, filled=True),
    SheetColumn("number", "证件号码", 23, filled=True),
    SheetColumn("sex", "性别", 7, filled=True),
    SheetColumn("born_on", "出生日期", 13, filled=True),
    SheetColumn("grade", "年级", 10, filled=True),
    SheetColumn("group", "班级", 12, filled=True),
    SheetColumn("guardian1", "监护人1姓名", 14, filled=True),
    SheetColumn("relation1", "监护人1关系", 12, filled=True),
    SheetColumn("phone1", "监护人1手机号", 16, filled=True),
    SheetColumn("guardian2", "监护人2姓名", 14, filled=True),
    SheetColumn("relation2", "监护人2关系", 12, filled=True),
    SheetColumn("phone2", "监护人2手机号", 16, filled=True),
    SheetColumn("country", "国籍/地区", 12, filled=True),
)
WRONG = SheetColumn("wrong", "请改这里", 46)
"""Stands last in a roll that is given back."""
TITLES = {column.code: column.title for column in (*COLUMNS, WRONG)}
NEEDED = ("name", "number", "grade", "group")
"""Columns without which a sheet is no roll."""

_ALSO: dict[str, tuple[str, ...]] = {
    "name": ("学生姓名", "幼儿姓名"),
    "document": ("身份证件类型", "证件种类", "证件类别"),
    "number": ("身份证号", "身份证号码", "身份证件号", "身份证件号码", "证件号", "公民身份号码"),
    "sex": ("学生性别",),
    "born_on": ("出生年月日", "出生日", "生日"),
    "grade": ("年级名称", "所在年级", "就读年级"),
    "country": ("国籍", "国籍地区", "国家/地区", "国家地区", "国别", "护照签发国"),
    "group": ("班级名称", "所在班级", "班号", "就读班级"),
}
_OF_GUARDIAN = {
    "guardian": ("姓名",),
    "relation": ("关系",),
    "phone": ("手机号", "手机", "电话", "联系电话", "手机号码"),
}
_NUMBERS = {1: ("1", "一", ""), 2: ("2", "二")}
_NOTE = re.compile(r"[(（\[【].*?[)）\]】]")


def head_key(text: str) -> str:
    """Return a head as it is compared: without blanks, stars, and what stands in brackets."""
    plain = _NOTE.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s*:：＊]+", "", plain)


def _titles() -> dict[str, str]:
    found = {head_key(column.title): column.code for column in (*COLUMNS, WRONG)}
    for code, words in _ALSO.items():
        found |= {word: code for word in words}
    for number, marks in _NUMBERS.items():
        for stem, ends in _OF_GUARDIAN.items():
            for who in ("监护人", "家长", "成员"):
                for mark in marks:
                    found |= {f"{who}{mark}{end}": f"{stem}{number}" for end in ends}
    return found


BY_TITLE = _titles()
"""The code of a column by its head, also by the heads that schools' own lists bear."""
