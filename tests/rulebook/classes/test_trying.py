"""Moves by hand: measured as a list is, and what they break is said in words."""

from tests.rulebook.classes.offices import SUBJECTS, plain_csv, pupils
from tests.rulebook.classes.test_runs import RULES, SOON
from xueyou.rulebook.classes.roster import read_roster
from xueyou.rulebook.classes.running import run
from xueyou.rulebook.classes.trying import tried


def made(path):
    """Return a roster of three classes with twins, a quarrel and somebody fixed, and its list."""
    rows = pupils(45)
    for at, row in enumerate(rows):
        row["同班组"] = "双" if at in (4, 9) else ""
        row["分开组"] = "吵" if at in (1, 3) else ""
        row["固定班"] = "2" if at == 7 else ""
    roster = read_roster(plain_csv(path / "a.csv", rows), RULES, list(SUBJECTS))
    found = run(roster, RULES, SOON, program="test")
    return rows, roster, found, dict(zip(roster.ids, found.classes, strict=True))


def test_a_list_that_nobody_touched_measures_as_it_did(tmp_path):
    """Tests the report's own figures, and that nothing is broken."""
    _, roster, found, given = made(tmp_path)
    same = tried(roster, RULES, found.report["sizes"], given)
    assert same.features == found.report["features"]
    assert same.broken == []


def test_a_swap_of_two_free_pupils_breaks_nothing_and_changes_means(tmp_path):
    """Tests that sizes stand and that some difference is another."""
    rows, roster, found, given = made(tmp_path)
    free = [row["学号"] for at, row in enumerate(rows) if at not in (1, 3, 4, 7, 9)]
    one = free[0]
    other = next(two for two in free if given[two] != given[one])
    moved = given | {one: given[other], other: given[one]}
    after = tried(roster, RULES, found.report["sizes"], moved)
    assert after.broken == []
    assert after.features != found.report["features"]


def test_each_broken_demand_is_named(tmp_path):
    """Tests sizes, twins, a quarrel and somebody fixed, each by itself."""
    rows, roster, found, given = made(tmp_path)
    ids = [row["学号"] for row in rows]

    def broken(**moves):
        moved = given | {ids[int(at[1:])]: c for at, c in moves.items()}
        return " ".join(tried(roster, RULES, found.report["sizes"], moved).broken)

    elsewhere = given[ids[4]] % 3 + 1
    assert "同班组“双”" in broken(p4=elsewhere)
    assert "应当是15人" in broken(p4=elsewhere)
    assert "分开组“吵”" in broken(p1=given[ids[3]])
    assert f"{ids[7]} 固定在 2 班" in broken(p7=3)
    assert "同班组" not in broken(p4=elsewhere, p9=elsewhere)
