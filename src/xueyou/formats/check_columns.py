"""Owns the columns of a list for another office: who is asked about, what is asked, its answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xueyou.formats.sheet_columns import SheetColumn

SHEET = "核对名单"
ID = SheetColumn("id", "编号（请不要改）", 18)
NAME = SheetColumn("name", "姓名", 14)
DOCUMENT = SheetColumn("document", "证件类型", 16)
NUMBER = SheetColumn("number", "证件号码", 23)
GUARDIANS = SheetColumn("guardians", "监护人", 18)
SIGNS = "23456789ABCDFGHJKMNPQRSTVWXYZ"
CODE = re.compile(f"[A-Z][{SIGNS}]{{10}}")
"""What a row is known by: a letter first and no E, so that no program takes it for a number."""
WHO = (ID, NAME, DOCUMENT, NUMBER, GUARDIANS)
AGREES, DIFFERS, NO_ANSWER = "相符", "不一致", "没查到"
SAYS = {AGREES: "agrees", DIFFERS: "differs", NO_ANSWER: "no_answer"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as three columns: what the family wrote, what the office says, what it has.

    `among`: the words of a reply that is a choice; `hint` stands as a note on the last head;
    `open`: there is nothing to agree with, the office writes what it has.
    """

    code: str
    zh: str
    among: Sequence[str] = ()
    hint: str = ""
    open: bool = False

    @property
    def told(self) -> SheetColumn:
        """What goes out."""
        return SheetColumn(f"{self.code}:told", f"{self.zh}（家长填的）", 34)

    @property
    def says(self) -> SheetColumn:
        """Whether it is so."""
        return SheetColumn(f"{self.code}:says", f"{self.zh}：核对结果", 12, filled=True)

    @property
    def has(self) -> SheetColumn:
        """What the office has where it is not so."""
        words = "请写登记的是" if self.open else "不一致的，登记的是"
        return SheetColumn(f"{self.code}:has", f"{self.zh}：{words}", 28, filled=True)

    @property
    def choices(self) -> tuple[str, ...]:
        """Return the words from which the office chooses."""
        return (NO_ANSWER,) if self.open else tuple(SAYS)


def columns_of(asked: Sequence[Asked]) -> list[SheetColumn]:
    """Return the columns of a list with these questions, in order."""
    return [*WHO, *(column for one in asked for column in (one.told, one.says, one.has))]
