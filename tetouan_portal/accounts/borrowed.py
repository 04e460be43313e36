"""Texts of django-allauth that its pages and the log of changes show.

Its own catalogues are not loaded: `locale/` speaks alone, and `make messages` finds here what to keep there.
"""

from django.utils.translation import gettext_noop

TEXTS = [
    gettext_noop("You must type the same password each time."),
    gettext_noop("Recovery codes"),
    gettext_noop("TOTP Authenticator"),
    gettext_noop("WebAuthn"),
    gettext_noop("email address"),
    gettext_noop("email addresses"),
    gettext_noop("verified"),
    gettext_noop("primary"),
]
