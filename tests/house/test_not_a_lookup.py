"""The package holds no stretch of the real documents that the reader is measured on."""

from collections.abc import Iterator
from pathlib import Path

from tests.data.reading.build import HERE
from tests.paths import ROOT, SHARED

RUN = 12
LEAST_HAN = 6
READABLE = {".py", ".txt", ".html", ".yaml", ".json", ".md", ".js", ".css", ".toml", ".po"}


def runs(words: str) -> Iterator[str]:
    """Every stretch of twelve characters that is language rather than figures or code."""
    squeezed = "".join(words.split())
    for start in range(len(squeezed) - RUN + 1):
        stretch = squeezed[start : start + RUN]
        if sum("\u4e00" <= c <= "\u9fff" for c in stretch) >= LEAST_HAN:
            yield stretch


def found(known: set[str], package: Path) -> list[str]:
    """The stretches that files of a folder share with the known ones."""
    return [
        f"{path.relative_to(package)}: {stretch}"
        for path in sorted(package.rglob("*"))
        if path.is_file() and path.suffix in READABLE
        for stretch in runs(path.read_text("utf-8", errors="ignore"))
        if stretch in known
    ]


def real_documents() -> list[Path]:
    """The real documents, or made ones where the real ones are absent."""
    if SHARED is None:
        return sorted(HERE.glob("heldout-*.txt"))
    return sorted((SHARED / "documents").rglob("*.txt"))


def test_no_stretch_of_a_real_document_is_in_the_package() -> None:
    """What the reader knows of a document it has from reading it."""
    known = {run for path in real_documents() for run in runs(path.read_text("utf-8"))}
    assert known
    # Made documents share stock phrases with the demonstration city's: there the engine is asked.
    package = ROOT / "src" if SHARED else ROOT / "src/xueyou/engines"
    assert found(known, package) == []


def test_a_copied_stretch_would_be_found(tmp_path: Path) -> None:
    """Spaces and line breaks do not hide a copy."""
    words = real_documents()[0].read_text("utf-8")
    known = set(runs(words))
    copied = next(iter(runs(words)))
    (tmp_path / "rules.py").write_text(f"# {copied[:6]}\n {copied[6:]}", "utf-8")
    assert found(known, tmp_path)
