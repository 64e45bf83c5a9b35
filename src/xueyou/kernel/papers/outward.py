"""The door of every outward act: nothing official leaves without a signed human decision."""

from uuid import UUID

from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.refusals import NotSigned
from xueyou.kernel.papers.steps import FROZEN


def signed_paper(uid: UUID | str, *, kind: str, subject_uid: UUID) -> Paper:
    """Return the signed paper of that kind about that subject, for an outward act to rest on.

    Raises NotSigned where there is none, it is about something else, or nobody has signed it.
    """
    paper = Paper.objects.filter(uid=uid, kind=kind, subject_uid=subject_uid).first()
    if paper is None:
        raise NotSigned("没有找到这件事的公文。没有办理，请先起草公文，签发以后再办。")
    if paper.state not in FROZEN:
        raise NotSigned("公文还没有签发，这一步不能办，也没有办。请等负责人签发以后再来。")
    return paper
