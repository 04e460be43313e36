"""What a closing decided, as its event keeps it: whatever staff do to their lists, or the author to the case, later.

Written once, by `case.desk_acts.close`; letters, the author's page and copy, the desk's history and the public page
read it from the event alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from participation.law.explanations import in_words, remedy_in_words
from participation.law.remedies import Remedy, next_remedy
from participation.models import Case, CaseEvent, EventKind, OtherBody, Outcome, RefusalGround
from tetouan_portal.lib.languages import best_text, texts

LOST = {  # columns of the case that a reopening emptied before events kept them
    "ground": _("ground for refusal"),
    "other_body": _("other body"),
    "duplicate_of": _("the other case"),
    "reopen_until": _("last day for opening it again"),
}


class Closing(NamedTuple):
    outcome: str
    article: str  # of a refusal, with what the exception protects
    ground: Mapping[str, str]
    body: Mapping[str, str]  # that answers for it
    body_url: str
    joined_to: str  # the reference of another case: never for its author, whose case the other is not
    reopen_until: date | None
    remedy: Remedy | None  # the next one, as it was told
    not_kept: tuple[str, ...]  # of LOST
    written_later_on: date | None  # where it was taken from the case afterwards

    @property
    def rests_on(self) -> str:
        """The article with what it protects, in the reader's language."""
        return f"{self.article}: {in_language(self.ground)}" if self.article else ""

    @property
    def body_in_words(self) -> str:
        return f"{in_language(self.body)} {self.body_url}".strip()


def details_of(case: Case) -> dict[str, Any]:
    """For the event of a case that was closed this moment."""
    details: dict[str, Any] = {"outcome": str(case.outcome), "due": case.due_on.isoformat()}
    if case.reopen_until:
        details["reopen_until"] = case.reopen_until.isoformat()
    if case.ground:
        details["ground"] = ground_details(case.ground)
    if case.other_body:
        details["other_body"] = body_details(case.other_body)
    if case.duplicate_of:
        details["joined_to"] = case.duplicate_of.reference
    if case.closed_at and (remedy := next_remedy(case, timezone.localdate(case.closed_at))):
        details["remedy"] = remedy_details(remedy)
    return details


def ground_details(ground: RefusalGround) -> dict[str, Any]:
    return {
        "article": ground.article,
        "name": texts(ground, "name"),
        "source": ground.source,
        "is_confirmed": ground.is_confirmed,
    }


def body_details(body: OtherBody) -> dict[str, Any]:
    return {"name": texts(body, "name"), "url": body.url}


def remedy_details(remedy: Remedy) -> dict[str, Any]:
    days = {name: value.isoformat() for name in ("begins_on", "until") if (value := getattr(remedy, name))}
    return {"step": remedy.step, "depends": remedy.depends, "is_confirmed": remedy.is_confirmed, **days}


def closing_in(details: Mapping[str, Any]) -> Closing:
    ground, body = details.get("ground") or {}, details.get("other_body") or {}
    return Closing(
        outcome=details.get("outcome", ""),
        article=ground.get("article", ""),
        ground=ground.get("name", {}),
        body=body.get("name", {}),
        body_url=body.get("url", ""),
        joined_to=details.get("joined_to", ""),
        reopen_until=day_in(details, "reopen_until"),
        remedy=remedy_in(details.get("remedy")),
        not_kept=tuple(details.get("not_kept", ())),
        written_later_on=day_in(details, "written_later_on"),
    )


def remedy_in(kept: Mapping[str, Any] | None) -> Remedy | None:
    if not kept:
        return None
    days: dict[str, Any] = {name: day_in(kept, name) for name in ("begins_on", "until")}
    return Remedy(kept["step"], depends=kept["depends"], is_confirmed=kept["is_confirmed"], **days)


def day_in(details: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(details[name]) if details.get(name) else None


def present_closing(case: Case, events: Iterable[CaseEvent]) -> Closing | None:
    """Of a case that is closed now. `events`: in the order in which they happened."""
    if not case.outcome:
        return None
    kept = [event.details for event in events if event.kind == EventKind.CLOSED]
    return closing_in(kept[-1]) if kept else None


def because(closing: Closing) -> list[str]:
    """Under which article, or for whom, in sentences."""
    told = []
    if closing.article:
        said = {"article": closing.article, "ground": in_language(closing.ground)}
        told.append(gettext("Refused under %(article)s (%(ground)s).") % said)
    if closing.body:
        told.append(gettext("It is for: %(body)s.") % {"body": closing.body_in_words})
    return told


def closed_sentences(event: CaseEvent) -> list[str]:
    """For histories, after the outcome: what it rested on, until when what could be done, what nobody kept."""
    closing = closing_in(event.details)
    told = because(closing)
    if closing.outcome == Outcome.DUPLICATE:
        told.append(gettext("It says the same as another case; both are handled as one."))
    if closing.reopen_until:
        until = in_words(closing.reopen_until)
        told.append(gettext("The author could open it again until %(day)s.") % {"day": until})
    if closing.remedy:
        told.append(gettext("What else could be done: %(remedy)s.") % {"remedy": remedy_in_words(closing.remedy)})
    if closing.not_kept:
        names = gettext(", ").join(str(LOST[name]) for name in closing.not_kept)
        told.append(gettext("Not kept at the time: %(names)s.") % {"names": names})
    if closing.written_later_on:
        text = gettext("Written here afterwards, on %(day)s, as it then stood in the case: what it rested on.")
        told.append(text % {"day": in_words(closing.written_later_on)})
    return told


def in_language(by_language: Mapping[str, str]) -> str:
    return best_text(by_language, get_language() or "")[0]
