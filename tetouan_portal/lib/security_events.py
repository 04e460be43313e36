"""Where `lib` tells what may be part of an attack: a file refused, a limit reached. Who keeps it, settings say."""

from django.conf import settings
from django.utils.module_loading import import_string


def record(kind: str, *, detail: str = "") -> None:
    """`detail`: a code of ours, never what somebody typed."""
    import_string(settings.SECURITY_EVENTS_KEPT_BY)(kind, detail=detail)
