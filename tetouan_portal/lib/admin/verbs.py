"""State changes as buttons: each a form of its own that calls one process function."""

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.admin.forms import row_version
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction


class Verb(NamedTuple):
    name: str
    label: str
    form: forms.Form | None = None  # what must be said with it


class Verbs:
    """Of a model's admin: says which verbs a person may use on a row in its state, and carries them out."""

    change_form_template = "admin/rows/verbs_change_form.html"
    known_verbs: frozenset[str] = frozenset()

    def verbs(self, request, obj):
        """The `Verb`s that this person may use on `obj` now."""
        raise NotImplementedError

    def may_do(self, request, obj, name):
        raise NotImplementedError

    def carry_out(self, request, obj, name):
        raise NotImplementedError

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        address = path("<int:object_id>/do/<slug:verb>/", self.admin_site.admin_view(self.do), name=name)
        return [address, *super().get_urls()]

    def do(self, request, object_id, verb):
        """One state change by its process function; everything else about the state is read-only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        obj = self.get_object(request, str(object_id))
        if obj is None or verb not in self.known_verbs:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        if not self.may_do(request, obj, verb):
            raise PermissionDenied
        try:
            with transaction.atomic():
                self.insist_on_what_was_read(request, obj)
                self.carry_out(request, obj, verb)
        except ValidationError as error:
            said = next((one for one in self.verbs(request, obj) if one.name == verb and one.form), None)
            if said:
                return self.asked_again(request, obj, said, error)
            self.message_user(request, error.messages[0], messages.ERROR)
        else:
            self.log_change(request, obj, verb)
            self.message_user(request, _("Done."), messages.SUCCESS)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
        )

    @staticmethod
    def insist_on_what_was_read(request, obj):
        """Nobody publishes or returns a text that was changed after they read it."""
        read = request.POST.get("version")
        if read and read != row_version(obj, lock=True):
            raise ValidationError(_("This was changed after you opened it: read it again."), code="changed_meanwhile")

    def asked_again(self, request, obj, verb, error):
        """A page of its own with what was typed and why it was refused."""
        form = type(verb.form)(request.POST)
        form.full_clean()
        form.add_error(None, error.messages)
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "subtitle": str(obj),
            "opts": self.opts,
            "original": obj,
            "verb": verb._replace(form=form),
            "row_version": request.POST.get("version", ""),
        }
        return TemplateResponse(request, "admin/rows/verb.html", context, status=400)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["row_version"] = row_version(obj)
            context["verbs"] = self.verbs(request, obj)
            context["do_url"] = f"admin:{self.opts.app_label}_{self.opts.model_name}_do"
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


class WithdrawForm(forms.Form):
    """The reason for a withdrawal, in one language or more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in LANGUAGE_CODES:
            widget = forms.Textarea(attrs={"rows": 2, "lang": code, "dir": direction(code)})
            self.fields[code] = forms.CharField(
                label=_("Reason (%(language)s)") % {"language": code}, required=False, max_length=2000, widget=widget
            )


def reasons_given(request):
    """{"ar": …} of a posted `WithdrawForm`."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("The reason is too long."), code="too_long")
    return form.cleaned_data
