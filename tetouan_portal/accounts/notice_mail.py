"""What a mail about an act on an account says, line by line, in its reader's language."""

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commitments.models import Institution
from tetouan_portal.accounts.models import Letter, ProposalKind
from tetouan_portal.accounts.words import NOTICES


def contents(row: Letter) -> dict[str, object]:
    details = row.details
    institution = Institution.objects.filter(pk=details.get("institution")).first()
    day = parse_date(details.get("letter_on") or "")
    lines = [
        (_("What was asked for"), ProposalKind(details["asked"]).label if details.get("asked") else ""),
        (_("Institution"), str(institution or "")),
        (_("Account"), details["name"]),
        (_("By"), details["by"]),
        (_("Second person"), details["second"]),
        (_("Reference of the letter"), details.get("reference", "")),
        (_("Date of the letter"), date_format(day) if day else ""),
    ]
    return {"sentence": NOTICES[details["what"]], "lines": [(label, value) for label, value in lines if value]}
