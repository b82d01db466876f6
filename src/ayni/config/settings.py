"""One settings file; every value that differs between installations comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("AYNI_HOME", PACKAGE.parent.parent / "var"))


def _database(url: str, *, pooled: bool) -> dict[str, object]:
    """Read ``postgresql://role:secret@host:port/name?host=/socket/folder``."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    options: dict[str, object] = {k: v for k, v in asked.items() if k not in ("host", "port")}
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "ayni",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.get("host", parts.hostname or ""),
        "PORT": asked.get("port", str(parts.port or "")),
        "ATOMIC_REQUESTS": True,
        "OPTIONS": options,
        "TEST": {"MIRROR": "default"} if not pooled else {},
    }


_APP_URL = os.environ.get("DATABASE_URL", "postgresql://ayni_app@/ayni")
_OWNER_URL = os.environ.get("AYNI_OWNER_URL", "postgresql://ayni_owner@/ayni")

DATABASES = {
    "default": _database(_APP_URL, pooled=os.environ.get("AYNI_POOL", "1") == "1"),
    "owner": _database(_OWNER_URL, pooled=False) | {"ATOMIC_REQUESTS": False},
}
#: Names that the SQL of the migrations asks for.
DATABASE_ROLES = {
    "app": str(DATABASES["default"]["USER"]),
    "owner": str(DATABASES["owner"]["USER"]),
    "auditor": os.environ.get("AYNI_AUDITOR_ROLE", "ayni_auditor"),
}

# Empty on purpose when nothing is set: Django refuses to work without one.
SECRET_KEY = os.environ.get("AYNI_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("AYNI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("AYNI_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ayni.apps.audit",
    "ayni.apps.document",
    "ayni.apps.message",
    "ayni.apps.access",
    "ayni.apps.ledger",
    "ayni.apps.registry",
    "ayni.apps.alliance",
    "ayni.apps.affiliation",
    "ayni.apps.assessment",
    "ayni.apps.collection",
    "ayni.apps.entitlement",
    "ayni.apps.benefit",
    "ayni.apps.study",
    "ayni.apps.complaint",
    "ayni.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "ayni.web.middleware.ContentSecurity",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ayni.web.middleware.SecondFactor",
]

ROOT_URLCONF = "ayni.config.urls"
WSGI_APPLICATION = "ayni.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ayni.web.context.page",
            ]
        },
    }
]

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["ayni.web.accounts.FoldedNames"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "ayni.web.accounts.ClosedSignUp"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/h/key,50/h/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English"), ("pt", "Português")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [path for path in (HOME / "web",) if path.is_dir()]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: A roster of 65,000 rows is under 10 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 25 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Loopback has no certificate; any other address must come over TLS (see docs/how-to/install.md).
SECURE = os.environ.get("AYNI_SECURE", "0") == "1"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
