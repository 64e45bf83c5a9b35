"""Rulebooks for those who come during the year: transfers by grade, and children of talents.

Neither draws lots: whatever is complete is decided together. Between two who are equal by all that
the county has announced nobody is chosen by chance: the decision stops, and the county says more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.rule_forms import RuleForm

Part = dict[str, Any]
TRANSFER, TALENT = "transfer", "talent"
MOST_WISHES = 6
NOTICE = (
    Field("notice", "办法的名称", required=True, most=80),
    Field("number", "文号", required=True, most=40),
    Field("issued", "印发日期", "day", required=True),
    Field("wishes", "最多填几个志愿", "integer", required=True, most=MOST_WISHES),
    Field("appeal_until", "可以申请复核到哪一天", "day", required=True),
)
FORMS = {
    TRANSFER: RuleForm(
        TRANSFER,
        "按年级，片区内的在前",
        "年级有学位才收；户口和住址都在片区的在前，再是户口在片区的，再是住址在片区的；"
        "同样的，哥哥姐姐在这所学校的在前，再看户口，户口迁入早的在前。",
        NOTICE,
    ),
    TALENT: RuleForm(
        TALENT,
        "按认定，依志愿",
        "主管部门认定的就可以申请，不看户口和房产；依志愿的先后，类别高的在前。",
        NOTICE,
    ),
}
HOME = {"all": ["zone == option.zone", "register_zone == option.zone"]}
_FACTS: Mapping[str, Part] = {
    "grade": {"zh": "要读的年级", "type": "integer", "min": 0, "max": 12},
    "zone": {"zh": "住址所在片区", "type": "code"},
    "register_zone": {"zh": "户口所在片区", "type": "code"},
    "register_day": {"zh": "户口迁入的日期", "type": "date"},
    "sibling_school": {"zh": "哥哥姐姐在读的学校", "type": "code"},
    "talent": {"zh": "主管部门认定的人才子女", "type": "flag", "sensitivity": "sensitive"},
    "talent_grade": {"zh": "人才类别", "type": "code", "sensitivity": "sensitive"},
}
_ATTRIBUTES: Mapping[str, Part] = {
    "grade": {"zh": "年级", "type": "integer"},
    "zone": {"zh": "片区", "type": "code"},
    "school": {"zh": "学校代码", "type": "code"},
}


@dataclass(frozen=True, slots=True)
class Measure:
    """The county's own text that a rulebook follows. Days are ISO."""

    code: str
    county: str
    year: int
    title: str
    number: str
    issued: str
    appeal_until: str


def transfer_rules(measure: Measure, asked: Mapping[str, str]) -> str:
    """Return rules.yaml of transfers: by grade; household and home in the zone come first."""
    rank = [
        {"when": HOME, "zh": "户口和住址都在片区", "clause": _says("片区内的在前")},
        {
            "when": "register_zone == option.zone",
            "zh": "户口在片区",
            "clause": _says("再是户口在片区的"),
        },
        {
            "when": "zone == option.zone",
            "zh": "住址在片区",
            "clause": _says("再是住址在片区的"),
        },
        {
            "when": "sibling_school == option.school",
            "zh": "哥哥姐姐在这所学校",
            "clause": _says("同样条件的，哥哥姐姐在读的在前"),
        },
    ]
    ties = [
        {"by": "register_day asc", "zh": "户口迁入早的在前", "clause": _says("户口迁入早的在前")}
    ]
    facts = ("grade", "zone", "register_zone", "register_day", "sibling_school")
    batch = {**_batch("转学", "转学", asked), "eligibility": [_grade()], "rank": rank}
    batch["ties"] = ties
    return _written(measure, "转学", facts, ("grade", "zone", "school"), batch)


def talent_rules(measure: Measure, asked: Mapping[str, str], categories: Sequence[str]) -> str:
    """Return rules.yaml for children of talents: certified, by wishes, the higher category first.

    No household, no property: nothing of either is asked.
    """
    certified = {
        "id": "认定",
        "zh": "主管部门认定的人才子女",
        "need": "talent == yes",
        "clause": _says("由主管部门认定，教育部门不另外审核"),
    }
    rank = [
        {
            "when": {"fact": "talent_grade", "in": [one]},
            "zh": f"{one}类人才",
            "clause": _says("类别高的在前"),
        }
        for one in categories
    ]
    facts = ("grade", "talent", "talent_grade")
    batch = {**_batch("人才子女", "人才子女", asked), "eligibility": [certified, _grade()]}
    return _written(measure, "人才子女入学", facts, ("grade",), {**batch, "rank": rank})


def _batch(id_: str, zh: str, asked: Mapping[str, str]) -> Part:
    return {
        "id": id_,
        "zh": zh,
        "clause": _says("随到随办，核对完的一起按规则定"),
        "choices": {"mode": "deferred", "max": int(asked["wishes"]), "clause": _says("依志愿")},
        "tie_last": "refuse",
        "refill": "none",
    }


def _grade() -> Part:
    return {
        "id": "年级",
        "zh": "这个年级有学位",
        "need": "grade == option.grade",
        "clause": _says("按年级公布学位"),
    }


def _says(words: str) -> Part:
    return {"source": "S1", "says": words}


def _written(
    measure: Measure,
    title: str,
    facts: Sequence[str],
    attributes: Sequence[str],
    batch: Part,
) -> str:
    rules: Part = {
        "schema": "xueyou-rules/1",
        "title": f"{measure.county}{measure.year}学年{title}",
        "jurisdiction": {"code": measure.code, "name": measure.county},
        "year": measure.year,
        # Of all stages that may be asked for together the one whose classes are smallest.
        "stage": "primary",
        "sources": {
            "S1": {
                "title": measure.title,
                "issuer": f"{measure.county}教育局",
                "number": measure.number,
                "date": measure.issued,
                "status": "待核",
            }
        },
        "facts": {name: dict(_FACTS[name]) for name in facts},
        "attributes": {name: dict(_ATTRIBUTES[name]) for name in attributes},
        "appeal": {"to": f"{measure.county}教育局", "until": measure.appeal_until},
        "batches": [batch],
    }
    return yaml.dump(
        rules, Dumper=_Plain, allow_unicode=True, sort_keys=False, default_flow_style=None,
        width=100,
    )  # fmt: skip


class _Plain(yaml.SafeDumper):
    """Writes a part again where it stands again: rules.yaml has no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never write an anchor."""
        return True
