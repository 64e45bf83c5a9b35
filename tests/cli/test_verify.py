"""`xueyou verify`: the released verifier, never the bundle's."""

import json
import subprocess
import sys

import numpy as np
import pytest

from tests.cli.run import xueyou
from tests.formats.proof.bundles import (
    CODE,
    copied,
    made_bundle,
    refitted,
    resealed,
    rewrite_manifests,
    write_inputs,
)
from tests.reference.admission_worlds import made_from
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.proof import verify
from xueyou.formats.proof.bundle import verifier_digest
from xueyou.rulebook.allocation.run import run
from xueyou.rulebook.tables import input_checks


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """Return a sealed bundle."""
    return made_bundle(tmp_path_factory.mktemp("run"), 5)


def test_it_prints_the_digest_of_the_released_verifier(bundle):
    """Tests both parts of a bundle, as text and as JSON."""
    for part in (bundle, bundle / "public"):
        done = xueyou("verify", part, "--json", "-")
        said = json.loads(done.out)
        assert (done.code, said["ok"], said["verifier"]) == (0, True, verifier_digest())
        assert verifier_digest() in xueyou("verify", part).out


def test_a_forged_verifier_inside_is_told_and_never_run(bundle, tmp_path):
    """Tests a verify.py that would leave a trace, with every digest around it made to fit."""
    forged = copied(bundle, tmp_path / "copy")
    trace = tmp_path / "trace"
    code = f"open({str(trace)!r}, 'w').write('run')\n".encode()
    for name in ("verify.py", "public/verify.py", "sitecustomize.py", "json.py"):
        (forged / name).write_bytes(code)
    rewrite_manifests(forged)
    done = xueyou("verify", forged)
    assert done.code == 1
    assert done.out.startswith("核验不通过：verify.py")
    for name in ("sitecustomize.py", "json.py"):
        (forged / name).unlink()
    refitted(forged, verifier=sha256_hex(code))
    done = xueyou("verify", forged)
    assert "不是本版放行的" in done.out
    assert not trace.exists()


def test_every_copy_of_both_verifiers_is_held_against_the_certificate(bundle, tmp_path):
    """Tests the page and the program, in the sealed part and in the public one."""
    for name in ("verify.html", "public/verify.py", "public/verify.html"):
        forged = copied(bundle, tmp_path / "copy")
        (forged / name).write_bytes(b"forged\n")
        rewrite_manifests(forged)
        done = xueyou("verify", forged)
        assert (done.code, done.out.startswith(f"核验不通过：{name} ")) == (1, True), done.out


def test_a_file_that_no_code_binds_is_told(bundle, tmp_path):
    """Tests a list put beside the results, in either part, with every manifest made to fit."""
    for name in ("list.csv", "inputs/more.csv", "public/list.csv"):
        forged = copied(bundle, tmp_path / "copy")
        (forged / name).write_text("x\n", encoding="utf-8")
        rewrite_manifests(forged)
        done = xueyou("verify", forged)
        assert (done.code, done.out.split("\n")[0]) == (1, f"核验不通过：{name} 是多出来的文件。")
    public = copied(bundle / "public", tmp_path / "copy")
    (public / "list.csv").write_text("x\n", encoding="utf-8")
    rewrite_manifests(public)
    assert xueyou("verify", public).code == 1


def nothing_wrong(rulebook, table, choices, *_):
    """Return that no row is wrong."""
    return np.zeros(len(choices.rank), dtype=np.bool_)


def test_tables_that_a_run_would_have_refused_are_told(tmp_path, monkeypatch):
    """Tests a list longer than the rules allow, of which verify.py alone says nothing."""
    made = made_from(5, 24, 6)
    folder = write_inputs(made, tmp_path / "in")
    for batch in made.rules["batches"]:
        batch["choices"]["max"] = 1
    (folder / "rules.yaml").write_text(json.dumps(made.rules), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(input_checks, "_check_ranks", nothing_wrong)
        run(folder, tmp_path / "out", code=CODE, seed=made.seed)
    done = xueyou("verify", tmp_path / "out")
    assert done.code == 1
    assert done.out.startswith("核验不通过：inputs/choices.csv 第 "), done.out


def test_a_published_code_is_asked_for_by_name(bundle):
    """Tests the right code, another, and what is no code."""
    code = sha256_hex((bundle / "commitment.json").read_bytes())
    assert xueyou("verify", bundle / "public", "--commitment", code).code == 0
    assert xueyou("verify", bundle / "public", "--commitment", "0" * 64).code == 1
    assert xueyou("verify", bundle, "--commitment", "abc").code == 2
    assert xueyou("verify", bundle / "nothing").code == 2
    assert xueyou("verify", bundle / "public", "--row", bundle / "no-row.txt").code == 2


def test_rules_that_do_not_compile_to_what_was_run_are_told(bundle, tmp_path):
    """Tests rules.yaml against rules.json, which verify.py alone cannot."""
    forged = copied(bundle, tmp_path / "copy")
    path = forged / "inputs" / "rules.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("示例市", "别的市"), encoding="utf-8")
    resealed(forged, "inputs/rules.yaml")
    assert xueyou("verify", forged).code == 0  # a name decides no place
    text = path.read_text(encoding="utf-8").replace('"示例"', '"别的"')
    path.write_text(text, encoding="utf-8")
    resealed(forged, "inputs/rules.yaml")
    done = xueyou("verify", forged)
    assert (done.code, done.out[:18]) == (1, "核验不通过：rules.json 第")


def test_a_family_checks_its_own_file(bundle, tmp_path):
    """Tests the text that opens one row, and one letter of it changed."""
    rows = (bundle / "openings.csv").read_text(encoding="utf-8").split("\n")
    applicant, name, salt = rows[1].split(",")
    lines = []
    for table in ("applicants", "choices"):
        own = (bundle / "inputs" / f"{table}.csv").read_text(encoding="utf-8").split("\n")
        lines += [own[0], *[line for line in own if line.startswith(f"{applicant},")]]
    text = "\n".join(["xueyou-row/1", f"salt: {salt}", f"pseudonym: {name}", *lines, ""])
    (tmp_path / "row.txt").write_text(text, encoding="utf-8")
    done = xueyou("verify", bundle / "public", "--row", tmp_path / "row.txt")
    assert done.code == 0, done.out
    assert "您的数据与封存时一致。\n结果：" in done.out
    (tmp_path / "row.txt").write_text(text.replace(",1,", ",2,", 1), encoding="utf-8")
    assert xueyou("verify", bundle / "public", "--row", tmp_path / "row.txt").code == 1


def test_rules_of_a_county_in_a_frame_hold_without_the_frame(tmp_path):
    """Tests a genuine bundle whose frame, as always, is not in it."""
    folder = write_inputs(made_from(5, 24, 6), tmp_path / "in")
    rules = json.loads((folder / "rules.yaml").read_text(encoding="utf-8"))
    place = rules["jurisdiction"]
    frame = {
        "schema": "xueyou-frame/1",
        "title": "全市框架",
        "jurisdiction": {"code": str(place["code"]), "name": "示例市"},
        "bounds": [{"path": "batches.*.refill", "among": ["none", "next"]}],
    }
    (folder / "city.yaml").write_text(json.dumps(frame, ensure_ascii=False), encoding="utf-8")
    rules["frame"] = "city.yaml"
    (folder / "rules.yaml").write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
    done = xueyou("admit", "run", folder, "--out", tmp_path / "out", "--seed", "0" * 64)
    assert done.code == 0, done.err
    assert xueyou("verify", tmp_path / "out").code == 0


def test_a_table_that_no_reader_takes_is_told_without_a_fault_of_ours(bundle, tmp_path):
    """Tests a carriage return in a cell and a cell without end, by both verifiers."""
    for more in (b"a\rb,c\n", b"a" * 200_000 + b",b\n"):
        forged = copied(bundle / "public", tmp_path / "copy")
        data = (forged / "commitments.csv").read_bytes() + more
        (forged / "commitments.csv").write_bytes(data)
        refitted(forged, rows=sha256_hex(data))
        done = xueyou("verify", forged)
        assert (done.code, done.out.startswith("核验不通过")) == (1, True), done.err
        assert_alone_it_says_so(forged)


def test_the_lone_verifier_says_of_a_bottomless_file_that_it_cannot_be_read(bundle, tmp_path):
    """Tests JSON nested deeper than Python goes: a sentence, no traceback."""
    forged = copied(bundle / "public", tmp_path / "copy")
    (forged / "commitment.json").write_bytes(b"[" * 100_000)
    rewrite_manifests(forged)
    assert_alone_it_says_so(forged)


def assert_alone_it_says_so(folder):
    """Run verify.py of the release as a program of its own, on a bundle that does not hold."""
    done = subprocess.run(
        [sys.executable, verify.__file__, str(folder)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.startswith("核验不通过：")) == (1, True), done.stderr
