"""Every setting, from the environment (`.env.example` lists the variables).

One file for development and production: production differs only by what it refuses.
"""

from base64 import urlsafe_b64encode
from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from kombu import Exchange, Queue

from tetouan_portal.lib import logs
from tetouan_portal.lib.database import postgresql
from tetouan_portal.lib.env import (
    WRONG,
    env_bool,
    env_choice,
    env_date,
    env_decision,
    env_former_secrets,
    env_int,
    env_keys,
    env_list,
    env_secret,
    env_text,
)
from tetouan_portal.lib.mail import mailer

WRONG.gather()  # told at the end, all in one list
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env_text("DATA_DIR") or BASE_DIR / ".local").resolve()

ENVIRONMENT = env_choice("ENVIRONMENT", ("development", "production"))
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env_bool("DEBUG", default=False)
DEMO = env_bool("DEMO", default=not PRODUCTION)

DATABASE_URL = env_secret("DATABASE_URL") or ("" if PRODUCTION else "postgresql:///tetouan_portal")
REDIS_URL = env_secret("REDIS_URL") or ("" if PRODUCTION else "redis://localhost:6379/0")
SECRET_KEY = env_secret("SECRET_KEY") or ("" if PRODUCTION else "development only: " + "x" * 50)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
SECRET_KEY_FALLBACKS = env_former_secrets("SECRET_KEY_FALLBACKS", shortest=50 if PRODUCTION else 1)
DEVELOPMENT_KEY = urlsafe_b64encode(b"development only: no secret at a").decode()
DATA_KEYS = env_keys("DATA_KEYS") or ([] if PRODUCTION else [DEVELOPMENT_KEY])
SITE_URL = env_text("SITE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]


def refuse(condition: object, sentence: str) -> None:
    """Production starts safely or not at all."""
    if PRODUCTION and condition:
        WRONG.add(sentence)


refuse(DEBUG, "DEBUG=1 shows internals to everybody: production refuses it.")
refuse(DEMO, "DEMO=1 puts invented words in real mouths: production refuses it.")
refuse(
    len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("development only"),
    "SECRET_KEY (or SECRET_KEY_FILE) must hold at least 50 random characters.",
)
refuse(not DATA_KEYS, "DATA_KEYS (or DATA_KEYS_FILE) must hold a Fernet key: contact data are encrypted with it.")
refuse(DEVELOPMENT_KEY in DATA_KEYS, "DATA_KEYS holds the key that everybody knows: make one of your own.")
refuse(not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS, "ALLOWED_HOSTS must name the portal's host names.")
refuse(not SITE_URL.startswith("https://"), "SITE_URL must be the portal's https:// address.")
refuse(not DATABASE_URL, "DATABASE_URL (or DATABASE_URL_FILE) must name your PostgreSQL server.")
refuse(not REDIS_URL, "REDIS_URL (or REDIS_URL_FILE) must name your Redis server.")
refuse(
    env_bool("EMBEDDED_SERVERS", default=False),
    "The embedded PostgreSQL and Valkey are for trying and developing: production refuses them.",
)

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose templates it extends
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "tetouan_portal",  # after those whose admin pages it replaces
    "commitments",
    "budget_docs",
    "participation",
]

MIDDLEWARE = [
    "tetouan_portal.lib.request_lines.request_lines",
    "tetouan_portal.security.events.telling_middleware",
    "tetouan_portal.lib.answer_headers.answer_headers",
    "django.middleware.security.SecurityMiddleware",
    "tetouan_portal.lib.front_guard.front_guard",
    "tetouan_portal.health.probes.asked_on_the_spot",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tetouan_portal.lib.compression.TextGZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tetouan_portal.web_server.first_checks.answer_unchecked",
    "tetouan_portal.lib.waiting.waiting_readers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tetouan_portal.lib.body_size.BodySizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tetouan_portal.audit.context.acting_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tetouan_portal.accounts.second_factor.require_second_factor",
    "django.middleware.http.ConditionalGetMiddleware",
]

ROOT_URLCONF = "tetouan_portal.urls"
WSGI_APPLICATION = "tetouan_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "tetouan_portal.templatetags.portal",
                "tetouan_portal.templatetags.absence",
                "tetouan_portal.templatetags.journal",
                "tetouan_portal.templatetags.demonstration",
                "tetouan_portal.templatetags.own_words",
                "commitments.templatetags.vocabulary",
                "commitments.templatetags.amended",
            ],
        },
    }
]


DATABASES = {"default": WRONG.noting({})(postgresql)(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]

# --- staff sign-in ---------------------------------------------------------
STAFF_MFA = env_bool("STAFF_MFA", default=True)
refuse(not STAFF_MFA, "STAFF_MFA=0 lets a stolen password publish: production refuses it.")
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "tetouan_portal.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "tetouan_portal.accounts.forms.LoginForm",
    "change_password": "tetouan_portal.accounts.forms.ChangePasswordForm",
    "reset_password": "tetouan_portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "tetouan_portal.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "tetouan_portal.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts come from invitations, which prove the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# `accounts.locking` counts these, in a table of its own, and shuts nobody out of a browser that knows them.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": None}
MFA_RATE_LIMITS = {"webauthn_login": None}
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "tetouan_portal.accounts.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "tetouan_portal.accounts.forms.AuthenticateForm",
    "reauthenticate": "tetouan_portal.accounts.forms.CodeAgainForm",
    "activate_totp": "tetouan_portal.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "tetouan_portal.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "tetouan_portal.accounts.forms.NamePasskeyForm",
    "authenticate_webauthn": "tetouan_portal.accounts.forms.AuthenticateByPasskeyForm",
    "reauthenticate_webauthn": "tetouan_portal.accounts.forms.PasskeyAgainForm",
    "login_webauthn": "tetouan_portal.accounts.forms.LoginByPasskeyForm",
}
USERSESSIONS_ADAPTER = "tetouan_portal.accounts.adapters.SessionsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Tétouan"
MFA_TOTP_TOLERANCE = 1  # telephones' clocks differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://localhost
SESSION_COOKIE_AGE = 12 * 3600  # a working day
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would lose the link in an invitation
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "sessionid"  # https alone, this host alone
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrftoken"
KNOWN_BROWSER_COOKIE = "__Host-known-browser" if PRODUCTION else "known-browser"
BROWSER_KNOWN_FOR = timedelta(days=180)  # after the last sign-in
SECURITY_EVENTS_KEPT_BY = "tetouan_portal.security.events.record"
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 1 if PRODUCTION else 0)
INVITATION_VALID_FOR = timedelta(days=7)
PROPOSAL_VALID_FOR = timedelta(days=7)  # what one asks for, and another confirms
ADMINISTRATOR_CONFIRMS_AFTER = timedelta(days=7)  # so that nobody makes themselves a second person unseen
LETTERS_KEPT_FOR = timedelta(days=30)
DRAFTS_KEPT_FOR = timedelta(days=2)  # what an author has typed and not sent
DRAFTS_MAX = 30_000  # kept at a time, each of 35 KB at most: ten times what two busy days begin

MAIL_URL = env_secret("MAIL_URL")
MAILERS = {"default": WRONG.noting({})(mailer)(MAIL_URL, folder=DATA_DIR / "mail")}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_text("MAIL_FROM", "" if PRODUCTION else "portal@localhost")
refuse(not MAIL_URL, "MAIL_URL (or MAIL_URL_FILE) must name the mail server: invitations and new passwords need it.")
refuse(not DEFAULT_FROM_EMAIL, "MAIL_FROM must be the address that mails come from.")

# Shared by all processes, and there while Redis is away. Culled: nothing lies here whose loss would open a door.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- languages -------------------------------------------------------------
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("fr", "Français"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "tetouan_portal.formats"
TIME_ZONE = "Africa/Casablanca"
USE_THOUSAND_SEPARATOR = False
MODELTRANSLATION_DEFAULT_LANGUAGE = "ar"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ar", "fr", "es")
# Moroccan conventions for dates and numbers: months such as غشت, Western digits.
BABEL_LOCALES = {"ar": "ar_MA", "fr": "fr_MA", "es": "es_ES"}

# --- files -----------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"  # never served by path: a view decides who reads what
STORAGES = {
    "default": {"BACKEND": "tetouan_portal.lib.whole_files.WholeFiles"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
FILE_UPLOAD_PERMISSIONS = 0o640
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024  # OGP's own forms take files of up to 10 MB
PHOTO_MAX_BYTES = 8 * 1024 * 1024  # of a citizen: what telephones take
PHOTOS_MAX = 4  # with one message
CASE_PHOTOS_MAX = 20  # with all messages of one case
BUDGET_FILE_MAX_BYTES = 25 * 1024 * 1024  # scanned budgets are heavy
CLAMAV_ADDRESS = env_text("CLAMAV_ADDRESS")  # unix:/run/clamav/clamd.ctl, tcp://host:3310, "" for no scanner
EVIDENCE_LINKS_CHECKED = env_bool("EVIDENCE_LINKS_CHECKED", default=False)  # the worker asks other people's servers
JQUERY_UI_URL = "vendor/jquery-ui/jquery-ui.min.js"

# --- what browsers are told ------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
# Nothing here needs a sensor, a camera or a payment; passkeys need their two.
FORBIDDEN = """accelerometer autoplay browsing-topics camera clipboard-read display-capture encrypted-media fullscreen
  gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi otp-credentials payment
  picture-in-picture screen-wake-lock serial storage-access sync-xhr usb window-management xr-spatial-tracking"""
PERMISSIONS_POLICY = {feature: [] for feature in FORBIDDEN.split()} | {
    "publickey-credentials-create": "self",
    "publickey-credentials-get": "self",
}
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "tetouan_portal.pages.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
# What a browser was told cannot be taken back before its time: the first days are short, the Commune's other hosts
# are its own affair.
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 24 * 3600) if PRODUCTION else 0
refuse(SECURE_HSTS_SECONDS < 300, "HSTS_SECONDS must be 300 or more: browsers come back by https alone.")
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION and env_bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = PRODUCTION and env_bool("HSTS_PRELOAD", default=False)
refuse(
    SECURE_HSTS_PRELOAD and not (SECURE_HSTS_INCLUDE_SUBDOMAINS and SECURE_HSTS_SECONDS >= 365 * 24 * 3600),
    "HSTS_PRELOAD=1 needs HSTS_INCLUDE_SUBDOMAINS=1 and HSTS_SECONDS of a year (31536000): browsers ask for both.",
)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains and preload: decided above, by the operator
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz)$"]

# --- work outside the request ----------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY = False  # the row is the queue: a wake-up may fail, quickly
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 10}
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500_000  # KiB: a render takes up to 300 MiB
CELERY_TASK_SOFT_TIME_LIMIT = 300
CELERY_TASK_TIME_LIMIT = 360
CELERY_TIMEZONE = TIME_ZONE
# Mails, and the look at what waits, never wait for a PDF: a worker for each of the two (-Q urgent, -Q celery).
# One without -Q does both, one after the other.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("celery", "urgent")]
CELERY_TASK_ROUTES = {
    name: {"queue": "urgent"}
    for name in (
        "tetouan_portal.tasks.wake_waiting",
        "tetouan_portal.accounts.tasks.send_waiting_letters",
        "tetouan_portal.accounts.tasks.tell_of_attacks",
        "participation.tasks.send_waiting_case_letters",
    )
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # what a busy worker has not begun stays with the broker, where it can run out
QUEUES = [  # each kind of work outside a request (`lib/queue.py`), the urgent ones first
    "tetouan_portal.accounts.letters.LETTERS",
    "participation.letters.mail_delivery.CASE_LETTERS",
    "commitments.report.pdf_queue.REPORT_PDFS",
    "budget_docs.lines.importing.LINE_IMPORTS",
    "commitments.evidence.thumbnails.THUMBNAILS",
    "commitments.evidence.links.LINK_CHECKS",
    "commitments.evidence.file_work.EVIDENCE_SCANS",
    "commitments.evidence.file_work.KEPT_FILE_SCANS",
    "commitments.evidence.file_work.EVIDENCE_LOOKS",
    "budget_docs.documents.file_work.FILE_SCANS",
    "budget_docs.documents.file_work.FILE_LOOKS",
    "budget_docs.documents.file_work.TEXTS",
    "tetouan_portal.stored_files.destroying.FILES",
]
WOKEN_EVERY = timedelta(seconds=15)  # with a lease of 35 seconds: a killed worker's row is taken up within a minute
CELERY_BEAT_SCHEDULE = {
    "wake the workers for what waits": {
        "task": "tetouan_portal.tasks.wake_waiting",
        "schedule": WOKEN_EVERY,
        "options": {"expires": WOKEN_EVERY.total_seconds()},
    },
    **{  # a turn that a busy worker missed is not made good: the next comes
        f"show that the schedule and the worker of {queue} live": {
            "task": "tetouan_portal.health.tasks.show_life",
            "schedule": timedelta(minutes=1),
            "args": [queue],
            "options": {"queue": queue, "expires": 60},
        }
        for queue in ("urgent", "celery")
    },
    "ask links of evidence whether they answer": {  # one of each server a time: 336 a week
        "task": "commitments.tasks.ask_waiting_links",
        "schedule": timedelta(minutes=30),
    },
    "forget files of budget lines with which nobody went on": {
        "task": "budget_docs.tasks.forget_abandoned_line_imports",
        "schedule": crontab(minute=40, hour=3),
    },
    "look for files that no record needs, and for records without their file": {
        "task": "tetouan_portal.stored_files.tasks.sweep_stored_files",
        "schedule": crontab(minute=50, hour=3),
    },
    "forget files of forms that nobody finished": {
        "task": "commitments.tasks.forget_files",
        "schedule": timedelta(days=1),
    },
    "remind budget officers": {  # who has been, is not again: an hour that was missed is made good
        "task": "tetouan_portal.accounts.tasks.remind_officers",
        "schedule": crontab(minute=10, hour="8-18"),
    },
    "turn the legal clock": {
        "task": "participation.tasks.turn_the_clock",
        "schedule": crontab(minute=5),
    },
    "forget what citizens sent when its time is over": {
        "task": "participation.tasks.forget_what_has_had_its_time",
        "schedule": crontab(minute=20, hour=3),
    },
    "tell administrators what is tried beyond the usual": {
        "task": "tetouan_portal.accounts.tasks.tell_of_attacks",
        "schedule": timedelta(minutes=5),
    },
    "forget sessions, guesses, browsers and events that are over": {
        "task": "tetouan_portal.accounts.tasks.forget_what_is_over",
        "schedule": crontab(minute=30, hour=3),
    },
    "enter into the public journal what became public by itself": {
        "task": "tetouan_portal.journal.tasks.enter_what_became_public",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "forget who never came": {
        "task": "tetouan_portal.accounts.tasks.forget_expired",
        "schedule": timedelta(days=1),
    },
}

READINESS = [  # what every process needs to answer readers (`health/ready.py`)
    "tetouan_portal.health.ready.database",
    "tetouan_portal.health.ready.migrations",
    "tetouan_portal.health.ready.static_files",
    "tetouan_portal.health.ready.media",
    "tetouan_portal.health.ready.data_keys",
    "tetouan_portal.accounts.factor_keys.second_factors",
]
REDIS_PREFIX = "portal"  # before the names of what is counted and remembered there

# --- the portal ------------------------------------------------------------
MUNICIPALITY = {
    "email": env_text("MUNICIPALITY_EMAIL"),
    "website": env_text("MUNICIPALITY_WEBSITE", "https://www.tetouan.ma/"),  # where to look for what is not here
    "cndp_reference": env_text("CNDP_REFERENCE"),  # law 09-08: the notice of the data protection commission
    "cndp_decision": env_decision("CNDP_DECISION"),  # to open without it: when it was decided, and by whom
}
# Who collects data notifies the commission before: without it citizens write at the counter, what was sent goes on.
CITIZEN_FORM_IS_OPEN = not PRODUCTION or any(MUNICIPALITY[name] for name in ("cndp_reference", "cndp_decision"))
FILE_NAMES_BEGIN = "tetouan"  # names of files that readers keep
LOGO_FILE = env_text("LOGO_FILE")  # the municipality's emblem: SVG, PNG or WebP
NATIONAL_CHANNELS = [
    {"name": "chafafiya.ma", "url": "https://www.chafafiya.ma", "what": _("Requests for information")},
    {"name": "chikaya.ma", "url": "https://www.chikaya.ma", "what": _("Observations, suggestions and complaints")},
    {"name": "eparticipation.ma", "url": "https://www.eparticipation.ma", "what": _("Petitions")},
]
# From this day on silence counts: what is due and does not come is said to be expected. None: not opened yet.
PORTAL_OPENED_ON = env_date("PORTAL_OPENED_ON")
REPORT_PUBLISHED_WITHIN = timedelta(days=env_int("REPORT_PUBLISHED_WITHIN_DAYS", 15))  # then the monitor may
STALE_AFTER_DAYS = 120  # OGP's website test: updated at least every four months
PUBLIC_OBLIGATIONS = [
    "commitments.plan.obligations.plan_obligations",
    "budget_docs.calendar.obligations.document_obligations",
]
KNOWN_FILES = {  # what the repository knows: where it is compared with the database, who decides
    "plan": ("commitments.plan.plan_file.differences", "commitments.change_actionplan"),
    "budget": ("budget_docs.loading.differences", "budget_docs.change_documenttype"),
    "lists": ("participation.list_loading.differences", "participation.change_category"),
}
FIRST_STEPS = [
    "tetouan_portal.accounts.first_steps.steps",
    "commitments.plan.first_steps.steps",
    "participation.desk.first_steps.steps",
    "budget_docs.first_steps.steps",
]
# What each app tells the public journal of its rows.
JOURNALLED = [
    "commitments.journal.SUBJECTS",
    "budget_docs.journal.SUBJECTS",
    "participation.journal.SUBJECTS",
    "tetouan_portal.own_words.journal.SUBJECTS",
]
REMOVABLE = ["commitments.removal.REMOVABLE", "budget_docs.removal.REMOVABLE"]
REPEATING = ["commitments.removal.IN_REPORTS"]  # rows that repeat texts of every app
ANNUAL_REPORT_SECTIONS = [
    "commitments.report.sections.commitment_chapters",  # the first: lists of reports read its counts
    "budget_docs.report_sections.budget_chapter",
    "participation.report_sections.participation_chapter",
]

LOGGING = logs.configured(env_choice("LOG_FORMAT", logs.FORMATS))
REQUEST_LINES = env_bool("REQUEST_LINES", default=True)

WRONG.tell()
