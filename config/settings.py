"""One settings file, driven by the environment.

Production values are the default. Only the trial (no DATABASE_URL: the embedded PostgreSQL) relaxes
them, keeps the keys it makes for itself in `.trial/`, and says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from environs import Env, validate

from config import embedded_postgres, logs, trial

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where it runs -------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", "")
TRIAL = not DATABASE_URL
DEBUG = env.bool("DEBUG", False)
PORT = env.int("PORT", 8000, validate=validate.Range(min=1, max=65535))
# A fixed number of blocking threads: hundreds of them would only wait for the database.
SERVER_WORKERS = env.int("SERVER_WORKERS", 2, validate=validate.Range(min=1))
SERVER_THREADS = env.int("SERVER_THREADS", 4, validate=validate.Range(min=1))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if TRIAL else [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

# --- Secrets -------------------------------------------------------------------------------------
_kept = trial.secrets() if TRIAL else {}
SECRET_KEY = env.str("SECRET_KEY", _kept.get("SECRET_KEY", ""))
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", [_kept["FIELD_ENCRYPTION_KEY"]] if TRIAL else [])

# --- What the platform is ------------------------------------------------------------------------
PLATFORM_VERSION = env.str("PLATFORM_VERSION", "2.0")
PLATFORM_LICENSE = env.str("PLATFORM_LICENSE", "enterprise")

# --- What operators are told ---------------------------------------------------------------------
# So many left in stock, or fewer, are few.
LOW_STOCK = env.int("LOW_STOCK", 10, validate=validate.Range(min=1))

# --- Django --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "catalog",
    "providers",
    "features",
    "integrations",
    "config",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "axes",
    "csp",
    "config.admin_app.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

# Pages for people get the whole chain; programs have left it at ApiManners.
MIDDLEWARE = [
    "integrations.api.middleware.RequestLog",
    "integrations.api.middleware.ApiManners",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages carry tokens beside what was sent to them; Django masks the tokens and pads what it compresses.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

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

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "locked_out.html"
# Who is locked out is let in again by `manage.py axes_reset`; the tables say nothing to operators.
AXES_ENABLE_ADMIN = False
LOGIN_URL = "admin:login"

# --- Database ------------------------------------------------------------------------------------
_database: dict[str, Any] = {
    **dj_database_url.parse(
        DATABASE_URL or embedded_postgres.url(), conn_max_age=None, conn_health_checks=True
    ),
}
# Prepared statements and server-side binding: repeated reads are planned once. Two seconds is how
# long a client may wait before it is told that the database is away. A page that an index leads to costs
# about what the next one does, in memory and on disks of today; PostgreSQL takes it for four times as much,
# and passes hundreds of rows in the order of packages instead of going where a filter's index says.
_database["OPTIONS"] = {
    "options": "-c random_page_cost=1.1",
    **_database.get("OPTIONS", {}),
    "server_side_binding": True,
    "prepare_threshold": 5,
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
}
_database["ENGINE"] = "config.postgresql"
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language, time, files -----------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.HashedFiles"},
}
# Collected files have a hash in their names, and browsers keep them for ever. Where nothing is collected,
# while developing, they are served from where they lie, and looked for when they are asked for.
STATIC_ROOT = env.str("STATIC_ROOT", "" if TRIAL or DEBUG else str(BASE_DIR / "staticfiles")) or None
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = STATIC_ROOT is None
if WHITENOISE_USE_FINDERS:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# What is uploaded is a price list, twenty times larger than any: kept in memory, and nowhere when it is larger.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# --- Security ------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not (TRIAL or DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if TRIAL or DEBUG else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not (TRIAL or DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not (TRIAL or DEBUG)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

# --- Logs ---------------------------------------------------------------------------------------
LOGGING = logs.configured(readable=TRIAL or DEBUG)

# --- REST API ------------------------------------------------------------------------------------
# What every endpoint shares stands in integrations/api/views.py; here is what only settings can say.
REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_SCHEMA_CLASS": "integrations.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "integrations.api.exceptions.exception_handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": False,
}
SPECTACULAR_SETTINGS: dict[str, object] = {
    "TITLE": "Service package catalog",
    "DESCRIPTION": (
        "Service packages, the features that they have and the providers that serve them.\n\n"
        "Send `Authorization: Bearer TOKEN`. An `X-Request-ID` that you send comes back and is in our logs. "
        "Failures are problems as in RFC 9457; lists are pages that `next` and `previous` lead through.\n\n"
        "Every write can be tried with `?dry_run=true`: it is answered with what would come of it, or refused as it "
        "would be, and nothing is kept; an `Idempotency-Key` is neither looked at nor used up by it."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["integrations.api.schema.plain_choices"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": [],
}
