"""Numbers and answers nobody may read in the database: sealed texts, blind indexes, digests."""

from xueyou.platform.crypto.columns import IndexedColumn, SealedColumn, indexed, sealed
from xueyou.platform.crypto.indexing import BlindIndex, blind_index, keyed_digest
from xueyou.platform.crypto.key_files import KeysWrong
from xueyou.platform.crypto.sealing import (
    Sealed,
    Unreadable,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

__all__ = [
    "BlindIndex",
    "IndexedColumn",
    "KeysWrong",
    "Sealed",
    "SealedColumn",
    "Unreadable",
    "blind_index",
    "indexed",
    "keyed_digest",
    "seal",
    "seal_bytes",
    "sealed",
    "unseal",
    "unseal_bytes",
]
