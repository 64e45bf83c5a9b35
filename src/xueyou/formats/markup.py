"""Owns reading XML that may be hostile: no entities, no network, no doctype, bounded depth."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO

from lxml import etree

from xueyou.formats.archive import damaged
from xueyou.formats.refusal import Refusal

_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_PROBE = 8192


def parse_part(data: bytes) -> "etree._Element":
    """Return the root of one small part. Raises Refusal."""
    _refuse_doctype(data[:_PROBE])
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(error) from None
    _refuse_internal_subset(root)
    return root


def iterate_part(
    stream: IO[bytes], tags: tuple[str, ...], advance: Callable[[int], None]
) -> Iterator["etree._Element"]:
    """Yield each element of these tags when it is complete, while the part streams by.

    The caller clears what it has used. `advance(bytes)` hears how much has been read. Raises
    Refusal.
    """
    head = stream.read(_PROBE)
    _refuse_doctype(head)
    context = etree.XMLPullParser(events=("end",), tag=tags, **_SAFE)
    done = len(head)
    block = head
    try:
        while block:
            context.feed(block)
            for _, element in context.read_events():
                yield element
            advance(done)
            block = stream.read(1 << 16)
            done += len(block)
        root = context.close()
        for _, element in context.read_events():
            yield element
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(error) from None
    if root is not None:
        _refuse_internal_subset(root)


def release(element: "etree._Element") -> None:
    """Free an element that has been used, and its older siblings."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is None:
        return
    while element.getprevious() is not None:
        with suppress(IndexError):
            del parent[0]


def _refuse_doctype(head: bytes) -> None:
    if b"<!DOCTYPE" in head.replace(b"\x00", b"").upper():
        raise _entities()


def _refuse_internal_subset(root: "etree._Element") -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise _entities()


def _entities() -> Refusal:
    return Refusal(
        "unsupported",
        detail="里面有外部实体的声明，办公软件不会这样存，为了安全没有读。",
        detail_en="It declares entities, which no office program writes.",
    )


def _broken(error: Exception) -> Refusal:
    if "depth" in str(error).lower():
        return Refusal(
            "too_large",
            detail="里面的表格一层套一层，太深了。",
            detail_en="Its tables are nested too deeply.",
        )
    return damaged()
