"""Owns `xueyou admit row`: the file with which a family opens its own row of the public part."""

import argparse
import os
from pathlib import Path

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FALSE, USAGE, Stop
from xueyou.cli.outputs import claim_all, claim_out, write_errors
from xueyou.formats.proof.row_files import RowsDiffer, file_name, row_files
from xueyou.formats.writing import folder_in_making

_OWNER_ONLY = 0o600


def write_rows(options: argparse.Namespace, console: Console) -> int:
    """Write one applicant's file, or everybody's into a new folder, for the owner's eyes only."""
    if (options.out is None) != (options.applicant is None):
        raise Stop(USAGE, "--applicant 和 --out 要一起给：是谁的、写到哪里；要全部的人，用 --all。")
    folder = options.folder / "base" if (options.folder / "base").is_dir() else options.folder
    for name in ("secret.txt", "openings.csv", "inputs/applicants.csv", "public/commitments.csv"):
        if not (folder / name).is_file():
            raise Stop(
                USAGE,
                f"{folder} 里没有 {name}。"
                "请给出 admit run 写出的整个文件夹（含 inputs 的密封包）。",
            )
    try:
        if options.all is not None:
            _write_all(folder, options, console)
        else:
            _write_one(folder, options, console)
    except RowsDiffer:
        raise Stop(
            FALSE,
            f"{folder} 里的报名数据和公开部分的承诺对不上，没有写出任何文件。"
            "请先用 xueyou verify 核对这个文件夹。",
        ) from None
    write_errors(options.errors, [])
    return DONE


def _write_one(folder: Path, options: argparse.Namespace, console: Console) -> None:
    claim_all((options.out,), force=options.force)
    mine = next((text for who, text in row_files(folder) if who == options.applicant), None)
    if mine is None:
        raise Stop(USAGE, "报名表里没有这个编号。请核对；前面的零不能少。")
    _write(options.out, mine)
    console.say(
        f"写进了 {options.out}，只有您的账号能读。"
        "里面有这个人的全部数据和盐值，请只交给本人或家长。"
    )


def _write_all(folder: Path, options: argparse.Namespace, console: Console) -> None:
    claim_out(options.all, force=options.force)
    count = 0
    with folder_in_making(options.all) as making:
        making.chmod(0o700)
        for applicant, text in row_files(folder):
            _write(making / file_name(applicant), text)
            count += 1
    console.say(
        f"{count} 人的文件写进了 {options.all}，只有您的账号能读。"
        "每个文件里有一个人的全部数据和盐值，请只交给本人或家长。"
    )


def _write(path: Path, data: bytes) -> None:
    """Write a file that was never readable by others, whole or not at all."""
    making = path.with_name(f".{path.name}.tmp")
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        making.replace(path)
    except BaseException:
        making.unlink(missing_ok=True)
        raise
