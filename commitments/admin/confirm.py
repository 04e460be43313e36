"""Confirming the dates of a commitment: an act with a day and a name, each date for itself."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.admin.amend import AmendableAdmin
from commitments.models import DateConfirmation
from commitments.plan import date_confirmations
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.templatetags.portal import day

END = "end"


def dates_to_confirm(commitment):
    """{its value in the form: (subject, label)} of the end and of each milestone’s date that nobody confirmed yet."""
    known = DateConfirmation.objects.filter(milestone=OuterRef("pk"), due_on=OuterRef("due_on"))
    milestones = commitment.milestones.filter(~Exists(known), due_on__isnull=False, is_demo=False)
    found = {str(one.pk): (one, date_label(f"{one._meta.verbose_name} {one}", one.due_on)) for one in milestones}
    if commitment.ends_on and not commitment.confirmations.filter(ends_on=commitment.ends_on).exists():
        found = {END: (commitment, date_label(_("end date"), commitment.ends_on)), **found}
    return found


def date_label(name, date):
    return format_html("{} – {}", name, day(date))


class ConfirmDatesForm(forms.Form):
    """`save()` records that the Commune stands by each of the dates; one language is enough."""

    dates = forms.MultipleChoiceField(label=_("Which dates"), widget=forms.CheckboxSelectMultiple)
    confirmed_on = forms.DateField(label=_("Confirmed on"), widget=AdminDateWidget)

    def __init__(self, *args, commitment, **kwargs):
        super().__init__(*args, **kwargs)
        self.subjects = dates_to_confirm(commitment)
        self.fields["dates"].choices = [(value, label) for value, (_subject, label) in self.subjects.items()]
        for code in LANGUAGE_CODES:
            self.fields[f"confirmed_by_{code}"] = forms.CharField(
                label=_("Confirmed by (%(language)s)") % {"language": code},
                help_text=_("An office or a decision, which the public reads; no private person’s name."),
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"class": "vLargeTextField", "lang": code, "dir": direction(code)}),
            )

    def save(self):
        values = dict(self.cleaned_data)
        with transaction.atomic():
            return [date_confirmations.confirm_date(self.subjects[name][0], **values) for name in values.pop("dates")]


class ConfirmableAdmin(AmendableAdmin):
    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_confirm"
        return [
            path("<path:object_id>/confirm/", self.admin_site.admin_view(self.confirm), name=name),
            *super().get_urls(),
        ]

    def confirm(self, request, object_id):
        commitment = self.get_object(request, object_id)
        if commitment is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, commitment):
            raise PermissionDenied
        asked = [request.GET.get("milestone", END)]
        form = ConfirmDatesForm(request.POST or None, commitment=commitment, initial={"dates": asked})
        if request.method == "POST" and form.is_valid():
            try:
                confirmations = form.save()
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                for confirmation in confirmations:
                    self.log_change(request, commitment, str(confirmation))
                self.message_user(request, _("What the Commune has confirmed is public now."), messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:commitments_commitment_change", args=[commitment.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Confirm published dates"),
            "subtitle": str(commitment),
            "opts": self.opts,
            "original": commitment,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/commitments/confirm.html", context, status=400 if form.errors else 200)
