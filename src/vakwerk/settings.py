"""How is this Vakwerk set up? One settings file; what differs between places comes from the environment.

Every variable is listed in docs/reference/settings.md, and a test holds that list against this file.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from vakwerk import environment as env
from vakwerk import oidc
from vakwerk.foundation import assets
from vakwerk.foundation.database import django_settings
from vakwerk.foundation.logs import logging_settings

PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(env.text("VAKWERK_DATA_DIR", "data")).resolve()

DEMO = env.flag("VAKWERK_DEMO")
DEBUG = env.flag("VAKWERK_DEBUG")
BASE_URL = env.web_address("VAKWERK_BASE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = env.words("VAKWERK_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
SECURE = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Set where a proxy in front ends TLS; only then is its header believed.
BEHIND_PROXY = env.flag("VAKWERK_BEHIND_PROXY")


def _secret_key() -> str:
    """Return the key from the environment, or the one in the data directory, made on first use."""
    if key := env.text("VAKWERK_SECRET_KEY"):
        if len(key) < 32:
            message = "VAKWERK_SECRET_KEY is shorter than 32 characters: anyone could guess it."
            raise ImproperlyConfigured(message)
        return key
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # O_EXCL: of two processes that start at once, one writes and the other reads.
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="utf-8").strip()
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(get_random_secret_key())
    return path.read_text(encoding="utf-8").strip()


def _session_cookie_name() -> str:
    """Return a name of its own on each port of this machine.

    A browser sends a cookie to every port of an address, so two Vakwerks tried side by side would sign each other out.
    """
    address = urlsplit(BASE_URL)
    is_local = address.hostname in {"127.0.0.1", "localhost", "::1"}
    return (
        f"vakwerk_session_{address.port}"
        if is_local and address.port not in {None, 8000}
        else "vakwerk_session"
    )


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.words("VAKWERK_OLD_SECRET_KEYS")

INSTALLED_APPS = [
    "vakwerk.foundation",
    "vakwerk.people",
    "vakwerk.craft",
    "vakwerk.knowledge",
    "vakwerk.trajectories",
    "vakwerk.circles",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_prometheus",
    "django_tasks",
    "django_tasks_db",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "vakwerk.foundation.health.HealthMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "vakwerk.foundation.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "vakwerk.foundation.middleware.PermissionsPolicyMiddleware",
    "vakwerk.foundation.middleware.AssetsMiddleware",
    # After static files, which lie compressed already.
    "vakwerk.foundation.middleware.CompressionMiddleware",
    "vakwerk.foundation.middleware.TextMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "vakwerk.people.middleware.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vakwerk.people.middleware.DevicesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vakwerk.foundation.middleware.PrivateByDefaultMiddleware",
    "vakwerk.foundation.middleware.AcademyMiddleware",
    "vakwerk.people.middleware.PersonMiddleware",
    "vakwerk.foundation.posting.middleware.PostingMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "vakwerk.urls"
WSGI_APPLICATION = "vakwerk.wsgi.application"

_LOADERS: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "builtins": [
                "template_partials.templatetags.partials",
                "vakwerk.foundation.templatetags.posting",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "vakwerk.shell.shell",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
        },
    }
]

# Without DATABASE_URL the commands start the embedded server and set it, see foundation/database.py.
DATABASE_URL = env.text("DATABASE_URL", f"postgresql://vakwerk_app@/vakwerk?host={DATA_DIR / 'postgres'}")
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL")
for name in ("DATABASE_OWNER_URL", "DATABASE_BACKUP_URL"):
    if url := env.text(name):
        django_settings(url, name=name)
DATABASES = {"default": django_settings(DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A connection that the server cut while it lay in the pool is noticed there, not by the next visitor.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"vakwerk.people.passwords.{name}"} for name in ("LongEnough", "UnlikeAddress", "Uncommon")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = _session_cookie_name()
CSRF_COOKIE_NAME = "vakwerk_csrf"
CSRF_FAILURE_VIEW = "vakwerk.foundation.posting.views.csrf_failed"
LANGUAGE_COOKIE_NAME = "vakwerk_language"

ACCOUNT_ADAPTER = "vakwerk.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
# Sign-up is closed (people/adapters.py); allauth asks for a password at sign-in only where sign-up would.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
# Nothing is sent (people/adapters.py), but the answer takes as long.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Beside what allauth counts per minute: no mailbox is filled all day by whoever knows its address.
ACCOUNT_RATE_LIMITS = {"new_sign_in_link": "3/h/key,20/h/ip", "mail_to_address": "20/d/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Vakwerk"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = True
ACCOUNT_FORMS = {
    "request_login_code": "vakwerk.people.entrance.forms.RequestCodeForm",
    "reset_password": "vakwerk.people.entrance.forms.NewPasswordForm",
    "reset_password_from_key": "vakwerk.people.entrance.forms.ChooseNewPasswordForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "vakwerk.people.entrance.password_links.PasswordLinks"  # noqa: S105 - a class
MFA_FORMS = {
    "add_webauthn": "vakwerk.people.entrance.forms.AddPasskeyForm",
    "edit_webauthn": "vakwerk.people.entrance.forms.RenamePasskeyForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

# Sign-in with the municipality's own accounts, where the environment names an OpenID Connect provider.
SOCIALACCOUNT_ADAPTER = "vakwerk.people.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = oidc.providers()
# The provider says who somebody is; an academy says who belongs. So it links by address and never signs up.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
# By link: form-action 'self' also holds for where a form's answer sends the browser.
SOCIALACCOUNT_LOGIN_ON_GET = True

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["vakwerk.formats"]
LOCALE_PATHS = [PACKAGE / "locale"]

FORM_RENDERER = "vakwerk.foundation.forms.VakwerkRenderer"
STATIC_URL = f"{assets.ROOT}{'dev' if DEBUG else assets.mark_of(PACKAGE)}/"
# Only for who serves these files elsewhere; Vakwerk itself serves them from the package.
STATIC_ROOT = env.text("VAKWERK_STATIC_ROOT") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = "^$" if DEBUG else "^"
MEDIA_ROOT = DATA_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Rate limits must hold over all web processes, so what they count stands in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        # When full, Django throws a part away, whatever it is: a limit that somebody could wash out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What a process may forget, and another need not know.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

EMAIL_BACKEND = "vakwerk.foundation.mail.DemoBackend" if DEMO else "vakwerk.foundation.handover.EmailBackend"
EMAIL_HOST = env.text("VAKWERK_EMAIL_HOST", "localhost")
EMAIL_PORT = env.port("VAKWERK_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("VAKWERK_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("VAKWERK_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("VAKWERK_EMAIL_STARTTLS")
EMAIL_USE_SSL = env.flag("VAKWERK_EMAIL_TLS")
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    message = "VAKWERK_EMAIL_STARTTLS and VAKWERK_EMAIL_TLS are both on; use one of them."
    raise ImproperlyConfigured(message)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.matching(
    "VAKWERK_EMAIL_FROM",
    r"[^\s@<>]+@[^\s@<>]+|[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>",
    default="Vakwerk <vakwerk@localhost>",
    example="Vakwerk <vakwerk@academie.example>",
)

LOGGING = logging_settings(
    as_json=env.one_of("VAKWERK_LOG_FORMAT", "text", "json") == "json",
    level=env.one_of("VAKWERK_LOG_LEVEL", "INFO", "DEBUG", "WARNING", "ERROR"),
)
METRICS_TOKEN = env.text("VAKWERK_METRICS_TOKEN")

# Where somebody reports a weakness: mailto:… or https://…
SECURITY_CONTACT = env.matching(
    "VAKWERK_SECURITY_CONTACT",
    r"mailto:[^\s@]+@[^\s@]+|https://[^\s/]+\S*",
    default="mailto:security@localhost",
    example="mailto:security@academie.example",
)

SILENCED_SYSTEM_CHECKS = ["models.W042"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = SECURE and not BEHIND_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
# Passkeys are for our own pages; what else a browser can ask people for, no page asks.
PERMISSIONS_POLICY = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
                "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts",
                "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "serial",
                "usb", "xr-spatial-tracking",
            )
        ),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)  # fmt: skip
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
