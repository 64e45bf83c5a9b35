"""Production: refuses to start where something is missing or a demonstration device is left on."""

import os

from xueyou.site.settings.base import *  # noqa: F403
from xueyou.site.settings.base import DATA
from xueyou.site.settings.environment import refuse_weak_key, secret_key

XUEYOU_ENV = "prod"
BUSINESS_CLOCK = None
if os.environ.get("XUEYOU_NOW"):
    raise SystemExit("正式环境不能拨动业务时钟：请去掉 XUEYOU_NOW 再启动。")
if not os.environ.get("XUEYOU_SECRET_KEY_FILE"):
    raise SystemExit("正式环境必须用 XUEYOU_SECRET_KEY_FILE 指明密钥文件。")
SECRET_KEY = secret_key(DATA)
refuse_weak_key(SECRET_KEY)
ALLOWED_HOSTS = [host for host in os.environ.get("XUEYOU_HOSTS", "").split(",") if host]
if not ALLOWED_HOSTS:
    raise SystemExit("正式环境必须用 XUEYOU_HOSTS 写明站点的域名，多个用逗号分开。")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("XUEYOU_PROXIES", "0"))
"""How many reverse proxies stand in front: attempts are counted by the visitor's address."""
