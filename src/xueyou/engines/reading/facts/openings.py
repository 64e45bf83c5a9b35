"""What the opening of a paragraph or sentence says for what follows: a label, a time set apart."""

import re
from dataclasses import dataclass, replace

from xueyou.engines.reading.facts.candidate import Candidate
from xueyou.engines.reading.layout import Sentence

_LABEL = re.compile(
    r"(?:(?P<found>(?:存在|主要|反馈|具体|突出)?的?问题|问题表现|整改(?:情况|进展|成效))|"
    r"(?:整改|具体|工作)(?:措施|目标|要求))(?:\d{1,3}|[一二三四五六七八九十]{1,3})?:"
)
"""The word a paragraph of a list of faults opens with; `found` is what is, not what shall be."""

_OPENING = re.compile(r"(?:截至|截止|展望|到|至)?(20\d\d)年(?:\d{1,2}月)?(?:年?[底末])?,")


@dataclass(slots=True)
class Openings:
    """Walks the sentences of a document; knows what the opening of each still says."""

    text: str
    fault: bool = False
    time: tuple[str, str] | None = None

    def apply(self, sentence: Sentence, *, opens: bool, goes_on: bool) -> Sentence:
        """Give the sentence without its label, with the status and period its opening lends it.

        Args:
            sentence: the next sentence of the document.
            opens: whether it is the first of its paragraph.
            goes_on: whether it follows a semicolon.
        """
        if opens:
            label = _LABEL.match(self.text, sentence.start, sentence.end)
            self.fault = label is not None and label["found"] is not None
            if label is not None and label.end() < sentence.end:
                sentence = replace(sentence, start=label.end())
        if not goes_on:
            self.time = None
        if self.fault:
            sentence = replace(sentence, default_status="achieved")
        if self.time:
            period, status = self.time
            sentence = replace(sentence, default_period=period, default_status=status)
        return sentence

    def learn(self, sentence: Sentence, found: list[Candidate]) -> None:
        """Keep the time set apart at the head of a sentence for its halves behind semicolons."""
        said = _OPENING.match(self.text, sentence.start, min(sentence.end, sentence.start + 24))
        first = found[0] if found else None
        if self.time or said is None or first is None or first.period is None or first.baseline:
            return
        if first.period.startswith(said[1]):
            self.time = first.period, first.status
