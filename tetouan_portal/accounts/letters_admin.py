"""What became of mails to staff, for administrators; what was given up is sent again here."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from tetouan_portal.accounts import letters
from tetouan_portal.accounts.models import Letter, LetterState
from tetouan_portal.lib.admin.rows import RecordAdmin
from tetouan_portal.templatetags.portal import code


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    """Whether they arrived, never what they say."""

    list_display = ["person", "kind", "state", "fault", "created_at", "sent_at", "tries"]
    fields = list_display
    list_filter = ["state", "kind"]
    list_select_related = ["user"]
    search_fields = ["user__first_name", "user__last_name"]  # not by address: a hit would tell it
    ordering = ["-pk"]
    actions = ["send_again"]

    def has_send_again_permission(self, request):
        return request.user.has_perm("tetouan_portal.change_letter")

    @admin.display(description=_("member of staff"), ordering="user__first_name")
    def person(self, letter):
        return letter.user.get_full_name() or letter.user.get_username()

    @admin.display(description=_("attempts"), ordering="attempts")
    def tries(self, letter):
        return letter.attempts

    @admin.display(description=_("what went wrong"), ordering="failure")
    def fault(self, letter):
        return code(letter.failure)

    @admin.action(description=_("Send again those that were given up"), permissions=["send_again"])
    def send_again(self, request, queryset):
        """Each by itself; the others are left alone."""
        given_up = list(queryset.filter(state=LetterState.FAILED))
        if not given_up:
            self.message_user(request, _("None of these was given up."), messages.WARNING)
        for letter in given_up:
            said, level = _("It is on its way again."), messages.SUCCESS
            try:
                with transaction.atomic():
                    letters.send_again(letter, now=timezone.now())
                    self.log_change(request, letter, "send_again")
            except ValidationError as error:
                said, level = error.messages[0], messages.ERROR
            which = format_html("<bdi>{}</bdi> · {} · {}", self.person(letter), letter.get_kind_display(), said)
            self.message_user(request, which, level)
