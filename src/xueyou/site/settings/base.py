"""What holds in every deployment."""

from xueyou.site.logs import configuration
from xueyou.site.settings.environment import data_directory, databases

DATA = data_directory()
LOGGING = configuration()
DATABASES = databases(DATA)
# Every uploaded file streams to DATA/incoming and stops at the limit.
FILE_UPLOAD_HANDLERS = ["xueyou.platform.files.uploads.CappedUploadHandler"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "xueyou.platform.accounts",  # before allauth: our templates come first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "xueyou.platform.orgs",
    "xueyou.platform.access",
    "xueyou.platform.acts",
    "xueyou.platform.jobs",
    "xueyou.platform.files",
    "xueyou.platform.notifications",
    "xueyou.kernel.registry",
    "xueyou.kernel.deadlines",
    "xueyou.kernel.indicators",
    "xueyou.kernel.papers",
    "xueyou.kernel.draws",
    "xueyou.kernel.publications",
    "xueyou.kernel.calls",
    "xueyou.domains.arrivals",
    "xueyou.domains.checks",
    "xueyou.domains.classes",
    "xueyou.domains.clubs",
    "xueyou.domains.enrolment",
    "xueyou.domains.plans",
    "xueyou.domains.roll",
    "xueyou.surfaces.design",
    "xueyou.surfaces.shell",
    "xueyou.surfaces.public",
    "xueyou.surfaces.family",
    "xueyou.surfaces.letters",
    "xueyou.surfaces.registry",
    "xueyou.surfaces.calls",
    "xueyou.surfaces.checks",
    "xueyou.surfaces.committee",
    "xueyou.surfaces.desk",
    "xueyou.surfaces.season",
    "xueyou.surfaces.talents",
    "xueyou.surfaces.api",
    "xueyou.surfaces.school.classes",
    "xueyou.surfaces.school.clubs",
    "xueyou.surfaces.bureau.plans",
    "xueyou.surfaces.bureau.papers",
    "xueyou.surfaces.bureau.wall",
    "xueyou.surfaces.bureau.checkpoints",
    "xueyou.surfaces.bureau.settlements",
    "xueyou.surfaces.bureau.board",
    "xueyou.surfaces.bureau.figures",
    "xueyou.surfaces.bureau.posts",
    "xueyou.surfaces.bureau.releases",
]

MIDDLEWARE = [
    "xueyou.platform.acts.request_ids.RequestIdMiddleware",
    "xueyou.site.middleware.RequestMiddleware",
    "xueyou.surfaces.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xueyou.site.answering.PolicyMiddleware",
    "xueyou.site.waiting.WaitingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "xueyou.surfaces.shell.bodies.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "xueyou.platform.accounts.middleware.AccountMiddleware",
    "xueyou.platform.access.middleware.AccessMiddleware",
    "xueyou.platform.accounts.middleware.EntranceMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xueyou.site.answering.MessagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "xueyou.site.urls"
WSGI_APPLICATION = "xueyou.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": ["xueyou.surfaces.shell.assembling.Loader"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xueyou.surfaces.shell.context.shell",
                "xueyou.surfaces.shell.tokens.form_token",
            ],
            "builtins": ["xueyou.surfaces.shell.templatetags.addresses"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "xueyou.site.answering.StaticFiles"},
}
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True  # our own files are few: no copying step before the start
CSRF_FAILURE_VIEW = "xueyou.surfaces.shell.errors.csrf_failed"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_ENGINE = "xueyou.platform.accounts.session_store"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login_name", "name", "email")},
    },
    {
        "NAME": "xueyou.platform.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_sign_in"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 2 * 3600
XUEYOU_DESKS = [
    ("clubs.term.read", "clubs:list"),
    ("clubs.session.roll", "clubs:today"),
    ("calls.round.keep", "calls:list"),
    ("plans.document.read", "bureau:plans:list"),
    ("plans.force.work", "bureau:forces:mine"),
    ("roll.keep", "registry:rolls"),
    ("registry.claim.read", "registry:claims"),
]
"""Where somebody who has signed in begins: the first desk whose permission he has."""
XUEYOU_FAMILY_HOME = "family:home"
"""Where accounts of families begin: those that a phone opened."""
XUEYOU_PHONE_PLACES = ("/family/", "/letters/")
"""Addresses of families: a stranger there signs in by telephone."""
XUEYOU_OWN_PAGE = "shell:me"
XUEYOU_ROLES = "xueyou.site.roles"
XUEYOU_IDLE_SECONDS = 30 * 60
XUEYOU_BUSY = 5.0
"""Requests under way in a web process above which visitors who are not inside yet have to wait."""
XUEYOU_CODES_AN_ADDRESS = 300
"""One-time codes that one network address (a school shares one) may ask for in 15 minutes."""
XUEYOU_SMS = "xueyou.platform.notifications.outbox.OutboxSms"
XUEYOU_SMS_URL = ""
XUEYOU_SMS_KEY_FILE = ""
XUEYOU_SMS_PLAIN = False
XUEYOU_REGISTERS: dict[str, dict[str, object]] = {}
"""Registers that can be asked by connection, by source: the adapter and its options."""

ACCOUNT_ADAPTER = "xueyou.platform.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USER_DISPLAY = "xueyou.platform.accounts.models.display_name"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# allauth's own generator writes rows on a GET
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {
    "login": None,  # counted below, by device: one neighbour must not use up another's attempts
    "login_failed": "5/5m/key",  # codes of one person, behind the right password
    "login_failed_elsewhere": "20/m/ip,5/5m/key",
    "login_failed_known": "10/5m/key",
    "reset_password": "20/m/ip,3/10m/key",
}
MFA_ADAPTER = "xueyou.platform.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "学优"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by an administrator
MFA_RECOVERY_CODES_SHOW_ONCE = True
ACCOUNT_FORMS = {"reset_password": "xueyou.platform.accounts.forms.ForgottenPasswordForm"}
MFA_FORMS = {"activate_totp": "xueyou.platform.accounts.forms.SetUpCodeForm"}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",  # made by a migration; attempts count across processes
        # Never full: a full one forgets what still counts. A duty deletes what is over.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src-attr": ["'unsafe-inline'"],  # widths of bars; no style element, no script
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
