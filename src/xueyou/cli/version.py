"""Owns what `xueyou --version` says: the release and a digest of the code that runs."""

from importlib.metadata import PackageNotFoundError, version

from xueyou.formats.program import code_digest

__all__ = ["code_digest", "version_line"]


def version_line() -> str:
    """Return "xueyou RELEASE sha256:DIGEST"."""
    try:
        release = version("xueyou")
    except PackageNotFoundError:
        release = "0"
    return f"xueyou {release} sha256:{code_digest()}"
