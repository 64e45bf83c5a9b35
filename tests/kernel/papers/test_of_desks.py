"""Papers that a desk keeps beside its business: its people see them, and no others."""

from tests.kernel.papers.conftest import LETTER, Office, Write
from xueyou.kernel.papers.access import PAPERS, READ_PAPER
from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.views import PaperRow, PaperSheet
from xueyou.platform.access.holdings import Held
from xueyou.platform.access.roles import Role, via

ORDER = paper_kind(
    "papers.test_order", zh="决定", countersigned=False, addressed=False, of_desk="desk"
)
CLERK = Role(
    "desk_clerk",
    "经办人",
    {READ_PAPER: via("desk", PaperRow, PaperSheet)},
)


def test_a_desk_sees_its_own_kinds_only(write: Write, office: Office) -> None:
    """Of two papers of one bureau the desk's clerk sees the order, and never the letter."""
    write(LETTER.code)
    order = write(ORDER.code)
    bureau = office.bureau
    held = Held(CLERK, 0, bureau.pk, bureau.uid, bureau.name, bureau.path)
    reached = PAPERS.all_rows().filter(PAPERS.condition("desk", held))
    assert [row.uid for row in reached] == [order.uid]
