"""The address of a PostgreSQL server as Django's settings."""

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from tetouan_portal.lib.env import env_int
from tetouan_portal.lib.postgresql.connections import Connection
from tetouan_portal.lib.postgresql.patience import ONE_TRY

# A server whose machine or network is gone says nothing: without these its silence is waited out for minutes or hours.
SILENCE = {
    "connect_timeout": "3",
    "tcp_user_timeout": "10000",
    "keepalives_idle": "10",
    "keepalives_interval": "3",
    "keepalives_count": "3",
}
# Asked for `ONE_TRY` again and again (`lib/postgresql/patience.py`); by itself the pool would wait ever longer.
# One for each thread of the web server.
POOL = {
    "connection_class": Connection,
    "min_size": 1,
    "max_size": max(4, env_int("WEB_THREADS", 4)),
    "timeout": ONE_TRY,
    "reconnect_timeout": ONE_TRY,
}


def postgresql(url: str) -> dict:
    """Django's database settings from a libpq address (a socket directory goes in ?host=)."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:  # whose text would show the password
        raise ImproperlyConfigured("DATABASE_URL is no address of a PostgreSQL server (see .env.example).") from None
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    config = {django: str(parts.pop(libpq)) for libpq, django in known.items() if libpq in parts}
    return {
        "ENGINE": "tetouan_portal.lib.postgresql",
        **config,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**SILENCE, **parts, "pool": dict(POOL)},
    }
