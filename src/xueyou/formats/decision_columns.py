"""Owns the columns of a desk's list: what stands about a file, and what is decided of it."""

from collections.abc import Mapping

from xueyou.formats.check_columns import ID
from xueyou.formats.sheet_columns import SheetColumn

SHEET = "核对"
MARK = SheetColumn("mark", "版本（请不要改）", 10)
"""What the file looked like when the list was taken: a decision holds for that alone."""
RECEIPT = SheetColumn("receipt", "受理号", 17)
CHILD = SheetColumn("child", "姓名", 12)
STAGE = SheetColumn("stage", "到哪一步", 12)
DOES = SheetColumn("does", "怎么办", 12, filled=True)
MISSING = SheetColumn("missing", "退回：缺什么、为什么", 40, filled=True)
WHY = SheetColumn("why", "交区里定：拿不准什么", 30, filled=True)
DAY = SheetColumn("day", "约走访：哪一天", 14, filled=True)
VISITORS = SheetColumn("visitors", "约走访：哪两个人去", 20, filled=True)
FILLED = (DOES, MISSING, WHY, DAY, VISITORS)
WHO = (ID, MARK, RECEIPT, CHILD)


def columns_of(offices: Mapping[str, str]) -> list[SheetColumn]:
    """Return the columns of a list, in order; `offices`: code → name of each that was asked."""
    said = [SheetColumn(f"said:{code}", name, 12) for code, name in offices.items()]
    return [*WHO, *said, STAGE, *FILLED]
