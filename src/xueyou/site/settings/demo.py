"""The demonstration city: one machine, one-click sign-in, mail to files."""

from xueyou.site.settings.base import *  # noqa: F403
from xueyou.site.settings.base import DATA, INSTALLED_APPS
from xueyou.site.settings.environment import DEMO_MORNING, business_clock, key_files, secret_key

XUEYOU_ENV = "demo"
INSTALLED_APPS = [*INSTALLED_APPS, "xueyou.demo"]
BUSINESS_CLOCK = business_clock(DATA, DEMO_MORNING)
SECRET_KEY = secret_key(DATA)
XUEYOU_FIELD_KEYS, XUEYOU_INDEX_KEY_FILE = key_files(DATA)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "xueyou.platform.notifications.outbox.OutboxBackend"
XUEYOU_IDLE_SECONDS = 8 * 3600
