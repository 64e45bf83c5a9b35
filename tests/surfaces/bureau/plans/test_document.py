"""A document beside what was read in it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from tests.surfaces.conftest import WORK_POINTS, HandIn, SignIn
from tests.surfaces.soup import one, page_of, words
from xueyou.domains.plans.models import Reading

HTMX = {"HX-Request": "true"}


def _bare(text: str) -> str:
    return "".join(text.split()).replace("\u2060", "")


def test_the_document_is_printed_whole(officer: Client, document: str) -> None:
    """Tests that no word of the text is lost or doubled by marking it."""
    page = page_of(officer.get(document))
    paper = one(page, "article.doc")
    for extra in paper.cssselect("sup, .at, details, .narrow-only"):
        extra.drop_tree()
    assert _bare(paper.text_content()) == _bare(WORK_POINTS)


def test_each_number_is_marked_at_its_own_words(officer: Client, document: str) -> None:
    """Tests that a mark covers the number as printed and leads to its item."""
    page = page_of(officer.get(document))
    marks = {_bare(mark.text or ""): mark for mark in page.cssselect("a.hl.number")}
    for printed in ("12所", "2500间", "100%"):
        assert printed in marks
        assert marks[printed].get("href").startswith("?item=F")


def test_choosing_an_item_shows_it_beside_its_words(officer: Client, document: str) -> None:
    """Tests that the link of a mark selects it without any script."""
    mark = next(
        mark
        for mark in page_of(officer.get(document)).cssselect("a.hl.number")
        if "2500" in mark.text_content()
    )
    page = page_of(officer.get(document + mark.get("href").split("#")[0]))
    panel = one(page, "#panel")
    assert "2,500" in words(panel)
    now = [_bare(each.text or "") for each in page.cssselect(".hl.now")]
    assert "2500间" in now
    assert one(page, "main").get("data-view") == "item"


def test_the_panel_alone_is_answered_to_the_page_itself(officer: Client, document: str) -> None:
    """Tests that moving on costs only the panel."""
    answer = officer.get(document, {"item": "F001"}, headers=HTMX)
    part = html.fragment_fromstring(answer.content.decode().strip())
    assert part.get("id") == "panel"
    assert part.get("data-item") == "F001"


def test_tabs_count_each_kind(officer: Client, document: str) -> None:
    """Tests that the counts of the tabs are those of the reading."""
    counts = Reading.objects.get().counts
    said = words(one(page_of(officer.get(document)), "#panel nav.tabs"))
    assert f"指标 {counts['indicator']}" in said
    assert f"任务 {counts['task']}" in said
    assert f"责任单位 {counts['unit']}" in said
    assert f"全部 {counts['all']}" in said


def test_what_is_doubtful_stands_first(officer: Client, document: str) -> None:
    """Tests the order of the list, and that it can be turned to that of the text."""
    Reading.objects.update(result=_doubt(Reading.objects.get().result))

    def tags(order: str) -> list[bool]:
        page = page_of(officer.get(document, {"view": "list", "kind": "indicator", "order": order}))
        return ["拿不准" in words(row) for row in page.cssselect(".listing .cell")]

    doubt = tags("doubt")
    assert doubt == sorted(doubt, reverse=True)
    assert any(doubt)
    assert tags("text") != doubt


def _doubt(result: str) -> str:
    """Return the reading with a doubt about its last indicator."""
    import json

    reading = json.loads(result)
    reading["facts"][-1]["doubts"] = ["单位没有写清"]
    return json.dumps(reading, ensure_ascii=False)


def test_words_are_found_in_the_list(officer: Client, document: str) -> None:
    """Tests the filter, and its sentence when nothing is found."""
    found = page_of(officer.get(document, {"view": "list", "kind": "all", "q": "照明"}))
    rows = found.cssselect(".listing .cell")
    assert rows
    nothing = officer.get(document, {"view": "list", "kind": "all", "q": "潜水艇"})
    assert "没有找到" in nothing.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"item": "F999"},
        {"item": "'\"><script>"},
        {"kind": "nonsense"},
        {"view": "nonsense"},
        {"order": "nonsense"},
        {"kind": "project"},
        {"q": "x" * 5000},
        {"item": "F001", "kind": "task"},
    ],
)
def test_no_address_breaks_the_page(officer: Client, document: str, asked: dict[str, str]) -> None:
    """Tests that unknown words in the address fall back to something sensible."""
    answer = officer.get(document, asked)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace('<script src="', "")


def test_markup_in_the_document_is_only_text(officer: Client, hand_in: HandIn) -> None:
    """Tests that a document cannot bring elements into the page."""
    uid = hand_in(WORK_POINTS + "(四)<img src=x onerror=alert(1)>新增学位30个。\n", name="坏.txt")
    page = page_of(officer.get(f"/bureau/plans/{uid}/"))
    assert page.cssselect("article.doc img") == []
    assert "<img src=x" in one(page, "article.doc").text_content()


def test_a_document_without_any_doubt_opens_on_everything(officer: Client, document: str) -> None:
    """Tests that the page never opens on an empty list."""
    page = page_of(officer.get(document))
    assert one(page, "#panel nav.tabs [aria-current]") is not None
    assert one(page, "#panel").get("data-item")


def test_queries_do_not_grow_with_the_document(
    officer: Client, hand_in: HandIn, document: str
) -> None:
    """Tests that ten times the text costs as many queries."""
    more = "".join(f"({n})新建学校{n}所。完成改造{n}间。\n" for n in range(4, 60))
    long = f"/bureau/plans/{hand_in(WORK_POINTS + more, name='长.txt')}/"
    counts = []
    for address in (document, long):
        officer.get(address)
        with CaptureQueriesContext(connection) as asked:
            officer.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_another_county_finds_nothing(sign_in: SignIn, hand_in: HandIn) -> None:
    """Tests that a foreign document answers exactly as one that does not exist."""
    foreign = sign_in("fanghe").get(f"/bureau/plans/{hand_in(login_name='chenlan')}/")
    unknown = sign_in("fanghe").get("/bureau/plans/00000000-0000-7000-8000-000000000000/")
    assert foreign.status_code == unknown.status_code == 404
