"""Rosters as school offices send them, made: nobody in them lives."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openpyxl

SUBJECTS = ("语文", "数学", "英语", "物理", "历史", "地理")
_FAMILY = "王李张刘陈杨赵黄周吴徐孙马朱胡"
_GIVEN = ("子涵", "欣怡", "浩然", "梓萱", "一诺", "㛃", "𬍤", "宇轩", "若曦", "博文")


def pupils(n: int, seed: int = 0) -> list[dict[str, object]]:
    """Return made pupils: names repeat and have rare signs, marks are in halves, some missing."""
    chance = np.random.default_rng(seed)
    able = chance.standard_normal(n)
    found: list[dict[str, object]] = []
    for i in range(n):
        marks: dict[str, object] = {}
        for at, subject in enumerate(SUBJECTS):
            mean, deviation = ((100, 20), (95, 20), (98, 20), (70, 14), (68, 14), (70, 13))[at]
            mark = mean + deviation * (0.8 * able[i] + 0.6 * chance.standard_normal())
            marks[subject] = float(np.round(2 * np.clip(mark, 0, 150)) / 2)
        found.append(
            {
                "学号": f"2026{i + 1:04d}",
                "姓名": _FAMILY[int(chance.integers(15))] + _GIVEN[int(chance.integers(10))],
                "性别": "男" if chance.random() < 0.53 else "女",
                "片区": f"片区{int(chance.integers(8)) + 1}",
                **marks,
            }
        )
    return found


def office_book(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    """Write a roster with a merged title, heads of two rows, numbers as text, and a sum below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["实验中学 2026 级新生分班名单"])
    sheet.append(["填表人：教务处", None, None, None, "2026年8月20日"])
    heads = ["序号", "学 号", "姓名", "性别*", "家长电话", "片区（按学籍）", "同班组", "分开组"]
    sheet.append([*heads, "成绩", *[None] * (len(SUBJECTS) - 1), "备注"])
    sheet.append([*[None] * len(heads), *SUBJECTS, None])
    width = len(heads) + len(SUBJECTS) + 1
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.merge_cells(
        start_row=3, start_column=len(heads) + 1, end_row=3, end_column=len(heads) + len(SUBJECTS)
    )
    for column in (*range(1, len(heads) + 1), width):
        sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    for number, row in enumerate(rows, 1):
        marks = [row[subject] for subject in SUBJECTS]
        if number % 7 == 0:
            marks[0] = f" {marks[0]} "  # a number kept as text
        if number % 50 == 0:
            marks[1] = "缺考"
        together, apart = row.get("同班组"), row.get("分开组")
        cells = [number, row["学号"], row["姓名"], row["性别"], "13900000000", row["片区"]]
        sheet.append([*cells, together, apart, *marks, None])
    sheet.append(["平均分", None, None, None, None, None, None, None, *[80.25] * len(SUBJECTS)])
    sheet.append(["说明：同班组填双胞胎。"])
    book.save(path)
    return path


def plain_csv(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    """Write the same pupils as a plain table."""
    heads = list(rows[0])
    lines = [",".join(heads), *(",".join(str(row[head]) for head in heads) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
