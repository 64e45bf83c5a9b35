"""A pupil whose number came later, or was left out once, is not made a second time."""

from typing import Any

from tests.domains.roll.files import Rolls, pupil, wrong_cells
from xueyou.kernel.registry.models import Membership

NO_PAPERS: dict[str, Any] = {"证件类型": "还没有证件", "证件号码": None}


def test_a_number_that_came_later_is_asked_about(rolls: Rolls) -> None:
    """The row says what to do; a namesake gets in where the one who stands is listed too."""
    without = pupil(1, **NO_PAPERS)
    rolls.take_in(rolls.hand_in([without]))
    later = rolls.hand_in([pupil(1), pupil(2, "王知夏")])
    assert set(wrong_cells(later)) == {"C2"}
    assert "还没有证件" in wrong_cells(later)["C2"]
    both = rolls.hand_in([without, pupil(1)])
    assert (both.state, both.counts["new"], both.counts["unchanged"]) == ("ready", 1, 1)
    born_elsewhen = rolls.hand_in([pupil(2, **NO_PAPERS, 出生日期="2020-03-06")])
    assert born_elsewhen.state == "ready"


def test_a_number_that_was_left_out_is_asked_for(rolls: Rolls) -> None:
    """The other way round; and what is said can be done."""
    rolls.take_in(rolls.hand_in([pupil(1)]))
    without = pupil(1, **NO_PAPERS)
    left_out = rolls.hand_in([without])
    assert set(wrong_cells(left_out)) == {"C2"}
    assert "请写上他的证件类型和号码" in wrong_cells(left_out)["C2"]
    assert rolls.hand_in([pupil(1), without]).state == "ready"
    assert Membership.objects.count() == 1
