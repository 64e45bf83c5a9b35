"""Who works at the check desk: whose files one sees, opens and decides."""

from xueyou.domains.checks.models import DeskBatch, HomeVisit, SpotCheck
from xueyou.kernel.calls.access import CALLS
from xueyou.kernel.calls.models import Application
from xueyou.platform.access.anchors import Mine, Scoped, Under
from xueyou.platform.access.permissions import Permission

_DUTY = {"choices__option__check_duties__open": True, "withdrawn_at": None}
FILES = Scoped(
    Application,
    {"home": Under("home_path"), "school": Under("choices__option__organisation__path", _DUTY)},
    rows=lambda: Application.objects.exclude(receipt_no=""),
)
"""Applications handed in. home: of those one answers for; school: with a wish for an option of
one's own whose applications the county lets the school check."""
VISITS = Scoped(
    HomeVisit,
    {
        "home": Under("application__home_path"),
        "school": Under(
            "application__choices__option__organisation__path",
            {
                "application__choices__option__check_duties__open": True,
                "application__withdrawn_at": None,
            },
        ),
    },
)
BATCHES = Scoped(DeskBatch, {"mine": Mine("received_by")})
"""Workbooks of decisions: only who handed one in sees it."""
SPOTS = Scoped(SpotCheck, {"owner": Under("call__organisation__path")})

READ_FILES = Permission("checks.files.read", zh="看核对名单", of=FILES)
OPEN_FILE = Permission("checks.file.open", zh="打开一份申请核对", of=FILES)
WORK_FILE = Permission("checks.file.work", zh="核对通过、退回补件、约走访", of=FILES)
REFER_FILE = Permission("checks.file.refer", zh="把拿不准的申请交区里定", of=FILES)
WORK_VISIT = Permission("checks.visit.work", zh="登记走访结果、取消走访", of=VISITS)
FETCH_FILES = Permission("checks.files.fetch", zh="把核对名单取成表格", of=FILES)
HAND_IN_BATCH = Permission("checks.batch.hand_in", zh="交成批核对的表", of=FILES)
KEEP_BATCH = Permission("checks.batch.keep", zh="确认、撤销成批核对", of=BATCHES)
GIVE_DUTY = Permission("checks.duty.give", zh="让学校核对报名", of=CALLS)
DRAW_SPOT = Permission("checks.spot.draw", zh="抽取复查的申请", of=CALLS)
READ_SPOT = Permission("checks.spot.read", zh="看抽查", of=SPOTS)
FILE_AT_COUNTER = Permission("checks.counter.file", zh="在窗口代填报名", of=CALLS)
COMPLETE_AT_COUNTER = Permission("checks.counter.complete", zh="在窗口代补材料", of=FILES)
WATCH_OPENINGS = Permission("checks.openings.watch", zh="得知有人短时间打开很多申请")
