"""The page that checks a public bundle, opened from disk in a browser without network."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.formats.proof.bundles import (
    changed,
    copied,
    files_of,
    made_bundle,
    refitted,
    rewrite_manifests,
)
from tests.formats.proof.test_draw_in_a_bundle import REVEALS, official
from tests.formats.proof.test_public_order import CHANGES
from tests.reference.admission_worlds import MODES
from xueyou.formats.canonical import canonical_json, sha256_hex


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sealed bundle with its public part."""
    return made_bundle(tmp_path_factory.mktemp("run"), 5)


@pytest.fixture
def page(browser: Browser, bundle: Path):
    """Open verify.html from disk, offline, on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    opened = context.new_page()
    opened.goto((bundle / "public" / "verify.html").as_uri())
    yield opened
    context.close()


def verdict(page: Page, folder: Path, code: str = "", row: Path | None = None) -> str:
    """Pick a folder, press the button, and return what is said."""
    page.set_input_files("#folder", folder)
    page.fill("#commitment", code)
    page.set_input_files("#row", row or [])
    page.click("#go")
    page.wait_for_selector("#verdict.good, #verdict.bad")
    said = page.inner_text("#verdict")
    page.evaluate("document.getElementById('verdict').className = ''")
    return said


def test_a_bundle_that_holds_with_and_without_a_published_code(page: Page, bundle: Path) -> None:
    """Tests both codes, a foreign one, the sealed folder, and the width of a phone."""
    code = sha256_hex((bundle / "commitment.json").read_bytes())
    assert verdict(page, bundle / "public").startswith("核验通过")
    assert "与您填的结果承诺码一致" in verdict(page, bundle / "public", code)
    assert verdict(page, bundle / "public", "0" * 64).startswith("核验不通过")
    assert "只核验其中公开的部分" in verdict(page, bundle)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_each_changed_file_is_named(page: Page, bundle: Path, tmp_path: Path) -> None:
    """Tests a flip in each public file, and a table rewritten with a new manifest."""
    for path in files_of(bundle / "public"):
        name = path.name
        public = copied(bundle / "public", tmp_path / "copy")
        data = bytearray((public / name).read_bytes())
        data[len(data) // 2] ^= 1
        (public / name).write_bytes(bytes(data))
        said = verdict(page, public)
        assert said.startswith("核验不通过"), name
        assert name in said
    public = copied(bundle / "public", tmp_path / "copy")
    table = public / "placements.csv"
    table.write_bytes(table.read_bytes().replace(b",placed\n", b",placed_tied\n", 1))
    rewrite_manifests(public)
    assert "placements.csv 第 2 行" in verdict(page, public)


def test_page_and_program_come_to_the_same_on_made_runs(page: Page, tmp_path: Path) -> None:
    """Tests the page's own computation on runs of all modes, groups and flows."""
    for mode in MODES:
        public = made_bundle(tmp_path / mode, 8, mode) / "public"
        assert verdict(page, public).startswith("核验通过"), mode


def test_a_family_opens_its_row_on_the_page(page: Page, bundle: Path, tmp_path: Path) -> None:
    """Tests the family's own file, right and changed."""
    rows = (bundle / "openings.csv").read_text(encoding="utf-8").split("\n")
    applicant, name, salt = rows[1].split(",")
    lines = []
    for table in ("applicants", "choices"):
        own = (bundle / "inputs" / f"{table}.csv").read_text(encoding="utf-8").split("\n")
        lines += [own[0], *[line for line in own if line.startswith(f"{applicant},")]]
    text = "\n".join(["xueyou-row/1", f"salt: {salt}", f"pseudonym: {name}", *lines, ""])
    row = tmp_path / "row.txt"
    row.write_text(text, encoding="utf-8")
    assert "您的数据与封存时一致" in verdict(page, bundle / "public", row=row)
    row.write_bytes("\ufeff".encode() + text.replace("\n", "\r\n").encode())
    assert "您的数据与封存时一致" in verdict(page, bundle / "public", row=row)
    row.write_text(text.replace("J", "K"), encoding="utf-8")
    assert "您的数据文件与公布的承诺不符" in verdict(page, bundle / "public", row=row)


def test_rewritten_tables_and_orders_are_told(page: Page, bundle: Path, tmp_path: Path) -> None:
    """Tests what a rewritten manifest cannot hide: ends, headers, the certificate, the order."""
    for name in ("placements.csv", "cutoffs.csv", "commitments.csv"):
        for old, new in ((b",", b"_,"), (b"\n", b"\n\n")):
            public = copied(bundle / "public", tmp_path / "copy")
            changed(public, name, old, new)
            assert f"{name} 第 " in verdict(page, public), name
    public = copied(bundle / "public", tmp_path / "copy")
    changed(public, "certificate.json", b'"placed":', b'"placed":1')
    assert "certificate.json 第 1 行" in verdict(page, public)
    for change in CHANGES:
        public = copied(bundle / "public", tmp_path / "copy")
        problem = json.loads((public / "problem.json").read_bytes())
        change(problem)
        data = canonical_json(problem)
        (public / "problem.json").write_bytes(data)
        refitted(public, problem=sha256_hex(data))
        assert "problem.json 第 1 行" in verdict(page, public), change.__name__


def test_draws_are_held_against_commitment_source_and_date(page: Page, tmp_path: Path) -> None:
    """Tests a draw that holds, and reveals rewritten with all digests made to fit."""
    whole = official(tmp_path)
    assert "种子重算无误" in verdict(page, whole / "public")
    for said in REVEALS:
        public = copied(whole / "public", tmp_path / "copy")
        data = canonical_json(json.loads((public / "draw" / "reveal.json").read_bytes()) | said)
        (public / "draw" / "reveal.json").write_bytes(data)
        refitted(public, reveal=sha256_hex(data))
        assert verdict(page, public).startswith("核验不通过\n"), said
    public = copied(whole / "public", tmp_path / "copy")
    refitted(public, rehearsal=True)
    assert "certificate.json 第 1 行" in verdict(page, public)
    rehearsal = made_bundle(tmp_path / "rehearsal", 8, "parallel") / "public"
    refitted(rehearsal, seed=None, rehearsal=False)
    assert "draw/commit.json 不见了" in verdict(page, rehearsal)
