"""Seal a text for one place of one row; unseal it there and nowhere else.

Authenticated encryption with a random nonce. Label, uid and the key's name are bound in, so a
sealed value copied to another row, column or key name does not open.
"""

import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from django.conf import settings

from xueyou.platform.crypto.key_files import FieldKeys, Key, read_field_keys

NONCE = 12
TAG = 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed text as a row keeps it: nonce, ciphertext and tag; and the name of the key."""

    value: bytes
    key_id: str


class Unreadable(ValueError):
    """The value does not open: wrong place, damaged, or its key is gone. Holds no content."""

    def __init__(self, label: str, uid: UUID, key_id: str) -> None:
        super().__init__(f"{label} {uid} does not open with key {key_id!r}")
        self.zh = "这一项加密保存的内容打不开：密钥不对，或者内容被改动过。请联系系统管理员。"


def seal(label: str, uid: UUID, text: str) -> Sealed:
    """Return the text sealed for `label` of the row `uid`, under the newest key."""
    return seal_bytes(label, uid, text.encode())


def unseal(label: str, uid: UUID, value: bytes, key_id: str) -> str:
    """Return the text sealed for that place. Raises Unreadable."""
    return unseal_bytes(label, uid, value, key_id).decode()


def seal_bytes(label: str, uid: UUID, data: bytes) -> Sealed:
    """Return bytes sealed as `seal` seals a text: a piece of a file."""
    key = field_keys().newest
    nonce = secrets.token_bytes(NONCE)
    return Sealed(nonce + _encrypt(key, nonce, data, _bound(label, uid, key.name)), key.name)


def unseal_bytes(label: str, uid: UUID, value: bytes, key_id: str) -> bytes:
    """Return the bytes sealed for that place. Raises Unreadable."""
    key, whole = field_keys().by_name.get(key_id), bytes(value)
    if key is None or len(whole) < NONCE + TAG:
        raise Unreadable(label, uid, key_id)
    try:
        return _decrypt(key, whole[:NONCE], whole[NONCE:], _bound(label, uid, key.name))
    except InvalidTag:
        raise Unreadable(label, uid, key_id) from None


def field_keys() -> FieldKeys:
    """Return the keys of this deployment (XUEYOU_FIELD_KEYS), read once a process."""
    return _read_once(settings.XUEYOU_FIELD_KEYS)


@cache
def _read_once(path: Path) -> FieldKeys:
    return read_field_keys(path)


def _bound(label: str, uid: UUID, key_name: str) -> bytes:
    return f"{label}|{uid}|{key_name}".encode()


def _encrypt(key: Key, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    if key.use == "aes-256-gcm":
        return AESGCM(key.secret).encrypt(nonce, plain, bound)
    worker = Cipher(SM4(key.secret), GCM(nonce)).encryptor()
    worker.authenticate_additional_data(bound)
    return worker.update(plain) + worker.finalize() + worker.tag


def _decrypt(key: Key, nonce: bytes, rest: bytes, bound: bytes) -> bytes:
    if key.use == "aes-256-gcm":
        return AESGCM(key.secret).decrypt(nonce, rest, bound)
    worker = Cipher(SM4(key.secret), GCM(nonce, rest[-TAG:])).decryptor()
    worker.authenticate_additional_data(bound)
    return worker.update(rest[:-TAG]) + worker.finalize()
