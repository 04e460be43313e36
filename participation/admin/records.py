"""What the portal notes about its own doings: staff read it, nobody writes it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from participation.case.access import cases_of
from participation.models import CaseLetter, RetentionReport
from tetouan_portal.lib.admin.rows import RecordAdmin
from tetouan_portal.templatetags.portal import code


@admin.register(CaseLetter)
class CaseLetterAdmin(RecordAdmin):
    """Whether the mails of one's own office arrived; neither to whom nor what they say."""

    list_display = ["reference", "state", "fault", "happened", "sent_at", "bounced_at", "created_at", "tries"]
    fields = list_display
    list_filter = ["state"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        own = super().get_queryset(request).filter(event__case__in=cases_of(request.user))
        return own.select_related("event__case").defer("event__text", "event__case__subject", "event__case__text")

    @admin.display(description=_("case"), ordering="event__case")
    def reference(self, letter):
        return code(letter.event.case.reference)

    @admin.display(description=_("what happened"), ordering="event__kind")
    def happened(self, letter):
        return letter.event.get_kind_display()

    @admin.display(description=_("attempts"), ordering="attempts")
    def tries(self, letter):
        return letter.attempts

    @admin.display(description=_("what went wrong"), ordering="failure")
    def fault(self, letter):
        return code(letter.failure)


@admin.register(RetentionReport)
class RetentionReportAdmin(RecordAdmin):
    """Numbers alone."""

    list_display = ["at", "contacts", "cases", "photos_gone", "drafts"]
    fields = list_display

    @admin.display(description=_("photos, whose files are then destroyed"), ordering="photos")
    def photos_gone(self, report):
        return report.photos
