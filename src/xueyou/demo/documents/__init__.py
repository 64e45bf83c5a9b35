"""The documents of the demo city 临澄市: invented, consistent with each other, ready to be read.

Two contradictions are planted in the work points (a sum that its parts miss, a number that the
annex gives differently), so that what the reader notices can be seen.
"""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CERTIFICATE = HERE / "statutory-certificate.jpg"
"""What a family photographs: a certificate of nobody, drawn by `photograph.py`."""


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """One document as a bureau hands it over: the file, its title and the year it speaks of."""

    stem: str
    title: str
    year: int

    @property
    def docx(self) -> Path:
        """The file a bureau would upload."""
        return HERE / f"{self.stem}.docx"

    @property
    def text(self) -> Path:
        """The words the file was made from; a table is lines of tab-separated cells."""
        return HERE / f"{self.stem}.txt"


DOCUMENTS = (
    DemoDocument("plan-2024-2028", "临澄市教育事业发展规划（2024—2028年）", 2024),
    DemoDocument("work-points-2025", "临澄市教育局2025年教育工作要点", 2025),
    DemoDocument("summary-2025", "临澄市教育局2025年工作总结", 2025),
    DemoDocument("work-points-2026", "临澄市教育局2026年教育工作要点", 2026),
)
"""Oldest first: the plan, last year's work points and summary, this year's work points."""
