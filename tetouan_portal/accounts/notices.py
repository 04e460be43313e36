"""Mails about what was done with accounts, to those who could object. An act of which nobody can be told is refused."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from commitments.models import Institution
from tetouan_portal.accounts import letters
from tetouan_portal.accounts.models import LetterKind
from tetouan_portal.accounts.words import TOO_MANY


def administrators():
    return User.objects.filter(is_superuser=True, is_active=True).order_by("pk")


def name_of(user: User | None) -> str:
    """Never the address, which is the user name of most."""
    return (user.get_full_name() if user else "") or "—"


def tell(people: Iterable[User], what: str, *, also_to: str = "", **details: object) -> None:
    """Queue a mail for each, once. `also_to`: a further address of the first, the one they had before."""
    for person in sorted(set(people), key=lambda one: one.pk):
        for to in (person.email, also_to if person.pk == details.get("account") else ""):
            if to and letters.queue(person, LetterKind.NOTICE, what=what, to=to, **details) is None:
                raise ValidationError(TOO_MANY, code="too_many")


def about(user: User | None = None, *, by: User, second: User | None = None, institution: Institution | None = None):
    """What the lines of the mail are made of."""
    return {
        "account": user.pk if user else None,
        "name": name_of(user) if user else "",
        "by": name_of(by),
        "second": name_of(second) if second else "",
        "institution": institution.pk if institution else None,
    }


def letter(reference: str, day: date) -> dict[str, str]:
    return {"reference": reference, "letter_on": day.isoformat()}
