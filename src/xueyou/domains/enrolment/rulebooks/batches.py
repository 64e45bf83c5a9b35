"""The batches of which a county's rules are put together, each from what the county was asked."""

from collections.abc import Mapping

from xueyou.domains.enrolment.rulebooks.notice import Notice, Part, says

PANEL, PRIVATE, PUBLIC = "专家委员会", "民办", "公办"
MIGRANTS, REST = "随迁", "统筹"
FROM_AWAY, REGISTERED = "随迁", "户口"
"""Needs: registered outside the county; registered in it, or of a statutory group."""
SET_ASIDE, OTHERS = "优待", "其余"
"""Pools of the public schools: places set aside for statutory groups, and all other places."""

Asked = Mapping[str, str]
BOTH = {"all": ["zone == option.zone", "register_zone == option.zone"]}
ELDER = "sibling_school == option.school"
OWNED = {"fact": "housing", "in": ["own", "family"]}
HERE = {"fact": "register", "in": ["home", "county"]}
ORDERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "lot": (),
    "register": (("register_day asc", "户口迁入早的在前"),),
    "lived": (("lived_since asc", "住进来早的在前"),),
    "register_lived": (
        ("register_day asc", "户口迁入早的在前"),
        ("lived_since asc", "住进来早的在前"),
    ),
}


def panel() -> Part:
    """Children with disabilities go where the expert committee says; nobody else may ask there."""
    return {
        "id": PANEL,
        "zh": "专家委员会安排",
        "clause": says("残疾儿童少年由专家委员会评估，另外安排学位，不参加排位和抽签"),
        "eligibility": [
            {
                "id": "安排",
                "zh": "专家委员会定的就是这所学校",
                "need": "panel_school == option.school",
                "clause": says("学校由专家委员会定"),
            }
        ],
        "choices": {"mode": "single"},
        "tie_last": "admit_all",
        "refill": "none",
    }


def private(notice: Notice, asked: Asked) -> Part:
    """Private schools first: one wish, a draw where more ask than there are places."""
    return {
        "id": PRIVATE,
        "zh": "民办学校",
        "clause": says("报名人数不超过计划的全部录取，超过的抽签"),
        "eligibility": [_age(notice), *_ordinary(asked), *_supplementary_private(asked)],
        "choices": {"mode": "single", "clause": says("只填一所")},
        "tie_last": "lottery",
        "group": _twins("lowest"),
        "refill": "next" if asked.get("private_refill") == "yes" else "none",
    }


def public(notice: Notice, asked: Asked) -> Part:
    """Public schools: tiers of household and home in the zone, then the order the county gave."""
    batch: Part = {
        "id": PUBLIC,
        "zh": "公办学校",
        "clause": says("按片区和类别依次录取"),
        "eligibility": [_age(notice), _in_zone(asked), *_ordinary(asked), *_registered_here(asked)],
        "choices": {"mode": "deferred", "max": int(asked["wishes"])},
    }
    if asked["statutory"] == "pool":
        batch["pools"] = [
            {"id": SET_ASIDE, "zh": "优待对象单列的学位", "who": "statutory == yes", "hard": False},
            {"id": OTHERS, "zh": "其余学位", "all": True, "places": "rest"},
        ]
        batch["precedence"] = [SET_ASIDE, OTHERS]
    batch |= {"rank": _tiers(asked), "tie_last": "lottery", "group": _twins(asked["twins"])}
    years = int(asked.get("home_years") or 0)
    if years:
        batch["home"] = _home(notice, years)
    after = MIGRANTS if asked.get("migrants") == "points" else REST
    if after == MIGRANTS or asked.get("completion") == "yes":
        batch["leftover"] = {"to": after, "clause": says("余下的学位接着往后用")}
    return batch | {"refill": "next"}


def migrants(notice: Notice, asked: Asked) -> Part:
    """Children registered elsewhere, by points: what public schools have left, and bought places.

    Points first, then the order of the wishes; an unknown number of months counts last.
    """
    batch: Part = {
        "id": MIGRANTS,
        "zh": "随迁子女",
        "clause": says("随迁子女按积分录取，学位是公办余下的和向民办学校购买的"),
        "eligibility": [
            _age(notice),
            {
                "id": FROM_AWAY,
                "zh": "户口不在本县区",
                "need": "register == elsewhere",
                "clause": says("只对随迁子女"),
            },
            *_ordinary(asked),
        ],
        "choices": {"mode": "parallel", "max": int(asked["migrant_wishes"])},
        "rank": [{"by": "points desc", "zh": "积分高的在前", "clause": says("积分优先、遵循志愿")}],
        "tie_last": "lottery",
        "group": _twins(asked["twins"]),
    }
    if asked.get("completion") == "yes":
        batch["leftover"] = {"to": REST, "clause": says("余下的学位接着往后用")}
    return batch | {"refill": "next"}


def points(asked: Asked) -> Part:
    """What the points of a migrant family are the sum of: only what an office has confirmed."""
    return {
        "points": {
            "zh": "积分",
            "sum": [
                {
                    "fact": "residence_months",
                    "times": int(asked["residence_points"]),
                    "cap": int(asked["residence_most"]),
                },
                {
                    "fact": "insured_months",
                    "times": int(asked["insured_points"]),
                    "cap": int(asked["insured_most"]),
                },
            ],
            "clause": says("按核实的居住证月数、社保月数计分"),
        }
    }


def rest(notice: Notice, asked: Asked) -> Part:
    """Whoever has no place yet gets the nearest public school that has one left."""
    return {
        "id": REST,
        "zh": "统筹安排",
        "clause": says("没有录上的，由近到远安排到还有空位的公办学校"),
        "eligibility": [_age(notice), *_ordinary(asked)],
        "choices": {"mode": "deferred", "generate": {"by": "distance"}},
        "rank": [{"by": "distance asc", "zh": "住得近的在前"}],
        "tie_last": "lottery",
        "group": _twins("lowest"),
    }


def _age(notice: Notice) -> Part:
    return {
        "id": "年龄",
        "zh": f"年龄符合（{notice.born_from}至{notice.born_to}出生）",
        "need": {"all": [f"born >= {notice.born_from}", f"born <= {notice.born_to}"]},
        "clause": says("年龄"),
    }


def _in_zone(asked: Asked) -> Part:
    ways = ["zone == option.zone", "register_zone == option.zone"]
    words = "户口或住址在这所学校的片区"
    if asked["statutory"] != "none":
        ways.append("statutory == yes")
        words += "，或者是认定的优待对象"
    return {"id": "片区", "zh": words, "need": {"any": ways}, "clause": says("按片区")}


def _ordinary(asked: Asked) -> list[Part]:
    """Leave out who goes before the committee, and who has a place of an earlier round."""
    needs: list[Part] = []
    if asked.get("committee") == "yes":
        words = "由专家委员会另外安排的，不参加排位"
        needs.append(
            {"id": "另行安排", "zh": words, "need": "special == no", "clause": says(words)}
        )
    if asked.get("supplementary") == "yes":
        words = "前面几轮没有得到学位"
        needs.append(
            {"id": "没有学位", "zh": words, "need": "placed_before == no", "clause": says(words)}
        )
    return needs


def _supplementary_private(asked: Asked) -> list[Part]:
    if asked.get("supplementary") != "yes":
        return []
    words = "前面填过民办、没有录上"
    need = "private_before == yes"
    return [{"id": "首轮没录上", "zh": words, "need": need, "clause": says("补录只对没录上的")}]


def _registered_here(asked: Asked) -> list[Part]:
    if asked.get("migrants") != "points":
        return []
    words = "户口在本县区，或者是认定的优待对象"
    need = {"any": [HERE, "statutory == yes"]} if asked["statutory"] != "none" else HERE
    return [{"id": REGISTERED, "zh": words, "need": need, "clause": says("随迁子女另按积分")}]


def _tiers(asked: Asked) -> list[Part]:
    """Return the classes, then what counts within one.

    Each condition holds for the classes before it as well, and is named so: a family of the first
    class reads that it meets the second condition, too.
    """
    owned = asked["first"] == "owned"
    first = {"all": [*BOTH["all"], OWNED]} if owned else BOTH
    terms: list[Part] = []
    if asked["statutory"] == "first":
        terms.append({"when": "statutory == yes", "zh": "主管部门认定的优待对象"})
    words = "第一类：户口和住址都在片区" + ("，住自己家的房子" if owned else "")
    terms.append({"when": first, "zh": words})
    if asked["siblings"] == "tier":
        # With the first class in it, so that it parts nobody there.
        words = "第一类，还有哥哥姐姐在这所学校的（单列一类，排在第一类后面）"
        terms.append({"when": {"any": [first, ELDER]}, "zh": words})
    if owned:
        terms.append({"when": BOTH, "zh": "第一、二类：户口和住址都在片区"})
    classes = "前三类" if owned else "第一、二类"
    terms.append({"when": "register_zone == option.zone", "zh": f"{classes}：户口在片区"})
    if asked.get("losers") == "behind":
        words = "同一类别里，没有填民办的在前；民办没录上的排在同类后面"
        terms.append({"when": "private == no", "zh": words})
    if asked["siblings"] == "within":
        terms.append({"when": ELDER, "zh": "同一类别里，哥哥姐姐在这所学校的在前"})
    terms += [{"by": term, "zh": f"同一类别里，{zh}"} for term, zh in ORDERS[asked["order"]]]
    return [{**term, "clause": says("类别和先后")} for term in terms]


def _twins(tier: str) -> Part:
    words = {
        "lowest": "双胞胎、多胞胎一起录取，类别不同的按靠后的一类",
        "highest": "双胞胎、多胞胎一起录取，类别不同的按靠前的一类",
    }
    return {"bind": True, "straddle": "expand", "tier": tier, "clause": says(words[tier])}


def _home(notice: Notice, years: int) -> Part:
    return {
        "fact": "home",
        "family": "family",
        "used_on": "home_used_on",
        "used_by": "home_used_by",
        "years": years,
        "day": f"{notice.year}-09-01",
        "within_run": True,
        "clause": says(f"一个住址{years}年内只安排一户，同一户的弟弟妹妹不受影响"),
    }
