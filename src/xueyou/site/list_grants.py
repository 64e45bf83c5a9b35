"""What roles carry of lists for other offices."""

from xueyou.domains.checks.access import (
    DRAW_UP_LIST,
    FETCH_LIST,
    KEEP_LIST,
    KEEP_REPLY,
    READ_LIST,
)
from xueyou.domains.checks.selectors.lists import ListRow, ReplyRow
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import Grant, via

LISTS_KEPT: dict[Permission, Grant | tuple[Grant, ...]] = {
    DRAW_UP_LIST: via("owner"),
    READ_LIST: via("owner", ListRow),
    FETCH_LIST: via("owner"),
    KEEP_LIST: via("owner"),
    KEEP_REPLY: via("owner", ReplyRow),
}
"""Lists of the calls of one's own organisation and below: drawn up, taken away, answered."""
