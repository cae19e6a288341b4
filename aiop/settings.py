"""Settings of every process, read once from the environment and typed."""

import re
import sys
from pathlib import Path
from typing import Any

import environ

from aiop.adminkit.shell import UNFOLD  # noqa: F401  (Unfold reads it from the settings)

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("AIOP_VAR", default=str(BASE_DIR / "var")))
TESTING = "pytest" in sys.modules

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Served over HTTPS by a proxy in production; `up` serves plain HTTP on loopback and says so by this one switch.
SECURE = env.bool("SECURE", default=not (DEBUG or TESTING))
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "aiop.adminkit.apps.AdminKitConfig",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.import_export",
    "aiop.adminkit.apps.AiopAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "import_export",
    "django_celery_beat",
    "aiop.local",
    "aiop.sandbox.apps.SandboxConfig",
    "aiop.orgs",
    "aiop.audit",
    "aiop.runs",
    "aiop.loading",
    "aiop.files",
    "aiop.sources",
    "aiop.alerts",
    "aiop.identity",
    "aiop.quality",
    "aiop.catalogue",
    "aiop.builders",
    "aiop.dashboards",
    "aiop.home",
    "crm.apps.CrmConfig",
    "hvac.apps.HvacConfig",
    "servicetitan.apps.ServiceTitanConfig",
    "marts.apps.MartsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "aiop.orgs.middleware.OrgMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "aiop.urls"
WSGI_APPLICATION = "aiop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def _database(url: str) -> dict[str, Any]:
    config: dict[str, Any] = env.db_url_config(url)
    config["CONN_MAX_AGE"] = 0 if TESTING else 60
    config["CONN_HEALTH_CHECKS"] = True
    # JIT compiles for longer than our queries run.
    config["OPTIONS"] = {**config.get("OPTIONS", {}), "options": "-c jit=off -c timezone=UTC"}
    return config


def _reader(url: str) -> dict[str, Any]:
    config = _database(url)
    config["OPTIONS"]["server_side_binding"] = True
    config["OPTIONS"]["options"] += " -c default_transaction_read_only=on -c work_mem=64MB"
    return config


_APP_URL = env.str("DATABASE_URL", default="postgres://aiop_app@127.0.0.1/aiop")
_OWNER_URL = env.str("DATABASE_OWNER_URL", default=_APP_URL)
_READER_URL = env.str("DATABASE_READER_URL", default=re.sub(r"_app(?=[@:])", "_reader", _APP_URL, count=1))
# `default` logs in as the app's role, which is neither owner nor superuser; `owner` migrates; `side` is a second
# session of the app's role, so that the progress of a long transaction can be seen while it runs. `reader` answers the catalogue's
# questions as a role that can do nothing else; it speaks the extended protocol, which takes one statement at a time.
DATABASES = {
    "default": {**_database(_APP_URL), "TEST": {"MIRROR": "owner"}},
    "owner": _database(_OWNER_URL),
    "side": {**_database(_APP_URL), "TEST": {"MIRROR": "owner"}},
    "reader": {**_reader(_READER_URL), "TEST": {"MIRROR": "owner"}},
}
DATABASE_ROUTERS = ["aiop.orgs.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "aiop.orgs.access.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# How many proxies of our own stand before the web process; 0 believes no X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
AXES_CLIENT_IP_CALLABLE = "aiop.orgs.accounts.client_address"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_VERBOSE = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "aiop.orgs.accounts.ClosedSignup"
# django-axes alone counts wrong passwords, so that there is one rule and one page that explains it.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "AIOP"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "aiop.adminkit.formats"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "files"
# Tests run on a fresh clone, where no manifest of collected files exists.
_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
_MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC if TESTING or DEBUG else _MANIFEST},
}
# Uploads stream to disk; a form field larger than this is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=2 * 1024**3)
FILE_UPLOAD_HANDLERS = ["aiop.files.uploads.CappedUpload"]

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="memory://")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    # Redis gives a message back only after visibility_timeout, so it must exceed the longest task; a dead worker's run
    # is taken over by its lease in PostgreSQL within seconds.
    {"visibility_timeout": 21_600, "unacked_restore_interval": 10, "unacked_restore_throttle": 1}
    if CELERY_BROKER_URL.startswith("redis")
    else {}
)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 18_000
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Where run rows are written: a second session, except in tests that roll back what they did in the first.
RUN_LOG_ALIAS = env.str("RUN_LOG_ALIAS", default="default" if TESTING else "side")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # Below this they write addresses with their parameters, and headers with their tokens.
    "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
}

# Credentials of outside systems: Fernet keys, the first seals and all of them open; none: one derived from SECRET_KEY.
SOURCES_KEY = env.list("SOURCES_KEY", default=[])
# Hosts that connections may reach besides those that their systems declare; plain HTTP only on this machine.
SOURCES_ALLOWED_HOSTS = env.list("SOURCES_ALLOWED_HOSTS", default=[] if SECURE else ["127.0.0.1", "localhost"])

# Where people open this site, for links in messages.
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://127.0.0.1:8000")
# The mail server; without EMAIL_HOST no mail leaves, and what sends mail says so.
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="aiop@localhost")
# Webhooks that people enter may lead to this machine or its network only where this is on.
ALERTS_ALLOW_PRIVATE = env.bool("ALERTS_ALLOW_PRIVATE", default=False)

SILENCED_SYSTEM_CHECKS: list[str] = []
