"""What a child that is asked for in two counties means for checking: the rule of the place says."""

from collections.abc import Sequence

from xueyou.domains.checks.desk_parameters import DOUBLES, HELD
from xueyou.kernel.calls.doubles import doubled
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.time import business_today

HELD_BACK = (
    "这个孩子在别的县区也报了名，按规定要先留下一份才能核对通过。请和家长、市里商量，"
    "不要的那一份由家长撤回。"
)


def held_back(applications: Sequence[Application]) -> set[int]:
    """Return the keys of those of one call that may not be passed while there are two."""
    if not applications:
        return set()
    rule = parameter(DOUBLES, applications[0].call.organisation, business_today()).value
    return doubled(applications) if rule == HELD else set()


def require_single(application: Application) -> None:
    """Raise CallRefused where the rule wants one application of the child, and there are two."""
    if held_back([application]):
        raise CallRefused(f"{HELD_BACK}没有改动。")
