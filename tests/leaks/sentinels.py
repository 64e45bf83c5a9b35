"""Sentinels: words and numbers that occur nowhere else, each unique to one field of one object."""

import hashlib
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

import pypdf

WORD = re.compile(r"zq[a-z]{10}")
NUMBER = re.compile(r"(?<!\d)7\d{6}(?!\d)")
LONG = re.compile(r"(?<!\d)(?:1\d{10}|\d{17}[\dX])(?!\d)")
"""Telephones, and numbers of citizens."""
RUN = re.compile(r"[0-9A-Za-z-]*")
DRAWN = re.compile(
    r"(?:[0-9A-Za-z]{32}){1,2}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
"""Ids and tokens drawn at random, as they stand in a header or a form: one in some million holds
the seven digits of a sentinel, and a run of the harness reads hundreds of thousands of them."""


@dataclass(frozen=True, slots=True)
class Sentinel:
    """A token and what it stands for.

    `content` is a content class of the oracle, `owner` the place (or the login name, for an
    account) that the object belongs to, `field` where it was put.
    """

    token: str
    content: str
    owner: str
    field: str


class Sentinels:
    """All tokens of a world, made deterministically, found again in any answer."""

    def __init__(self) -> None:
        self._by_token: dict[str, Sentinel] = {}

    def word(self, content: str, owner: str, field: str) -> str:
        """Return a new word of twelve small letters."""
        digest = hashlib.sha256(f"{content}|{owner}|{field}".encode()).digest()
        return self.keep(
            "zq" + "".join(chr(97 + b % 26) for b in digest[:10]), content, owner, field
        )

    def again(self, *contents: str, owner: str, field: str) -> str:
        """Return the word that stands for a field already, whichever of the classes it has."""
        return next(
            one.token
            for one in self._by_token.values()
            if one.content in contents and (one.owner, one.field) == (owner, field)
        )

    def number(self, content: str, owner: str, field: str) -> int:
        """Return a new number of seven digits."""
        digest = hashlib.sha256(f"{content}|{owner}|{field}".encode()).digest()
        return int(self.keep(f"7{int.from_bytes(digest[:4]) % 10**6:06d}", content, owner, field))

    def telephone(self, content: str, owner: str, field: str) -> str:
        """Return a new telephone number of eleven digits."""
        digest = hashlib.sha256(f"{content}|{owner}|{field}".encode()).digest()
        number = f"139{int.from_bytes(digest[:5]) % 10**8:08d}"
        return self.keep(number, content, owner, field)

    def keep(self, token: str, content: str, owner: str, field: str) -> str:
        """Remember a token that was made elsewhere, and return it."""
        assert token not in self._by_token, f"two sentinels share {token}"
        self._by_token[token] = Sentinel(token, content, owner, field)
        return token

    def all(self) -> list[Sentinel]:
        """Return every sentinel."""
        return list(self._by_token.values())

    def found_in(self, texts: Iterable[str]) -> set[Sentinel]:
        """Return the sentinels that occur in the texts, numbers also with separators."""
        found: set[Sentinel] = set()
        for text in texts:
            plain = re.sub(r"(?<=\d)[,，   ](?=\d{3})", "", text)
            tokens = {*WORD.findall(text), *LONG.findall(plain)}
            for number in NUMBER.finditer(plain):
                if number[0] in self._by_token and not _drawn(plain, number.start()):
                    tokens.add(number[0])
            found |= {self._by_token[token] for token in tokens if token in self._by_token}
        return found


def _drawn(text: str, at: int) -> bool:
    """Return whether a place in a text lies within an id or a token that was drawn at random."""
    begin = at
    while begin and at - begin < 64 and RUN.fullmatch(text[begin - 1]):
        begin -= 1
    run = RUN.match(text, begin)
    return run is not None and DRAWN.fullmatch(run[0]) is not None


def texts_of(body: bytes, charset: str = "utf-8") -> list[str]:
    """Return every text in a body: of an archive (xlsx, docx) each member, hidden sheets too.

    Of a PDF the words of its pages, and what stands in it uncompressed.
    """
    if body.startswith(b"%PDF-"):
        pages = pypdf.PdfReader(BytesIO(body)).pages
        return [*(page.extract_text() for page in pages), body.decode(charset, errors="replace")]
    if not body.startswith(b"PK\x03\x04"):
        return [body.decode(charset, errors="replace")]
    with zipfile.ZipFile(BytesIO(body)) as archive:
        members = [
            archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist()
        ]
        return [*archive.namelist(), *members]
