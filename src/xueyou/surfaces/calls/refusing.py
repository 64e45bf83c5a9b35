"""Owns what the desk says when a step was not taken."""

from xueyou.formats.proof.source_forms import FormUnknown
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused, Edited
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.kernel.publications.refusals import PublicationRefused
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.calls.moments import MomentMissing
from xueyou.surfaces.shell.keys import KeyMissing
from xueyou.surfaces.shell.refusing import words_of

REFUSED = (
    CallRefused,
    DrawNotMade,
    PaperRefused,
    PublicationRefused,
    MomentMissing,
    FormUnknown,
    KeyMissing,
    KeyReused,
)


def said(refused: BaseException | None) -> str:
    """Return the sentence, "" where nothing was refused."""
    if isinstance(refused, AnswersRefused):
        return f"有{len(refused.faults)}处要补填或改正，没有保存。已经填的都在下面。"
    return words_of(refused)


def status_of(refused: BaseException | None) -> int:
    """Return the status of a page that says so: 409 where somebody else was first."""
    if refused is None:
        return 200
    return 409 if isinstance(refused, Edited) else 422
