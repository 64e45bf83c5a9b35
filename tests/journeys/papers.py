"""Documents that journeys hand in: the real ones beside the checkout, else the demo city's own."""

from pathlib import Path

from tests.formats.made import pdf_of
from tests.paths import SHARED
from xueyou.demo.world import DOCUMENTS

ITEM = (
    "({n})第{n}项工作。全年新建改扩建中小学{a}所，新增公办学位{b}个，"
    "完成{c}间教室照明改造，达标率达到{d}%。(责任单位：规划建设科、基础教育科)"
)


def real_documents() -> list[Path]:
    """Return five documents as a city has issued them."""
    if SHARED is not None:
        found = sorted((SHARED / "documents").glob("*.txt"))
        assert len(found) >= 5
        return found[:5]
    return sorted(path for path in DOCUMENTS.iterdir() if path.suffix in {".txt", ".docx"})[:5]


def long_pdf(pages: int, lines: int = 36) -> bytes:
    """Return a PDF of work points with so many pages; every line of it is a piece of work."""
    text = ["临澄市教育局2026年教育工作要点", ""]
    number = 0
    while len(text) < pages * lines:
        number += 1
        if number % 20 == 1:
            text.append(f"第{number // 20 + 1}部分 重点工作")
        words = ITEM.format(n=number, a=number % 40 + 1, b=number * 10, c=number * 3, d=number % 99)
        text += [words[at : at + 40] for at in range(0, len(words), 40)]
    return pdf_of("\n".join(text[: pages * lines]), per_page=lines)
