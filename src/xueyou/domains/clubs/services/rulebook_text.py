"""The rulebook of a menu, written from the menu: a batch a lane, grades, the draw."""

from uuid import UUID

from xueyou.domains.clubs.access import KEEP_TERM
from xueyou.domains.clubs.call_kinds import HIGHEST
from xueyou.domains.clubs.lanes import LANES
from xueyou.domains.clubs.models import Club
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.terms import term_of
from xueyou.formats.canonical import canonical_json
from xueyou.kernel.calls.models import Call
from xueyou.platform.access.anchors import PATH_SEGMENT
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation

HEAD = """\
schema: xueyou-rules/1
title: {title}
jurisdiction: {{code: "{region}", name: {school}}}
year: {year}
stage: {stage}
sources:
  S1: {{title: {document}, issuer: {school}, number: {number}, date: "{day}", status: 待核}}
facts:
  school: {{zh: 就读学校, type: code}}
  grade: {{zh: 年级, type: integer, min: 1, max: {highest}}}
attributes:
  school: {{zh: 开课学校, type: code}}
  lowest: {{zh: 最低年级, type: integer, min: 1, max: {highest}}}
  highest: {{zh: 最高年级, type: integer, min: 1, max: {highest}}}
lottery: {{ticket: one}}
{appeal}batches:
"""
APPEAL = """\
appeal: {{to: {school}, until: "{until}"}}
"""
BATCH = """\
  - id: {lane}
    zh: {zh}
    eligibility:
      - {{need: school == option.school, zh: 本校学生}}
      - {{need: grade >= option.lowest, zh: 不低于最低年级}}
      - {{need: grade <= option.highest, zh: 不高于最高年级}}
    choices: {{mode: deferred, max: {wishes}}}
    tie_last: lottery
    refill: next
"""


def menu_rules(actor: Actor, call_uid: UUID | str, *, document: str, number: str) -> str:
    """Return rules.yaml of a term's menu, as it is to be announced; the same menu the same text.

    `document` and `number` name the school's own rules. Everybody draws one number, brothers and
    sisters together, and it holds in every lane. Raises NotFound, ClubRefused for an empty menu.
    """
    call: Call = target(actor, KEEP_TERM, call_uid)
    return text_of(call, document=document, number=number)


def text_of(call: Call, *, document: str, number: str, appeal_until: str = "") -> str:
    """Return rules.yaml of a term's menu; `appeal_until` the last day to question a result, or "".

    Raises ClubRefused for an empty menu.
    """
    school, term = call.organisation, term_of(call)
    there = set(Club.objects.filter(call=call, closed_at=None).values_list("lane", flat=True))
    if not there:
        raise ClubRefused("菜单里还没有课，写不成规则。请先加课。")
    head = HEAD.format(
        title=_text(call.title),
        region=_region(school),
        school=_text(school.name),
        year=call.year,
        stage=term.stage,
        document=_text(document),
        number=_text(number),
        day=term.first_day.isoformat(),
        highest=HIGHEST,
        appeal=APPEAL.format(school=_text(school.name), until=appeal_until) if appeal_until else "",
    )
    lanes = [lane for lane in LANES if lane in there]
    return head + "".join(
        BATCH.format(lane=lane, zh=term.lane_zh(lane), wishes=term.wishes) for lane in lanes
    )


def _region(school: Organisation) -> str:
    """Return the six digits of the school's district, or of the nearest one above it."""
    ends = range(PATH_SEGMENT, len(school.path) + 1, PATH_SEGMENT)
    above = Organisation.objects.filter(path__in=[school.path[:end] for end in ends])
    found = above.exclude(region_code="").order_by("-depth").first()
    if found is None:
        raise ClubRefused("学校和上级都没有登记行政区划代码，写不成规则。请先登记。")
    return found.region_code[:6]


def _text(words: str) -> str:
    """Return words as a quoted scalar."""
    return canonical_json(words).decode()
