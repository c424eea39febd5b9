"""Every setting, read from the environment. Nothing secret has a default outside DEBUG."""

import pathlib
from typing import Any

from csp.constants import NONE, SELF
from environs import Env
from redis.backoff import NoBackoff
from redis.retry import Retry
from whitenoise.compress import Compressor

from config.schedule import SCHEDULE

BASE_DIR = pathlib.Path(__file__).resolve().parent.parent
STATE_DIR = BASE_DIR / ".local"

env = Env()
env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")), recurse=False)

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "only-for-development-" + "x" * 40) if DEBUG else env.str("SECRET_KEY")
# Old keys that still open what they sealed (app passwords of calendars) and signed.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"] if DEBUG else [])
SITE_URL = (env.str("SITE_URL", "http://127.0.0.1:8000") if DEBUG else env.str("SITE_URL")).rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "workspace.apps.WorkspaceConfig",
    "candidates.apps.CandidatesConfig",
    "hiring.apps.HiringConfig",
    "interviews.apps.InterviewsConfig",
    "insights.apps.InsightsConfig",
    "config.backups",
    "config.demo",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "workspace.files.middleware.LargestRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workspace.staff.middleware.ViewerTimeZoneMiddleware",
    "workspace.web.ToastMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]

OPERATOR_ADMIN_PATH = "operator"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "workspace.web.shell",
                "workspace.notices.bell.bell",
            ],
            "builtins": ["template_partials.templatetags.partials", "workspace.templatetags.shell"],
        },
    }
]

FORM_RENDERER = "workspace.form_rendering.ShellRenderer"

# --- Data ------------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=0)}
DATABASES["default"].setdefault("OPTIONS", {})
# pgbouncer in transaction mode keeps no session state, so no server-side cursors.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
# A pooled connection that a restart of PostgreSQL has cut is replaced before it is handed out.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if env.bool("DATABASE_POOL", False):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 2,
        "max_size": env.int("DATABASE_POOL_SIZE", 8),
        "timeout": 5,
    }

REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": env.str("REDIS_PREFIX", "strongsuit"),
        # One more try finds a restarted Redis; more would keep a page waiting for one that is gone.
        "OPTIONS": {"socket_timeout": 3, "socket_connect_timeout": 3, "retry": Retry(NoBackoff(), 1)},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_BACKEND", "whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
# Uploads live outside every web root and are only ever sent by a view that asks who may.
MEDIA_ROOT = env.path("MEDIA_ROOT", STATE_DIR / "files")
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", 10 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "workspace.files.uploads.LimitedUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
if env.str("S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT", None),
            "querystring_auth": True,
        },
    }

STATIC_URL = "/static/"
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.vendored.VendoredFinder",
]
NODE_MODULES = BASE_DIR / "node_modules"
ICONS_DIR = NODE_MODULES / "@tabler/icons/icons/outline"

# --- People ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "workspace.User"
# The address is unique whatever its case, by a constraint on its lower-cased form that this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "workspace.staff.adapter.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account only exists because its address answered an invitation
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True

# --- Security --------------------------------------------------------------------------------------------------------

HTTPS = env.bool("HTTPS", not DEBUG)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow passkeys over plain HTTP at localhost, and only there
SECURE_SSL_REDIRECT = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose attempts to sign in are counted
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "workspace.web.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Hashes the handles of people who objected. Changing it forgets who they are, so it stays when SECRET_KEY is replaced.
SUPPRESSION_KEY = env.str("SUPPRESSION_KEY", "") or SECRET_KEY

# --- Language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# --- Mail ------------------------------------------------------------------------------------------------------------

vars().update(env.dj_email_url("EMAIL_URL", "consolemail://" if DEBUG else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Strongsuit <hiring@strongsuit.example>")
EMAIL_TIMEOUT = 15
# Answers to letters come back by a mailbox that is looked into, or by a mail service that posts them; see docs/operations.md.
IMAP_URL = env.str("IMAP_URL", "")
INBOUND_SERVICE = env.str("INBOUND_SERVICE", "")
ANYMAIL = {
    "WEBHOOK_SECRET": env.str("INBOUND_SECRET", ""),
    "MAILGUN_WEBHOOK_SIGNING_KEY": env.str("MAILGUN_WEBHOOK_SIGNING_KEY", None),
}

# --- Celery ----------------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "global_keyprefix": env.str("REDIS_PREFIX", "strongsuit") + ":",
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 30,
    # For who sends a task: a page does not wait for a broker that is gone.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for ever
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "workspace.*": {"queue": "default"},
    "candidates.*": {"queue": "default"},
    "hiring.*": {"queue": "default"},
    "interviews.*": {"queue": "default"},
    "insights.*": {"queue": "default"},
}
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- API -------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "EXCEPTION_HANDLER": "workspace.api.problems.as_problem",
    "DEFAULT_AUTHENTICATION_CLASSES": ["workspace.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["workspace.api.authentication.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Strongsuit API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "StandingEnum": "hiring.pipeline.enums.Standing",
        "RoleStateEnum": "hiring.roles.enums.RoleState",
        "InterviewStateEnum": "interviews.schedule.models.InterviewState",
        "IdentityKindEnum": "candidates.people.enums.IdentityKind",
        "StageKindEnum": "hiring.roles.enums.StageKind",
        "SeatKindEnum": "interviews.schedule.models.SeatKind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "workspace.api.schema.add_problems",
    ],
}

# --- The outside world: every base URL can be pointed elsewhere -------------------------------------------------------

ARXIV_API_URL = env.str("ARXIV_API_URL", "https://export.arxiv.org/api/query")
ARXIV_OAI_URL = env.str("ARXIV_OAI_URL", "https://oaipmh.arxiv.org/oai")
ARXIV_RSS_URL = env.str("ARXIV_RSS_URL", "https://rss.arxiv.org/atom")
ARXIV_SPACING = env.float("ARXIV_SPACING", 3.0)  # seconds between requests, as arXiv's terms of use ask
OPENREVIEW_API_URL = env.str("OPENREVIEW_API_URL", "https://api2.openreview.net")
OPENREVIEW_OLDER_API_URL = env.str("OPENREVIEW_OLDER_API_URL", "https://api.openreview.net")
OPENREVIEW_USERNAME = env.str("OPENREVIEW_USERNAME", "")
OPENREVIEW_PASSWORD = env.str("OPENREVIEW_PASSWORD", "")
VIRTUAL_SITE_URL = env.str("VIRTUAL_SITE_URL", "https://{host}")  # {host}: the conference's own, such as neurips.cc
PMLR_URL = env.str("PMLR_URL", "https://proceedings.mlr.press")
ACL_ANTHOLOGY_URL = env.str(
    "ACL_ANTHOLOGY_URL", "https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml"
)
DBLP_URL = env.str("DBLP_URL", "https://dblp.org")
DBLP_SPACING = env.float("DBLP_SPACING", 1.5)
OPENALEX_URL = env.str("OPENALEX_URL", "https://api.openalex.org")
OPENALEX_KEY = env.str("OPENALEX_KEY", "")
SEMANTIC_SCHOLAR_URL = env.str("SEMANTIC_SCHOLAR_URL", "https://api.semanticscholar.org/graph/v1")
SEMANTIC_SCHOLAR_KEY = env.str("SEMANTIC_SCHOLAR_KEY", "")
SEMANTIC_SCHOLAR_SPACING = env.float("SEMANTIC_SCHOLAR_SPACING", 1.2)
DOI_API_URL = env.str("DOI_API_URL", "https://doi.org")
GITHUB_API_URL = env.str("GITHUB_API_URL", "https://api.github.com")
GITHUB_TOKEN = env.str(
    "GITHUB_TOKEN", ""
)  # without one GitHub answers 60 requests an hour; any token without rights will do
HUGGINGFACE_URL = env.str("HUGGINGFACE_URL", "https://huggingface.co")

# Interviewers name calendar servers; those inside one's own network are asked only if an admin lists their host names here.
CALENDAR_PRIVATE_HOSTS: list[str] = env.list("CALENDAR_PRIVATE_HOSTS", [])

# --- Logs ------------------------------------------------------------------------------------------------------------

from config.logs import configure_logs  # noqa: E402  (needs nothing above, but reads best last)

LOGGING = configure_logs(json=env.bool("LOG_JSON", not DEBUG), level=env.str("LOG_LEVEL", "INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True

if dsn := env.str("SENTRY_DSN", ""):
    import sentry_sdk

    sentry_sdk.init(dsn=dsn, send_default_pii=False)
