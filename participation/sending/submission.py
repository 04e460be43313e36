"""A draft becomes a case, once: however often its last page is sent."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, gettext

from participation.case.filing import CONTACT_FIELDS, Filed, file_case, fingerprint
from participation.case.history import record
from participation.case.subjects import columns_of
from participation.forms.author import AuthorForm
from participation.forms.message import FORMAL, MessageForm
from participation.models import Case, CaseKind, Channel, Contact, Draft, EventKind, Teller
from participation.sending import drafts
from tetouan_portal.lib.encryption import readable

TWICE_WITHIN = timedelta(hours=24)
COMPARED = 500  # the newest ones with the same words


@transaction.atomic
def send(draft: Draft, message: MessageForm, author: AuthorForm, *, held: bool, now: datetime) -> Filed:
    """Inside the transaction in which the draft is locked, both forms valid. Raises ValidationError."""
    words = message.cleaned_data
    case = case_of(message.kind, words, may_be_published=author.cleaned_data["may_be_published"])
    case.is_held = held
    contact = {name: text for name, text in author.cleaned_data.items() if name in CONTACT_FIELDS}
    is_mailed = not got_the_same(contact.get("email", ""), case, now=now)
    photos = list(drafts.photos_of(draft))
    filed = file_case(case, contact=contact, photos=photos, now=now, is_mailed=is_mailed)
    if words.get("is_urgent"):
        claim = gettext("I ask for the urgent time limit:")
        text = f"{claim} {words['urgency_reason']}"
        record(case, EventKind.REPLY, at=now, by=Teller.AUTHOR, text=text, asks_urgency=True)
    return filed


def case_of(kind: CaseKind, words: dict[str, Any], *, may_be_published: bool) -> Case:
    return Case(
        kind=kind,
        channel=Channel.WEB,
        language=get_language(),
        may_be_published=may_be_published,
        is_formal=words.get("form") == FORMAL,
        **{name: words[name] or None for name in ("category", "district") if name in words},
        **columns_of(words["about"]),
        **{name: words[name] for name in ("place", "subject", "text", "national_reference") if name in words},
    )


def got_the_same(address: str, case: Case, *, now: datetime) -> bool:
    """Whether the address was written to for the same words within a day.

    Many people may say the same: each case is filed, acknowledged and shown to the desk beside the others. But nobody
    can have one address written to again and again with one text; addresses are encrypted, so they are read here.
    """
    if not address:
        return False
    same = Case.objects.filter(fingerprint=fingerprint(case), received_at__gt=now - TWICE_WITHIN, channel=Channel.WEB)
    known = Contact.objects.filter(case__in=same.order_by("-pk").values("pk")[:COMPARED])
    return any(readable(contact).get("email", "").casefold() == address.casefold() for contact in known)
