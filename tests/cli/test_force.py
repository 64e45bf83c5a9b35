"""`--force` takes the place of what a command wrote, and of nothing else."""

import json
from pathlib import Path

import pytest

from tests.cli.draw_room import FILES
from tests.cli.run import Ran, xueyou

SEED = "5" * 64


@pytest.fixture(scope="module", name="case")
def made_case(tmp_path_factory):
    """Return a folder of inputs."""
    folder = tmp_path_factory.mktemp("case")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(name="run")
def runs(case):
    """Return a function that runs the made draw as a rehearsal."""

    def run(out: Path, *more: object, cwd: Path | None = None) -> Ran:
        return xueyou("admit", "run", case, "--out", out, "--seed", SEED, *more, cwd=cwd)

    return run


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_rehearsal_is_replaced_and_an_official_result_never(run, tmp_path):
    """Tests both certificates; what is refused stays as it was."""
    out = tmp_path / "out"
    assert run(out).code == 0
    assert run(out).code == 2
    assert run(out, "--force").code == 0
    said = json.loads((out / "certificate.json").read_bytes())
    (out / "certificate.json").write_text(json.dumps(said | {"rehearsal": False}))
    before = bytes_of(out)
    kept = run(out, "--force")
    assert kept.code == 6
    assert "正式的结果" in kept.err
    assert bytes_of(out) == before


@pytest.mark.parametrize("name", ["notes.txt", "sub/inner.txt", "rules.yaml"])
def test_a_folder_with_anything_else_is_kept(run, tmp_path, name):
    """Tests an input folder, a folder of something else, and a result with a note beside it."""
    out = tmp_path / "out"
    for make in (lambda: out.mkdir(), lambda: run(out, "--force")):
        make()
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("mine")
        before = bytes_of(out)
        kept = run(out, "--force")
        assert kept.code == 2, kept.err
        assert name in kept.err
        assert bytes_of(out) == before
        (out / name).unlink()


def test_where_one_stands_is_kept(run, tmp_path):
    """Tests `.`, what holds it, and an own input folder as OUT."""
    stand = tmp_path / "a" / "b"
    stand.mkdir(parents=True)
    for out in (Path("."), Path(".."), stand, Path("/")):
        for more in ((), ("--force",)):
            kept = run(out, *more, cwd=stand)
            assert kept.code == 2, kept.err
            assert stand.is_dir()


def test_what_cannot_be_a_folder_of_results_is_told(run, tmp_path):
    """Tests a file, a link, a parent that is a file, missing, or not to be written."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path)
    for out in ("file", "link", "file/out", "no/out"):
        kept = run(tmp_path / out, "--force")
        assert kept.code == 2, kept.err
        assert "出了错" not in kept.err
    assert (tmp_path / "file").read_text() == "mine"
    kept = run(Path("/proc/out"))
    assert kept.code in (2, 4), kept.err
    assert "出了错" not in kept.err


def test_a_folder_of_a_name_we_would_use_is_somebodys(run, tmp_path):
    """Tests that OUT.tmp is left alone when it is there."""
    (tmp_path / "out.tmp").mkdir()
    (tmp_path / "out.tmp" / "mine").write_text("mine")
    assert run(tmp_path / "out").code == 0
    assert run(tmp_path / "out", "--force").code == 0
    assert (tmp_path / "out.tmp" / "mine").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.tmp"]
