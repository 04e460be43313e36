"""One page of a form is saved once, however often it is sent: a double click, or a post whose answer was lost.

What names the post is written in the transaction that saves it: both are there or neither is. The page is known by its
token against forged forms, which each showing of a page has anew.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

KEPT_FOR = 24 * 3600  # seconds
SAVED_ALREADY = _("This was saved already: it was not saved a second time.")
PAGE = "csrfmiddlewaretoken"


def is_first(request: HttpRequest) -> bool:
    """Inside the transaction that saves; whoever sends the same meanwhile waits for its end."""
    return not request.POST.get(PAGE) or cache.add(key_of(request), 1, KEPT_FOR)


def was_not_saved(request: HttpRequest) -> None:
    """Refused: it may be sent again."""
    cache.delete(key_of(request))


def key_of(request: HttpRequest) -> str:
    """Not to be read: nothing of what was typed can be told from it."""
    user: Any = request.user
    files = [(name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent]
    said = repr((settings.SECRET_KEY, user.pk, request.path, sorted(request.POST.lists()), sorted(files)))
    return f"saved.{hashlib.sha256(said.encode()).hexdigest()}"


class AddsOnce:
    """Of a model's admin."""

    def changeform_view(self, request, object_id=None, *args: Any, **kwargs: Any):
        if request.method != "POST" or object_id is not None:
            return super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            if not is_first(request):
                messages.success(request, SAVED_ALREADY)
                return HttpResponseRedirect(self.list_of(request))
            answer = super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
            if not isinstance(answer, HttpResponseRedirect):
                was_not_saved(request)
            return answer

    def list_of(self, request) -> str:
        here: Any = self
        may_see = here.has_view_or_change_permission(request)
        return reverse(f"admin:{here.opts.app_label}_{here.opts.model_name}_changelist" if may_see else "admin:index")
