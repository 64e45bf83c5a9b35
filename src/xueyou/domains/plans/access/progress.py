"""Workbooks of progress: whoever handed one in looks at it and confirms it; nobody else."""

from xueyou.domains.plans.models import ProgressImport
from xueyou.platform.access.anchors import Mine, Scoped
from xueyou.platform.access.permissions import Permission

PROGRESS_IMPORTS = Scoped(ProgressImport, {"mine": Mine("received_by")})

HAND_IN_PROGRESS = Permission("plans.progress.hand_in", zh="用表格报进度")
READ_PROGRESS = Permission("plans.progress.read", zh="看自己交的进度表", of=PROGRESS_IMPORTS)
TAKE_IN_PROGRESS = Permission("plans.progress.take_in", zh="确认导入进度表", of=PROGRESS_IMPORTS)
