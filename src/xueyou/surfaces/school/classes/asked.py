"""What the forms of classes ask for: whole numbers, and nothing in their place."""

from collections.abc import Mapping

from xueyou.domains.classes.refusals import ClassesNotDone

_DIGITS = 4


def whole_or_none(given: Mapping[str, str], name: str, zh: str) -> int | None:
    """Return the number in a field, None where it was left empty. Raises ClassesNotDone."""
    text = given.get(name, "").strip().removesuffix("班")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise ClassesNotDone(f"“{zh}”要写成整数，例如6。没有办理。")
    return int(text)


def whole_number(given: Mapping[str, str], name: str, zh: str) -> int:
    """Return the number in a field. Raises ClassesNotDone."""
    found = whole_or_none(given, name, zh)
    if found is None:
        raise ClassesNotDone(f"“{zh}”还没有填。没有办理。")
    return found
