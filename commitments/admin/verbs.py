"""Submitting, publishing, returning: the verbs of what is published after a check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.admin import becoming_public
from commitments.admin.base import PortalAdmin
from commitments.models import PublicationState
from commitments.statements import publication
from tetouan_portal.lib.admin.verb_table import Verb, VerbForm
from tetouan_portal.lib.admin.verbs import Verbs
from tetouan_portal.lib.line_ends import TextArea

WITH_THE_WRITER = (PublicationState.DRAFT, PublicationState.RETURNED)


class VerbAdmin(Verbs, PortalAdmin):
    pass


class ReturnForm(VerbForm):
    refusal = _("Say what is to be changed.")
    code = "unexplained"
    reason = forms.CharField(
        label=_("What is to be changed"), max_length=2000, widget=TextArea(attrs={"rows": 3, "dir": "auto"})
    )


class PublishableAdmin(VerbAdmin):
    """Whoever wrote it submits; a publisher, or the monitor for its own words, publishes; checkers return."""

    verbs = (
        Verb(
            name="submit",
            label=_("Submit"),
            act=publication.submit,
            allowed=access.may_submit,
            offered=lambda row: row.state in WITH_THE_WRITER,
        ),
        Verb(
            name="publish",
            label=_("Publish"),
            act=publication.publish,
            allowed=access.may_publish,
            offered=lambda row: not row.is_published,
            shown=becoming_public.shown,
        ),
        Verb(
            name="send_back",
            label=_("Return"),
            act=publication.send_back,
            allowed=access.may_send_back,
            offered=lambda row: row.state == PublicationState.SUBMITTED,
            form=ReturnForm,
        ),
    )
