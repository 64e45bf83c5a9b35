"""`xueyou admit row`: the file with which a family opens its own row, and `verify --row` on it."""

import stat
from pathlib import Path

import pytest

from tests.cli.run import xueyou
from tests.cli.test_admit_answers import SEED, folder
from tests.cli.test_admit_refill import REFILLED
from tests.formats.proof.bundles import copied
from tests.rulebook.answers.explained_worlds import PRIMARY_TABLES


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a finished run."""
    base = tmp_path_factory.mktemp("run")
    given = folder(base / "in", REFILLED, PRIMARY_TABLES)
    assert xueyou("admit", "run", given, "--out", base / "out", "--seed", SEED).code == 0
    return base / "out"


def mode(path: Path) -> int:
    """Return who may read a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_family_gets_its_file_and_learns_its_result(out: Path, tmp_path: Path) -> None:
    """Tests a place of one's own choice, one by distance, a group, and none."""
    for who, said in (
        ("c01", "结果：在批次“学区”录取到“S1”（第 1 个志愿）。"),
        ("c02", "结果：在批次“统筹”录取到“S5”（没有录取到自己填的志愿，按远近统筹安排）。"),
        ("c05", "录取到“S1”（第 1 个志愿）（最后轮到一起申请的一组，按规则不拆开）。"),
        ("e01", "结果：没有录取。"),
    ):
        file = tmp_path / f"{who}.txt"
        done = xueyou("admit", "row", out, "--applicant", who, "--out", file)
        assert done.code == 0, done.err
        assert mode(file) == 0o600
        found = xueyou("verify", out / "public", "--row", file)
        assert found.code == 0, found.out
        assert "您的数据与封存时一致。" in found.out
        assert said in found.out


def test_everybody_gets_a_file(out: Path, tmp_path: Path) -> None:
    """Tests one file each in a new folder that nobody else may read; an older one stays."""
    done = xueyou("admit", "row", out, "--all", tmp_path / "rows")
    assert done.code == 0, done.err
    files = sorted((tmp_path / "rows").iterdir())
    assert [file.stem for file in files] == sorted(
        r["applicant"] for r in PRIMARY_TABLES["applicants"]
    )
    assert {mode(file) for file in files} == {0o600}
    assert mode(tmp_path / "rows") == 0o700
    assert xueyou("admit", "row", out, "--all", tmp_path / "rows").code == 2
    one = tmp_path / "one.txt"
    xueyou("admit", "row", out, "--applicant", "c01", "--out", one)
    assert one.read_bytes() == files[0].read_bytes()
    assert xueyou("admit", "row", out, "--applicant", "c01", "--out", one).code == 2


def test_what_mail_made_of_it_is_taken_out_again_and_said(out: Path, tmp_path: Path) -> None:
    """Tests Windows line ends behind a mark, and a changed cell, which stays a changed cell."""
    file = tmp_path / "row.txt"
    xueyou("admit", "row", out, "--applicant", "c01", "--out", file)
    sealed = file.read_bytes()
    file.write_bytes(b"\xef\xbb\xbf" + sealed.replace(b"\n", b"\r\n"))
    found = xueyou("verify", out, "--row", file)
    assert found.code == 0
    assert "开头加了标记（BOM）、行尾换成了 Windows 的写法" in found.out
    assert "核对时已经还原，数据没有变" in found.out
    file.write_bytes(sealed.replace(b"c01", b"c02"))
    found = xueyou("verify", out, "--row", file)
    assert found.code == 1
    assert "row.txt 与公布的承诺不符" in found.out
    file.write_bytes(b"\x89PNG\r\n")
    found = xueyou("verify", out, "--row", file)
    assert found.code == 1
    assert "这不是一家自己的数据文件" in found.out or "读不出文字" in found.out


def test_after_a_refill_the_same_file_tells_the_new_place(out: Path, tmp_path: Path) -> None:
    """Tests who moved up, and who is on the list of withdrawals."""
    (tmp_path / "W.csv").write_text("applicant\nc02\n", encoding="utf-8")
    asked = ["--withdrawn", tmp_path / "W.csv", "--out", tmp_path / "D2"]
    assert xueyou("admit", "refill", out, *asked).code == 0
    for who, said in (("c04", "录取到“S5”"), ("c02", "没有名额，放弃名单里有您。")):
        file = tmp_path / f"{who}.txt"
        assert xueyou("admit", "row", out, "--applicant", who, "--out", file).code == 0
        assert said in xueyou("verify", tmp_path / "D2/public", "--row", file).out
        again = tmp_path / f"{who}-again.txt"
        assert xueyou("admit", "row", tmp_path / "D2", "--applicant", who, "--out", again).code == 0
        assert again.read_bytes() == file.read_bytes()


def test_what_cannot_be_done_is_said(out: Path, tmp_path: Path) -> None:
    """Tests a stranger, half a command, the public part, and tables that were changed."""
    file = tmp_path / "row.txt"
    assert xueyou("admit", "row", out, "--applicant", "zz", "--out", file).code == 2
    assert xueyou("admit", "row", out, "--applicant", "c01").code == 2
    assert xueyou("admit", "row", out, "--out", file).code == 2
    public = xueyou("admit", "row", out / "public", "--applicant", "c01", "--out", file)
    assert public.code == 2
    assert "secret.txt" in public.err
    table = out / "inputs/applicants.csv"
    sealed = table.read_bytes()
    table.write_bytes(sealed.replace(b"c02,", b"c02,x", 1))
    try:
        for asked in (["--applicant", "e01", "--out", file], ["--all", tmp_path / "rows"]):
            assert xueyou("admit", "row", out, *asked).code == 1
    finally:
        table.write_bytes(sealed)
    assert not file.exists()
    assert not (tmp_path / "rows").exists()


def test_a_spoilt_secret_is_told_and_nothing_written(out: Path, tmp_path: Path) -> None:
    """Tests a secret that is no number, and openings that no reader takes."""
    for name, spoilt in (("secret.txt", "zz"), ("openings.csv", "a,b,c\nx\ry,z,w\n")):
        bundle = copied(out, tmp_path / "copy")
        (bundle / name).write_text(spoilt, encoding="utf-8")
        done = xueyou("admit", "row", bundle, "--applicant", "c01", "--out", tmp_path / "c01")
        assert (done.code, "xueyou verify" in done.err) == (1, True), (name, done.err)
        assert not (tmp_path / "c01").exists()
