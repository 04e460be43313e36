"""What is done to several cases of the inbox at once: after a flood, nobody opens each."""

from collections import defaultdict

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from participation.case import desk_acts
from participation.models import EventKind, Outcome
from participation.models.cases import OPEN

MOST = 200  # of one choice: each is a transaction of its own, with its history
NOT_DONE = _("Not done – %(why)s Cases: %(cases)s")
UNFIT = _("Left as they are, because their state does not allow it: %(count)s")
MORE = _("No more than %(most)s are done at once. Still to do: %(count)s. Choose them again.")


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
        self.each(request, queryset, EventKind.RELEASED, desk_acts.release, is_held=True)

    @admin.action(description=_("They are not messages to the Commune: close them"), permissions=["change"])
    def close_as_abuse(self, request, queryset):
        """Of held ones alone: a message that reached the inbox is answered by somebody who has read it."""
        self.each(request, queryset, EventKind.CLOSED, close_as_abuse, is_held=True)

    def each(self, request, queryset, kind, act, **condition):
        """Those that can be, one by one; and a word of the others: what was refused and why, how many are left."""
        now, fit = timezone.now(), queryset.filter(state__in=OPEN, **condition).order_by("pk")
        count, cases, unfit = fit.count(), list(fit[:MOST]), queryset.exclude(state__in=OPEN, **condition).count()
        done, refused = 0, defaultdict(list)
        for case in cases:
            try:
                act(case, by=request.user, now=now)
            except ValidationError as refusal:
                refused[refusal.messages[0]].append(case.reference)
                continue
            done += 1
            self.log_change(request, case, [kind.value])
        text = ngettext("Done for %(count)s case.", "Done for %(count)s cases.", done) % {"count": done}
        self.message_user(request, text, messages.SUCCESS if done else messages.WARNING)
        for why, references in refused.items():
            told = {"why": why, "cases": gettext(", ").join(references)}
            self.message_user(request, NOT_DONE % told, messages.WARNING)
        if unfit:
            self.message_user(request, UNFIT % {"count": unfit}, messages.WARNING)
        if count > len(cases):
            self.message_user(request, MORE % {"most": MOST, "count": count - len(cases)}, messages.WARNING)


def close_as_abuse(case, *, by, now):
    with override(case.language):
        text = gettext("This is not a message that the Commune can answer. If you meant one, send it again.")
    return desk_acts.close(case, Outcome.ABUSE, text, by=by, now=now)
