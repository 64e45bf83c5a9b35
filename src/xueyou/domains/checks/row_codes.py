"""Codes of rows: random, so that no child and no other row can be told from one."""

import secrets

from xueyou.formats.check_columns import SIGNS

LETTERS = "".join(sign for sign in SIGNS if sign.isalpha())
LENGTH = 11


def new_row_code() -> str:
    """Return a fresh code: a letter and ten signs, 53 bits of chance."""
    return secrets.choice(LETTERS) + "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
