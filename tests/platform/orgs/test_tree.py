"""Creating, renaming, moving and closing keep the tree's paths true."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.platform.orgs.trees import city, fresh, misplaced, move, plant
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs import verbs
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import (
    OrganisationRefused,
    close_organisation,
    create_organisation,
    rename_organisation,
)

pytestmark = pytest.mark.django_db


def close(row: Organisation, on: date) -> None:
    """Close one organisation."""
    with act(SYSTEM, verbs.CLOSE.name) as a:
        close_organisation(a, row, on=on)


def test_paths_follow_the_tree() -> None:
    """Each child continues its parent's path by one segment; the act says where."""
    rows = city()
    assert rows["bureau"].path == "000001."
    assert rows["东湖县新区"].path == "000001.000002."
    assert rows["第二中学教务处"].path == "000001.000001.000002.000001."
    assert misplaced() == []
    noted = Act.objects.get(subject_uid=rows["第一中学"].uid)
    assert noted.org_path == rows["第一中学"].path
    assert noted.data["parent"] == str(rows["东湖县"].uid)


def test_a_moved_subtree_takes_all_its_paths_along() -> None:
    """In one verb; nobody else's path changes."""
    rows = city()
    before = set(Organisation.objects.values_list("path", flat=True))
    assert move(rows["第一中学"], rows["东湖县新区"]) == 2
    assert fresh(rows["第一中学"]).path == "000001.000002.000001."
    assert fresh(rows["第一中学教务处"]).path == "000001.000002.000001.000001."
    assert misplaced() == []
    assert len(before & set(Organisation.objects.values_list("path", flat=True))) == 5
    noted = Act.objects.get(verb=verbs.MOVE.name)
    assert noted.data == {
        "path_before": "000001.000001.000001.",
        "path_after": "000001.000002.000001.",
        "moved": 2,
    }


def test_a_segment_is_never_given_twice() -> None:
    """Whoever comes after one that moved away does not inherit its past."""
    rows = city()
    gone = rows["第二中学"].path
    move(rows["第二中学"], rows["东湖县新区"])
    assert plant("第三中学", rows["东湖县"]).path != gone
    back = move(rows["第二中学"], rows["东湖县"])
    assert back == 2
    assert fresh(rows["第二中学"]).path == "000001.000001.000004."


def test_depth_changes_with_the_move() -> None:
    """A department hung directly below the bureau rises two levels."""
    rows = city()
    move(rows["第一中学教务处"], rows["bureau"])
    row = fresh(rows["第一中学教务处"])
    assert (row.path, row.depth, row.parent_id) == ("000001.000003.", 2, rows["bureau"].pk)


REFUSED: dict[str, Callable[[dict[str, Organisation]], object]] = {
    "最上面的单位不能移": lambda rows: move(rows["bureau"], rows["东湖县"]),
    "自己或它的下级": lambda rows: move(rows["东湖县"], rows["第一中学教务处"]),
    "没有改动": lambda rows: move(rows["第一中学"], rows["东湖县"]),
    "已经有一个单位": lambda rows: plant("另一个市教育局", None, "bureau"),
    "名称不能为空": lambda rows: plant("　", rows["bureau"]),
    "没有撤销或移走": lambda rows: close(rows["第一中学"], date(2027, 1, 1)),
    "晚于设立日期": lambda rows: close(rows["第一中学教务处"], date(2020, 1, 1)),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_would_break_the_tree_is_refused_in_words(words: str) -> None:
    """And changes nothing."""
    rows = city()
    before = list(Organisation.objects.order_by("id").values())
    acts = Act.objects.count()
    with pytest.raises(OrganisationRefused, match=words):
        REFUSED[words](rows)
    assert list(Organisation.objects.order_by("id").values()) == before
    assert Act.objects.count() == acts


def test_nothing_grows_below_a_closed_organisation() -> None:
    """Closed twice is refused too."""
    rows = city()
    close(rows["第一中学教务处"], date(2027, 1, 1))
    with pytest.raises(OrganisationRefused, match="已经撤销"):
        plant("年级组", rows["第一中学教务处"], "department")
    with pytest.raises(OrganisationRefused, match="已经撤销"):
        close(rows["第一中学教务处"], date(2028, 1, 1))


def test_a_new_name_makes_new_keys() -> None:
    """What people type is found under both writings."""
    rows = city()
    with act(SYSTEM, verbs.RENAME.name) as a:
        rename_organisation(a, rows["第一中学"], name="臨澄第三中學", short_name="三中")
    row = fresh(rows["第一中学"])
    assert (row.name, row.search_key) == ("臨澄第三中學", "临澄第三中学 三中")
    assert row.sort_key == "lin2临cheng2澄di4第000003zhong1中xue2学"
    assert row.display_name == "三中"


def test_many_in_one_act() -> None:
    """An import is one verb of its room; it says itself what it was about."""
    bureau = plant("临澄市教育局", kind="bureau")
    with act(SYSTEM, verbs.CREATE.name) as a:
        rows = [
            create_organisation(a, name=f"第{n}小学", kind="school", parent=bureau)
            for n in range(1, 30)
        ]
    assert len({row.path for row in rows}) == 29
    assert misplaced() == []


def test_the_database_refuses_a_path_of_another_form() -> None:
    """Also to somebody who writes rows by hand."""
    for path, depth in (("000001", 1), ("000001.", 2), ("0000010.", 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.create(
                path=path, depth=depth, kind="school", name="校", opened_on=date(2020, 1, 1)
            )
