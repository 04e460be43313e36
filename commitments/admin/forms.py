"""Forms of the admin: no lost update, and nobody else's words."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.plan.plausibility import doubts_in
from tetouan_portal.lib.admin.forms import VersionedForm

NOT_YOURS = _("You may write for your own institution only, about what it answers for.")


class PortalForm(VersionedForm):
    user = None  # who fills it in; set by the admin

    def doubts(self):
        return doubts_in(self.instance, self.changed_data)

    def _post_clean(self):
        super()._post_clean()
        if self.user and not self.errors and not access.may_write(self.user, self.instance):
            self.add_error(None, ValidationError(NOT_YOURS, code="not_yours"))
