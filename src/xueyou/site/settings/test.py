"""Tests: fast hashes, no network, the same middleware as everywhere."""

import os

from xueyou.site.settings.base import *  # noqa: F403
from xueyou.site.settings.base import DATA, INSTALLED_APPS
from xueyou.site.settings.environment import business_clock, databases, key_files

XUEYOU_ENV = "test"
INSTALLED_APPS = [*INSTALLED_APPS, "xueyou.demo"]
BUSINESS_CLOCK = business_clock(DATA, "2026-11-20T08:00:00+08:00!")
SECRET_KEY = "a-key-that-only-tests-know-and-that-signs-nothing-real"  # noqa: S105
XUEYOU_FIELD_KEYS, XUEYOU_INDEX_KEY_FILE = key_files(DATA)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "xueyou.platform.notifications.outbox.OutboxBackend"

# DB=postgres asks for the tests' own cluster; tests/databases.py says where it is.
if os.environ.get("DB") == "postgres" and not os.environ.get("DATABASE_URL"):
    DATABASES = databases(DATA, "postgresql:///unset")
# No collected files in tests: they are found where they lie, each time unless load is measured.
WHITENOISE_AUTOREFRESH = os.environ.get("XUEYOU_TEST_LOAD") != "1"
WHITENOISE_USE_FINDERS = True
