"""A result's lines: wishes first, then a made list with one sentence for those that are alike."""

from xueyou.kernel.calls.selectors.reasons import reasons_of
from xueyou.kernel.calls.selectors.results import WishTold

TITLES = {code: f"{code}学校" for code in "ABCDEFG"}
FULL = "没有录取。这里没有名额。"


def wish(option: str, rank: int, zh: str = FULL, reason: str = "no_places") -> WishTold:
    """Return a family's own wish."""
    return WishTold("公办", rank, option, reason, f"公办，第{rank}志愿“{option}”：", zh, "", "")


def made(option: str, rank: int, zh: str = FULL, reason: str = "no_places") -> WishTold:
    """Return a school that the rules put on their own list."""
    head = f"统筹安排，第{rank}个学校“{option}”："
    return WishTold("统筹", rank, option, reason, head, zh, "", "", made=True)


def lines(zh: str, *wishes: WishTold) -> list[str]:
    """Return the lines in words."""
    return [one.line for one in reasons_of(zh, wishes, TITLES)]


def test_a_place_from_a_made_list_comes_after_the_wishes() -> None:
    """Schools with one sentence stand together; what parts them stays apart."""
    found = "录取。按远近统筹安排：离家第3近。"
    some = [wish("A", 1), made("A", 1), made("B", 2), made("C", 3, found, "completed")]
    assert lines("统筹安排，第3个学校“C”：" + found, *some) == [
        "A学校：没有录取。这里没有名额。",
        "A学校、B学校：统筹安排时也没有轮到。这里没有名额。",
        "C学校：录取。按远近统筹安排：离家第3近。",
    ]


def test_many_alike_are_counted() -> None:
    """A letter is one page: four are named."""
    (line,) = lines(
        "没有录取。统筹安排，第7个学校“G”：这里没有名额。",
        *(made(code, n) for n, code in enumerate("ABCDEFG", start=1)),
    )
    assert line == "A学校、B学校、C学校、D学校等7所：统筹安排时也没有轮到。这里没有名额。"


def test_a_sentence_that_is_no_wish_is_said_too() -> None:
    """Why no list could be made at all; and where there is nothing else, it alone."""
    why = "没有录取。没有登记住址的位置，不能按远近安排学校。"
    assert lines(why, wish("A", 1)) == [
        "A学校：没有录取。这里没有名额。",
        "统筹安排：没有登记住址的位置，不能按远近安排学校。",
    ]
    assert lines("没有录取。没有填志愿。") == ["没有录取。没有填志愿。"]


def test_the_sentence_of_the_last_wish_is_said_once() -> None:
    """It is the whole result's sentence already."""
    assert lines("没有录取。公办，第1志愿“A”：这里没有名额。", wish("A", 1)) == [
        "A学校：没有录取。这里没有名额。"
    ]
