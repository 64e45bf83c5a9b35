"""Papers: whose they are, and what may be done with them."""

from dataclasses import dataclass

from django.db.models import Q

from xueyou.kernel.papers.kinds import paper_kinds
from xueyou.kernel.papers.models import Paper, PaperState
from xueyou.platform.access.anchors import Above, Anchor, At, Holding, Scoped, Under
from xueyou.platform.access.holdings import grants_of
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import NotAllowed
from xueyou.platform.acts.actors import Actor

OUT = (PaperState.SERVED.value, PaperState.ARCHIVED.value)


@dataclass(frozen=True, slots=True)
class AwaitingCountersign:
    """Papers of the organisations above that wait for a department's countersignature."""

    def condition(self, holding: Holding) -> Q:
        """Return checked papers of countersigned kinds of the holder's organisations above."""
        asked = [kind.code for kind in paper_kinds() if kind.countersigned]
        above = Above("organisation__path").condition(holding)
        return above & Q(state=PaperState.CHECKED, kind__in=asked)


@dataclass(frozen=True, slots=True)
class OfDesk:
    """Papers, of the organisations that `of` finds, that a desk keeps beside its business."""

    desk: str
    of: Anchor

    def condition(self, holding: Holding) -> Q:
        """Return papers of such kinds, wherever they stand."""
        kept = [kind.code for kind in paper_kinds() if kind.of_desk == self.desk]
        return self.of.condition(holding) & Q(kind__in=kept)


@dataclass(frozen=True, slots=True)
class Circulated:
    """Papers of the organisations above that were sent to everybody."""

    def condition(self, holding: Holding) -> Q:
        """Return papers of circulated kinds that have gone out."""
        circulated = [kind.code for kind in paper_kinds() if kind.circulated]
        above = Above("organisation__path").condition(holding)
        return above & Q(state__in=OUT, kind__in=circulated)


PAPERS = Scoped(
    Paper,
    {
        "owner": Under("organisation__path"),
        "desk": OfDesk("desk", Under("organisation__path")),
        "account": OfDesk("account", At("organisation__path")),
        "issued": Circulated(),
        "asked": AwaitingCountersign(),
    },
)
"""owner: papers of the holder's organisation and below; desk: of these the kinds that a desk keeps
beside its business; account: papers about accounts, of the very organisation and no other; issued:
those of the organisations above that were sent to everybody; asked: those above that wait for a
countersignature."""

READ_PAPER = Permission("papers.paper.read", zh="看公文", of=PAPERS)
DRAFT_PAPER = Permission("papers.paper.draft", zh="起草、修改和撤回公文", of=PAPERS)
CHECK_PAPER = Permission("papers.paper.check", zh="核稿", of=PAPERS)
COUNTERSIGN_PAPER = Permission("papers.paper.countersign", zh="会签公文", of=PAPERS)
SIGN_PAPER = Permission("papers.paper.sign", zh="签发公文", of=PAPERS)
ISSUE_PAPER = Permission("papers.paper.issue", zh="编号、印发、归档公文", of=PAPERS)


def may_draft(actor: Actor, path: str) -> bool:
    """Return whether the actor writes new papers of an organisation, whatever they are about.

    A desk's grant is no such right: it reaches what its own verbs drafted, and nothing else.
    """
    found = grants_of(actor, DRAFT_PAPER)
    return any(grant.anchor == "owner" and path.startswith(held.path) for held, grant in found)


def require_drafting(actor: Actor, path: str) -> None:
    """Raise NotAllowed unless `may_draft`."""
    if not may_draft(actor, path):
        raise NotAllowed(DRAFT_PAPER.code)
