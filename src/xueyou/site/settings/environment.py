"""What the environment decides: places, database, clock, keys. Read once, here."""

import os
import secrets
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import dj_database_url

from xueyou.platform.crypto.key_files import (
    KeysWrong,
    make_field_keys,
    make_index_keys,
    read_field_keys,
    read_index_keys,
)
from xueyou.platform.time.anchor import Anchor, anchored_at, parse_anchor
from xueyou.site.entry import USAGE

PROJECT = Path(__file__).resolve().parents[4]
DEMO_MORNING = "2026-11-20T08:00:00+08:00"
PROCESS_START = datetime.now(UTC)  # noqa: TID251 - before either clock can be asked


SQLITE = "django.db.backends.sqlite3"
ENGINES = frozenset({SQLITE, "django.db.backends.postgresql"})


def cannot_start(sentence: str) -> NoReturn:
    """Say on stderr which variable is missing or wrong, and end with exit 2 (usage)."""
    print(sentence, file=sys.stderr)
    raise SystemExit(USAGE)


def data_directory() -> Path:
    """Return the folder that holds all data of this deployment (XUEYOU_DATA, default var/)."""
    return Path(os.environ.get("XUEYOU_DATA") or PROJECT / "var").resolve()


def databases(data: Path, url: str = "") -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES from DATABASE_URL, by default SQLite inside the data folder."""
    url = url or os.environ.get("DATABASE_URL") or f"sqlite:///{data / 'xueyou.sqlite3'}"
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError):
        database = {}
    if database.get("ENGINE") not in ENGINES:  # never repeat the address: it holds the password
        cannot_start(
            "DATABASE_URL 不能用，什么都没有改动。请写成 postgres://用户名:密码@服务器/库名，"
            "或 sqlite:///文件的路径。"
        )
    if database["ENGINE"] == SQLITE:
        database["OPTIONS"] = sqlite_options()
        database["CONN_MAX_AGE"] = None
    else:
        database["ENGINE"] = "xueyou.platform.db.postgresql"
        database["CONN_MAX_AGE"] = 300
        database["CONN_HEALTH_CHECKS"] = True  # a server that restarted fails nobody's request
        # The longest allowed transaction (platform/acts/writing); sealing waits twice as long.
        # Commits wait for the disk whatever the server's default: a receipt must survive.
        # What is prepared is asked by keys, so one plan serves all values: planned for each set of
        # values it takes the server ten times as long. A session, and its plans, live five minutes.
        limits = (
            "-c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000"
            " -c synchronous_commit=on -c plan_cache_mode=force_generic_plan"
        )
        database.setdefault("OPTIONS", {}).setdefault("options", limits)
    return {"default": database}


def sqlite_options() -> dict[str, Any]:
    """Return the options that make SQLite sound under several processes.

    IMMEDIATE takes the write lock at BEGIN, so a transaction never fails half-way for it.
    synchronous=FULL because a receipt is a legal act: what was shown must survive a power cut.
    secure_delete because what is erased must be gone from the file, whatever a build's default is.
    """
    return {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;"
            " PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364;"
            " PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON"
        ),
    }


def secret_key(data: Path) -> str:
    """Return the signing key: XUEYOU_SECRET_KEY_FILE, else one made once in the data folder."""
    named = os.environ.get("XUEYOU_SECRET_KEY_FILE")
    path = Path(named) if named else data / "secret.key"
    if not path.exists():
        if named:
            cannot_start(f"XUEYOU_SECRET_KEY_FILE 指的文件不存在: {path}")
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def key_files(data: Path) -> tuple[Path, Path]:
    """Return the files of field and index keys; those not named are made once in the data folder.

    They open what the database keeps sealed: whoever restores a backup needs them too.
    """
    fields = os.environ.get("XUEYOU_FIELD_KEYS")
    index = os.environ.get("XUEYOU_INDEX_KEY_FILE")
    places = Path(fields or data / "keys" / "fields"), Path(index or data / "keys" / "index")
    try:
        if not fields:
            make_field_keys(places[0])
        if not index:
            make_index_keys(places[1])
        read_field_keys(places[0])
        read_index_keys(places[1])
    except KeysWrong as wrong:
        cannot_start(wrong.zh)
    return places


def business_clock(data: Path, default: str) -> Anchor | None:
    """Return where the business clock starts (XUEYOU_NOW), None where it is the wall clock."""
    now = os.environ.get("XUEYOU_NOW") or default
    if not now:
        return None
    try:
        at = anchored_at(data, now, os.environ.get("XUEYOU_NOW_AT"), PROCESS_START)
        return parse_anchor(now, at)
    except ValueError:
        cannot_start(
            f"XUEYOU_NOW 写成“{now}”读不出时刻，请写成 2026-11-20T08:00:00+08:00 这样，"
            "末尾加一个叹号表示时钟停住。"
        )


KEYS_THAT_EVERYBODY_KNOWS = ("a-key-that-only-tests-know", "django-insecure-")


def refuse_weak_key(key: str) -> None:
    """Stop where the signing key is short, monotonous or printed in somebody's source."""
    if len(key) < 50:
        cannot_start("密钥太短：XUEYOU_SECRET_KEY_FILE 里至少要有 50 个字符。")
    if len(set(key)) < 5 or key.startswith(KEYS_THAT_EVERYBODY_KNOWS):
        cannot_start("密钥不能用：它太简单，或者是源代码里公开过的。请另外生成一个。")


REGISTERS = ("police", "housing", "human_resources", "market")
SIGNED_EXCHANGE = "xueyou.connectors.registers.signed_exchange.SignedExchange"


def registers(given: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """Return the registers of other offices: XUEYOU_REGISTER_POLICE_URL, …_KEY_FILE and so on."""
    found: dict[str, dict[str, object]] = {}
    for source in REGISTERS:
        name = f"XUEYOU_REGISTER_{source.upper()}"
        url, key_file = given.get(f"{name}_URL", ""), given.get(f"{name}_KEY_FILE", "")
        if bool(url) != bool(key_file):
            cannot_start(f"{name}_URL 和 {name}_KEY_FILE 要一起写，或者都不写。什么都没有改动。")
        if url:
            adapter = given.get(f"{name}_ADAPTER", "") or SIGNED_EXCHANGE
            found[source] = {"adapter": adapter, "url": url, "key_file": key_file}
    return found
