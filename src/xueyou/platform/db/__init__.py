"""What every table shares: uid, scaled integers, append-only triggers, locks, text keys."""

from xueyou.platform.db.append_only import AppendOnly
from xueyou.platform.db.bitemporal import Bitemporal, BitemporalQuerySet, overlaps
from xueyou.platform.db.kept import remember
from xueyou.platform.db.locks import lock, lock_value, share
from xueyou.platform.db.prepared import Prepared, prepared
from xueyou.platform.db.prepared_writing import (
    Changes,
    PreparedUpdate,
    insert_row,
    insert_rows,
    prepared_update,
    update_row,
)
from xueyou.platform.db.scaled import ScaledInteger
from xueyou.platform.db.stamps import Stamps, StampsLaidDown, Watched
from xueyou.platform.db.text_keys import (
    LONGEST_KEY,
    SearchKeyField,
    SortKeyField,
    by_sound,
    search_key,
    sort_key,
)
from xueyou.platform.db.uid import UidField, uuid7

__all__ = [
    "LONGEST_KEY",
    "AppendOnly",
    "Bitemporal",
    "BitemporalQuerySet",
    "Changes",
    "Prepared",
    "PreparedUpdate",
    "ScaledInteger",
    "SearchKeyField",
    "SortKeyField",
    "Stamps",
    "StampsLaidDown",
    "UidField",
    "Watched",
    "by_sound",
    "insert_row",
    "insert_rows",
    "lock",
    "lock_value",
    "overlaps",
    "prepared",
    "prepared_update",
    "remember",
    "search_key",
    "share",
    "sort_key",
    "update_row",
    "uuid7",
]
