"""The e-mail address of an author: written to once, until somebody who reads its mails says that it is theirs.

Nothing proves that who typed an address has it. So it gets one mail, in the portal's words alone, with a link to
confirm; who does not confirm loses the mails alone. What happens meanwhile is on the author's own pages, and is not
sent later; but the mail that the message has arrived, with the date of the answer, waits while the case is open.
Another address is confirmed anew.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from participation.case.history import record, tell
from participation.models import Case, CaseEvent, CaseLetter, Contact, EventKind, Teller
from tetouan_portal.lib.encryption import readable
from tetouan_portal.lib.throttle import Throttle

SALT = "participation.mail_address"
LINK_VALID_FOR = timedelta(days=7)
AGAIN_AFTER = timedelta(days=1)
ASKED_MOST = 3  # for one case and one address
# For one address in all cases, whoever types it: counted without the address (`lib/throttle.py`).
ASKED_TODAY = Throttle("confirmations of an address", limit=3, per=24 * 3600)
NOT_YET = _("The mail cannot be sent again so soon: ask for it in a day.")
NO_MORE = _("The mail was sent several times already. At the counter of the Commune the address can be corrected.")
NOTHING_TO_CONFIRM = _("There is no e-mail address to confirm.")


@transaction.atomic(savepoint=False)
def ask(case: Case, contact: Contact | None, *, now: datetime, officer: User | None = None) -> bool:
    """Write to the address once, where there is one that is not confirmed; whether that was done."""
    if contact is None or not contact.waits_for_confirmation or case.is_demo or case.is_held:
        return False
    address = readable(contact).get("email", "")
    if not (address and ASKED_TODAY.allows(address.casefold())):
        return False
    event = record(case, EventKind.MAIL_ASKED, at=now, officer=officer, by=Teller.SYSTEM)
    CaseLetter.objects.create(event=event)
    return True


@transaction.atomic
def ask_again(case: Case, *, now: datetime) -> None:
    """As its author wishes. Raises ValidationError."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    contact = Contact.objects.filter(case=case).first()
    if contact is None or not contact.waits_for_confirmation:
        raise ValidationError(NOTHING_TO_CONFIRM, code="nothing")
    if refusal := why_not_again(list(case.events.all()), now=now):
        raise ValidationError(refusal, code="too_often")
    if not ask(case, contact, now=now):
        raise ValidationError(NOT_YET, code="too_often")


def why_not_again(events: list[CaseEvent], *, now: datetime) -> str:
    """A sentence, or "". `events`: the case's history, the oldest first; another address counts anew."""
    asked: list[datetime] = []
    for event in events:
        if event.kind == EventKind.CONTACT_EDITED:
            asked = []
        elif event.kind == EventKind.MAIL_ASKED:
            asked.append(event.at)
    if len(asked) >= ASKED_MOST:
        return str(NO_MORE)
    return str(NOT_YET) if asked and now < asked[-1] + AGAIN_AFTER else ""


def forget_links(case: Case) -> None:
    """Of an address that is no longer the author's."""
    CaseLetter.objects.filter(event__case=case, event__kind=EventKind.MAIL_ASKED).delete()


def token_of(letter: CaseLetter) -> str:
    """For the link in a letter: says nothing of the case or its author, and is good for this alone."""
    return signing.TimestampSigner(salt=SALT).sign(letter.key.hex)


def contact_of(token: str) -> Contact | None:
    """None alike for a link that is wrong or too old, or whose address was changed or erased."""
    try:
        key = UUID(signing.TimestampSigner(salt=SALT).unsign(token, max_age=LINK_VALID_FOR))
    except (signing.BadSignature, ValueError):
        return None
    asked = CaseLetter.objects.filter(key=key, event__kind=EventKind.MAIL_ASKED)
    return Contact.objects.filter(case__in=asked.values("event__case")).exclude(email="").first()


@transaction.atomic
def confirm(contact: Contact, *, now: datetime) -> None:
    """From now on the author is told by mail, first that the message arrived.

    Nothing where that was done before, or where another address took the place of the one that `contact` holds.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=contact.case_id)
    here = Contact.objects.filter(pk=contact.pk, confirmed_at=None).exclude(email="").first()
    if here is None or readable(here).get("email") != readable(contact).get("email"):
        return
    Contact.objects.filter(pk=here.pk).update(confirmed_at=now)
    record(case, EventKind.MAIL_CONFIRMED, at=now, by=Teller.AUTHOR)
    for event in case.events.filter(kind=EventKind.FILED) if case.is_open else ():
        tell(event)
