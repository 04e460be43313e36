"""What a stored file holds that its readers do not see, and what a person has decided about each kind of it."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.inspection.hiding.tally import Hidden

COUNTED = {  # kind (`inspection.hiding.tally.KINDS`) → so many of it
    "sheets": ngettext_lazy("%(n)d hidden sheet", "%(n)d hidden sheets", "n"),
    "rows": ngettext_lazy("%(n)d hidden row", "%(n)d hidden rows", "n"),
    "columns": ngettext_lazy("%(n)d hidden column", "%(n)d hidden columns", "n"),
    "copies": ngettext_lazy("%(n)d copy of data behind a pivot table", "%(n)d copies of data behind pivot tables", "n"),
    "workbooks": ngettext_lazy("%(n)d workbook behind a chart", "%(n)d workbooks behind charts", "n"),
    "deleted": ngettext_lazy("%(n)d deleted passage", "%(n)d deleted passages", "n"),
    "comments": ngettext_lazy("%(n)d comment", "%(n)d comments", "n"),
    "hidden_text": ngettext_lazy("%(n)d hidden passage", "%(n)d hidden passages", "n"),
    "layers": ngettext_lazy("%(n)d layer that is switched off", "%(n)d layers that are switched off", "n"),
    "files": ngettext_lazy("%(n)d file inside", "%(n)d files inside", "n"),
    "properties": ngettext_lazy("%(n)d property that names a person", "%(n)d properties that name a person", "n"),
    "unread": _("the file could not be looked into"),
}
UNREAD = [{"kind": "unread", "n": 1, "places": []}]


class MayHideQuerySet(models.QuerySet):
    def hiding(self):
        """What waits for a person: it hides something that nobody has taken up."""
        return self.filter(hides=True)

    def not_looked_into(self):
        return self.filter(hides__isnull=True).exclude(file="")


class MayHide(models.Model):
    """A stored file.

    `hidden`: [{"kind", "n", "places"}], with "reason", "by" and "at" once somebody has taken the kind up; null
    before the file was looked into. Held back, nobody but staff gets the file: something hidden came with it.
    """

    file: models.FileField

    hidden = models.JSONField(_("what it hides"), null=True, editable=False)
    hides = models.GeneratedField(
        verbose_name=_("hides something that nobody has taken up"),
        expression=Func(
            F("hidden"),
            template="jsonb_path_exists(%(expressions)s, '$[*] ? (!exists(@.reason))')",
            output_field=models.BooleanField(null=True),
        ),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    held_back = models.BooleanField(_("held back"), default=False, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                name="%(class)s_held_back_while_it_hides",
                condition=Q(held_back=False) | Q(hides=True, hides__isnull=False),
            )
        ]

    def note_hidden(self, hidden: Iterable[Hidden]) -> None:
        """Of a file that has just come in: what it hides waits for a person."""
        self.hidden = [one._asdict() for one in hidden]
        self.held_back = bool(self.hidden)

    @property
    def is_unexamined(self) -> bool:
        return self.hidden is None and bool(self.file)

    @property
    def open_kinds(self) -> list[dict[str, Any]]:
        return [one for one in self.hidden or [] if "reason" not in one]


def in_words(one: Mapping[str, Any]) -> str:
    """2 hidden sheets (agents, salaires)"""
    counted = COUNTED[one["kind"]] % {"n": one["n"]}
    places = gettext(", ").join(one["places"])
    return f"{counted} (\u2068{places}\u2069)" if places else str(counted)


def sentence_about(row: Any) -> str:
    """“file.xlsx” holds what its readers do not see: 1 hidden sheet (agents), 2 comments."""
    kinds = gettext(", ").join(map(in_words, row.open_kinds))
    said = _("“%(file)s” holds what its readers do not see: %(kinds)s.")
    return said % {"file": f"\u2068{row.filename}\u2069", "kinds": kinds}


def require_nothing_hidden(files: Iterable[Any]) -> None:
    """Raises `unexamined`, or `hides` with one sentence a file, until each kind is taken up or the file replaced."""
    rows = list(files)
    waiting = next((row for row in rows if row.hidden is None), None)
    if waiting:
        said = _("Nobody has looked yet into what “%(file)s” hides: it happens by itself within a few minutes.")
        raise ValidationError(said, code="unexamined", params={"file": waiting.filename})
    found = [sentence_about(row) for row in rows if row.open_kinds]
    if found:
        advice = gettext("Hand in a cleaned file, or give a reason for each kind on the file’s page.")
        raise ValidationError(f"{' '.join(found)} {advice}", code="hides")


def take_up(row: Any, reasons: Mapping[str, str], *, by: Any) -> bool:
    """Note why each kind named is published all the same; whether nothing is left. The caller saves `hidden`.

    Raises `unexplained`.
    """
    given = {kind: reason.strip() for kind, reason in reasons.items() if reason and reason.strip()}
    now = timezone.now().isoformat()
    if not any(one["kind"] in given for one in row.open_kinds):
        raise ValidationError(_("Give the reason for at least one kind."), code="unexplained")
    row.hidden = [
        one | {"reason": given[one["kind"]], "by": by.pk, "at": now}
        if "reason" not in one and one["kind"] in given
        else one
        for one in row.hidden
    ]
    if not row.open_kinds:
        row.held_back = False
    return not row.open_kinds


def decisions(row: Any) -> list[dict[str, Any]]:
    """Each kind for people: {"words", "reason", "by": the account or None, "at"}; those not taken up have no reason."""
    deciders = {one["by"] for one in row.hidden or [] if "by" in one}
    people = get_user_model().objects.in_bulk(deciders) if deciders else {}
    return [
        {
            "words": in_words(one),
            "reason": one.get("reason", ""),
            "by": people.get(one.get("by")),
            "at": datetime.datetime.fromisoformat(one["at"]) if "at" in one else None,
        }
        for one in row.hidden or []
    ]
