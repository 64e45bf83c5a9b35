"""Registers that can be asked by connection: the port, and which of them this deployment has.

An adapter stands in `connectors`; the settings name it for each source. It says what a register
answered and nothing else: whether that answer counts is judged here.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who is asked about. `asked`: by the code of a question what the family wrote."""

    code: str
    name: str
    document: str
    number: str
    guardians: str
    asked: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asking:
    """One request. `uid` is fresh each time: an answer to another request is none to this."""

    uid: UUID
    source: str
    legal_basis: str
    questions: Mapping[str, str]
    subjects: Sequence[Subject]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a register says of one subject. `person` is its proof of whom it looked up.

    `says`: by question (agrees | differs | no_answer, the value it has where that differs); of a
    question that nobody has answered before (stated, its value), or no_answer.
    """

    code: str
    person: str
    says: Mapping[str, tuple[str, str]]


class RegisterFailed(OSError):
    """The register did not answer, or not as agreed; it may be asked again later."""


class Register(Protocol):
    """A register of another office."""

    def ask(self, asking: Asking) -> Sequence[Answer]:
        """Return what it answers; subjects may be missing. Raises RegisterFailed."""


def proof_of(asking: UUID, number: str) -> str:
    """Return what proves that a register looked this very person up, in answer to this request."""
    bare = "".join(number.split()).upper()
    return hashlib.sha256(f"{asking}:{bare}".encode()).hexdigest()


def is_connected(source: str) -> bool:
    """Return whether this deployment can ask the source by connection."""
    return source in settings.XUEYOU_REGISTERS


def register_for(source: str) -> Register:
    """Return the register of a source. Raises RegisterFailed where it is not rightly set up."""
    given = dict(settings.XUEYOU_REGISTERS[source])
    adapter: type[Register] = import_string(str(given.pop("adapter")))
    return adapter(**given)
