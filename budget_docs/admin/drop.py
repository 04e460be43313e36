"""The page on which several files are dropped at once, into a document or into an empty slot."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from budget_docs.documents import uploads
from budget_docs.models import FileLanguage
from tetouan_portal.journal.models import By
from tetouan_portal.lib.body_size import takes_files
from tetouan_portal.lib.hidden_contents import sentence_about
from tetouan_portal.own_words.writers import needs_another

MAX_AT_ONCE = 20
AT_ONCE = _("This document is published: each file is public at once, as the new version of its language.")
UNSEEN = _(
    "This document is published: each file is public, as the new version of its language, once another person "
    "publishes it."
)


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Looked into one by one by `uploads.drop`, so that one that is refused takes no other with it."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        sent = data if isinstance(data, (list, tuple)) else [data]
        if len(sent) > MAX_AT_ONCE:
            raise ValidationError(
                _("Choose at most %(most)d files at once."), code="too_many", params={"most": MAX_AT_ONCE}
            )
        return [super(SeveralFilesField, self).clean(file, initial) for file in sent or [None]]


class DropForm(forms.Form):
    files = SeveralFilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_(
            "Choose several, or drag them here: PDF, Word, Excel or LibreOffice, up to 25 MB each, at most 20 at once."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the files"), required=False)
    note = forms.CharField(
        label=_("What changed in this version"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Only for a file that replaces another; citizens read it."),
    )

    def __init__(self, *args, needs_language, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        field.required = needs_language
        unsaid = ("", "---------") if needs_language else ("", _("as the name or the words of each file tell"))
        field.choices = [unsaid, *FileLanguage.choices]
        field.help_text = (
            (UNSEEN if needs_another(By.MUNICIPALITY) else AT_ONCE)
            if needs_language
            else _("When neither tells, as with scanned pages, you are asked afterwards.")
        )

    def clean(self):
        """A language has one file in force: of two said to be in the same, one would silently supersede the other."""
        given = super().clean()
        if given.get("language") and len(given.get("files") or []) > 1:
            self.add_error("language", _("Only one file can be in a language you choose: send the others apart."))
        return given


class DropAdmin:
    """Of a model's admin: `document_of(obj)` is the document that the files go into; it may be made only then."""

    def document_of(self, obj):
        raise NotImplementedError

    def is_public(self, obj):
        """Whether what is dropped is public at once."""
        return False

    def may_drop(self, request, obj):
        return request.user.has_perm("budget_docs.add_documentfile")

    def drop_url(self, obj):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_files", args=[obj.pk])

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_files"
        return [path("<int:object_id>/files/", self.admin_site.admin_view(self.files), name=name), *super().get_urls()]

    @takes_files(MAX_AT_ONCE, settings.BUDGET_FILE_MAX_BYTES, staff_only=True)
    def files(self, request, object_id):
        obj = self.get_object(request, str(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        if not self.may_drop(request, obj):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = DropForm(*sent, needs_language=self.is_public(obj))
        dropped = []
        if form.is_valid():
            given = form.cleaned_data
            dropped = uploads.drop(
                lambda: self.document_of(obj), given["files"], language=given["language"], note=given["note"]
            )
            taken = [one.file for one in dropped if one.file]
            for file in taken:
                self.log_change(request, obj, str(file))
            if len(taken) == len(dropped):
                return self.all_taken(request, taken)
            form = DropForm(initial=given | {"files": None}, needs_language=self.is_public(obj))
        return self.drop_page(request, obj, form, dropped)

    def all_taken(self, request, taken):
        said = ngettext("%(n)d file was added.", "%(n)d files were added.", len(taken)) % {"n": len(taken)}
        self.message_user(request, said, messages.SUCCESS)
        for file in taken:
            if file.open_kinds:
                self.message_user(request, sentence_about(file), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:budget_docs_budgetdocument_change", args=[taken[0].document_id]))

    def drop_page(self, request, obj, form, dropped):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add files"),
            "subtitle": str(obj),
            "opts": self.opts,
            "original": obj,
            "form": form,
            "taken": [one for one in dropped if one.file],
            "hiding": [sentence_about(one.file) for one in dropped if one.file and one.file.open_kinds],
            "refused": [one for one in dropped if not one.file],
        }
        status = 400 if form.errors or context["refused"] else 200
        status = 503 if any(one.is_for_lack_of_room for one in dropped) else status
        return TemplateResponse(request, "admin/budget_docs/drop.html", context, status=status)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and self.may_drop(request, obj):
            context["drop_url"] = self.drop_url(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
