"""However tables are spoilt, they are refused with places or taken as they stand: never a crash."""

import random  # noqa: TID251 - seeded, and only for made tables

import pytest

from tests.rulebook.tables.test_faults_told_once import RULEBOOK
from xueyou.rulebook.language.faults import InputRefused
from xueyou.rulebook.tables.canonical_inputs import applicants_csv, choices_csv
from xueyou.rulebook.tables.inputs import inputs_from

Tables = dict[str, list[dict[str, str]]]
CELLS = ["", "x", "9", "99", "X", "b", "p1", "p2", "-1", "near", "p1\u200b", "2", "合计", "007"]


def good(chance: random.Random) -> Tables:
    people = [
        {"applicant": f"p{n}", "group": chance.choice(["", "", "T", "S"]), "score": str(n)}
        for n in range(6)
    ]
    lists: dict[str, list[str]] = {}
    for person in people:
        lists.setdefault(person["group"] or person["applicant"], chance.sample("XYZ", 3))
    return {
        "options": [{"option": o, "batch": "b", "places": "9", "classes": "1"} for o in "XYZ"],
        "applicants": people,
        "quotas": [{"batch": "b", "option": o, "pool": "near", "places": "9"} for o in "XYZ"],
        "choices": [
            {"applicant": who["applicant"], "batch": "b", "rank": str(rank), "option": option}
            for who in people
            for rank, option in enumerate(lists[who["group"] or who["applicant"]], 1)
        ],
    }


def spoil(tables: Tables, chance: random.Random) -> None:
    """Repeat a row, lose one, or put something else into a cell."""
    rows = tables[chance.choice(list(tables))]
    place, kind = chance.randrange(len(rows)), chance.random()
    if kind < 0.2:
        rows.append(dict(rows[place]))
    elif kind < 0.3:
        del rows[place]
    else:
        rows[place][chance.choice(list(rows[place]))] = chance.choice(CELLS)


@pytest.mark.parametrize("block", range(4))
def test_spoilt_tables_are_told_where_or_taken(block: int) -> None:
    """One to four slips a time; each fault stands at a row there is, none twice."""
    refused = 0
    for seed in range(block * 100, block * 100 + 100):
        chance = random.Random(seed)
        tables = good(chance)
        inputs_from(RULEBOOK, tables)
        for _ in range(chance.randint(1, 4)):
            spoil(tables, chance)
        try:
            taken = inputs_from(RULEBOOK, tables)
        except InputRefused as refusal:
            refused += 1
            told = refusal.faults
        else:
            told = ()
            assert taken.count == len(tables["applicants"])
            assert applicants_csv(RULEBOOK, taken).count(b"\n") == taken.count + 1
            assert choices_csv(RULEBOOK, taken).count(b"\n") == len(tables["choices"]) + 1
        assert len(told) == len({(f.file, f.row, f.column, f.code, f.zh) for f in told})
        assert all(f.row is None or 1 <= f.row <= len(tables[f.file]) + 1 for f in told)
    assert refused > 50
