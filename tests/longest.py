"""Which files of tests take long: they begin first, lest one worker is left alone with one of them.

Workers take whole files. A file that is not named here counts a second for each of its tests; only
the order of the files depends on these figures.
"""

from collections import Counter

import pytest

from tests.paths import ROOT

SECONDS = {
    "tests/leaks/test_look.py": 490,
    "tests/leaks/test_twins.py": 145,
    "tests/load/test_opening_hour.py": 83,
    "tests/load/test_opening_hour_on_postgres.py": 83,
    "tests/site/run/test_running_site.py": 155,
    # Those of a season stand together: a worker founds its city once.
    "tests/journeys/test_every_page.py": 400,
    "tests/journeys/season/test_places.py": 275,
    "tests/journeys/season/test_pages.py": 230,
    "tests/journeys/season/test_moves.py": 110,
    "tests/journeys/season/test_desks.py": 110,
    "tests/journeys/season/test_households.py": 110,
    "tests/journeys/season/test_ceremony.py": 60,
    "tests/journeys/season/test_shared_phone.py": 60,
}
"""File → about how many seconds it took on two cores on 2026-11-23."""


def longest_first(items: list[pytest.Item]) -> None:
    """Put the longest files first; within a file, and among files alike, the order stays.

    Each of two workers is given two files at once: the longest has the shortest beside it.
    """
    files = [item.path.relative_to(ROOT).as_posix() for item in items]
    tests = Counter(files)
    order = sorted(tests, key=lambda file: -SECONDS.get(file, tests[file]))
    order[2:2] = [order.pop()] if order else []
    place = {file: number for number, file in enumerate(order)}
    items.sort(key=lambda item: place[item.path.relative_to(ROOT).as_posix()])
