"""What the database holds otherwise than the portal's files: both values, and a button to take the file's."""

from typing import NamedTuple

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tetouan_portal.audit.tables import field_label
from tetouan_portal.known.keeping import Difference, Keeper, take_one
from tetouan_portal.lib.languages import direction


class Shown(NamedTuple):
    difference: Difference
    label: str
    language: str
    direction: str
    address: str


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    files = files_of(request.user)
    if not files:
        raise PermissionDenied
    if request.method == "POST":
        take(request, files)
        return HttpResponseRedirect(reverse("known"))
    keepers = {name: import_string(path)() for name, path in files.items()}
    context = {
        **admin.site.each_context(request),
        "title": _("What differs from the portal’s files"),
        "files": [
            (name, list(render_keeper(request, keeper))) for name, keeper in keepers.items() if keeper.differences
        ],
    }
    return TemplateResponse(request, "admin/staff/known.html", context)


def files_of(user: object) -> dict[str, str]:
    """{file: where it is compared} of those whose rows the user may change."""
    return {name: path for name, (path, permission) in settings.KNOWN_FILES.items() if user.has_perm(permission)}


def take(request: HttpRequest, files: dict[str, str]) -> None:
    file, _slash, name = request.POST.get("take", "").partition(":")
    if file not in files:
        raise PermissionDenied
    keeper: Keeper = import_string(files[file])()
    chosen = next((one for one in keeper.differences if one.name == name), None)
    if chosen and not may_change(request, chosen):
        raise PermissionDenied
    try:
        take_one(keeper, name)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The file’s value is taken over; the correction is kept with its reason."))


def may_change(request: HttpRequest, one: Difference) -> bool:
    meta = one.row._meta
    return not one.is_promised_date and request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}")


def render_keeper(request: HttpRequest, keeper: Keeper) -> list[Shown]:
    found = []
    for one in keeper.differences:
        meta, language = one.row._meta, one.language
        kind = meta.verbose_name
        name = one.field.verbose_name if one.field.many_to_many else field_label(meta.db_table, one.field.column)
        address = ""
        if type(one.row) in admin.site._registry:
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[one.row.pk])
        label = f"{kind} – {one.row}: {name}"
        found.append(Shown(one, label, language, direction(language) if language else "", address))
    return found
