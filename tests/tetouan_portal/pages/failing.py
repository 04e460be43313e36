"""The portal's addresses, and beside them some at which it fails in every way."""

import errno

from django.core.exceptions import PermissionDenied
from django.urls import path

from tetouan_portal import urls


def forbidden(request):
    raise PermissionDenied


def broken(request):
    raise RuntimeError("broken")


def full(request):
    raise OSError(errno.ENOSPC, "No space left on device")


handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
urlpatterns = [*urls.urlpatterns, *(path(f"es/{view.__name__}/", view) for view in (forbidden, broken, full))]
