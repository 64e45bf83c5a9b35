"""File names as people send them, made harmless without losing what they say."""

import unicodedata

LONGEST = 120
LONGEST_SUFFIX = 12
UNNAMED = "未命名"


def harmless_name(name: str) -> str:
    """Return a name without folders, control or direction marks, at most 120 characters long.

    "../../通知.docx" becomes "通知.docx"; a right-to-left override that makes "exe.docx" look like
    "xcod.exe" is taken out; an overlong name keeps its suffix.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Cc control, Cf direction and zero-width marks, Cs lone surrogates, Co private use, Cn none.
    kept = "".join(" " if c.isspace() else c for c in last if not _invisible(c))
    kept = " ".join(kept.split()).strip(". ")
    for reserved in '<>:"|?*':
        kept = kept.replace(reserved, "_")
    stem, dot, suffix = kept.rpartition(".")
    if not dot or len(suffix) > LONGEST_SUFFIX:
        return kept[:LONGEST] or UNNAMED
    return f"{(stem or UNNAMED)[: LONGEST - len(suffix) - 1]}.{suffix}"


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} and (
        not character.isspace()
    )
