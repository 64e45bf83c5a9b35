"""Owns the reading of a rulebook: file to checked model, or every fault with its line."""

from contextlib import suppress
from pathlib import Path

from xueyou.formats.canonical import sha256_hex
from xueyou.rulebook.language.checking import check_rules
from xueyou.rulebook.language.conditions import Scope
from xueyou.rulebook.language.exact import day
from xueyou.rulebook.language.faults import RulebookRefused
from xueyou.rulebook.language.forbidden import check_names
from xueyou.rulebook.language.frame import check_frame, read_frame
from xueyou.rulebook.language.model import Appeal, ClassSize, Fact, Lottery, Rulebook, Siblings
from xueyou.rulebook.language.reading_batches import BatchReader
from xueyou.rulebook.language.reading_facts import as_fact, derived, described
from xueyou.rulebook.language.refusals import Faults
from xueyou.rulebook.language.schema import rules_schema
from xueyou.rulebook.language.shape import check_shape
from xueyou.rulebook.language.sources import Clauses, sources
from xueyou.rulebook.language.strict_yaml import MAX_BYTES, Mapping, Scalar, Sequence, load, text


def read_rulebook(path: Path, *, framed: bool = True) -> Rulebook:
    """Return the rulebook in a file, with its city's frame read from beside it.

    `framed=False` leaves the frame alone: for rules that were checked before and now lie in a
    bundle. Raises RulebookRefused with all faults, OSError when the file cannot be opened.
    """
    data = _start_of(path)
    root = load(data, path.name)
    frame, name = None, text(root, "frame")
    if framed and name and not Path(name).is_absolute():
        with suppress(OSError, ValueError):
            frame = _start_of(path.parent / name)
    return _checked(root, sha256_hex(data), path.name, frame, framed)


def rulebook_of(
    data: bytes, file: str, *, frame: bytes | None = None, framed: bool = True
) -> Rulebook:
    """Return the rulebook in the bytes of a file called `file`; raises RulebookRefused.

    Where `frame` is given the rules are held to it, whether or not they name one.
    """
    return _checked(load(data, file), sha256_hex(data), file, frame, framed)


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _checked(
    root: Mapping,
    digest: str,
    file: str,
    frame: bytes | None,
    framed: bool,
) -> Rulebook:
    faults = Faults(file)
    rulebook = _read(root, digest, faults)
    if framed and rulebook is not None:
        _check_frame(root, frame, faults)
    if rulebook is None or faults.found:
        raise RulebookRefused(faults.found)
    return rulebook


def _check_frame(root: Mapping, frame: bytes | None, faults: Faults) -> None:
    name = text(root, "frame")
    if frame is None:
        if name:
            faults.add(root.entries["frame"], "frame_missing", value=name)
        return
    try:
        check_frame(root, read_frame(frame, name), faults)
    except RulebookRefused as refused:
        first = refused.faults[0]
        why = f"第 {first.row} 行，{first.zh}"
        faults.add(root.entries.get("frame", root), "frame_faulty", value=name, why=why)


def _read(root: Mapping, digest: str, faults: Faults) -> Rulebook | None:
    check_names(root, faults)
    shape = Faults(faults.file)
    check_shape(root, rules_schema(), shape)
    faults.found += shape.found
    if shape.found:
        return None
    rulebook = _built(root, digest, faults)
    check_rules(rulebook, root, faults)
    return rulebook


def _built(root: Mapping, digest: str, faults: Faults) -> Rulebook:
    entries = root.entries
    known = sources(entries.get("sources"))
    clauses = Clauses(known, faults)
    facts = described(entries.get("facts"), "facts", clauses, faults)
    attributes = described(entries.get("attributes"), "attributes", clauses, faults)
    sums = derived(entries.get("derived"), facts, attributes, clauses, faults)
    named = facts | {name: as_fact(sum) for name, sum in sums.items()}
    listed = entries["batches"]
    assert isinstance(listed, Sequence)
    scope = Scope(named, attributes, faults)
    where = entries["jurisdiction"]
    assert isinstance(where, Mapping)
    year = entries["year"]
    assert isinstance(year, Scalar)
    return Rulebook(
        title=text(root, "title"),
        code=text(where, "code"),
        place=text(where, "name"),
        year=int(year.value),
        stage=text(root, "stage"),
        status=text(root, "status"),
        frame=text(root, "frame") or None,
        sources=known,
        facts=facts,
        derived=sums,
        attributes=attributes,
        siblings=_siblings(root, named, attributes, clauses, faults),
        lottery=_lottery(root, clauses),
        class_size=_class_size(root, attributes, clauses, faults),
        appeal=_appeal(root, clauses, faults),
        batches=BatchReader(listed, scope, clauses).batches(),
        digest=digest,
    )


def _siblings(
    root: Mapping,
    facts: dict[str, Fact],
    attributes: dict[str, Fact],
    clauses: Clauses,
    faults: Faults,
) -> Siblings | None:
    node = root.entries.get("siblings")
    if not isinstance(node, Mapping):
        return None
    return Siblings(
        family=_code(node, "family", facts, "facts", faults) or "",
        elder=_code(node, "elder", facts, "facts", faults),
        same=_code(node, "same", attributes, "attributes", faults),
        clauses=clauses.of(node),
    )


def _code(node: Mapping, key: str, names: dict[str, Fact], kind: str, faults: Faults) -> str | None:
    value = node.entries.get(key)
    if not isinstance(value, Scalar):
        return None
    found = names.get(value.value)
    if found is None:
        faults.add(value, "unknown_name", where="兄弟姐妹", value=value.value, kind=kind)
    elif found.type != "code":
        faults.add(value, "other_type", name=found.zh, type=found.type, expected="代码")
    return value.value


def _lottery(root: Mapping, clauses: Clauses) -> Lottery | None:
    node = root.entries.get("lottery")
    if not isinstance(node, Mapping):
        return None
    return Lottery(text(node, "ticket"), text(node, "order") or "ascending", clauses.of(node))


def _appeal(root: Mapping, clauses: Clauses, faults: Faults) -> Appeal | None:
    node = root.entries.get("appeal")
    if not isinstance(node, Mapping):
        return None
    until = day(text(node, "until"))
    if until is None:
        place = node.entries["until"]
        faults.add(place, "bad_day", where="申诉的 until ", value=text(node, "until"))
    return Appeal(until or 0, text(node, "to"), clauses.of(node))


def _class_size(
    root: Mapping, attributes: dict[str, Fact], clauses: Clauses, faults: Faults
) -> ClassSize | None:
    node = root.entries.get("class_size")
    if not isinstance(node, Mapping):
        return None
    limit, classes = node.entries["limit"], node.entries["classes"]
    assert isinstance(limit, Scalar)
    assert isinstance(classes, Scalar)
    found = attributes.get(classes.value)
    if found is None:
        faults.add(classes, "unknown_name", where="班额", value=classes.value, kind="attributes")
    elif found.type != "integer":
        faults.add(classes, "other_type", name=found.zh, type=found.type, expected="整数")
    return ClassSize(int(limit.value), classes.value, clauses.of(node))
