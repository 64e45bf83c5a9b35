"""Tests: fast hashes, no network, the same middleware as everywhere."""

from xueyou.site.settings.base import *  # noqa: F403

XUEYOU_ENV = "test"
SECRET_KEY = "a-key-that-only-tests-know-and-that-signs-nothing-real"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "xueyou.platform.notifications.outbox.OutboxBackend"
