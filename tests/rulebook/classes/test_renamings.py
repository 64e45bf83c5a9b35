"""Names decide nothing: people, columns and words may be called anything, rows stand anyhow.

Only pupils of whom all is alike may change places: between them the identifier decides.
"""

import random  # noqa: TID251 (only renames and shuffles)
from collections import Counter

import pytest

from tests.rulebook.classes.offices import plain_csv
from xueyou.rulebook.classes.compiling import compile_classes
from xueyou.rulebook.classes.model import ClassRules
from xueyou.rulebook.classes.roster import read_roster
from xueyou.rulebook.classes.running import Wanted, run

PUPILS, CLASSES = 36, 3
SEED = b"\1" * 32
KINDS = {"片区": "东南西北", "园所": "甲乙丙"}
SCORES = ("语文", "数学", "英语")


def grade(chance, scores):
    """Return a made grade: few kinds, scores of one and the same set of values, pairs, groups."""
    rows = [
        {
            "编号": f"{at:03d}",
            "性别": chance.choice("男女"),
            **{head: chance.choice(words) for head, words in KINDS.items()},
            "同班组": "",
            "分开组": "",
        }
        for at in range(PUPILS)
    ]
    for subject in SCORES[:scores]:
        marks = [60 + at // 3 for at in range(PUPILS)]
        chance.shuffle(marks)
        for row, mark in zip(rows, marks, strict=True):
            row[subject] = mark
    for number, head in enumerate(("同班组", "同班组", "分开组", "分开组")):
        for row in chance.sample(rows, 2):
            row[head] = f"{head}{number}"
    return rows


def renamed(chance, rows, *, ids):
    """Return the grade under other names, shuffled, and the id that each had before."""
    fresh = [f"{number:04d}" for number in chance.sample(range(9999), len(rows))]
    before = dict(zip(fresh, (row["编号"] for row in rows), strict=True))
    found = [{**row, "编号": new} for row, new in zip(rows, fresh, strict=True)]
    if not ids:
        heads = _others(chance, [*KINDS, *(head for head in SCORES if head in rows[0])])
        words = {
            head: _others(chance, sorted({row[head] for row in rows} - {""}))
            for head in ("片区", "园所", "同班组", "分开组")
        }
        found = [
            {heads.get(head, head): words.get(head, {}).get(cell, cell)
             for head, cell in row.items()}
            for row in found
        ]  # fmt: skip
    chance.shuffle(found)
    first = ["编号", *chance.sample(sorted(set(found[0]) - {"编号"}), len(found[0]) - 1)]
    return [{head: row[head] for head in first} for row in found], before


def _others(chance, names):
    """Swap names: kinds among kinds, scores among scores, words among words."""
    kinds = [name for name in names if name in KINDS]
    rest = [name for name in names if name not in KINDS]
    return dict(zip(kinds + rest, chance.sample(kinds, len(kinds)) + chance.sample(rest, len(rest)),
                    strict=True))  # fmt: skip


def read(folder, rows):
    """Return the roster, its scores declared."""
    scores = [head for head in SCORES if head in rows[0]]
    return read_roster(plain_csv(folder / "a.csv", rows), ClassRules(), scores)


@pytest.mark.parametrize("ids", [True, False], ids=["people", "everything"])
@pytest.mark.parametrize("scores", range(4))
@pytest.mark.parametrize("number", range(12))
def test_the_engine_is_given_the_same_whatever_things_are_called(tmp_path, number, scores, ids):
    """Tests that at each place of the problem stands a pupil of whom all is the same."""
    chance = random.Random(f"{number} {scores}")
    rows = grade(chance, scores)
    sizes = [PUPILS // CLASSES] * CLASSES
    plain = compile_classes(read(tmp_path, rows), ClassRules(), sizes)
    others, before = renamed(chance, rows, ids=ids)
    again = compile_classes(read(tmp_path, others), ClassRules(), sizes)
    assert again.digest == plain.digest
    known = {row["编号"]: {**row, "编号": ""} for row in rows}
    assert [known[before[one]] for one in again.ids] == [known[one] for one in plain.ids]


@pytest.mark.parametrize("scores", [0, 2])
def test_the_list_is_the_same_but_for_pupils_of_whom_all_is_alike(tmp_path, scores):
    """Tests a whole run under a fixed seed: who is in each class, told by what is known of him."""
    chance = random.Random(scores)
    rows = grade(chance, scores)
    others, before = renamed(chance, rows, ids=False)
    known = {row["编号"]: str({**row, "编号": ""}) for row in rows}
    wanted = Wanted(classes=CLASSES, seed=SEED, iterations=3000)
    lists = []
    for given, back in ((rows, {one: one for one in known}), (others, before)):
        roster = read(tmp_path, given)
        found = run(roster, ClassRules(), wanted, program="").classes
        lists.append(
            Counter((c, known[back[one]]) for one, c in zip(roster.ids, found, strict=True))
        )
    assert lists[0] == lists[1]
