"""Where a family may ask about a call: dated words of the office that makes it."""

from datetime import date
from typing import Any

from xueyou.kernel.calls.models import Call
from xueyou.kernel.registry.parameters import ParameterMissing, parameter, parameter_kind

CONTACT = "calls.contact"
LONGEST = 100


def _wrong_words(value: Any) -> str:
    right = isinstance(value, str) and 0 < len(value.strip()) <= LONGEST
    return "" if right else f"要是{LONGEST}字以内的文字，例如“县教育局招生办，电话0595-1234567”。"


parameter_kind(CONTACT, zh="报名的咨询电话和窗口", check=_wrong_words)


def contact_of(call: Call, on: date) -> str:
    """Return telephone and counter in words; "" where nobody has set them."""
    try:
        return str(parameter(CONTACT, call.organisation, on).value)
    except ParameterMissing:
        return ""
