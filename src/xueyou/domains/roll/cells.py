"""What the cells of one row mean: a child, its class, its guardians; or what is wrong with them.

Nothing here asks a database or a clock. A sentence never repeats what was typed.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from xueyou.formats.filled_sheet import RawCell, RawRow
from xueyou.formats.roll_columns import GUARDIANS
from xueyou.kernel.registry.countries import CountryRefused, country_of
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.documents import born_on as born_on_of
from xueyou.kernel.registry.documents import sex as sex_of
from xueyou.kernel.registry.grades import GRADES_OF
from xueyou.kernel.registry.models import DocumentKind, Sex, Stage
from xueyou.kernel.registry.names import clean_name
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.people import Number, number_of
from xueyou.platform.accounts.phone_numbers import NumberRefused as PhoneRefused
from xueyou.platform.accounts.phone_numbers import mobile_number

RELATIONS = ("父亲", "母亲", "祖父", "祖母", "外祖父", "外祖母", "兄姐", "其他监护人")
LONGEST_GROUP = 40
_ALSO_RELATION = {
    "父": "父亲", "爸爸": "父亲", "母": "母亲", "妈妈": "母亲", "父子": "父亲", "父女": "父亲",
    "母子": "母亲", "母女": "母亲", "爷爷": "祖父", "奶奶": "祖母", "外公": "外祖父",
    "姥爷": "外祖父", "外婆": "外祖母", "姥姥": "外祖母", "其他": "其他监护人",
}  # fmt: skip
_ALSO_DOCUMENT = {
    "身份证": DocumentKind.CITIZEN, "无": DocumentKind.NONE_YET, "无证件": DocumentKind.NONE_YET,
    "港澳居民来往内地通行证": DocumentKind.HK_MACAO_PERMIT, "外国护照": DocumentKind.PASSPORT,
}  # fmt: skip
DOCUMENTS = {kind.label: kind for kind in DocumentKind if kind != DocumentKind.PUPIL_NUMBER}
_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "男性": Sex.MALE, "女性": Sex.FEMALE}
_TENS = "一二三四五六七八九"
_NOT_KEPT = "没有保存。"
_COLUMN = "写在“国籍/地区”一列，没有这一列的请加上。"
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade as the roll means it: 1–12, None in a kindergarten; years since its stage began."""

    stage: str
    grade: int | None
    years: int


def _grades() -> dict[str, Grade]:
    found: dict[str, Grade] = {}
    for stage, number in [(stage, one) for stage, numbers in GRADES_OF.items() for one in numbers]:
        first = GRADES_OF[stage].start
        zh = _TENS[number - 1] if number < 10 else {10: "十", 11: "十一", 12: "十二"}[number]
        words = [f"{zh}年级", str(number), f"{number}年级", zh]
        if number > 6:
            start = "初" if number < 10 else "高"
            words += [f"{start}{_TENS[number - first]}", f"{start}{_TENS[number - first]}年级"]
        found |= {word: Grade(stage, number, number - first) for word in words}
    for years, word in enumerate(("小班", "中班", "大班")):
        found[word] = Grade(Stage.KINDERGARTEN.value, None, years)
    return found


GRADES = _grades()
GRADES_SHOWN = {
    "school": tuple([f"{zh}年级" for zh in _TENS] + ["高一", "高二", "高三"]),
    "kindergarten": ("小班", "中班", "大班"),
}
"""What the template offers, by kind of organisation."""


@dataclass(frozen=True, slots=True)
class Guardian:
    """A guardian as a row names him. `phone`: eleven digits."""

    name: str
    relation: str
    phone: str


@dataclass(slots=True)
class Line:
    """A row as it is understood; `wrong` holds a sentence by column where it is not."""

    row: int
    name: str = ""
    kind: str = DocumentKind.NONE_YET.value
    number: Number | None = None
    sex: str = Sex.UNKNOWN.value
    born_on: date | None = None
    grade: Grade | None = None
    group: str = ""
    guardians: tuple[Guardian, ...] = ()
    wrong: dict[str, str] = field(default_factory=dict)


def line_of(row: RawRow, *, kindergarten: bool, today: date) -> Line:
    """Return what a row means, with everything that is wrong with it."""
    line = Line(row.number)
    for code, cell in row.cells.items():
        if code.startswith("#"):
            continue
        if cell.kind == "formula":
            line.wrong[code] = "这一格是公式，请复制后“选择性粘贴”成数值。"
        elif cell.kind == "error":
            line.wrong[code] = "这一格是公式错误，请重新填。"
    _name(line, row)
    _number(line, row)
    _day_and_sex(line, row, today)
    _class(line, row, kindergarten)
    line.guardians = tuple(
        found for place in GUARDIANS if (found := _guardian(line, row, place)) is not None
    )
    return line


def _name(line: Line, row: RawRow) -> None:
    try:
        line.name = clean_name(row.text("name"))
    except RegistryRefused as refused:
        _say(line, "name", refused.zh)


def _number(line: Line, row: RawRow) -> None:
    typed, cell = row.text("number"), row.cells.get("number")
    words = _plain(row.text("document"))
    kind = DOCUMENTS.get(words) or _ALSO_DOCUMENT.get(words)
    if words and kind is None:
        return _say(line, "document", "没有这种证件，请从列表里选：" + "、".join(DOCUMENTS) + "。")
    if not typed:
        if kind not in (DocumentKind.NONE_YET, None) or (kind is None and not words):
            _say(line, "number", "证件号码没有填。还没有证件的，证件类型选“还没有证件”。")
        return None
    line.kind = (kind or DocumentKind.CITIZEN).value
    if "number" in line.wrong:
        return None
    if cell is not None and cell.kind != "text" and not re.search("[Ee]", typed):
        return _say(
            line,
            "number",
            "这一格是数字格式，0或后面几位可能丢了。请设成文本，照证件重新填。",
        )
    try:
        line.number = number_of(line.kind, typed, country_of(line.kind, row.text("country")))
    except CountryRefused as refused:
        # A roll of one's own may lack the column: then it is said where the number stands.
        _say(
            line,
            "country" if row.text("country") else "number",
            refused.zh.removesuffix(_NOT_KEPT) + _COLUMN,
        )
    except NumberRefused as refused:
        _say(line, "number", refused.zh)
    return None


def _day_and_sex(line: Line, row: RawRow, today: date) -> None:
    carried = None if line.number is None else born_on_of(line.number.text)
    typed = row.text("born_on")
    if typed and "born_on" not in line.wrong:
        day = _day(row.cells["born_on"])
        if day is None:
            _say(line, "born_on", "看不出是哪一天。请写成2019-03-05这样。")
        elif day > today or day.year < today.year - 40:
            _say(line, "born_on", "出生日期不对，请照证件核对。")
        elif carried is not None and day != carried:
            _say(line, "born_on", "和证件号码里的出生日期不一样，请照证件核对。")
        line.born_on = day
    line.born_on = carried or line.born_on
    if line.born_on is None and "number" not in line.wrong and "born_on" not in line.wrong:
        _say(line, "born_on", "出生日期要写：这种证件的号码里看不出来。")
    sex = _SEXES.get(_plain(row.text("sex")))
    if row.text("sex") and sex is None:
        _say(line, "sex", "性别填“男”或“女”。")
    of_number = Sex.UNKNOWN.value if line.number is None else sex_of(line.number.text)
    if sex is not None and of_number not in (Sex.UNKNOWN, sex):
        _say(line, "sex", "和证件号码里的性别不一样，请照证件核对。")
    line.sex = sex.value if sex is not None else of_number


def _class(line: Line, row: RawRow, kindergarten: bool) -> None:
    words = _plain(row.text("grade"))
    line.grade = GRADES.get(words)
    if not words:
        _say(line, "grade", "年级没有填。")
    elif line.grade is None or (line.grade.stage == Stage.KINDERGARTEN) != kindergarten:
        offered = "小班、中班或大班" if kindergarten else "一年级、七年级、高一这样的年级"
        _say(line, "grade", f"看不出是哪个年级。请写{offered}。")
    line.group = " ".join(row.text("group").split())
    if not line.group:
        _say(line, "group", "班级没有填。")
    elif len(line.group) > LONGEST_GROUP:
        _say(line, "group", f"班级最多{LONGEST_GROUP}个字。")


def _guardian(line: Line, row: RawRow, place: int) -> Guardian | None:
    name, relation, phone = f"guardian{place}", f"relation{place}", f"phone{place}"
    if not row.holds((name, relation, phone)):
        return None
    whole = digits = ""
    try:
        whole = clean_name(row.text(name))
    except RegistryRefused:
        _say(line, name, "监护人的姓名没有填，或者里面有数字、符号。")
    try:
        digits = mobile_number(row.text(phone))
    except PhoneRefused as refused:
        _say(line, phone, refused.zh)
    words = _plain(row.text(relation))
    found = words if words in RELATIONS else _ALSO_RELATION.get(words, "")
    if words and not found:
        _say(line, relation, "没有这种关系，请从列表里选：" + "、".join(RELATIONS) + "。")
    return Guardian(whole, found, digits)


def _day(cell: RawCell) -> date | None:
    text = unicodedata.normalize("NFKC", cell.text).strip()
    if cell.kind == "date":
        return datetime.fromisoformat(text).date()
    match = _EIGHT.fullmatch(text) or _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _say(line: Line, code: str, zh: str) -> None:
    line.wrong.setdefault(code, zh.removesuffix(_NOT_KEPT))
