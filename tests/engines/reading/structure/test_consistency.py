"""The document is held to its own numbers and announcements."""

from tests.engines.reading.structure.made import structure
from xueyou.engines.reading.consistency import announced_notes, numbering_notes
from xueyou.engines.reading.result import Note


def notes(text: str, projects: int = 0) -> list[Note]:
    """Give the notes of a made text."""
    found = structure(text)
    layout = found.layout
    return [
        *numbering_notes(layout.normal, found.root),
        *announced_notes(layout.normal, found.root, layout.tasks, projects),
    ]


def test_a_gap_in_the_numbers_is_named_with_both_neighbours() -> None:
    """1. 2. 4. lacks 3.; the note touches the headings on both sides."""
    text = (
        "桐川区2026年教育工作要点\n一、办好学前教育\n1.新建园。新建4所。\n2.培训园长。培训60名。\n"
        "二、办好高中教育\n4.扩大招生。扩招300人。\n5.改革课堂。建实验校2所。\n"
    )
    (note,) = notes(text)
    assert note.kind == "numbering"
    assert [text[start:end] for start, end in note.spans] == ["2.培训园长", "4.扩大招生"]
    assert "缺3." in note.zh


def test_numbers_that_run_on_or_start_anew_are_no_fault() -> None:
    """Numbers may run on through sections or begin again in each."""
    anew = (
        "桐川区工作要点\n一、甲事\n1.做一。做好。\n2.做二。做好。\n二、乙事\n1.做三。做好。\n"
        "2.做四。做好。\n"
    )
    on = (
        "桐川区工作要点\n一、甲事\n1.做一。做好。\n2.做二。做好。\n二、乙事\n3.做三。做好。\n"
        "4.做四。做好。\n"
    )
    assert notes(anew) == []
    assert notes(on) == []


def test_a_number_that_comes_twice() -> None:
    """The same number twice in a row is named."""
    text = "桐川区工作要点\n一、甲事\n1.做一。做好。\n2.做二。做好。\n2.做三。做好。\n"
    assert ["出现两次" in note.zh for note in notes(text)] == [True]


def test_announced_tasks_are_counted() -> None:
    """Eight announced, three given: the note stands on the announcement."""
    text = (
        "桐川区2026年教育工作要点\n本要点提出三个方面共8项重点任务。\n一、学前\n1.新建园。"
        "新建4所。\n"
        "二、义教\n2.组建集团。组建8个。\n三、高中\n3.扩大招生。扩招300人。\n"
    )
    (note,) = notes(text)
    assert note.kind == "announced"
    assert [text[start:end] for start, end in note.spans] == ["8项重点任务"]
    assert "只列出3项" in note.zh


def test_announced_and_given_agree() -> None:
    """What is announced and given in full is no fault."""
    text = (
        "桐川区2026年教育工作要点\n本要点提出两个方面共2项重点任务。\n一、学前\n1.新建园。"
        "新建4所。\n"
        "二、义教\n2.组建集团。组建8个。\n"
    )
    assert notes(text) == []


def test_a_list_led_in_by_its_own_sentence() -> None:
    """重点抓好以下N项工作 is held to the items that follow at once."""
    text = (
        "桐川区教育工作方案\n一、重点任务\n重点抓好以下4项重点任务:\n(一)新建园。新建4所。\n"
        "(二)组建集团。组建8个。\n(三)招聘教师。招聘60名。\n"
    )
    (note,) = notes(text)
    assert note.kind == "announced"
    assert "只列出3项" in note.zh


def test_figures_of_work_are_no_announcement() -> None:
    """135项责任 or 六项行动 in a report announce nothing about the document."""
    text = (
        "2025年,市教育局扎实工作。\n一、抓好防控。"
        "将135项责任分解细化,开展六项关爱行动,完成5项重点任务。\n"
        "二、建好学校。新建学校12所。\n"
    )
    assert notes(text) == []
