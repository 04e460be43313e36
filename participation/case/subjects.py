"""What a message is about: at most one commitment, milestone, budget document or annual report.

In an address it is a parameter of its name (`?milestone=light.3`), in a form one value (`milestone:light.3`), in a case
one of four columns. Only what the public sees can be written about.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from budget_docs.models import BudgetDocument
from commitments.models import AnnualReport, Commitment, Milestone
from participation.models import Case
from participation.models.cases import ABOUT
from tetouan_portal.lib.languages import best_text, texts

LABELS: dict[str, Promise] = {
    "commitment": _("About the commitment:"),
    "milestone": _("About the milestone:"),
    "document": _("About the document:"),
    "report": _("About the report:"),
}
GROUPS: dict[str, Promise] = {
    "commitment": _("Commitments"),
    "milestone": _("Milestones"),
    "document": _("Budget and accounting documents"),
    "report": _("Annual reports"),
}
NOUNS: dict[str, Promise] = {
    "commitment": _("Commitment"),
    "milestone": _("Milestone"),
    "document": _("Document"),
    "report": _("Annual report"),
}
PROMISED: dict[str, Any] = {"commitment": Commitment, "milestone": Milestone}
CODE_MAX = 90  # of any slug, and of a number after it


class Subject(NamedTuple):
    name: str  # one of ABOUT
    row: Any  # a commitment, a milestone, a document or a report

    @property
    def label(self) -> Promise:
        return LABELS[self.name]

    @property
    def noun(self) -> Promise:
        return NOUNS[self.name]

    @property
    def code(self) -> str:
        if self.name == "milestone":
            return f"{self.row.commitment.slug}.{self.row.number}"
        return str(self.row.year if self.name == "report" else self.row.slug)

    @property
    def value(self) -> str:
        """In forms and drafts."""
        return f"{self.name}:{self.code}"

    @property
    def query(self) -> str:
        """Of an address."""
        return f"?{urlencode({self.name: self.code})}"

    @property
    def title(self) -> dict[str, str]:
        if self.name == "report":
            return {language: f"{text} {self.row.year}" for language, text in self.row.published_title.items() if text}
        return texts(self.row, "title")

    @property
    def address(self) -> str:
        if self.name == "milestone":
            return f"{self.row.commitment.get_absolute_url()}#milestone-{self.row.number}"
        return self.row.get_absolute_url()

    @property
    def columns(self) -> dict[str, Model | None]:
        return columns_of(self)


def columns_of(subject: Subject | None) -> dict[str, Model | None]:
    """Of a case: the row in its own column, nothing in the others."""
    return {name: subject.row if subject and subject.name == name else None for name in ABOUT}


def public(name: str) -> QuerySet:
    if name == "commitment":
        return Commitment.objects.public().defer("search")
    if name == "milestone":
        return Milestone.objects.public().select_related("commitment").defer("commitment__search")
    if name == "document":
        return BudgetDocument.objects.public(now=timezone.now()).defer("search")
    return AnnualReport.objects.public().with_published_title()


def offered(name: str) -> QuerySet:
    """A withdrawn promise is written about from its own page."""
    rows = public(name)
    return rows.filter(pk__in=PROMISED[name].objects.live().values("pk")) if name in PROMISED else rows


def with_code(name: str, code: str) -> Subject | None:
    code = code.replace("\0", "")
    slug, _dot, number = code.rpartition(".") if name == "milestone" else (code, "", "")
    digits = code if name == "report" else number
    has_number = name in {"report", "milestone"}
    if len(code) > CODE_MAX or (has_number and not is_number(digits)):
        return None
    wanted: dict[str, Any] = {
        "commitment": {"slug": slug},
        "milestone": {"commitment__slug": slug, "number": digits},
        "document": {"slug": slug},
        "report": {"year": digits},
    }[name]
    row = public(name).filter(**wanted).first()
    return Subject(name, row) if row else None


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def with_value(value: str) -> Subject | None:
    name, _colon, code = value.partition(":")
    return with_code(name, code) if name in ABOUT else None


def subject_asked_for(parameters: Mapping[str, str]) -> Subject | None:
    """The first that an address names and the public sees."""
    found = (with_code(name, parameters[name]) for name in ABOUT if parameters.get(name))
    return next((subject for subject in found if subject), None)


def of_case(case: Case) -> Subject | None:
    """What a case is about, as far as the public sees it."""
    for name in ABOUT:
        if key := getattr(case, f"{name}_id"):
            row = public(name).filter(pk=key).first()
            return Subject(name, row) if row else None
    return None


def choices(language: str) -> list[tuple[Any, Any]]:
    """All that can be chosen, in groups, for a list."""
    groups: list[tuple[Any, Any]] = [("", "---------")]
    for name in ABOUT:
        subjects = (Subject(name, row) for row in offered(name))
        options = [(one.value, option(one, language)) for one in subjects]
        if options:
            groups.append((GROUPS[name], options))
    return groups


def option(subject: Subject, language: str) -> str:
    title = best_text(subject.title, language)[0]
    if subject.name == "milestone":
        return f"{subject.row.commitment.number}.{subject.row.number} {title}"
    return f"{subject.row.number}. {title}" if subject.name == "commitment" else title
