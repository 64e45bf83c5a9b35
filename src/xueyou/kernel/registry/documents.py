"""Numbers of documents: one canonical form each, checked as far as the number itself allows.

Nothing here asks a database or a clock. What a number cannot prove (that it belongs to somebody)
is for claims and identifiers. Forms of permits are as their holders' cards show them; 待核 against
the issuing rules.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from hmac import compare_digest

from xueyou.kernel.registry.codes import province
from xueyou.kernel.registry.models import DocumentKind, Sex
from xueyou.kernel.registry.refusals import RegistryRefused

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SPACING = re.compile(r"[\s\u200b\u2060\ufeff\-–—_·.,，。、]+")
LAST = 4
"""Characters of a number that an officer types from the original."""
_CROSS = str.maketrans("×✕хХ", "XXXX")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,2}")
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_OF_RESIDENCE = {"810000": "港澳", "820000": "港澳", "830000": "台湾"}
_NOT_CHANGED = "没有保存。"


class NumberRefused(RegistryRefused):
    """The text is no number of that kind. `zh` never repeats it."""


def canonical_number(kind: str, text: str) -> str:
    """Return the one form in which this number is kept and compared. Raises NumberRefused.

    Full-width digits, blanks, hyphens and a small x are folded; nothing is guessed.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if _SCIENTIFIC.fullmatch(folded.replace(" ", "")):
        raise NumberRefused(
            "这个号码被表格软件改成了科学记数（像1.1E+17那样），后几位已经丢了。"
            "请把这一列设成文本，照证件重新填。" + _NOT_CHANGED
        )
    number = _SPACING.sub("", folded).upper().translate(_CROSS)
    if not number:
        raise NumberRefused("证件号码要写。" + _NOT_CHANGED)
    check = _CHECKED.get(kind)
    if check is None:
        raise NumberRefused("没有证件的，不用填号码。" + _NOT_CHANGED)
    return check(number)


def born_on(number: str) -> date | None:
    """Return the day of birth that a canonical number carries, None where it carries none."""
    digits = _eighteen(number)
    return None if digits is None else _date(digits[6:14])


def sex(number: str) -> str:
    """Return the sex that a canonical number carries, `Sex.UNKNOWN` where it carries none."""
    digits = _eighteen(number)
    if digits is None or born_on(number) is None:
        return Sex.UNKNOWN.value
    return Sex.MALE.value if int(digits[16]) % 2 else Sex.FEMALE.value


def masked_number(kind: str, number: str) -> str:
    """Return what a screen may show of a canonical number: both ends of a citizen number."""
    shown = 2 if _eighteen(number) or kind == DocumentKind.CITIZEN else 1
    if len(number) <= 2 * shown + 2:
        return "*" * max(3, len(number))
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[-shown:]


def ends_with(number: str, typed: str) -> bool:
    """Return whether `typed`, read from an original, is the last LAST characters of a number."""
    folded = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    return compare_digest(folded.encode(), number[-LAST:].encode())


def check_character(seventeen: str) -> str:
    """Return the last character that GB 11643 gives to seventeen digits."""
    return _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, seventeen, strict=True)) % 11]


def _eighteen(number: str) -> str | None:
    bare = number[1:] if len(number) == 19 and number[0] in "GLJ" else number
    return bare if _EIGHTEEN.fullmatch(bare) else None


def _date(digits: str) -> date | None:
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if 1900 <= found.year < 2100 else None


def _citizen(number: str) -> str:
    _like_gb_11643(number, "身份证号码")
    if number[:6] in _OF_RESIDENCE:
        where = _OF_RESIDENCE[number[:6]]
        raise NumberRefused(f"这是{where}居民居住证的号码，请把证件种类改选成它。" + _NOT_CHANGED)
    if province(number[:2]) is None:
        raise NumberRefused("身份证号码开头两位没有这个省份，请照证件核对。" + _NOT_CHANGED)
    return number


def _residence(prefixes: tuple[str, ...], zh: str) -> Callable[[str], str]:
    def check(number: str) -> str:
        _like_gb_11643(number, zh + "号码")
        if not number.startswith(prefixes):
            raise NumberRefused(f"{zh}号码以{'或'.join(prefixes)}开头，请核对种类。{_NOT_CHANGED}")
        return number

    return check


def _like_gb_11643(number: str, zh: str) -> None:
    if re.fullmatch(r"\d{15}", number):
        raise NumberRefused(f"这是15位的老号码，请照现在的证件填18位的{zh}。{_NOT_CHANGED}")
    if not _EIGHTEEN.fullmatch(number):
        raise NumberRefused(
            f"{zh}是18位：17位数字，最后一位是数字或X。现在是{len(number)}位，"
            f"请照证件核对（注意字母O和数字0）。{_NOT_CHANGED}"
        )
    if check_character(number[:17]) != number[17]:
        if number.endswith("000"):
            raise NumberRefused(
                f"{zh}末尾三位是000，多半被表格软件改过。请把这一列设成文本，照证件重新填。"
                + _NOT_CHANGED
            )
        raise NumberRefused(f"{zh}有一位不对（校验不通过），请照证件逐位核对。{_NOT_CHANGED}")
    if _date(number[6:14]) is None:
        raise NumberRefused(f"{zh}里的出生日期不存在，请照证件核对。{_NOT_CHANGED}")


def _shaped(pattern: str, kept: int | None, zh: str) -> Callable[[str], str]:
    """Return a check by shape; of what matches only the first `kept` characters count."""
    shape = re.compile(pattern)

    def check(number: str) -> str:
        if not shape.fullmatch(number):
            raise NumberRefused(f"{zh}请照证件核对。{_NOT_CHANGED}")
        return number[:kept]

    return check


_old_foreign = _shaped(
    r"[A-Z]{3}\d{12}", None, "外国人永久居留证号码是15位（3个字母、12位数字）或18位，"
)


def _foreign(number: str) -> str:
    if number.startswith("9") and len(number) == 18:
        _like_gb_11643(number, "外国人永久居留身份证号码")
        return number
    return _old_foreign(number)


_pupil_shape = _shaped(r"[GLJ]\d{17}[\dX]", None, "学籍号是19位：字母G、L或J，再加18位，")


def _pupil(number: str) -> str:
    """G is made of a number of identity and must check; L and J are made of their own digits."""
    _pupil_shape(number)
    if number[0] == "G" and check_character(number[1:18]) != number[18]:
        raise NumberRefused("学籍号有一位不对（校验不通过），请逐位核对。" + _NOT_CHANGED)
    return number


_CHECKED: dict[str, Callable[[str], str]] = {
    DocumentKind.CITIZEN.value: _citizen,
    DocumentKind.HK_MACAO_RESIDENCE.value: _residence(("810000", "820000"), "港澳居民居住证"),
    DocumentKind.TAIWAN_RESIDENCE.value: _residence(("830000",), "台湾居民居住证"),
    DocumentKind.HK_MACAO_PERMIT.value: _shaped(
        r"[HM]\d{8}(?:\d{2})?", 9, "港澳居民来往内地通行证号码是字母H或M加8位数字（老证10位），"
    ),
    DocumentKind.TAIWAN_PERMIT.value: _shaped(
        r"\d{8}(?:\d{2}(?:\(?[A-Z]\)?)?)?",
        8,
        "台湾居民来往大陆通行证号码是8位数字（老证10位加字母），",
    ),
    DocumentKind.PASSPORT.value: _shaped(
        r"(?=.*\d)[A-Z0-9]{5,15}", None, "护照号码是5到15位字母和数字，"
    ),
    DocumentKind.FOREIGN_RESIDENCE.value: _foreign,
    DocumentKind.PUPIL_NUMBER.value: _pupil,
}
"""By kind: return the canonical number, or raise. The permits' last digits count renewals."""
