"""What is done to several cases of the inbox at once: after a flood, nobody opens each."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from participation.case import desk_acts
from participation.models import EventKind, Outcome
from participation.models.cases import OPEN

MOST = 200  # of one choice: each is a transaction of its own, with its history


class Several:
    """Of the cases' admin."""

    actions = ["take", "release", "close_as_abuse"]

    @admin.action(description=_("Assign them to me"), permissions=["change"])
    def take(self, request, queryset):
        self.each(
            request, queryset, EventKind.ASSIGNED, lambda case, **who: desk_acts.assign(case, request.user, **who)
        )

    @admin.action(description=_("They are messages to the Commune: put them into the inbox"), permissions=["change"])
    def release(self, request, queryset):
        self.each(request, queryset.filter(is_held=True), EventKind.RELEASED, desk_acts.release)

    @admin.action(description=_("They are not messages to the Commune: close them"), permissions=["change"])
    def close_as_abuse(self, request, queryset):
        """Of held ones alone: a message that reached the inbox is answered by somebody who has read it."""
        self.each(request, queryset.filter(is_held=True), EventKind.CLOSED, close_as_abuse)

    def each(self, request, queryset, kind, act):
        done, now = 0, timezone.now()
        cases = list(queryset.filter(state__in=OPEN).order_by("pk")[:MOST])
        for case in cases:
            try:
                act(case, by=request.user, now=now)
            except ValidationError:  # somebody else was faster
                continue
            done += 1
            self.log_change(request, case, [kind.value])
        text = ngettext("Done for %(count)s case.", "Done for %(count)s cases.", done) % {"count": done}
        self.message_user(request, text, messages.SUCCESS if done else messages.WARNING)


def close_as_abuse(case, *, by, now):
    with override(case.language):
        text = gettext("This is not a message that the Commune can answer. If you meant one, send it again.")
    return desk_acts.close(case, Outcome.ABUSE, text, by=by, now=now)
