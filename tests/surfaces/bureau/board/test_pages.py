"""The list, the board, a task and a project, as their readers see them."""

from django.urls import reverse

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import Steered
from tests.surfaces.bureau.board.conftest import Browse


def test_the_list_shows_each_plan_with_its_lights(
    city: City, steered: Steered, browse: Browse
) -> None:
    """One plan, one task that is late, one behind."""
    page = browse(city.officer).get(reverse("bureau:board:list")).content.decode()
    assert "2026年工作要点" in page
    assert "项滞后" in page


def test_the_board_puts_the_most_urgent_first(city: City, steered: Steered, browse: Browse) -> None:
    """The task whose step is 143 days late stands before the one that is 71 days late."""
    address = reverse("bureau:board:plan", args=[steered.plan.uid])
    page = browse(city.officer).get(address).content.decode()
    body = page[page.index("急的在前") :]
    assert body.index("加快学校建设") < body.index("均衡编班")
    assert "已过71天" in body


def test_a_task_shows_its_sentence_figures_and_their_arithmetic(
    city: City, steered: Steered, browse: Browse
) -> None:
    """The printed sentence, what was reported, expected and reached, stand on one page."""
    address = reverse("bureau:board:task", args=[steered.task("加快学校建设").uid])
    page = browse(city.officer).get(address).content.decode()
    for words in (
        "原文第1句",
        "验收单六份",
        "2,640 个",
        "应到",
        "单位报的",
        "市财政局",
        "全部开工",
    ):
        assert words in page


def test_a_project_shows_money_steps_and_delays(
    city: City, steered: Steered, browse: Browse
) -> None:
    """The printed sum in 万元, and the step whose day has passed."""
    address = reverse("bureau:board:project", args=[steered.project("甲县一中新建").uid])
    page = browse(city.officer).get(address).content.decode()
    for words in ("23,600万元", "主体封顶", "已过51天"):
        assert words in page
