"""Owns MANIFEST.sha256, which covers every file of a bundle, and LINES.crc32, which finds a row."""

import hashlib
import zlib
from pathlib import Path

MANIFEST = "MANIFEST.sha256"
LINES = "LINES.crc32"


def write_manifest(folder: Path) -> None:
    """Write LINES.crc32 and then MANIFEST.sha256 over all files below `folder`; the last step.

    A row of the first is `path TAB` and eight hex digits a line (CRC-32: it finds, it proves
    nothing); of the second `sha256, two spaces, path` as sha256sum reads it, by path, and a last
    row `# sha256  MANIFEST.sha256` over all rows before it.
    """
    for name, data in zip((LINES, MANIFEST), manifest_of(folder), strict=True):
        (folder / name).write_bytes(data)


def manifest_of(folder: Path) -> tuple[bytes, bytes]:
    """Return what LINES.crc32 and MANIFEST.sha256 of a folder hold, as its files are now."""
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).as_posix() not in (MANIFEST, LINES)
    )
    sums, rows = [], []
    for name in names:
        data = (folder / name).read_bytes()
        sums.append(f"{name}\t{line_sums(data)}\n")
        rows.append((name, hashlib.sha256(data).hexdigest()))
    lines = "".join(sums).encode()
    rows.append((LINES, hashlib.sha256(lines).hexdigest()))
    body = "".join(f"{digest}  {name}\n" for name, digest in sorted(rows)).encode()
    last = f"# {hashlib.sha256(body).hexdigest()}  {MANIFEST}\n".encode()
    return lines, body + last


def line_sums(data: bytes) -> str:
    """Return the CRC-32 of each line, eight hex digits each, one after another."""
    return "".join(["%08x" % zlib.crc32(line) for line in data.split(b"\n")])  # noqa: UP031 - fast
