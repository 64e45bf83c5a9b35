"""Owns the reading of YAML where nothing is guessed: a value means the same to every reader.

Read are mappings, lists and scalars of one document. Numbers keep the text they were written
with. Everything YAML readers disagree on (no, on, 08, 1e3, bare days), repeated keys, anchors,
tags and tabs are refused with their line; so are depth and size beyond any rulebook.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

import yaml

from xueyou.rulebook.language.faults import RulebookRefused
from xueyou.rulebook.language.refusals import Faults

MAX_BYTES = 256 * 1024
MAX_DEPTH = 40
MAX_NODES = 20_000

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2}(?:[Tt ].*)?)?")
_GUESSED = re.compile(
    r"(?i:yes|no|on|off|y|n|null|~|true|false)"  # true and false in small letters are taken before
    r"|[-+]?\.(?i:inf|nan)|(?i:[-+]?(?:inf|infinity)|nan)"
    r"|[-+]?[0-9.][0-9_.]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?0[xXoObB][0-9a-fA-F_]+|[-+]?[0-9]+(?::[0-9]+)+(?:\.[0-9]*)?"
)
_HIDDEN = ("Cf", "Cc", "Co", "Zl", "Zp")
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """Where something stands; both count from 1."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar(Node):
    """`kind`: "text", "number" (value as written) or "flag" ("true" or "false")."""

    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """A list."""

    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Mapping(Node):
    """Keys are text, whatever they look like; `keys` says where each stands."""

    entries: dict[str, "Value"]
    keys: dict[str, Node]


Value = Scalar | Sequence | Mapping


def load(data: bytes, file: str) -> Mapping:
    """Return the mapping a document holds.

    Raises RulebookRefused with every fault that can be told; a broken document tells its first.
    """
    faults = Faults(file)
    text = _text(data, faults)
    _stop_at(faults)
    composer = _Composer(text, faults)
    root = composer.document()
    _stop_at(faults)
    if not isinstance(root, Mapping):
        faults.add(root or Node(1, 1), "yaml_no_mapping")
    _stop_at(faults)
    assert isinstance(root, Mapping)
    return root


def text(value: Mapping, key: str) -> str:
    """Return a text that may be absent, then empty."""
    found = value.entries.get(key)
    return found.value if isinstance(found, Scalar) else ""


def _stop_at(faults: Faults) -> None:
    if faults.found:
        raise RulebookRefused(faults.found)


def _text(data: bytes, faults: Faults) -> str:
    if len(data) > MAX_BYTES:
        row = data.count(b"\n", 0, MAX_BYTES) + 1
        faults.add(Node(row, 1), "yaml_size", limit=MAX_BYTES // 1024)
        return ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(Node(data.count(b"\n", 0, error.start) + 1, 1), "yaml_encoding")
        return ""
    for row, line in enumerate(re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text), 1):
        _check_line(row, line, faults)
    return text


def _check_line(row: int, line: str, faults: Faults) -> None:
    if "\t" in line:
        faults.add(Node(row, line.index("\t") + 1), "yaml_tab")
    if not line.isascii():
        _check_signs(Node(row, 1), line, faults, fine="\t")


def _check_signs(place: Node, text: str, faults: Faults, *, fine: str) -> None:
    """Tell signs nobody sees; with escapes ("\\u200b") they come in past the look at the lines."""
    for sign in text:
        if sign not in fine and unicodedata.category(sign) in _HIDDEN:
            faults.add(place, "yaml_invisible", value=f"U+{ord(sign):04X}")
            return
    if not unicodedata.is_normalized("NFC", text):
        faults.add(place, "yaml_not_nfc")


class _Composer:
    """Makes nodes of the parser's events without following a single alias."""

    def __init__(self, text: str, faults: Faults) -> None:
        self._faults = faults
        self._events = self._parsed(text)
        self._count = 0

    def document(self) -> Value | None:
        """Return the only document, or None when there is none or the text is broken."""
        root: Value | None = None
        documents = 0
        try:
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._faults.add(_place(event), "yaml_documents")
                        return root
                elif isinstance(event, yaml.NodeEvent):
                    root = self._value(event, 1)
        except _Broken:
            return None
        return root

    def _parsed(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=_PARSER)
        except yaml.MarkedYAMLError as error:
            problem = error.problem or ""
            mark = error.problem_mark or error.context_mark
            if "end of stream" in problem and error.context_mark:
                mark = error.context_mark  # where the quote began, not where the file ends
            place = Node(mark.line + 1, mark.column + 1) if mark else Node(1, 1)
            self._faults.add(place, "yaml_syntax", value=_problem(problem), problem=problem)
            raise _Broken from None
        except yaml.reader.ReaderError as error:
            row = text.count("\n", 0, error.position) + 1
            self._faults.add(Node(row, 1), "yaml_invisible", value=f"U+{_sign(error):04X}")
            raise _Broken from None

    def _value(self, event: yaml.Event, depth: int) -> Value:
        place = _place(event)
        self._count += 1
        if self._count > MAX_NODES:
            self._give_up(place, "yaml_many")
        if depth > MAX_DEPTH:
            self._give_up(place, "yaml_depth")
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) or event.anchor:
            self._give_up(place, "yaml_alias")
        if event.tag is not None:
            self._faults.add(place, "yaml_tag", value=str(event.tag)[:60])
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
                items.append(self._value(item, depth + 1))
            return Sequence(place.row, place.column, tuple(items))
        return self._mapping(place, depth)

    def _mapping(self, place: Node, depth: int) -> Mapping:
        entries: dict[str, Value] = {}
        keys: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            at = _place(event)
            key = self._value(event, depth + 1)
            value = self._value(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                self._faults.add(at, "yaml_key")
                continue
            if key.value in entries:
                self._faults.add(at, "yaml_duplicate", value=key.value, first=keys[key.value].row)
                continue
            entries[key.value] = value
            keys[key.value] = at
        return Mapping(place.row, place.column, entries, keys)

    def _scalar(self, event: yaml.ScalarEvent, place: Node) -> Scalar:
        text: str = event.value
        kind = "text"
        if event.style == '"':
            _check_signs(place, text, self._faults, fine="\n")
        if event.style is None or event.style == "":
            kind = self._plain(text, place)
        return Scalar(place.row, place.column, text, kind)

    def _plain(self, text: str, place: Node) -> str:
        if text in ("true", "false"):
            return "flag"
        if text != "-0" and _NUMBER.fullmatch(text) and len(text) <= 40:
            return "number"
        if text == "":
            self._faults.add(place, "yaml_empty")
        elif _DAY.fullmatch(text):
            self._faults.add(place, "yaml_day", value=text[:40])
        elif _GUESSED.fullmatch(text):
            self._faults.add(place, "yaml_guessed", value=text[:40])
        return "text"

    def _give_up(self, place: Node, code: str) -> NoReturn:
        self._faults.add(place, code, limit=MAX_DEPTH)
        raise _Broken


class _Broken(Exception):
    """The document cannot be read on; what is wrong is among the faults."""


_PROBLEMS = (
    ("mapping values are not allowed", "这里不该有冒号，也可能是上一行没有写完"),
    ("end of stream", "引号没有成对"),
    ("did not find expected ',' or", "方括号或花括号没有成对，或者缺了逗号"),
    ("did not find expected key", "缩进和上下的行对不齐"),
    ("did not find expected '-'", "缩进和上下的行对不齐"),
    ("could not find expected ':'", "少了冒号"),
    ("cannot start any token", "值不能用这个符号开头，请加引号"),
    ("did not find expected alphabetic", "值不能用这个符号开头，请加引号"),
)


def _problem(said: str) -> str:
    return next((zh for part, zh in _PROBLEMS if part in said), "写法读不懂")


def _place(event: yaml.Event) -> Node:
    mark = event.start_mark
    assert mark is not None, "the parser marks every event"
    return Node(mark.line + 1, mark.column + 1)


def _sign(error: yaml.reader.ReaderError) -> int:
    sign = error.character
    return ord(sign) if isinstance(sign, str) else int(sign)
