"""Find the facts, projects, milestones and contradictions of a document's prose."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from xueyou.engines.reading.facts.candidate import Candidate, Context
from xueyou.engines.reading.facts.contradictions import disagreements
from xueyou.engines.reading.facts.doubts import confidence, doubts
from xueyou.engines.reading.facts.exclusions import Excluded
from xueyou.engines.reading.facts.implicit import find_implicit
from xueyou.engines.reading.facts.mention import Mention
from xueyou.engines.reading.facts.mentions import MOST_IN_A_SENTENCE, find_mentions
from xueyou.engines.reading.facts.milestones import MilestoneFound, find_milestones
from xueyou.engines.reading.facts.openings import Openings
from xueyou.engines.reading.facts.projects import ProjectFound, funded_projects, named_projects
from xueyou.engines.reading.facts.sentence import read_sentence
from xueyou.engines.reading.facts.statuses import asked_after
from xueyou.engines.reading.facts.timing import set_standing
from xueyou.engines.reading.facts.wording import split_verb, tidy
from xueyou.engines.reading.found import FactsFound
from xueyou.engines.reading.layout import BlockKind, Layout, Sentence
from xueyou.engines.reading.normal import Normal, fold, to_simplified
from xueyou.engines.reading.result import Fact, Milestone, Note, Number, Project

LONGEST_SENTENCE = 1500
LONGEST_PROSE = 8_000
"""A run without a full stop that is longer than this is a broken table or no language at all."""

_UNREAD = "一段文字过长且没有句号，其中的数字没有读取，请看原文"
_NUMERAL = re.compile(r"^(?:百分之)?[\d.,\s]*[零〇一二两三四五六七八九十百千]*")


def find_facts(layout: Layout) -> FactsFound:
    """Read the prose of a layout; time is linear in its length."""
    text = layout.normal.text
    excluded = Excluded(text, layout.ignore)
    topics = _topics(layout)
    years = document_years(layout)
    candidates: list[Candidate] = []
    projects: list[ProjectFound] = []
    milestones: list[tuple[MilestoneFound, str | None]] = []
    noise: list[str] = []
    block, title = -1, ""
    context, previous, asked = Context(), None, False
    openings = Openings(text)
    for sentence in layout.sentences:
        if sentence.kind is BlockKind.TITLE or (
            sentence.title and sentence.kind is BlockKind.HEADING
        ):
            previous = None
            continue
        if sentence.end - sentence.start > LONGEST_PROSE:
            noise.append(_UNREAD)
            continue
        opens = sentence.block != block
        if opens:
            block, title = sentence.block, ""
        own = all_mentions(text, excluded, sentence.start, sentence.end)
        if len(own) > MOST_IN_A_SENTENCE:
            noise.append(_UNREAD)
            continue
        if _is_item_title(text, sentence, title, bool(own)):
            title = item_title(text[sentence.start : sentence.end])
        goes_on = _goes_on(text, previous, sentence)
        sentence = openings.apply(sentence, opens=opens, goes_on=goes_on)
        if not goes_on:
            topic = topics.get(sentence.task_id) or topics.get(sentence.section_id)
            context = Context(topic=topic or "", title=title)
        else:
            context.total = None
        asked = asked and previous is not None and previous.block == sentence.block
        previous = sentence
        status = "target" if asked else sentence.default_status
        asked = asked_after(text[sentence.start : sentence.end], asked)
        found = _facts_of(text, replace(sentence, default_status=status), own, years, context)
        candidates += found
        openings.learn(sentence, found)
        projects += funded_projects(text, found, title)
        if text.find("、", sentence.start, sentence.end) >= 0:
            projects += named_projects(
                text, sentence.start, sentence.end, sentence.default_status, sentence.task_id
            )
        planned = status == "target"
        year = _year(sentence.default_period) or (years[0] if years else None)
        milestones += [
            (milestone, sentence.task_id)
            for milestone in find_milestones(
                text, sentence.start, sentence.end, own, year, planned, title
            )
        ]
    digest = layout.head.kind == "digest"
    return FactsFound(
        facts=_facts(layout.normal, candidates),
        projects=tuple(_project(layout.normal, p) for p in _ordered(projects)),
        milestones=tuple(_milestone(layout.normal, m, task) for m, task in milestones),
        notes=tuple(
            Note(note.kind, tuple(layout.normal.raw_span(*span) for span in note.spans), note.zh)
            for note in disagreements(text, candidates, years, digest)
        ),
        noise=tuple(dict.fromkeys(noise)),
    )


def _is_item_title(text: str, sentence: Sentence, title: str, counted: bool) -> bool:
    """Tell the short head of an item (3.某县第三初中新建。) from its sentences."""
    if sentence.title and sentence.kind is not BlockKind.HEADING:
        return True
    words = text[sentence.start : sentence.end].rstrip("。 ")
    short = len(words) <= 24 and not re.search(r"[,;:、]", words)
    numbered = re.match(r"\(?[\d一二三四五六七八九十]{1,3}[).、]", words)
    return not title and short and bool(numbered) and (not counted or words.endswith(")"))


def item_title(words: str) -> str:
    """Give the thing an item's title names, without number and opening verb; "" for work.

    A title that is a verb phrase (加快学校建设) names no thing, unless it ends in a project.
    """
    bare = re.sub(r"^\(?[\d一二三四五六七八九十]{1,3}[).、]\s*|[。 ]+$", "", words.strip())
    _, noun = split_verb(bare)
    if noun != bare and not _THING.search(noun):
        return ""
    return tidy(noun or bare, 24)


_THING = re.compile(
    r"(?:工程|项目|基地|中心|园区|校区|学校|中学|小学|幼儿园|大楼|平台)(?:\([^()]*\))?$"
)


def all_mentions(text: str, excluded: Excluded, start: int, end: int) -> list[Mention]:
    """Find explicit and implicit quantities together, in order and without overlap."""
    found = find_mentions(text, excluded, start, end) + find_implicit(text, excluded, start, end)
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Mention] = []
    for mention in found:
        if kept and mention.start < kept[-1].end:
            continue
        said = kept and kept[-1].end == mention.start and kept[-1].unit_canonical == "%"
        if mention.implicit == "全覆盖" and said:
            continue  # 100%全覆盖 says one thing
        kept.append(mention)
    return kept


def document_years(layout: Layout) -> tuple[int, int] | None:
    """Give the first and last year the document is about, from its title and default period."""
    for words in (layout.head.default_period or "", layout.head.title):
        years = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", words)]
        if len(years) >= 2 and years[0] <= years[-1] <= years[0] + 20:
            return years[0], years[-1]
    if layout.head.default_period and layout.head.default_period[:4].isdigit():
        year = int(layout.head.default_period[:4])
        return year, year
    return None


def _facts_of(
    text: str,
    sentence: Sentence,
    own: list[Mention],
    years: tuple[int, int] | None,
    context: Context,
) -> list[Candidate]:
    if not own:
        context.lead = text[sentence.start : sentence.end]
        return []
    found: list[Candidate] = []
    starts = [mention.start for mention in own]
    for start, end in _lengths(text, sentence.start, sentence.end):
        found += read_sentence(
            text,
            start,
            end,
            own[bisect_left(starts, start) : bisect_left(starts, end)],
            default_status=sentence.default_status,
            default_period=sentence.default_period,
            since=_since(sentence, years),
            context=context,
        )
    set_standing(text, found, years)
    for candidate in found:
        candidate.task_id = sentence.task_id
    return found


def _lengths(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what claims to be one sentence and is longer than any, at a pause where there is one."""
    while end - start > LONGEST_SENTENCE:
        stop = max(text.rfind(mark, start, start + LONGEST_SENTENCE) for mark in ",;、:") + 1
        stop = stop if stop > start else start + LONGEST_SENTENCE
        yield start, stop
        start = stop
    yield start, end


def _since(sentence: Sentence, years: tuple[int, int] | None) -> int | None:
    """Give the year that divides done from promised: a report's own year, a plan's first."""
    own = _year(sentence.default_period)
    if sentence.default_status == "target":
        return min(own, years[0]) if own and years else own or (years[0] if years else None)
    return own or (years[1] if years else None)


def _year(period: str | None) -> int | None:
    return int(period[:4]) if period and period[:4].isdigit() else None


def _goes_on(text: str, previous: Sentence | None, sentence: Sentence) -> bool:
    """Tell whether a sentence is the second half of the one before it (after a semicolon)."""
    if previous is None or previous.block != sentence.block:
        return False
    return text[max(0, previous.end - 1) : sentence.start].strip(" \n")[:1] in {";", "；"}


def _topics(layout: Layout) -> dict[str | None, str]:
    """Give the titles of tasks and sections by id."""
    titles: dict[str | None, str] = {part.id: part.title for part in layout.sections}
    titles.update((task.id, task.title) for task in layout.tasks)
    told = {key: to_simplified(fold(title)) for key, title in titles.items()}
    return {None: "", **{key: "" if ":" in title else title for key, title in told.items()}}


def _facts(normal: Normal, candidates: list[Candidate]) -> tuple[Fact, ...]:
    seen: set[tuple[str, object, str, str | None]] = set()
    made: list[Fact] = []
    for candidate in candidates:
        fact = _fact(normal, candidate)
        key = (fact.name, fact.value_canonical, fact.unit_canonical, fact.period)
        made.append(replace(fact, duplicate=key in seen))
        seen.add(key)
    return tuple(made)


def _fact(normal: Normal, candidate: Candidate) -> Fact:
    mention = candidate.mention
    start, end = normal.raw_span(candidate.start, candidate.end)
    first, last = normal.raw_span(mention.start, mention.end)
    printed = normal.raw[first:last]
    qualifier = _qualifier(printed, candidate)
    return Fact(
        start=start,
        end=end,
        quote=normal.raw[start:end],
        number=Number(first, last, printed),
        name=candidate.name or "未写明指标",
        value=mention.value,
        unit=_unit_as_printed(printed, mention),
        value_canonical=mention.value_canonical,
        unit_canonical=mention.unit_canonical,
        comparator=candidate.comparator,
        status=candidate.status,
        period=candidate.period,
        kind=candidate.kind,
        task_id=candidate.task_id,
        confidence=confidence(candidate),
        doubts=doubts(candidate),
        implicit=mention.implicit is not None,
        distributive=candidate.distributive,
        number_style=mention.style,
        hedge=candidate.hedge,
        qualifier=qualifier,
        scope=candidate.scope,
        quantifier=candidate.quantifier,
        per=candidate.per,
        reference=candidate.reference,
        of=candidate.of,
        baseline=candidate.baseline,
    )


def _qualifier(printed: str, candidate: Candidate) -> str | None:
    if candidate.comparator == "approx_le":
        return "近"
    if candidate.mention.qualifier is None:
        return None
    return next((char for char in printed if char in "余餘多来來"), candidate.mention.qualifier)


def _unit_as_printed(printed: str, mention: Mention) -> str:
    """Give the unit as it stands in the raw text: what is left without numeral and 以上."""
    if mention.implicit or mention.rank or mention.style or mention.upper is not None:
        return mention.unit
    words = (
        printed.removesuffix(printed[len(printed) - len(mention.suffix) :])
        if mention.suffix
        else printed
    )
    return _NUMERAL.sub("", words).strip() or mention.unit


def _ordered(projects: list[ProjectFound]) -> list[ProjectFound]:
    return sorted(projects, key=lambda project: (project.start, project.end))


def _project(normal: Normal, found: ProjectFound) -> Project:
    start, end = normal.raw_span(found.start, found.end)
    mention = found.money.mention if found.money else None
    first, last = normal.raw_span(mention.start, mention.end) if mention else (0, 0)
    return Project(
        start=start,
        end=end,
        quote=normal.raw[start:end],
        name=found.name,
        money=mention.value if mention else None,
        unit=_unit_as_printed(normal.raw[first:last], mention) if mention else None,
        money_yuan=int(mention.value_canonical) if mention else None,
        status=found.status,
        part_of=found.part_of,
        funding=found.funding,
        members=found.members,
        task_id=found.task_id,
        confidence=0.9 if mention else 0.75,
    )


def _milestone(normal: Normal, found: MilestoneFound, task_id: str | None) -> Milestone:
    start, end = normal.raw_span(found.start, found.end)
    return Milestone(start, end, normal.raw[start:end], found.name, found.date, task_id)
