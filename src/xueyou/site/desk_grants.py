"""What roles carry of the check desk: files of one's own calls, and those a school checks."""

from xueyou.domains.checks.desk_access import (
    COMPLETE_AT_COUNTER,
    DRAW_SPOT,
    FETCH_FILES,
    FILE_AT_COUNTER,
    GIVE_DUTY,
    HAND_IN_BATCH,
    KEEP_BATCH,
    OPEN_FILE,
    READ_FILES,
    READ_SPOT,
    REFER_FILE,
    WATCH_OPENINGS,
    WORK_FILE,
    WORK_VISIT,
)
from xueyou.domains.checks.selectors.batches import BatchRow
from xueyou.domains.checks.selectors.files import FileRow
from xueyou.domains.checks.selectors.one_file import FileSees
from xueyou.domains.checks.selectors.spot_checks import SpotRow
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import ALLOWED, Grant, via

Grants = dict[Permission, Grant | tuple[Grant, ...]]

FILES_CHECKED: Grants = {
    READ_FILES: via("home", FileRow),
    OPEN_FILE: via("home", FileSees),
    WORK_FILE: via("home"),
    WORK_VISIT: via("home"),
    FETCH_FILES: via("home"),
    HAND_IN_BATCH: via("home"),
    KEEP_BATCH: via("mine", BatchRow),
    GIVE_DUTY: via("owner"),
    FILE_AT_COUNTER: via("owner"),
    COMPLETE_AT_COUNTER: via("home"),
    DRAW_SPOT: via("owner"),
    READ_SPOT: via("owner", SpotRow),
}
"""The county's officers: all files of their calls, and which schools help."""
FILES_OF_SCHOOL: Grants = {
    READ_FILES: (via("home", FileRow), via("school", FileRow)),
    OPEN_FILE: (via("home", FileSees), via("school", FileSees)),
    WORK_FILE: (via("home"), via("school")),
    WORK_VISIT: (via("home"), via("school")),
    FETCH_FILES: (via("home"), via("school")),
    HAND_IN_BATCH: (via("home"), via("school")),
    KEEP_BATCH: via("mine", BatchRow),
    REFER_FILE: via("school"),
}
"""A school's clerks: files of the school's own calls, and those the county lets it check."""
OPENINGS_WATCHED: Grants = {WATCH_OPENINGS: ALLOWED}
