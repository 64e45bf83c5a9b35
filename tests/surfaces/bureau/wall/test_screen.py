"""The wall as a page: what hangs there, that every mark leads on, that nothing is only a colour."""

from django.test import Client

from tests.surfaces.bureau.wall.conftest import Enter, Wall
from tests.surfaces.soup import page_of, words


def test_everything_hangs_there(officer: Client, wall: Wall) -> None:
    """Tests head, marks, indicators, projects, the three to watch, the counties and the seal."""
    page = page_of(officer.get(wall.address()))
    counts = [words(one) for one in page.cssselect(".wall-counts li")]
    assert counts == ["正常 15", "偏慢 6", "滞后 3", "完成 3", "没数据 1"]
    assert "2026年度28项重点工作、18个重大项目" in words(page.cssselect(".wall-name p")[0])
    assert len(page.cssselect(".strip28 li")) == 28
    assert len(page.cssselect(".kpi li")) == 9
    assert len(page.cssselect(".wall-chart a")) == 10
    assert len(page.cssselect(".owe li")) == 3
    assert len(page.cssselect(".versus tbody tr")) == 4
    assert page.cssselect(".seal svg[aria-label='第47周数据已封存']")
    assert "第47周，全年时间过去88.8%" in words(page.cssselect(".wall-foot")[0])


def test_every_mark_leads_to_its_arithmetic(officer: Client, wall: Wall) -> None:
    """Tests that marks, indicators and bars are links to pages that open."""
    page = page_of(officer.get(wall.address()))
    links = [a.get("href") for a in page.cssselect(".strip28 a, .kpi a, .wall-chart a, .owe a")]
    assert len(links) == 28 + 9 + 10 + 3
    for link in {links[0], links[30], links[40], links[-1]}:
        assert officer.get(link).status_code == 200


def test_a_light_is_a_word_too(officer: Client, wall: Wall) -> None:
    """Tests that each mark says its light to who cannot see it."""
    page = page_of(officer.get(wall.address()))
    assert words(page.cssselect(".strip28 li.bad a")[0]).endswith("新增公办学位，滞后")
    assert page.cssselect(".wall-chart a[aria-label^='公共实训基地一期，滞后']")


def test_who_answers_stands_there(officer: Client, wall: Wall) -> None:
    """Tests unit, post and holder of what is to be watched."""
    first = words(page_of(officer.get(wall.address())).cssselect(".owe li")[0])
    assert "“主体封顶”应在9月30日，已过51天。" in first
    assert "规划科 科长陆岚" in first


def test_the_table_holds_the_same_numbers(officer: Client, wall: Wall) -> None:
    """Tests the plain tables: all tasks, all projects, all counties."""
    page = page_of(officer.get(wall.address("table/")))
    rows = [len(table.cssselect("tbody tr")) for table in page.cssselect("main table")]
    assert rows == [28, 9, 18, 4]
    assert "应到 3,728 个，实到 2,640 个，只到 71%" in words(page)


def test_a_script_in_a_title_stays_words(officer: Client, wall: Wall) -> None:
    """Tests that a title of markup and template signs is shown as it was typed."""
    title = "<script>alert(1)</script>{{ settings }}"
    project = wall.hung.projects["公共实训基地一期"]
    type(project).objects.filter(pk=project.pk).update(title=title)
    task = wall.hung.tasks[22]
    type(task).objects.filter(pk=task.pk).update(title=title)
    for page in ("", "table/", "print/", "compare/"):
        said = officer.get(wall.address(page)).content.decode()
        assert "<script>alert" not in said
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt;{{ settings }}"
        in officer.get(wall.address("table/")).content.decode()
    )


def test_counties_look_at_it_and_auditors_do_not(enter: Enter, wall: Wall) -> None:
    """Tests who finds the wall at all."""
    assert enter("county").get(wall.address()).status_code == 200
    assert wall.address() in enter("county").get("/bureau/wall/").content.decode()
    for page in ("", "table/", "print/", "compare/"):
        assert enter("auditor").get(wall.address(page)).status_code == 404
    assert enter("auditor").get("/bureau/wall/today/").status_code == 404
