"""One run from roster to report: what changes a list, what does not, what is refused."""

import random  # noqa: TID251 (only shuffles rows)
from dataclasses import replace

import pytest

from tests.rulebook.classes.offices import SUBJECTS, plain_csv, pupils
from xueyou.rulebook.classes.faults import ClassesRefused
from xueyou.rulebook.classes.model import Cap, ClassRules, FeatureRule, Grade, Index
from xueyou.rulebook.classes.reporting import conflict
from xueyou.rulebook.classes.roster import read_roster
from xueyou.rulebook.classes.running import NoList, Wanted, run

RULES = ClassRules()
SOON = Wanted(classes=3, iterations=30_000)


def listed(path, rows, rules=RULES, wanted=SOON, scores=SUBJECTS):
    """Return what a run of made pupils gives, and the class of each by identifier."""
    roster = read_roster(plain_csv(path / "a.csv", rows), rules, list(scores))
    found = run(roster, rules, wanted, program="test")
    return found, dict(zip(roster.ids, found.classes, strict=True))


def test_order_names_and_units_change_nothing(tmp_path):
    """Tests rows and columns shuffled, people, kinds and groups renamed, marks out of a tenth."""
    rows = pupils(45)
    for at, row in enumerate(rows):
        row |= {"同班组": "", "分开组": "甲" if at in (4, 9, 11) else "乙" if at in (1, 3) else ""}
    rows[5]["同班组"] = rows[8]["同班组"] = "a"
    rows[6]["同班组"] = rows[7]["同班组"] = "b"
    _, plain = listed(tmp_path, rows)
    shuffled = [dict(reversed(row.items())) for row in rows]
    random.Random(1).shuffle(shuffled)
    for row in shuffled:
        row["姓名"] = "某"
        row["分开组"] = {"甲": "丑", "乙": "子"}.get(str(row["分开组"]), "")
        row["同班组"] = {"a": "z", "b": "y"}.get(str(row["同班组"]), "")
        row["片区"] = str(row["片区"]).replace("片区", "Z")
        for subject in SUBJECTS:
            row[subject] = float(row[subject]) / 10 + 3
    _, again = listed(tmp_path, shuffled)
    assert again == plain


def test_another_mark_or_demand_changes_the_seed(tmp_path):
    """Tests that the default seed stands for all that decides."""
    rows = pupils(45)
    first, _ = listed(tmp_path, rows)
    rows[3]["语文"] = float(rows[3]["语文"]) + 0.5
    second, _ = listed(tmp_path, rows)
    assert first.report["seed"] != second.report["seed"]
    assert first.report["roster"] != second.report["roster"]
    assert first.report["rehearsal"]
    named, _ = listed(tmp_path, rows, wanted=replace(SOON, seed=bytes(32)))
    assert not named.report["rehearsal"]


def test_the_report_tells_ranges_bounds_and_both_snakes(tmp_path):
    """Tests the figures of a report against the list itself."""
    rows = pupils(45)
    found, classes = listed(tmp_path, rows)
    report = found.report
    assert [one["name"] for one in report["features"]] == [*SUBJECTS, "总分", "性别", "片区"]
    means = []
    for c in (1, 2, 3):
        own = [float(row["语文"]) for row in rows if classes[row["学号"]] == c]
        means.append(sum(own) / len(own))
    chinese = report["features"][0]
    assert chinese["range_mean"] == pytest.approx(max(means) - min(means), abs=1e-4)
    assert chinese["means"] == pytest.approx(means, abs=1e-4)
    girls = [
        sum(row["性别"] == "女" and classes[row["学号"]] == c for row in rows) for c in (1, 2, 3)
    ]
    sex = report["features"][7]
    assert sex["range_count"] == max(girls) - min(girls)
    assert {level["level"]: level["counts"] for level in sex["levels"]}["女"] == girls
    assert set(report["methods"]) == {"search", "snake", "snake-sex"}
    assert report["hard_broken"] == 0
    assert report["scores"]["source"] is None
    assert report["sizes"] == [15, 15, 15]


def test_rules_bring_tolerances_caps_and_indices(tmp_path):
    """Tests a city's rules: what is missed is said, a cap holds, an index has its word."""
    rules = ClassRules(
        features={"语文": FeatureRule(tolerance=2), "地理": FeatureRule(used=False)},
        caps=[Cap("片区", "片区1", 3)],
        indices=[
            Index(
                "均衡指数",
                "largest_mean_range",
                [Grade("均衡", 3), Grade("不均衡", None)],
                "某通知",
                "待核",
            )
        ],
    )
    rows = pupils(45)
    found, classes = listed(tmp_path, rows, rules)
    chinese = found.report["features"][0]
    assert chinese["kept"]
    assert chinese["range_mean"] <= 2
    assert "地理" not in [one["name"] for one in found.report["features"]]
    held = [sum(r["片区"] == "片区1" and classes[r["学号"]] == c for r in rows) for c in (1, 2, 3)]
    assert max(held) <= 3
    assert found.report["indices"][0]["grade"] in ("均衡", "不均衡")
    assert found.report["indices"][0]["status"] == "待核"


def test_classes_are_as_few_as_the_law_allows(tmp_path):
    """Tests the default number by stage, sizes given, and what is refused."""
    rows = pupils(120)
    plain = Wanted(iterations=1000)
    assert listed(tmp_path, rows, wanted=plain)[0].report["sizes"] == [40, 40, 40]
    primary = ClassRules(stage="primary")
    assert len(listed(tmp_path, rows[:91], primary, plain)[0].report["sizes"]) == 3
    given = replace(plain, sizes=[50, 40, 30])
    assert listed(tmp_path, rows, wanted=given)[0].report["sizes"] == [50, 40, 30]
    for wanted, code, forbidden in (
        (replace(plain, sizes=[50, 40]), "sizes_sum", False),
        (replace(plain, classes=2), "big_class", True),
        (replace(plain, classes=121), "fewer_pupils", False),
        (replace(plain, score_source="八月分班考试"), "entrance_test", True),
    ):
        with pytest.raises(ClassesRefused) as caught:
            listed(tmp_path, rows, wanted=wanted)
        assert [fault.code for fault in caught.value.faults] == [code]
        assert caught.value.forbidden is forbidden
    senior = ClassRules(stage="senior")
    listed(tmp_path, rows, senior, replace(plain, score_source="中考和分班测试"))


def test_a_conflict_is_told_and_can_spare_nothing(tmp_path):
    """Tests that dropping any one member of conflict.json makes a list possible."""
    rows = pupils(45)
    for row in rows:
        row |= {"同班组": "", "分开组": "", "固定班": ""}
    rows[0]["同班组"] = rows[1]["同班组"] = "双"
    rows[0]["固定班"], rows[2]["固定班"] = "1", "1"
    rows[1]["分开组"] = rows[2]["分开组"] = "甲"
    rows[4]["分开组"] = rows[5]["分开组"] = "乙"

    def members():
        try:
            listed(tmp_path, rows)
        except NoList as none:
            return conflict(none.compiled, none.conflict)
        return None

    said = members()
    assert said["irreducible"]
    assert [m["kind"] for m in said["members"]] == ["apart", "together", "fixed", "fixed"]
    assert said["members"][1]["zh"] == "同班组“双”：2 人要在同一个班。"
    for member in said["members"]:
        kept = [dict(row) for row in rows]
        for row in rows:
            if row["学号"] in member["pupils"]:
                row[member["column"]] = ""
        assert members() is None
        for row, old in zip(rows, kept, strict=True):
            row.update(old)


def test_the_snake_needs_scores(tmp_path):
    """Tests dealing as a rule may demand, and its refusal where nothing ranks."""
    rows = pupils(45)
    dealt, classes = listed(tmp_path, rows, wanted=replace(SOON, method="snake"))
    best = max(rows, key=lambda row: sum(float(row[s]) for s in SUBJECTS))
    assert classes[best["学号"]] == 1
    assert dealt.report["method"] == "snake"
    bare = [{k: v for k, v in row.items() if k not in SUBJECTS} for row in rows]
    found, _ = listed(tmp_path, bare, scores=())
    assert found.report["scores"]["zh"] == "没有用分数"
    with pytest.raises(ClassesRefused, match="S形"):
        listed(tmp_path, bare, wanted=replace(SOON, method="snake"), scores=())
