"""Every address that takes a file says so, with how much; no other does."""

import re

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory

from participation.forms.author import AuthorForm
from participation.forms.message import form_of
from participation.forms.tracking import NotSolvedForm, ReplyForm
from participation.models import CaseKind
from tests.addresses import doors_for_files
from tetouan_portal.lib.body_size import WORDS

pytestmark = pytest.mark.django_db
OWN_PAGES = {  # beside the rows of the admin, whose forms are asked
    "/fr/participate/new/complaint/",
    "/fr/track/case/reply/",
    "/fr/admin/progress/complaint/1/",
    "/fr/admin/budget_docs/publicationdate/1/files/",
    "/fr/admin/budget_docs/budgetdocument/1/files/",
}
LONGEST_NAME = 40  # of a field, with what stands around it


def takes_a_file(model_admin, request):
    if not model_admin.has_add_permission(request) and not model_admin.has_change_permission(
        request, model_admin.model()
    ):
        return False
    classes = [model_admin.get_form(request)]
    classes += [inline.get_formset(request).form for inline in model_admin.get_inline_instances(request)]
    return any(isinstance(field, forms.FileField) for one in classes for field in one.base_fields.values())


def rows_with_files():
    """Paths of the admin's own pages on whose form a file can be chosen, by somebody who may do everything."""
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("chief")
    for model, model_admin in admin.site._registry.items():
        start = f"/fr/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if takes_a_file(model_admin, request):
            yield f"{start}add/"
            if model_admin.has_change_permission(request, model()):
                yield f"{start}1/change/"


def test_every_page_of_a_row_with_a_file_says_so_and_no_other_page_does():
    assert {*doors_for_files()} == {*rows_with_files()} | OWN_PAGES


def test_code_that_reads_files_stands_beside_the_door_that_declares_them():
    apps = [settings.BASE_DIR / name for name in ("tetouan_portal", "commitments", "budget_docs", "participation")]
    sources = {path: path.read_text(encoding="utf-8") for app in apps for path in app.rglob("*.py")}
    reading = {path for path, source in sources.items() if re.search(r"(?<!bool\()\b(?:self\.)?request\.FILES", source)}
    undeclared = {path.name for path in reading if "@takes_files(" not in sources[path]}
    assert undeclared == {"no_room.py", "once.py", "refused.py"}  # which rewind what such a door has read, and name it
    assert {path.name for path in reading} >= {"progress.py", "drop.py", "sending.py", "tracking.py"}


def test_strangers_files_are_read_at_the_two_doors_of_citizens_alone():
    assert {path for path, files in doors_for_files().items() if not files.staff_only} == {
        "/fr/participate/new/complaint/",
        "/fr/track/case/reply/",
    }


def test_the_longest_words_of_a_citizen_fit_in_arabic():
    """Percent-encoded, a letter is six characters; multipart, two."""
    forms_of_citizens = [*(form_of(kind)(kind=kind) for kind in CaseKind), AuthorForm(), ReplyForm(), NotSolvedForm()]
    for form in forms_of_citizens:
        assert longest_words(form) < WORDS


def longest_words(form):
    return sum(LONGEST_NAME + 6 * (getattr(field, "max_length", None) or 100) for field in form.fields.values())
