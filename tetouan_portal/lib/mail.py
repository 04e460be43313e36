"""The mail server from one address: smtp://user:password@host:587?tls=1, smtps://…, or a folder for trying."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtps": 465}
TIMEOUT = 20  # seconds: a worker must not wait for ever


def mailer(url: str, *, folder: Path) -> dict[str, object]:
    """One entry of Django's MAILERS; without an address the mails become files in `folder`."""
    if not url:
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(folder)}}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        port, parts = None, urlsplit("")
    if parts.scheme not in PORTS or not parts.hostname:
        # the address holds a password: it is not repeated
        raise ImproperlyConfigured(
            "MAIL_URL is no address of a mail server: write smtp://user:password@host:587?tls=1."
        )
    tls = parse_qs(parts.query).get("tls", ["0"])[-1]
    if tls not in {"0", "1"} or (tls == "1" and parts.scheme == "smtps"):
        raise ImproperlyConfigured("MAIL_URL: write smtp://…?tls=1 for STARTTLS, or smtps://… for TLS from the start.")
    options = {
        "host": parts.hostname,
        "port": port or PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": tls == "1",
        "use_ssl": parts.scheme == "smtps",
        "timeout": TIMEOUT,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
