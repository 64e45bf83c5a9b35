"""Judging an answer cell by cell: what each row says, what is wrong in it, what it may not become.

"Not found" is never "no". An answer counts only for the application that the office was told of,
as it was told: one withdrawn, changed or decided since is passed over, in words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xueyou.domains.checks.models import CheckLine, CheckList, LineOutcome
from xueyou.domains.checks.questions import as_columns, questions_named
from xueyou.domains.checks.services.drawing_up import ASKABLE
from xueyou.domains.checks.told import Told, told_of
from xueyou.formats.check_columns import AGREES, DIFFERS, NAME, NO_ANSWER, NUMBER, SAYS
from xueyou.formats.check_reader import RawAnswer
from xueyou.formats.filled_sheet import RawCell, RawRow
from xueyou.formats.sheet_columns import SheetColumn
from xueyou.kernel.calls.insiders import near
from xueyou.kernel.calls.kinds import CallKind, kind_of
from xueyou.kernel.calls.models import Application, Round
from xueyou.kernel.calls.questions import Question
from xueyou.kernel.calls.rules import rules_of, wrong_fact
from xueyou.kernel.calls.services.attesting import Fact, Says
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import CITY, wall_now
from xueyou.rulebook.language.model import Rulebook as Rules

PASSED_OVER = (
    LineOutcome.WITHDRAWN,
    LineOutcome.CHANGED,
    LineOutcome.MISTAKEN,
    LineOutcome.KIN,
    LineOutcome.DECIDED,
)
_WORST = ("differs", "agrees", "no_answer")
STATED = "stated"


_OPEN = f"这一项没有人填过，请在后一列直接写登记的是什么；查不到的，选“{NO_ANSWER}”。"
_NOT_OPEN = f"这一项请选“{AGREES}”“{DIFFERS}”或“{NO_ANSWER}”。"
_SAYS: dict[str, Says] = {"agrees": "agrees", "differs": "differs", STATED: "stated"}


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a line that something was said of; no facts where it is passed over."""

    line: CheckLine
    outcome: LineOutcome
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer as it was judged. `wrong`: row number → {code of a column: sentence}."""

    answered: Sequence[Answered]
    wrong: Mapping[int, Mapping[str, str]]
    counts: Mapping[str, int]


class Judge:
    """What a list has asked, at hand for judging what came back."""

    def __init__(self, found: CheckList, lines: Sequence[CheckLine]) -> None:
        self.round: Round = found.round
        self.call = found.round.call
        self.kind: CallKind = kind_of(self.call.kind)
        self.questions = questions_named(self.round, found.questions)
        self.columns = as_columns(self.questions)
        self.lines = {line.code: line for line in lines}
        self.at = wall_now()
        self._rules: Rules = rules_of(self.round)
        self._told = told_of(
            self.call, self.questions, [line.application for line in lines], self.at
        )

    def told(self, line: CheckLine) -> Told:
        """Return what would go out of a line now."""
        return self._told[line.application_id]

    def standing(self, line: CheckLine) -> LineOutcome | None:
        """Return why an answer to a line is passed over, None where it counts."""
        application: Application = line.application
        if application.state not in ASKABLE or application.round_id != self.round.pk:
            return LineOutcome.WITHDRAWN
        if application.decided_in_id is not None:
            return LineOutcome.DECIDED
        if self.told(line).sha256 != line.told_sha256:
            return LineOutcome.CHANGED
        return None

    def facts(self, line: CheckLine, question: Question, says: str, value: str) -> dict[str, Fact]:
        """Return the facts of an answer to one question. Raises ValueError with the sentence."""
        told = self.told(line)
        confirmed = told.confirmed.get(question.code)
        if confirmed is None:
            raise ValueError(f"这一行没有问“{question.zh}”，请把这一格清空。")
        if says == "no_answer":
            return {name: Fact("", "no_answer", question.code) for name in confirmed}
        if question.open != (says == STATED):
            raise ValueError(_OPEN if question.open else _NOT_OPEN)
        stands = confirmed if says == "agrees" else self._corrected(question, value, told)
        for name, text in stands.items():
            if wrong := wrong_fact(self._rules, name, text):
                raise ValueError(wrong)
        return {name: Fact(text, _SAYS[says], question.code) for name, text in stands.items()}

    def _corrected(self, question: Question, typed: str, told: Told) -> Mapping[str, str]:
        among = {words: code for code, words in (question.reply.among or {}).items()}
        value = question.reply.canonical(among.get(typed, typed))
        if not value and question.open:
            raise ValueError(_OPEN)
        if not value:
            raise ValueError(f"选了“{DIFFERS}”，请写登记的是什么；查不到的，选“{NO_ANSWER}”。")
        found = self.kind.corrected(self.call, question, value, told.applied, self.at)
        same = told.confirmed[question.code]
        if not question.open and question.reply.type != "text" and dict(found) == dict(same):
            raise ValueError(f"写的和家长填的一样，请选“{AGREES}”。")
        return found


def check_sheet(
    found: CheckList, answer: RawAnswer, lines: Sequence[CheckLine], who: Actor
) -> Checked:
    """Judge a workbook that came back; `who` hands it in: lines of his own kin are passed over."""
    judge = Judge(found, lines)
    kin = near(who, [line.application for line in lines])
    wrong: dict[int, dict[str, str]] = {}
    answered: list[Answered] = []
    counts: Counter[str] = Counter(rows=len(answer.rows))
    for row in answer.rows:
        faults: dict[str, str] = {}
        one = _row(judge, row, kin, faults)
        if faults:
            wrong[row.number] = faults
            counts["wrong"] += 1
        elif one is None:
            counts["silent"] += 1
        else:
            answered.append(one)
            counts["passed_over" if one.outcome in PASSED_OVER else one.outcome.value] += 1
    return Checked(answered, wrong, counted(counts))


COUNTED = ("rows", "agrees", "differs", "no_answer", "silent", "passed_over", "wrong")


def counted(counts: Mapping[str, int]) -> dict[str, int]:
    """Return every count, those that are nought too."""
    return {name: counts.get(name, 0) for name in COUNTED}


def worst(says: Sequence[str]) -> LineOutcome:
    """Return what a line says as a whole: something different first, then something found."""
    meant = ["agrees" if one == STATED else one for one in says]
    return LineOutcome(next(one for one in _WORST if one in meant))


def _row(judge: Judge, row: RawRow, kin: set[int], faults: dict[str, str]) -> Answered | None:
    cells = [(_cell(row, one.says), _cell(row, one.has)) for one in judge.columns]
    if not any(cell for both in cells for cell in both):
        return None
    line = judge.lines.get(row.id.upper())
    if line is None:
        faults["id"] = "名单里没有这个编号。请照送出的名单填，不要改编号。"
        return None
    told = judge.told(line)
    if standing := judge.standing(line):
        return Answered(line, standing, {})
    for column, mine in ((NAME, told.name), (NUMBER, told.number)):
        cell = _cell(row, column)
        if _bare("" if cell is None else cell.text) != _bare(mine):
            faults[column.code] = (
                f"{column.title}和这个编号的人不一样：行可能错开了。请照编号对回去。"
            )
    if line.application_id in kin:
        return None if faults else Answered(line, LineOutcome.KIN, {})
    facts: dict[str, Fact] = {}
    said: list[str] = []
    for question, (says, has) in zip(judge.questions, cells, strict=True):
        word = _judged(judge, line, question, says, has, facts, faults)
        if word:
            said.append(word)
    return Answered(line, worst(said), facts) if said and not faults else None


def _judged(
    judge: Judge,
    line: CheckLine,
    question: Question,
    says: RawCell | None,
    has: RawCell | None,
    facts: dict[str, Fact],
    faults: dict[str, str],
) -> str:
    """Add the facts of one question, or what is wrong; return the code of what it says."""
    at_says, at_has = f"{question.code}:says", f"{question.code}:has"
    for at, cell in ((at_says, says), (at_has, has)):
        if cell is not None and cell.kind in ("formula", "error"):
            faults[at] = "格子里是公式或者错误，请写成文字。"
            return ""
    if says is None and has is None:
        return ""
    if says is None and not question.open:
        faults[at_says] = f"后一列写了内容，这一格请选“{DIFFERS}”。"
        return ""
    word = STATED if says is None else SAYS.get(says.text.strip())
    if word is None:
        faults[at_says] = f"请选“{AGREES}”“{DIFFERS}”或“{NO_ANSWER}”。"
        return ""
    if word not in ("differs", STATED) and has is not None:
        faults[at_has] = "前一列选了别的，这一格要空着。"
        return ""
    try:
        facts.update(judge.facts(line, question, word, "" if has is None else has.text.strip()))
    except ValueError as refused:
        faults[at_has if word in ("differs", STATED) else at_says] = str(refused)
        return ""
    return word


def _cell(row: RawRow, column: SheetColumn) -> RawCell | None:
    """Return a cell by the code of its column, or by its head."""
    return row.cells.get(column.code) or row.cells.get(column.title)


def _bare(text: str) -> str:
    return "".join(text.split()).upper()


def moment_of(on: date) -> datetime:
    """Return the moment of an office's word: the beginning of the day it answers for."""
    return datetime(on.year, on.month, on.day, tzinfo=CITY)
