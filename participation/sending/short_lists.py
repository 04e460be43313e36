"""What the portal tells in lists too short for an index: a plan's bodies, events, endorsers and open questions,
figures of the press, the words of a budget, the portal's own pages. A search that leaves them out denies them.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budget_docs.explorer import glossary
from budget_docs.models import FigureKind, StatedFigure
from commitments.models import ActionPlan, Body, Endorsement, Event, PlanKind, PlanNote
from commitments.models.narrative import NoteTopic
from tetouan_portal.lib.languages import LANGUAGE_CODES, in_every_language, texts
from tetouan_portal.lib.search import places_of

PLAN, FIGURES, WORDS, PAGES = (
    _("The action plan"),
    _("Figures from elsewhere"),
    _("The words of a budget"),
    _("Pages of this portal"),
)
ENDORSES, LEFT_OPEN = _("Endorsements"), _("What the sources leave open")


class Told(NamedTuple):
    group: Promise
    title: Mapping[str, str]
    address: str
    words: Mapping[str, str]  # what is searched, by language
    is_demo: bool = False


def look(text: str) -> list[Told]:
    """Those that hold every word of the text."""
    told = [*of_plans(), *of_figures(), *of_glossary(), *of_pages()]
    return [told[place] for place in places_of([one.words for one in told], text)]


def of_plans() -> Iterator[Told]:
    plans = ActionPlan.objects.live()
    ogp = plans.current(PlanKind.OGP).first()
    if ogp:
        for body in Body.objects.all():
            address = f"{ogp.get_absolute_url()}#body-{body.slug}"
            yield Told(PLAN, texts(body, "name"), address, join_fields(body, "name", "mandate", "composition", "ties"))
    for event in Event.objects.filter(plan__in=plans).until(timezone.localdate()).select_related("plan"):
        address = f"{event.plan.get_absolute_url()}#event-{event.slug}"
        yield Told(PLAN, texts(event, "title"), address, join_fields(event, "title", "text"))
    for note in PlanNote.objects.filter(plan__in=plans).select_related("plan"):
        title = label_promise(LEFT_OPEN, in_every_language(NoteTopic(note.topic).label))
        yield Told(PLAN, title, f"{note.plan.get_absolute_url()}#notes", join_fields(note, "text"))
    for one in Endorsement.objects.filter(plan__in=plans).select_related("plan"):
        words = f"{one.person} {one.role} {one.organisation} {one.own_name}"
        title = label_promise(ENDORSES, everywhere(one.organisation) | ({"ar": one.own_name} if one.own_name else {}))
        yield Told(PLAN, title, f"{one.plan.get_absolute_url()}#endorsements", everywhere(words))


def of_figures() -> Iterator[Told]:
    for figure in StatedFigure.objects.select_related("fiscal_year"):
        kind = in_every_language(FigureKind(figure.kind).label)
        noted, year = join_fields(figure, "note", "source_title"), figure.fiscal_year
        amount = "" if figure.amount is None else f"{figure.amount.normalize():f}"
        words = {code: f"{kind[code]} {year or ''} {amount} {noted[code]}" for code in LANGUAGE_CODES}
        title = {code: f"{kind[code]} – {year}" for code in LANGUAGE_CODES} if year else kind
        address = f"{year.get_absolute_url()}#figures" if year else f"{reverse('budget:library')}#undated"
        yield Told(FIGURES, title, address, words, figure.is_demo)


def of_glossary() -> Iterator[Told]:
    page = reverse("budget:glossary")
    for _name, terms in glossary.GROUPS:
        for term in terms:
            name, meaning = in_every_language(term.name), in_every_language(term.meaning)
            yield Told(WORDS, name, f"{page}#{term.slug}", {code: f"{name[code]} {meaning[code]}" for code in name})


PAGES_OF_THE_PORTAL = (
    ("pages:calendar", _("Calendar"), _("What the Commune has to publish or do by a date, and whether it is done.")),
    ("pages:about", _("About"), _("What this portal shows, who says what in it, and how to read it.")),
    ("pages:reading_progress", _("How to read progress"), ""),
    ("pages:using_the_portal", _("Using the portal"), ""),
    ("pages:open_government", _("Open government in Tétouan"), ""),
    ("pages:privacy", _("Privacy"), _("Register of personal data")),
    ("pages:accessibility", _("Accessibility"), ""),
    ("pages:legal", _("Legal information"), ""),
    ("participation:statistics", _("Statistics"), _("What came in, and whether it was answered in time")),
    ("budget:data", _("The budget as data"), _("What each column means")),
    ("participation:start", _("National channels"), "chafafiya chikaya eparticipation"),
)


def of_pages() -> Iterator[Told]:
    for view, name, about in PAGES_OF_THE_PORTAL:
        title, said = in_every_language(name), in_every_language(about)
        yield Told(PAGES, title, reverse(view), {code: f"{title[code]} {said[code]}" for code in LANGUAGE_CODES})


def join_fields(row: object, *fields: str) -> dict[str, str]:
    return {code: " ".join(texts(row, field)[code] for field in fields) for code in LANGUAGE_CODES}


def label_promise(label: Promise, said: Mapping[str, str]) -> dict[str, str]:
    return {code: f"{text} – {said[code]}" for code, text in in_every_language(label).items()}


def everywhere(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGE_CODES, text)
