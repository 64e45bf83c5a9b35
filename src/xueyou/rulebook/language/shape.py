"""Owns the check of a document against its schema: every fault, with its line, in plain words."""

import re
from collections.abc import Callable
from typing import Any

from xueyou.rulebook.language.exact import is_number
from xueyou.rulebook.language.refusals import Faults
from xueyou.rulebook.language.strict_yaml import Mapping, Node, Scalar, Sequence, Value

Schema = dict[str, Any]

_MOST_DIGITS = 15
_KINDS = {
    "string": ("文字", "text"),
    "number": ("一个数", "a number"),
    "integer": ("一个整数", "a whole number"),
    "boolean": ("true 或 false", "true or false"),
    "object": ("带名称的一组内容", "a mapping"),
    "array": ("一列内容（每项前加 -）", "a list"),
}


def check_shape(root: Value, schema: Schema, faults: Faults) -> None:
    """Add a fault for everything that differs from the schema."""
    _Checker(schema, faults).check(root, schema)


class _Checker:
    def __init__(self, schema: Schema, faults: Faults) -> None:
        self._definitions = schema.get("$defs", {})
        self._faults = faults

    def check(self, value: Value, schema: Schema) -> None:
        """Check one value; what is inside a wrong value is not looked at."""
        found = self._chosen(value, self._resolved(schema))
        if found is None:
            return
        kinds: dict[str, Callable[[Any, Schema], None]] = {
            "object": self._object,
            "array": self._array,
            "string": self._string,
            "number": self._number,
            "integer": self._number,
        }
        if not is_kind(value, found["type"]):
            self._wrong_kind(value, found["title"], (found["type"],))
        elif found["type"] in kinds:
            kinds[found["type"]](value, found)
        elif "const" in found and _plain(value) != str(found["const"]).lower():
            self._not_among(value, found["title"], [str(found["const"]).lower()])

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self._definitions[schema["$ref"].rpartition("/")[2]]
        return schema

    def _chosen(self, value: Value, schema: Schema) -> Schema | None:
        if "oneOf" not in schema:
            return schema
        choices = [self._resolved(choice) for choice in schema["oneOf"]]
        fitting = [choice for choice in choices if is_kind(value, choice["type"])]
        if not fitting:
            kinds = tuple(dict.fromkeys(choice["type"] for choice in choices))
            self._wrong_kind(value, schema["title"], kinds)
            return None
        if not isinstance(value, Mapping) or len(fitting) == 1:
            return fitting[0]
        for choice in fitting:
            if choice["required"][0] in value.entries:
                return choice
        known = "、".join(choice["required"][0] for choice in fitting)
        self._faults.add(value, "missing_key", where=f"{schema['title']}里", value=known)
        return None

    def _object(self, value: Mapping, schema: Schema) -> None:
        title = schema["title"]
        properties = schema.get("properties", {})
        for key in schema.get("required", []):
            if key not in value.entries:
                self._faults.add(value, "missing_key", where=f"“{title}”里", value=key)
        if value.entries == {} and schema.get("minProperties"):
            self._faults.add(value, "too_few", where=title)
        other = schema["additionalProperties"]
        for key, inner in value.entries.items():
            if key in properties:
                self.check(inner, properties[key])
            elif other is False:
                known = "、".join(properties)
                place = value.keys[key]
                self._faults.add(place, "unknown_key", where=f"“{title}”", value=key, known=known)
            else:
                self._key(value.keys[key], key, title, schema.get("propertyNames"))
                self.check(inner, other)

    def _key(self, place: Node, key: str, title: str, names: Schema | None) -> None:
        if names is not None and re.fullmatch(names["pattern"], key) is None:
            self._faults.add(place, "wrong_form", where=title, value=key, expected=_NAME_ZH)

    def _array(self, value: Sequence, schema: Schema) -> None:
        if len(value.items) < schema.get("minItems", 0):
            self._faults.add(value, "too_few", where=schema["title"])
        for item in value.items:
            self.check(item, schema["items"])

    def _string(self, value: Scalar, schema: Schema) -> None:
        title = schema["title"]
        if "const" in schema and value.value != schema["const"]:
            self._not_among(value, title, [schema["const"]])
        elif "enum" in schema and value.value not in schema["enum"]:
            self._not_among(value, title, schema["enum"])
        elif "pattern" in schema and re.fullmatch(schema["pattern"], value.value, re.ASCII) is None:
            expected = _FORMS.get(schema["pattern"], _NAME_ZH)
            self._faults.add(
                value, "wrong_form", where=title, value=value.value[:60], expected=expected
            )
        elif value.value.strip() == "":
            self._wrong_kind(value, title, ("string",))

    def _number(self, value: Scalar, schema: Schema) -> None:
        if not is_number(value.value):
            self._wrong_kind(value, schema["title"], (schema["type"],))
            return
        if sum(sign.isdigit() for sign in value.value) > _MOST_DIGITS:
            self._bounds(value, schema["title"], f"最多 {_MOST_DIGITS} 位")
            return
        if schema["type"] == "number":
            negative = value.value.startswith("-") or float(value.value) == 0
            if "exclusiveMinimum" in schema and negative:
                self._bounds(value, schema["title"], "大于 0")
            return
        low, high = schema["minimum"], schema["maximum"]
        if not low <= int(value.value) <= high:
            self._bounds(value, schema["title"], f"在 {low} 到 {high} 之间")

    def _bounds(self, value: Scalar, title: str, expected: str) -> None:
        self._faults.add(value, "out_of_bounds", where=title, value=value.value, expected=expected)

    def _not_among(self, value: Value, title: str, known: list[str]) -> None:
        said = "、".join(known)
        self._faults.add(value, "not_among", where=title, value=_plain(value)[:60], known=said)

    def _wrong_kind(self, value: Value, title: str, kinds: tuple[str, ...]) -> None:
        zh = "或".join(_KINDS[kind][0] for kind in kinds)
        en = " or ".join(_KINDS[kind][1] for kind in kinds)
        self._faults.add(
            value,
            "wrong_kind",
            where=title,
            value=said(value),
            expected=zh,
            expected_en=en,
        )


_NAME_ZH = "名称由汉字、英文字母、数字和下划线组成，不以数字开头"
_FORMS = {
    r"^\d{4}-\d{2}-\d{2}$": "日子写成 2024-09-01 这样，加引号",
    r"^[1-9]\d{5}$": "行政区划代码是 6 位数字",
}


def is_kind(value: Value, kind: str) -> bool:
    """Whether a value is of a kind of JSON Schema."""
    if isinstance(value, Mapping):
        return kind == "object"
    if isinstance(value, Sequence):
        return kind == "array"
    if kind == "integer":
        return value.kind == "number" and "." not in value.value
    return {"text": "string", "number": "number", "flag": "boolean"}[value.kind] == kind


def said(value: Value) -> str:
    """Say what stands somewhere, in a few words."""
    if isinstance(value, Mapping):
        return "带名称的一组内容"
    if isinstance(value, Sequence):
        return "一列内容"
    return f"“{value.value[:60]}”"


def _plain(value: Value) -> str:
    return value.value if isinstance(value, Scalar) else said(value)
