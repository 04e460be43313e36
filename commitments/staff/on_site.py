"""From a row in the admin to its page on the portal, for who sees the row."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404
from django.shortcuts import get_object_or_404


def lead(request, content_type_id, object_id):
    """As Django's own, which tells everybody the address of every row: a draft's link, a file's name."""
    if not content_type_id.isdecimal():
        raise Http404
    model = get_object_or_404(ContentType, pk=content_type_id).model_class()
    model_admin = admin.site._registry.get(model)
    if model_admin is None or not model_admin.has_view_or_change_permission(request):
        raise Http404
    if model_admin.get_object(request, object_id) is None:
        raise Http404
    return shortcut(request, content_type_id, object_id)
