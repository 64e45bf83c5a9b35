"""Tables of the plans room."""

from xueyou.domains.plans.models.document import PlanDocument
from xueyou.domains.plans.models.outcome import Release, SettledPair, Settlement
from xueyou.domains.plans.models.plan import Item, ItemChange, Plan, PlanVersion
from xueyou.domains.plans.models.progress import ProgressImport
from xueyou.domains.plans.models.project import Milestone, MoneySource, Project, ProjectMoney
from xueyou.domains.plans.models.reading import Reading
from xueyou.domains.plans.models.steering import (
    HandoverSheet,
    Light,
    SheetLine,
    TaskForce,
    TaskForceMember,
    TaskForceTask,
)
from xueyou.domains.plans.models.task import Duty, ProgressNote, Task, TaskIndicator

__all__ = [
    "Duty",
    "HandoverSheet",
    "Item",
    "ItemChange",
    "Light",
    "Milestone",
    "MoneySource",
    "Plan",
    "PlanDocument",
    "PlanVersion",
    "ProgressImport",
    "ProgressNote",
    "Project",
    "ProjectMoney",
    "Reading",
    "Release",
    "SettledPair",
    "Settlement",
    "SheetLine",
    "Task",
    "TaskForce",
    "TaskForceMember",
    "TaskForceTask",
    "TaskIndicator",
]
