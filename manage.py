#!/usr/bin/env python3
"""Django's management commands, from the root (inside src/xueyou it would shadow `platform`)."""

from xueyou.site.entry import manage

if __name__ == "__main__":
    manage()
