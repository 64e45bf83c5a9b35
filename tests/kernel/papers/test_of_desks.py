"""Papers that a desk keeps beside its business: its people see them, and no others."""

from tests.kernel.papers.conftest import LETTER, Office, Write
from xueyou.kernel.papers.access import DRAFT_PAPER, PAPERS, READ_PAPER, may_draft
from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.views import PaperRow, PaperSheet
from xueyou.platform.access.holdings import Held, SignedIn
from xueyou.platform.access.roles import Role, via

ORDER = paper_kind(
    "papers.test_order", zh="决定", countersigned=False, addressed=False, of_desk="desk"
)
CLERK = Role(
    "desk_clerk",
    "经办人",
    {READ_PAPER: via("desk", PaperRow, PaperSheet), DRAFT_PAPER: via("desk")},
)
WRITER = Role("writer", "文秘", {DRAFT_PAPER: via("owner")})


def test_a_desk_sees_its_own_kinds_only(write: Write, office: Office) -> None:
    """Of two papers of one bureau the desk's clerk sees the order, and never the letter."""
    write(LETTER.code)
    order = write(ORDER.code)
    bureau = office.bureau
    held = Held(CLERK, 0, bureau.pk, bureau.uid, bureau.name, bureau.path)
    reached = PAPERS.all_rows().filter(PAPERS.condition("desk", held))
    assert [row.uid for row in reached] == [order.uid]


def test_a_desk_writes_no_paper_of_another_kind(office: Office) -> None:
    """What it may do with its own orders gives it no circular: only who writes for the house."""
    bureau = office.bureau
    held = {
        role: Held(role, 0, bureau.pk, bureau.uid, bureau.name, bureau.path)
        for role in (CLERK, WRITER)
    }
    asked = {role: SignedIn("user", "x", holdings=(one,)) for role, one in held.items()}
    assert not may_draft(asked[CLERK], bureau.path)
    assert may_draft(asked[WRITER], bureau.path)
    assert not may_draft(asked[WRITER], "999999.")
