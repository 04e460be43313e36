"""The address of a PostgreSQL server as Django's settings."""

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def postgresql(url: str) -> dict:
    """Django's database settings from a libpq address (a socket directory goes in ?host=)."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:  # whose text would show the password
        raise ImproperlyConfigured("DATABASE_URL is no address of a PostgreSQL server (see .env.example).") from None
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    config = {django: str(parts.pop(libpq)) for libpq, django in known.items() if libpq in parts}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **config,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**parts, "pool": {"min_size": 1, "max_size": 4, "timeout": 10}},
    }
