"""Owns the files a command writes: claimed before work begins, written whole or not at all."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from xueyou.cli.exits import FORBIDDEN, MISSING, USAGE, Stop
from xueyou.formats.refusal import Refusal
from xueyou.formats.result_folders import FolderKept, refuse_replacing
from xueyou.formats.writing import OutputExists, claim, claim_folder, write_folder, write_whole


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One line of the --errors file; row and column as a spreadsheet shows them."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    code: str
    value: str | None
    zh: str
    en: str

    @classmethod
    def of(cls, file: str, refusal: Refusal) -> "ErrorRow":
        """Make the line of a file that was refused as a whole."""
        return cls(
            file=file,
            sheet=refusal.sheet,
            row=refusal.row,
            column=refusal.column,
            code=refusal.code,
            value=None,
            zh=refusal.zh,
            en=refusal.en,
        )

    def order(self) -> tuple[str, str, int, str, str]:
        """Give the sort key: place first, then code."""
        return (self.file, self.sheet or "", self.row or 0, self.column or "", self.code)


def claim_all(paths: Iterable[Path | None], *, force: bool) -> None:
    """Check that every output may be written, before anything is read.

    Raises Stop(USAGE) when one exists (without force), lies in no folder, or is named twice.
    """
    seen: set[Path] = set()
    for path in paths:
        if path is None:
            continue
        if path.resolve() in seen:
            raise Stop(USAGE, f"两个结果写到了同一个文件：{path}。请各给一个名字。")
        seen.add(path.resolve())
        if path.is_dir():
            raise Stop(USAGE, f"{path} 是文件夹，结果要写成一个文件。没有动它。请换个名字。")
        _claimed(claim, path, force=force)


def claim_out(folder: Path, *, force: bool) -> None:
    """Check that a folder of results may be written.

    Raises Stop: USAGE where it cannot, or would take the place of what no command wrote; FORBIDDEN
    where an official result lies there.
    """
    if force and os.path.lexists(folder):
        try:
            refuse_replacing(folder)
        except FolderKept as kept:
            raise Stop(FORBIDDEN if kept.official else USAGE, kept.zh) from None
    _claimed(claim_folder, folder, force=force)


def _claimed(claiming: Callable[..., None], path: Path, *, force: bool) -> None:
    try:
        claiming(path, force=force)
    except OutputExists:
        raise Stop(USAGE, f"{path} 已经存在，没有动它。换个名字，或加 --force 覆盖。") from None
    except FileNotFoundError:
        raise Stop(USAGE, f"没有这个文件夹：{path.parent}。请先建好。") from None
    except OSError as error:
        raise Stop(USAGE, f"{path} 不能写（{error.strerror}）。请换一个文件夹。") from None
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise Stop(USAGE, f"{path.parent} 不让写。请换一个文件夹，或先取得写的权限。")


def write_out(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of results, whole or not at all."""
    try:
        write_folder(folder, files)
    except OSError as error:
        raise Stop(
            MISSING, f"写不进 {folder}（{error.strerror}）。原有的文件没有动。请看看磁盘和权限。"
        ) from None


def write_output(path: Path, data: bytes) -> None:
    """Write one result; a full disk or a missing right becomes a sentence."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise Stop(
            MISSING, f"写不进 {path}（{error.strerror}）。原有的文件没有动。请看看磁盘和权限。"
        ) from None


def write_errors(path: Path | None, rows: Iterable[ErrorRow]) -> None:
    """Write the --errors file, sorted; an empty file says that nothing was wrong.

    It reports on the latest run, so an earlier one is replaced without --force.
    """
    if path is None:
        return
    encode = json.JSONEncoder(ensure_ascii=False).encode
    names = [field.name for field in fields(ErrorRow)]
    lines = [
        encode({name: getattr(row, name) for name in names}).encode() + b"\n"
        for row in sorted(rows, key=ErrorRow.order)
    ]
    write_output(path, b"".join(lines))
