"""Submitting, publishing, returning: the verbs of what is published after a check."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.admin.base import PortalAdmin
from commitments.models import PublicationState
from commitments.statements import publication
from tetouan_portal.lib.admin.verbs import Verb, Verbs, said_with


class VerbAdmin(Verbs, PortalAdmin):
    pass


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What is to be changed"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class PublishableAdmin(VerbAdmin):
    known_verbs = frozenset({"submit", "publish", "send_back"})
    process = {"submit": publication.submit, "publish": publication.publish}

    def may_do(self, request, obj, name):
        """Whoever wrote it submits; a publisher, or the monitor for its own words, publishes; checkers return."""
        if name == "submit":
            return not access.is_monitors(obj) and self.has_change_permission(request, obj)
        return {"publish": access.may_publish, "send_back": access.may_send_back}[name](request.user, obj)

    def verbs(self, request, obj):
        offered = {
            PublicationState.DRAFT: ["submit", "publish"],
            PublicationState.RETURNED: ["submit", "publish"],
            PublicationState.SUBMITTED: ["publish", "send_back"],
            PublicationState.PUBLISHED: [],
        }[obj.state]
        labels = {"submit": _("Submit"), "publish": _("Publish"), "send_back": _("Return")}
        needs = {"send_back": ReturnForm()}
        return [Verb(name, labels[name], needs.get(name)) for name in offered if self.may_do(request, obj, name)]

    def carry_out(self, request, obj, name):
        if name != "send_back":
            return self.process[name](obj)
        form = said_with(request, ReturnForm)
        if not form.is_valid():
            raise ValidationError(_("Say what is to be changed."), code="unexplained")
        return publication.send_back(obj, form.cleaned_data["reason"])
