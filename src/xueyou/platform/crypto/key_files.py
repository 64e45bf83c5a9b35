"""Key files: what they look like, and how a first one is made. They lie outside the database.

One key a line, `<use> <name> <key in hex>`, oldest first; `#` begins a remark. The file of field
keys names a cipher as the use: the last line seals, every line still unseals. The file of index
keys holds one `digest` key, which never changes, and one `index` key, or two while the first is
being exchanged for the second.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

KEY_BYTES = {"aes-256-gcm": 32, "sm4-gcm": 16, "index": 32, "digest": 32}
CIPHERS = ("aes-256-gcm", "sm4-gcm")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_HEX = re.compile(r"[0-9a-f]+")
_FEWEST_DIFFERENT_BYTES = 6


class KeysWrong(ValueError):
    """A key file cannot be used; `zh` says why and never repeats what is in it."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a key file. `repr` does not show the key itself."""

    use: str
    name: str
    secret: bytes

    def __repr__(self) -> str:
        return f"<{self.use} key {self.name}>"


@dataclass(frozen=True, slots=True)
class FieldKeys:
    """The keys of sealed texts, by name; the newest seals."""

    by_name: dict[str, Key]
    newest: Key


@dataclass(frozen=True, slots=True)
class IndexKeys:
    """The key of blind indexes, the one that is to follow it, and the key of digests."""

    current: Key
    following: Key | None
    digest: Key


def read_field_keys(path: Path) -> FieldKeys:
    """Return the keys of a field key file. Raises KeysWrong."""
    keys = _read(path, CIPHERS)
    if not keys:
        raise KeysWrong(f"密钥文件 {path.name} 里一把密钥也没有。")
    return FieldKeys({key.name: key for key in keys}, keys[-1])


def read_index_keys(path: Path) -> IndexKeys:
    """Return the keys of an index key file. Raises KeysWrong."""
    keys = _read(path, ("index", "digest"))
    index = [key for key in keys if key.use == "index"]
    digest = [key for key in keys if key.use == "digest"]
    if len(index) not in (1, 2) or len(digest) != 1:
        raise KeysWrong(
            f"密钥文件 {path.name} 要有一行 digest，和一行 index（更换期间两行，旧的在前）。"
        )
    return IndexKeys(index[0], index[1] if len(index) == 2 else None, digest[0])


def make_field_keys(path: Path) -> None:
    """Write a first field key file, unless there is one."""
    _write_once(path, [_fresh("aes-256-gcm", "k1")])


def make_index_keys(path: Path) -> None:
    """Write a first index key file, unless there is one."""
    _write_once(path, [_fresh("index", "x1"), _fresh("digest", "d1")])


def _read(path: Path, uses: tuple[str, ...]) -> list[Key]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise KeysWrong(
            f"密钥文件 {path.name} 读不出来：不存在、没有权限，或者不是文本。"
        ) from None
    keys = [
        _key(line, uses, f"密钥文件 {path.name} 第{number}行")
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if len({key.name for key in keys}) < len(keys) or len({key.secret for key in keys}) < len(keys):
        raise KeysWrong(f"密钥文件 {path.name} 里有两行重名，或者密钥相同。")
    return keys


def _key(line: str, uses: tuple[str, ...], where: str) -> Key:
    parts = line.split()
    if len(parts) != 3 or parts[0] not in uses or not _NAME.fullmatch(parts[1]):
        raise KeysWrong(
            f"{where}要写成“{'或'.join(uses)} 名称 十六进制密钥”，名称用小写字母和数字。"
        )
    use, name, digits = parts
    if not _HEX.fullmatch(digits) or len(digits) != 2 * KEY_BYTES[use]:
        raise KeysWrong(f"{where}的密钥要正好{2 * KEY_BYTES[use]}位十六进制数字（小写）。")
    secret = bytes.fromhex(digits)
    if len(set(secret)) < _FEWEST_DIFFERENT_BYTES:
        raise KeysWrong(f"{where}的密钥太简单，请用随机数生成。")
    return Key(use, name, secret)


def _fresh(use: str, name: str) -> str:
    return f"{use} {name} {secrets.token_hex(KEY_BYTES[use])}\n"


def _write_once(path: Path, lines: list[str]) -> None:
    """Put the file there whole or not at all, also where several processes start at once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=path.parent, encoding="ascii", delete=False) as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    written = Path(file.name)
    try:
        written.chmod(0o600)
        os.link(written, path)
    except FileExistsError:
        pass  # another process was first: its keys count
    finally:
        written.unlink()
