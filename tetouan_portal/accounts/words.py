"""Sentences that refuse an act on somebody's account; and what mails say was done."""

from django.utils.translation import gettext_lazy as _

ASK_ANOTHER = _("Ask another administrator: nobody does this with their own account.")
NEEDS_TWO = _(
    "This account belongs to an independent institution: nobody does this alone. Ask for it; another administrator, or "
    "somebody of the institution, confirms it."
)
ADMITTED_BY_ITS_OWN = _(
    "People of an independent institution are admitted by one of their own; the first one, and the next when nobody is "
    "left, by two administrators."
)
TOO_MANY = _("Somebody who must be told of this has had very many mails today. Try again tomorrow.")
# What happened, as the subject and the first line of a mail. What it is about stands under it, line by line.
NOTICES = {
    "appointed": _("A new administrator was appointed"),
    "dismissed": _("An administrator was removed"),
    "asked": _("Something was asked for that needs a second person"),
    "confirmed": _("What needed a second person was confirmed"),
    "refused": _("What needed a second person was refused or taken back"),
    "admitted": _("Two administrators admitted somebody to an independent institution"),
    "joined": _("An independent institution admitted somebody"),
    "left": _("Somebody no longer speaks for an independent institution"),
    "closed": _("An account of an independent institution was closed"),
    "address": _("The e-mail address of an account was changed"),
}
