"""Beginning a message: at once as a rule; where very many are begun, after the check that sending asks for too."""

from functools import cached_property

from participation.sending import drafts
from tetouan_portal.lib.challenge import ChallengedForm
from tetouan_portal.lib.throttle import Throttle

# Drafts, not posts: who has begun goes on unhindered. The whole town begins about forty in the hour of a busy day.
BEGUN = Throttle("drafts begun", limit=150, per=3600)  # from one address: all customers of an operator may share it
SITE_BEGUN = Throttle("drafts begun by all", limit=1500, per=3600)


class BeginningForm(ChallengedForm):
    """The check beside the first step. Nobody is turned away for a crowd behind their address: they do the check.

    Only where there is no room at all is nothing begun, by anybody.
    """

    def __init__(self, data, *, request, now):
        super().__init__(data, request=request, purpose="beginning")
        self.now = now

    @cached_property
    def has_room(self):
        return drafts.has_room(now=self.now)

    @cached_property
    def is_let_in(self):
        """Counts one more. Ask it once for a post."""
        if not self.has_room or self.is_trap:
            return False
        in_pace = BEGUN.allows(self.address) and SITE_BEGUN.allows("all")
        return in_pace or self.is_valid()
