"""Django settings. What differs between sites comes from the environment, with defaults for one machine.

DATA_DIR       database, originals, secret key, collected static files (default: var/); nothing is written elsewhere
DATABASE_URL   sqlite:///path or postgres://user:password@host/name (default: SQLite in DATA_DIR)
SECRET_KEY     default: made once and kept in DATA_DIR
DEBUG          1 for development (default: 0)
ALLOWED_HOSTS  comma-separated names (default: this machine only)
SITE_ADDRESS   the site's address in mails and calendars (default: http://127.0.0.1:8000); with https:// cookies travel
               by https only, and the proxy in front passes Host and X-Forwarded-Proto on
MAIL_HOST      mail server for the digest mails (default: localhost); MAIL_FROM is their sender
MAIL_PORT      its port (default: 25); MAIL_USER and MAIL_PASSWORD if it wants a log-in, MAIL_TLS=1 for STARTTLS,
               MAIL_SSL=1 for TLS from the start
DEMO           1 lets `serve` fill an empty site with samples and demo users (default: 0)
DUBAN_…        days and percentages of the follow-up rules, at the end of this file
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


def _kept_secret(path: Path) -> str:
    """Return the secret key kept in `path`, making it first on a new site."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
DEBUG = _flag("DEBUG")
DEMO = _flag("DEMO")
SECRET_KEY = os.environ.get("SECRET_KEY") or _kept_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS = [
    h.strip() for h in os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h.strip()
]

# django-tables2 is a library here, its table has a template of ours: as an app it would come, with psycopg, with every
# command.
INSTALLED_APPS = [
    "config.apps.DubanAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "accounts",
    "summaries",
    "tracker",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.ChosenLanguageMiddleware",
    "accounts.middleware.PlainTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.VisitedMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.access",
                "tracker.context_processors.waiting_tasks",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{(DATA_DIR / 'duban.sqlite3').as_posix()}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL on purpose: what a clerk was told is closed out must survive a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # recursive_triggers: INSERT OR REPLACE asks the timeline's triggers before it deletes, too.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ORIGINALS_DIR = DATA_DIR / "originals"
ATTACHMENTS_DIR = DATA_DIR / "attachments"

# Long work is queued in the database and done by `manage.py work`, which `serve` starts.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Accounts ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_TEMPLATE = "accounts/lockout.html"

# --- Language and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Pages ------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise wants it to be there
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
if SITE_ADDRESS.startswith(
    "https://"
):  # a proxy speaks https; how browsers are led there (redirects, HSTS) is its affair
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the preview of an import sends five for each item …
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # … and a folder may hold more than its form takes, which it says itself
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.refusals.csrf_failure"

# --- Follow-up rules (DESIGN: lights) -----------------------------------------------------------------

DUBAN_DUE_SOON_DAYS = _number("DUBAN_DUE_SOON_DAYS", 7)  # yellow from this many days before the deadline …
DUBAN_LAST_PART_PERCENT = _number("DUBAN_LAST_PART_PERCENT", 20)  # … or in this last part of the time given
DUBAN_SILENT_DAYS = _number("DUBAN_SILENT_DAYS", 30)  # yellow after this many days without a sign from the lead unit
DUBAN_REVIEW_DAYS = _number("DUBAN_REVIEW_DAYS", 7)  # a submitted task waits too long after this many days
DUBAN_CHASE_PAUSE_DAYS = _number("DUBAN_CHASE_PAUSE_DAYS", 3)  # a task is not chased twice within so many days
DUBAN_ATTACHMENTS = 10  # at most so many with a report, each …
DUBAN_ATTACHMENT_BYTES = 10 * 1024 * 1024
DUBAN_ATTACHMENT_SUFFIXES = [
    ".txt", ".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ppt", ".pptx", ".jpg", ".jpeg", ".png", ".zip",
]  # fmt: skip
DUBAN_SITE_ADDRESS = SITE_ADDRESS  # in mails and calendars
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "duban@localhost")
EMAIL_HOST = os.environ.get("MAIL_HOST", "localhost")
EMAIL_PORT = _number("MAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MAIL_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _flag("MAIL_TLS"), _flag("MAIL_SSL")
EMAIL_TIMEOUT = 20  # seconds
