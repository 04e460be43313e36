"""Everything that the portal holds about a case and its author, for the author: the right of access (law 09-08)."""

from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.law.closings import present_closing
from participation.law.event_sentences import sentences
from participation.law.explanations import explain, in_lines, remedies_in_words
from participation.models import Case, CaseEvent, CaseLetter, Contact, Photo, PublishedCase
from participation.models.cases import ABOUT
from participation.models.events import INTERNAL
from tetouan_portal.lib.encryption import UNREADABLE, readable
from tetouan_portal.lib.languages import columns

# Of the row itself: all but keys into other tables (told by name below), the two hashes, and officers' names.
OF_THE_CASE = (
    *("kind", "channel", "language", "place", "subject", "text", "is_formal", "national_reference"),
    *("may_be_published", "received_at", "is_held", "state", "due_on", "due_facts", "is_urgent", "extended_on"),
    *("lapsed_on", "outcome", "closed_at", "first_answered_at", "reopen_until", "reopened_count", "satisfaction"),
)
OF_THE_CONTACT = ("name", "email", "phone", "postal_address")
RELATED = ("category", "district", *ABOUT)
OF_OTHERS = ("joined", "joined_to")  # references of cases that may be another person's


def data_held(case: Case) -> dict[str, Any]:
    """For JSON: names of columns, ISO dates. The desk's internal notes are counted, not told."""
    contact = Contact.objects.filter(case=case).first()
    letters = CaseLetter.objects.filter(event__case=case).order_by("pk")
    events = list(case.events.for_author())
    return {
        "reference": case.reference,
        "case": {name: value(getattr(case, name)) for name in OF_THE_CASE} | related_rows(case) | reasons(case, events),
        "time_limit": time_limit(case),
        "contact": of_contact(contact),
        "history": [of_event(event) for event in events],
        "internal_notes": CaseEvent.objects.filter(case=case, kind__in=INTERNAL).exclude(text="").count(),
        "mails": [of_mail(letter) for letter in letters.select_related("event")],
        "photos": [of_photo(photo) for photo in case.photos.all()],
        "published": of_published(PublishedCase.objects.filter(case=case).first()),
        "made_at": timezone.now(),
    }


def of_contact(contact: Contact | None) -> dict[str, Any] | None:
    if contact is None:
        return None
    texts = dict.fromkeys(OF_THE_CONTACT, str(UNREADABLE)) | readable(contact)
    return texts | {"confirmed_at": value(contact.confirmed_at)}


def time_limit(case: Case) -> dict[str, Any]:
    """What counts for it, in the reader's words: the law's time and remedies, or the Commune's own promise."""
    found, today = explain(case), timezone.localdate()
    return {
        "sort": str(case.sort.label),
        "computation": in_lines(case),
        "source": found.source,
        "is_confirmed": found.is_confirmed,
        "remedies": [" – ".join(filter(None, (one.words, one.counted))) for one in remedies_in_words(case, on=today)],
    }


def value(content: Any) -> Any:
    return timezone.localtime(content) if hasattr(content, "tzinfo") and content.tzinfo else content


def related_rows(case: Case) -> dict[str, str]:
    return {name: str(getattr(case, name) or "") for name in RELATED}


def reasons(case: Case, events: list[CaseEvent]) -> dict[str, str]:
    """What the closing rested on, as it was told."""
    closing = present_closing(case, events)
    return {"ground": closing.rests_on if closing else "", "other_body": closing.body_in_words if closing else ""}


def of_event(event: CaseEvent) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "at": timezone.localtime(event.at),
        "by": event.by,
        "text": event.text,
        "told": sentences(event),
        "details": {name: content for name, content in event.details.items() if name not in OF_OTHERS},
    }


def of_mail(letter: CaseLetter) -> dict[str, Any]:
    return {"event": letter.event.kind} | {name: getattr(letter, name) for name in ("state", "created_at", "sent_at")}


def of_photo(photo: Photo) -> dict[str, Any]:
    kept = ("content_type", "width", "height", "size", "sha256", "is_public", "alternative_text")
    return {"key": str(photo.key)} | {name: getattr(photo, name) for name in kept}


def of_published(row: PublishedCase | None) -> dict[str, Any] | None:
    if row is None:
        return None
    names = [name for field in ("title", "text", "answer") for name in columns(field)]
    words = {name: getattr(row, name) or "" for name in names}
    return words | {"published_at": row.published_at, "unpublished_at": row.unpublished_at}


def in_words(copy: dict[str, Any]) -> str:
    """The same for reading: one thing a line, under the names that the portal's pages use."""
    notes = _("Internal notes of the desk, which are not in this copy: %(count)s.") % {"count": copy["internal_notes"]}
    parts = [
        [f"{_('Case')} {copy['reference']}", f"{_('Copy made on')} {in_one_line(value(copy['made_at']))}"],
        [_("What you sent, and how it stands"), *name_columns(Case, copy["case"])],
        [_("How the date was computed"), *time_limit_in_words(copy["time_limit"])],
        [_("How you can be reached"), *name_columns(Contact, copy["contact"])],
        [_("What happened")],
        *(event_in_words(row) for row in copy["history"]),
        [notes],
        *each(_("Photos"), Photo, copy["photos"]),
        *each(_("Mails to you"), CaseLetter, copy["mails"]),
        [_("What the public reads"), *name_columns(PublishedCase, copy["published"])],
    ]
    return "\r\n\r\n".join("\r\n".join(lines) for lines in parts) + "\r\n"


def time_limit_in_words(told: dict[str, Any]) -> list[str]:
    source = [f"{_('Source')}: {told['source']}"] if told["source"] else []
    return [told["sort"], *told["computation"], *source, *told["remedies"]]


def event_in_words(row: dict[str, Any]) -> list[str]:
    return [*name_columns(CaseEvent, {name: row[name] for name in row if name != "told"}), *row["told"]]


def each(title: str, model: type, rows: list[dict[str, Any]]) -> list[list[str]]:
    return [[title], *(name_columns(model, row) for row in rows)] if rows else [[title, _("Nothing is held.")]]


def name_columns(model: type[Model], row: dict[str, Any] | None) -> list[str]:
    """The names and choices of a model's columns in the reader's words."""
    if row is None:
        return [_("Nothing is held.")]
    fields = {field.name: field for field in model._meta.fields}
    lines = []
    for name, content in row.items():
        field = fields.get(name)
        words = dict(field.flatchoices).get(content, content) if field and field.choices else content
        lines.append(f"{field.verbose_name if field else name}: {in_one_line(words)}")
    return lines


def in_one_line(content: Any) -> str:
    if content in (None, "", {}):
        return "—"
    if isinstance(content, bool):
        return _("yes") if content else _("no")
    if hasattr(content, "isoformat"):
        return content.isoformat()
    return str(content)
