"""Tests: fast hashes, no network, the same middleware as everywhere."""

from xueyou.site.settings.base import *  # noqa: F403
from xueyou.site.settings.base import DATA
from xueyou.site.settings.environment import business_clock

XUEYOU_ENV = "test"
BUSINESS_CLOCK = business_clock(DATA, "2026-11-20T08:00:00+08:00!")
SECRET_KEY = "a-key-that-only-tests-know-and-that-signs-nothing-real"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "xueyou.platform.notifications.outbox.OutboxBackend"
