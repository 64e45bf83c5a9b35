"""What an act may hold: declared uids, codes, numbers, flags, masks. Nothing about a person."""

from typing import Any
from uuid import UUID

import pytest

from tests.platform.acts.verbs import PROBE
from xueyou.platform.acts.schema import DataRefused, checked_data
from xueyou.platform.acts.verbs import register_verb, registered_verbs, verb_named

UID = UUID("019a0000-0000-7000-8000-000000000000")


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("subject", UID, str(UID)),
        ("subject", UID.hex, str(UID)),
        ("state", "placed.second-round_1", "placed.second-round_1"),
        ("state", "a13912345678b" + "0" * 51, "a13912345678b" + "0" * 51),
        ("amount", -(2**53) + 1, -(2**53) + 1),
        ("sure", False, False),
        ("shown", "张*", "张*"),
        ("shown", "138****0012", "138****0012"),
        ("members", (UID,), [str(UID)]),
        ("subject", None, None),
    ],
)
def test_declared_values_are_stored(field: str, value: Any, stored: Any) -> None:
    """In one written form."""
    assert checked_data("v", PROBE.fields, {field: value}) == {field: stored}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "not a uid"),
        ("state", "张三"),
        ("state", "330304200801011234"),
        ("state", "33030420080101123X"),
        ("state", "call:13912345678"),
        ("state", 5),
        ("amount", "5"),
        ("amount", 5.0),
        ("amount", True),
        ("amount", 2**53),
        ("sure", 1),
        ("shown", "张三"),
        ("shown", "张三* 13912345678"),
        ("shown", "*" * 61),
        ("members", str(UID)),
        ("members", [UID, "x"]),
        ("surprise", 1),
    ],
)
def test_other_values_are_refused_without_being_repeated(field: str, value: Any) -> None:
    """The error names verb and field; the value might be the very thing not to log."""
    with pytest.raises(DataRefused) as caught:
        checked_data("tests.verb", PROBE.fields, {field: value})
    assert field in str(caught.value)
    if isinstance(value, str):
        assert value not in str(caught.value)


def test_a_verb_is_registered_once() -> None:
    """The same again is harmless (a module loaded twice); another meaning is not."""
    again = register_verb(PROBE.name, zh=PROBE.zh, fields=dict(PROBE.fields))
    assert again == PROBE
    assert verb_named(PROBE.name) is not None
    with pytest.raises(ValueError, match="twice"):
        register_verb(PROBE.name, zh="另一个意思")


@pytest.mark.parametrize(("name", "zh"), [("nodots", "试"), ("Upper.case", "试"), ("a.b", "")])
def test_a_verb_has_a_dotted_name_and_words(name: str, zh: str) -> None:
    """Names are stored for ever and shown to people."""
    with pytest.raises(ValueError, match="verb"):
        register_verb(name, zh=zh)


def test_every_verb_of_the_product_has_chinese_words() -> None:
    """The log is read by officers."""
    verbs = registered_verbs()
    assert len(verbs) >= 8
    assert all(any("\u4e00" <= char <= "\u9fff" for char in verb.zh) for verb in verbs)
