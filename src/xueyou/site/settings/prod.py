"""Production: refuses to start where something is missing or a demonstration device is left on."""

import os

from xueyou.site.settings.base import *  # noqa: F403
from xueyou.site.settings.base import DATA
from xueyou.site.settings.environment import (
    cannot_start,
    key_files,
    refuse_weak_key,
    registers,
    secret_key,
)
from xueyou.site.settings.mail import TIMEOUT, mail_of

XUEYOU_ENV = "prod"
BUSINESS_CLOCK = None
if os.environ.get("XUEYOU_NOW"):
    cannot_start("正式环境不能拨动业务时钟：请去掉 XUEYOU_NOW 再启动。")
if not os.environ.get("XUEYOU_SECRET_KEY_FILE"):
    cannot_start("正式环境必须用 XUEYOU_SECRET_KEY_FILE 指明密钥文件。")
SECRET_KEY = secret_key(DATA)
refuse_weak_key(SECRET_KEY)
if not (os.environ.get("XUEYOU_FIELD_KEYS") and os.environ.get("XUEYOU_INDEX_KEY_FILE")):
    cannot_start(
        "正式环境必须用 XUEYOU_FIELD_KEYS 和 XUEYOU_INDEX_KEY_FILE 指明两个密钥文件："
        "证件号码用它们加密和查找，不能和数据库放在一起。"
    )
XUEYOU_FIELD_KEYS, XUEYOU_INDEX_KEY_FILE = key_files(DATA)
ALLOWED_HOSTS = [host for host in os.environ.get("XUEYOU_HOSTS", "").split(",") if host]
if not ALLOWED_HOSTS:
    cannot_start("正式环境必须用 XUEYOU_HOSTS 写明站点的域名，多个用逗号分开。")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PROXIES = os.environ.get("XUEYOU_PROXIES", "")
if not PROXIES.isdecimal():
    cannot_start(
        "正式环境必须用 XUEYOU_PROXIES 写明前面有几层反向代理（一般是 1，没有就写 0）："
        "登录次数按访客的地址来数，写错了，一个外人就能让所有人都登录不了。"
    )
ALLAUTH_TRUSTED_PROXY_COUNT = int(PROXIES)
"""How many reverse proxies stand in front: attempts are counted by the visitor's address."""
MAIL = mail_of(os.environ.get("XUEYOU_MAIL_URL", ""), os.environ.get("XUEYOU_MAIL_FROM", ""))
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = TIMEOUT
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL.sender
XUEYOU_SMS = os.environ.get("XUEYOU_SMS") or "xueyou.connectors.sms.signed_post.SignedPost"
XUEYOU_SMS_URL = os.environ.get("XUEYOU_SMS_URL", "")
XUEYOU_SMS_KEY_FILE = os.environ.get("XUEYOU_SMS_KEY_FILE", "")
XUEYOU_REGISTERS = registers(os.environ)
