"""Places by 统筹, beside how many wished for an option: why few or none did, and it is full still.

The wishes of a batch that makes its own lists are nobody's: without a word a school that was filled
so reads "wished for by 0".
"""

from uuid import UUID

from django.db.models import Count

from xueyou.kernel.calls.models import Decision, Run, Verdict

COMPLETED = "completed"
"""The reason of a place that came from a list the rules made, not from a wish."""
LEAST = 5
"""A smaller number is told to nobody outside: it could name a child."""
HOW = "孩子自己填的都没有录上，按规则由近到远安排到还有学位的学校"


def arranged_in(run: Run) -> dict[UUID, int]:
    """Return how many were placed so, by the option's uid; one query."""
    rows = Decision.objects.filter(run=run, verdict=Verdict.PLACED, reason=COMPLETED).order_by()
    return dict(rows.values_list("option__uid").annotate(n=Count("pk")))


def why_arranged(asked: int, arranged: int, *, outside: bool = False) -> str:
    """Say of an option how its places were filled; "" where none was given so.

    `outside`: for who is no officer, a small number is not told.
    """
    if not arranged:
        return ""
    number = "这里有学位" if outside and arranged < LEAST else f"这里有{arranged}个学位"
    none = "没有家长把这里填作志愿，所以填的人是0。" if not asked else ""
    return f"{none}{number}是统筹安排的：{HOW}。"
