"""机关代字: the characters before the year in the number of an organisation's papers."""

import re
from datetime import date
from typing import Any

from xueyou.kernel.registry.parameters import parameter, parameter_kind
from xueyou.platform.orgs.models import Organisation

NUMBER_CODE = "papers.number_code"
_CODE = re.compile(r"[\u4e00-\u9fff]{1,12}")


def check_number_code(value: Any) -> str:
    """Return "" for up to twelve Chinese characters or nothing, otherwise why not."""
    if isinstance(value, str) and (value == "" or _CODE.fullmatch(value)):
        return ""
    return "机关代字是一到十二个汉字，例如“临教督”。"


parameter_kind(
    NUMBER_CODE,
    zh="发文字号的机关代字",
    check=check_number_code,
    initial=("", "没有设定：发文字号由办公室整个手写"),
)


def number_code(organisation: Organisation, kind: str, on: date) -> str:
    """Return the organisation's code for papers of a kind; "" where none is set."""
    for applies_to in (kind, ""):
        found = str(parameter(NUMBER_CODE, organisation, on, applies_to).value)
        if found:
            return found
    return ""
