"""In whatever order steps are tried: nothing is signed unchecked, or changed afterwards."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kernel.papers.conftest import LETTER, NOTE, Office, Write, key
from tests.kernel.papers.walk import step
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.outward import signed_paper
from xueyou.kernel.papers.refusals import NotSigned, PaperRefused
from xueyou.kernel.papers.services.drafting import revise, send_back, withdraw
from xueyou.kernel.papers.steps import content_of, drafters
from xueyou.platform.access.reading import NotFound

TRIES = (
    *("check", "countersign", "sign", "number", "file_scan", "serve", "archive"),
    *("revise", "send_back", "withdraw"),
)


def attempt(office: Office, paper: Paper, name: str, number: int) -> None:
    """Try a step by whoever is entitled to it; refusals are part of the game."""
    paper.refresh_from_db()
    seen = {"paper_uid": paper.uid, "revision": paper.revision, "key": key()}
    if name == "revise":
        changed = {**content_of(paper), "title": f"第{number}个题目"}
        revise(actor=office.writer, content=changed, **seen)
    elif name == "send_back":
        send_back(actor=office.chief, words="再看看", **seen)
    elif name == "withdraw":
        withdraw(actor=office.writer, words="不发了", **seen)
    else:
        step(office, paper, name)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from([LETTER.code, NOTE.code]),
    noise=st.lists(st.lists(st.sampled_from(TRIES), max_size=2), min_size=7, max_size=7),
)
def test_no_order_of_steps_breaks_the_rules(
    office: Office, write: Write, kind: str, noise: list[list[str]]
) -> None:
    """Tests the history that any order of tries leaves, the right steps among them."""
    paper = write(kind)
    tries = [name for tried, right in zip(noise, TRIES, strict=False) for name in (*tried, right)]
    for number, name in enumerate(tries):
        with suppress(PaperRefused, NotFound):
            attempt(office, paper, name, number)
    paper.refresh_from_db()
    history = list(paper.steps.order_by("seq"))
    states = [one.state_after for one in history]
    assert states[0] == "drafted"
    assert [one.seq for one in history] == list(range(1, len(history) + 1))
    assert paper.state == states[-1]
    signed = [place for place, state in enumerate(states) if state == "signed"]
    assert len(signed) <= 1
    if signed:
        at = signed[0]
        digest = history[at].content_sha256
        assert {one.content_sha256 for one in history[at:]} == {digest} == {paper.content_sha256}
        assert states[at - 1] == ("countersigned" if kind == NOTE.code else "checked")
        assert history[at - 1].content_sha256 == digest
        assert history[at].by_id not in drafters(paper)
        assert paper.signed_by_id == history[at].by_id
        assert signed_paper(paper.uid, kind=kind, subject_uid=paper.subject_uid) == paper
        assert "withdrawn" not in states
    else:
        assert not {"numbered", "served", "archived"} & set(states)
        with pytest.raises(NotSigned):
            signed_paper(paper.uid, kind=kind, subject_uid=paper.subject_uid)
    checked = [one for one in history if one.state_after in ("checked", "countersigned")]
    assert not {one.by_id for one in checked} & drafters(paper)
    if paper.state == "archived":
        assert paper.signed_scan_id is not None
