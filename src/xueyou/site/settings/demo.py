"""The demonstration city: one machine, one-click sign-in, mail to files."""

from xueyou.site.settings.base import *  # noqa: F403
from xueyou.site.settings.base import DATA
from xueyou.site.settings.environment import secret_key

XUEYOU_ENV = "demo"
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "xueyou.platform.notifications.outbox.OutboxBackend"
