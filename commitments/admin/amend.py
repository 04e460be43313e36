"""Moving a promised date: a page of its own, because it is an act with a reason and a decision."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.admin.base import PortalAdmin
from commitments.models import AmendedField
from commitments.plan import amendments
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction


class AmendDateForm(forms.Form):
    """`save()` moves the date and records why; one language is enough."""

    field = forms.ChoiceField(label=_("Which date"))
    to = forms.DateField(label=_("New date"), widget=AdminDateWidget)
    decided_on = forms.DateField(label=_("Decided on"), widget=AdminDateWidget)

    def __init__(self, *args, subject, dates, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.fields["field"].choices = [(date, AmendedField(date).label) for date in dates]
        for name, label in (("decision", _("Decision (%(language)s)")), ("reason", _("Reason (%(language)s)"))):
            for code in LANGUAGE_CODES:
                attrs = {"rows": 3, "class": "vLargeTextField", "lang": code, "dir": direction(code)}
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=label % {"language": code},
                    required=False,
                    max_length=300 if name == "decision" else 4000,
                    widget=forms.Textarea(attrs=attrs),
                )

    def clean_decided_on(self):
        decided_on = self.cleaned_data["decided_on"]
        if decided_on > timezone.localdate():
            raise ValidationError(_("The decision cannot lie in the future."), code="future")
        return decided_on

    def save(self):
        values = dict(self.cleaned_data)
        return amendments.move_date(self.subject, values.pop("field"), values.pop("to"), **values)


class AmendableAdmin(PortalAdmin):
    """Promised dates may be set once, while unknown; afterwards they are moved by an amendment."""

    amendable_dates = []
    change_form_template = "admin/commitments/amendable_change_form.html"

    def settled_fields(self, obj):
        return [date for date in self.amendable_dates if obj and getattr(obj, date)]

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_amend"
        return [path("<path:object_id>/amend/", self.admin_site.admin_view(self.amend), name=name), *super().get_urls()]

    def amend(self, request, object_id):
        subject = self.get_object(request, object_id)
        if subject is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, subject):
            raise PermissionDenied
        form = AmendDateForm(request.POST or None, subject=subject, dates=self.settled_fields(subject))
        if request.method == "POST" and form.is_valid():
            try:
                amendment = form.save()
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                self.log_change(request, subject, str(amendment))
                self.message_user(request, _("The date was moved and the reason recorded."), messages.SUCCESS)
                return HttpResponseRedirect(
                    reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[subject.pk])
                )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Move a promised date"),
            "subtitle": str(subject),
            "opts": self.opts,
            "original": subject,
            "form": form,
            "media": self.media + form.media,
            "adminform_errors": form.errors,
        }
        return TemplateResponse(request, "admin/commitments/amend.html", context, status=400 if form.errors else 200)
