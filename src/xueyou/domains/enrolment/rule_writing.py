"""A county's rules, written from the call it has opened and the form it has filled in."""

from collections.abc import Mapping

from xueyou.domains.enrolment.rulebooks.forms import FormIncomplete, write
from xueyou.domains.enrolment.rulebooks.notice import Notice
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.refusals import CallRefused

STAGES = {"kindergarten": "幼儿园", "primary": "小学", "junior": "初中"}
REGION = 6
SIGNS = set("\"'{}[],:#\\\n")
"""Signs that end a word in the text of the rules."""


def rules_of_form(call: Call, form: str, given: Mapping[str, str]) -> str:
    """Return rules.yaml of a call in a form. Raises CallRefused."""
    county = call.organisation
    if len(county.region_code) < REGION:
        raise CallRefused("本单位还没有登记行政区划代码，写不成规则。请先登记。")
    if any(set(text) & SIGNS for text in (county.name, given["notice"], given["number"])):
        raise CallRefused("名称和文号里不能有引号、花括号、逗号、冒号这些符号，没有写成规则。")
    notice = Notice(
        code=county.region_code[:REGION],
        county=county.name.removesuffix("教育局"),
        year=call.year,
        stage=call.settings["stage"],
        stage_zh=STAGES[call.settings["stage"]],
        title=given["notice"],
        number=given["number"],
        issued=given["issued"],
        born_from=given["born_from"],
        born_to=given["born_to"],
        appeal_until=given["appeal_until"],
    )
    try:
        return write(form, notice, given, committee=call.settings.get("committee") == "yes")
    except FormIncomplete as refused:
        raise CallRefused(refused.zh) from None
