"""What every rulebook of an enrolment begins with, and how its parts become rules.yaml."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from xueyou.domains.enrolment.form import HOUSING, REGISTER

Part = dict[str, Any]
"""A part of rules.yaml as it will be written."""
WIDTH = 100
SOURCE = "S1"

FACTS: Mapping[str, Part] = {
    "born": {"zh": "出生日期", "type": "date"},
    "zone": {"zh": "住址所在片区", "type": "code"},
    "register": {"zh": "户口在哪里", "type": "code", "words": dict(REGISTER)},
    "register_zone": {"zh": "户口所在片区", "type": "code"},
    "register_day": {"zh": "户口迁入的日期", "type": "date"},
    "housing": {"zh": "住的房子", "type": "code", "words": dict(HOUSING)},
    "lived_since": {"zh": "住进来的日期", "type": "date"},
    "sibling_school": {"zh": "哥哥姐姐在读的学校", "type": "code"},
    "policy": {"zh": "优待对象", "type": "flag", "sensitivity": "sensitive"},
    "statutory": {"zh": "主管部门认定的优待对象", "type": "flag", "sensitivity": "sensitive"},
    "private": {"zh": "这一轮填了民办", "type": "flag"},
    "private_before": {"zh": "以前填过民办，没有录上", "type": "flag"},
    "placed_before": {"zh": "已经有学位", "type": "flag"},
    "special": {"zh": "由专家委员会安排", "type": "flag", "sensitivity": "sensitive"},
    "panel_school": {"zh": "专家委员会定的学校", "type": "code", "sensitivity": "sensitive"},
    "home": {"zh": "住址（编码）", "type": "code", "sensitivity": "sensitive"},
    "family": {"zh": "家庭（编码）", "type": "code", "sensitivity": "sensitive"},
    "home_used_on": {"zh": "这个住址上一次用学位的日期", "type": "date"},
    "home_used_by": {"zh": "上一次是哪一家（编码）", "type": "code", "sensitivity": "sensitive"},
    "residence_months": {"zh": "居住证满月数（已核）", "type": "integer", "min": 0},
    "insured_months": {"zh": "社保满月数（已核）", "type": "integer", "min": 0},
    "place": {"zh": "住址的位置（整米）", "type": "place", "sensitivity": "sensitive"},
}
ATTRIBUTES: Mapping[str, Part] = {
    "zone": {"zh": "片区", "type": "code"},
    "school": {"zh": "学校代码", "type": "code"},
    "place": {"zh": "校址（整米）", "type": "place"},
}
"""All that the forms may ask of an applicant and of a school; a rulebook names what it uses."""
_WORD = re.compile(r"[a-z_]+(?:\.[a-z_]+)?")


@dataclass(frozen=True, slots=True)
class Notice:
    """The county's notice, and whom it is about. Days are ISO; `born_*` are both included."""

    code: str
    county: str
    year: int
    stage: str
    stage_zh: str
    title: str
    number: str
    issued: str
    born_from: str
    born_to: str
    appeal_until: str


def says(words: str) -> Part:
    """Return the clause of a part: what the county's notice says, in words."""
    return {"source": SOURCE, "says": words}


def written(notice: Notice, batches: Sequence[Part], derived: Part | None = None) -> str:
    """Return rules.yaml of these batches, with the facts they use and no other."""
    used = set(_WORD.findall(yaml.safe_dump([list(batches), derived or {}])))
    facts = {name: fact for name, fact in FACTS.items() if name in used | _by_distance(used)}
    attributes = {
        name: one
        for name, one in ATTRIBUTES.items()
        if f"option.{name}" in used or name in _by_distance(used)
    }
    rules: Part = {
        "schema": "xueyou-rules/1",
        "title": f"{notice.county}{notice.year}年{notice.stage_zh}入学",
        "jurisdiction": {"code": notice.code, "name": notice.county},
        "year": notice.year,
        "stage": notice.stage,
        "sources": {
            SOURCE: {
                "title": notice.title,
                "issuer": f"{notice.county}教育局",
                "number": notice.number,
                "date": notice.issued,
                "status": "待核",
            }
        },
        "facts": facts,
        **({"derived": derived} if derived else {}),
        **({"attributes": attributes} if attributes else {}),
        "lottery": {"ticket": "one"},
        "appeal": {"to": f"{notice.county}教育局", "until": notice.appeal_until},
        "batches": list(batches),
    }
    return yaml.dump(
        rules, Dumper=_Plain, allow_unicode=True, sort_keys=False, default_flow_style=None,
        width=WIDTH,
    )  # fmt: skip


def _by_distance(used: set[str]) -> set[str]:
    return {"place"} if "distance" in used else set()


class _Plain(yaml.SafeDumper):
    """Writes a part again where it stands again: rules.yaml has no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never write an anchor."""
        return True
