"""Confirming a published end date: an act with a day and a name, not a tick."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from commitments import confirming
from commitments.admin.amend import AmendableAdmin
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction


class ConfirmEndForm(forms.Form):
    """`save()` records that the Commune stands by the date; one language is enough."""

    confirmed_on = forms.DateField(label=_("Confirmed on"), widget=AdminDateWidget)

    def __init__(self, *args, commitment, **kwargs):
        super().__init__(*args, **kwargs)
        self.commitment = commitment
        for code in LANGUAGE_CODES:
            self.fields[f"confirmed_by_{code}"] = forms.CharField(
                label=_("Confirmed by (%(language)s)") % {"language": code},
                help_text=_("An office or a decision, which the public reads; no private person’s name."),
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"class": "vLargeTextField", "lang": code, "dir": direction(code)}),
            )

    def save(self):
        return confirming.confirm_end(self.commitment, **self.cleaned_data)


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
        form = ConfirmEndForm(request.POST or None, commitment=commitment)
        if request.method == "POST" and form.is_valid():
            try:
                confirmation = form.save()
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                self.log_change(request, commitment, str(confirmation))
                self.message_user(
                    request, _("The Commune’s confirmation of the end date is public now."), messages.SUCCESS
                )
                return HttpResponseRedirect(reverse("admin:commitments_commitment_change", args=[commitment.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Confirm the published end date"),
            "subtitle": str(commitment),
            "opts": self.opts,
            "original": commitment,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/commitments/confirm.html", context, status=400 if form.errors else 200)
