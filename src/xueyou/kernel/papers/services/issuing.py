"""After the signature: the number typed by hand, the stamped scan, sending, the archive."""

import re
import unicodedata
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xueyou.kernel.papers import steps, verbs
from xueyou.kernel.papers.access import ISSUE_PAPER
from xueyou.kernel.papers.models import Paper, PaperState
from xueyou.kernel.papers.refusals import NumberTaken, PaperRefused
from xueyou.kernel.papers.scans import check_scan
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import Verb
from xueyou.platform.acts.writing import act
from xueyou.platform.files.api import Trust, incoming, mark_clean, receive
from xueyou.platform.files.uploads import Readable
from xueyou.platform.time import CITY

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,16})〔(\d{4})〕([1-9]\d{0,4})号")
_BRACKETS = str.maketrans("[]【】（）()［］", "〔〕〔〕〔〕〔〕〔〕")


def number(
    *, actor: Actor, paper_uid: UUID | str, number: str, key: str, at: datetime | None = None
) -> None:
    """Write down the number that the office gave the signed paper: 临教督〔2026〕3号.

    Brackets of other shapes are put right. Raises NotFound, NotItsTurn, NumberTaken, PaperRefused
    where it is no number or of another year.
    """
    user = steps.person(actor)
    given = plain_number(number)
    request = {"paper": str(paper_uid), "number": given}
    with act(actor, verbs.NUMBER.name, at=at, key=key, request=request) as a:
        paper = target(actor, ISSUE_PAPER, paper_uid)
        if a.repeated:
            return
        a.lock(paper)
        steps.require_turn(paper, "number")
        found = _NUMBER.fullmatch(given)
        years = _years(paper)
        if found is None or int(found[2]) not in years:
            raise PaperRefused(
                f"发文字号要写成“机关代字〔{years[0]}〕3号”这样，年份是{years[0]}。"
                "没有登记，请改好再交。"
            )
        paper.year = int(found[2])
        taken = NumberTaken(f"{given}已经给了另一份公文。没有登记，请查发文登记簿，换一个号。")
        same = Paper.objects.filter(
            organisation=paper.organisation, kind=paper.kind, year=paper.year, number=given
        )
        if same.exists():
            raise taken
        paper.number = given
        steps.take(a, paper, steps.NUMBERED, user)
        try:
            with transaction.atomic():
                paper.save(update_fields=["state", "number", "year"])
        except IntegrityError:  # two clerks at the same moment
            raise taken from None
        steps.describe(a, paper)


def _years(paper: Paper) -> tuple[int, ...]:
    """Return the years its number may bear: that of the signature, or that of the draft."""
    assert paper.signed_at is not None, "only a signed paper is numbered"
    return paper.signed_at.astimezone(CITY).year, paper.year


def plain_number(text: str) -> str:
    """Return a typed number without spaces, its figures narrow and its brackets six-cornered."""
    narrow = unicodedata.normalize("NFKC", text.translate(_BRACKETS)).translate(_BRACKETS)
    return re.sub(r"\s", "", narrow)[:40]


def file_scan(
    *, actor: Actor, paper_uid: UUID | str, upload: Readable, key: str, at: datetime | None = None
) -> None:
    """File the stamped and signed paper as PDF or JPG. A later scan takes an earlier one's place.

    Raises Refusal where the file is not such a scan and ReaderBusy where too many are being looked
    at (nothing is kept then), NotFound, NotItsTurn.
    """
    user = steps.person(actor)
    target(actor, ISSUE_PAPER, paper_uid)
    with incoming(upload, check=check_scan) as arrived:
        request = {"paper": str(paper_uid), "sha256": arrived.sha256}
        with act(actor, verbs.FILE_SCAN.name, at=at, key=key, request=request) as a:
            paper = target(actor, ISSUE_PAPER, paper_uid)
            if a.repeated:
                return
            a.lock(paper)
            steps.require_turn(paper, "file_scan")
            scan = receive(
                arrived,
                act=a,
                purpose="signed_scan",
                title=arrived.name,
                owner_kind="paper",
                owner_uid=paper.uid,
                trust=Trust.OFFICIAL,
            )
            mark_clean(scan.blob)  # check_scan has been through all of it
            paper.signed_scan = scan
            steps.take(a, paper, PaperState(paper.state), user, "存入盖章扫描件")
            paper.save(update_fields=["signed_scan"])
            steps.describe(a, paper, sha256=arrived.sha256, size=arrived.size)


def serve(
    *, actor: Actor, paper_uid: UUID | str, key: str, words: str = "", at: datetime | None = None
) -> None:
    """Note that the numbered paper was printed and sent to those it names.

    Raises NotFound, NotItsTurn.
    """
    _move(actor, paper_uid, verbs.SERVE, "serve", words, key, at)


def archive(
    *, actor: Actor, paper_uid: UUID | str, key: str, words: str = "", at: datetime | None = None
) -> None:
    """Put a paper to the files. Raises NotFound, NotItsTurn, PaperRefused without its scan."""
    _move(actor, paper_uid, verbs.ARCHIVE, "archive", words, key, at)


def _move(
    actor: Actor,
    uid: UUID | str,
    verb: Verb,
    step: str,
    words: str,
    key: str,
    at: datetime | None,
) -> None:
    user, said = steps.person(actor), steps.short(words)
    with act(actor, verb.name, at=at, key=key, request={"paper": str(uid), "words": said}) as a:
        paper = target(actor, ISSUE_PAPER, uid)
        if a.repeated:
            return
        a.lock(paper)
        steps.require_turn(paper, step)
        if step == "serve":
            paper.served_at = a.business_at
        elif paper.signed_scan_id is None:
            raise PaperRefused("还没有存盖章的扫描件，不能归档。请先把盖好章的那一份扫描存进来。")
        steps.take(a, paper, steps.SERVED if step == "serve" else steps.ARCHIVED, user, said)
        paper.save(update_fields=["state", "served_at"])
        steps.describe(a, paper)
