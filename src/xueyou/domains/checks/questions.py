"""Which questions may be asked of which office: only for facts that the rules of a round use."""

from collections.abc import Sequence

from xueyou.formats.check_columns import Asked
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import AttestationSource, Round
from xueyou.kernel.calls.questions import Question
from xueyou.kernel.calls.rules import rules_of


def questions_for(round_: Round) -> dict[str, list[Question]]:
    """Return by source the questions whose facts the rules of an announced round use."""
    used = set(rules_of(round_).facts)
    found: dict[str, list[Question]] = {}
    for question in kind_of(round_.call.kind).questions:
        if used & set(question.facts):
            for source in question.sources:
                found.setdefault(AttestationSource(source).value, []).append(question)
    return found


def questions_named(round_: Round, codes: Sequence[str]) -> list[Question]:
    """Return the questions of a list that was drawn up, in the order of the kind."""
    return [one for one in kind_of(round_.call.kind).questions if one.code in codes]


def as_columns(questions: Sequence[Question]) -> list[Asked]:
    """Return the questions as a workbook asks them."""
    return [
        Asked(one.code, one.zh, tuple((one.reply.among or {}).values()), one.hint, one.open)
        for one in questions
    ]
