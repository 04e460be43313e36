"""What proves something published: kept like the words it proves, and what was withdrawn stays so.

That holds in SQL too: `commitments/migrations/0037_news_is_kept.py`; that another publishes it than who attached it:
`commitments/migrations/0040_published_by_another.py`.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models.indicators import Reading
from commitments.models.plan import NEEDS_TITLE, Milestone
from commitments.models.plan_querysets import public_promise
from commitments.models.statements import ProgressUpdate, Statement
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.hidden_contents import MayHide, MayHideQuerySet
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.search import search_column
from tetouan_portal.lib.virus_scan import SERVED, Scan
from tetouan_portal.lib.withdrawal import Withdrawable, withdrawn_iff_explained
from tetouan_portal.stored_files.folders import in_folder


def exactly_one(*fields):
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition


@in_folder("evidence")
def evidence_path(evidence, filename):
    """Unguessable and free of what the uploader typed; the readable name is kept in `filename`."""
    return str(evidence.key)


class EvidenceQuerySet(PublicRows, MayHideQuerySet):
    def cleared(self):
        """What neither the virus scanner holds back nor something hidden in it that nobody has taken up."""
        return self.filter(scan__in=SERVED, held_back=False)

    def hiding(self):
        return super().hiding().filter(withdrawn_at__isnull=True)

    def with_picture(self):
        """Those whose file may be looked at and is a picture."""
        return self.cleared().filter(content_type__startswith="image/", withdrawn_at__isnull=True).exclude(file="")

    def live(self):
        return self.public().filter(withdrawn_at__isnull=True)

    def public(self):
        """What was withdrawn too, whose page keeps saying why."""
        return self.cleared().filter(
            Q(public_promise("statement__commitment"), statement__is_published=True)
            | Q(public_promise("statement__milestone__commitment"), statement__is_published=True)
            | Q(public_promise("update__commitment"), update__is_published=True)
            | public_promise("reading__indicator__commitment")
            | public_promise("milestone__commitment")
        )


class Evidence(MayHide, Withdrawable, Demonstrable):
    """Proof: a file or a link, about exactly one statement, reading, milestone or progress update."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    statement = models.ForeignKey(
        Statement, models.CASCADE, null=True, blank=True, related_name="evidence", verbose_name=_("statement")
    )
    reading = models.ForeignKey(
        Reading, models.CASCADE, null=True, blank=True, related_name="evidence", verbose_name=_("reading")
    )
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, null=True, blank=True, related_name="evidence", verbose_name=_("milestone")
    )
    update = models.ForeignKey(
        ProgressUpdate,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("progress update"),
    )
    title = models.CharField(_("title"), max_length=200)
    alternative_text = models.CharField(
        _("description of the picture"), max_length=300, blank=True, help_text=_("For people who cannot see it.")
    )
    dated_on = models.DateField(_("dated"))
    url = models.URLField(_("link"), max_length=500, blank=True)
    answered_on = models.DateField(_("link consulted on"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=evidence_path, blank=True)
    filename = models.CharField(_("file name"), max_length=150, blank=True, editable=False)
    content_type = models.CharField(_("content type"), max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    scan = models.CharField(_("virus scan"), max_length=8, choices=Scan, default=Scan.NONE, editable=False)
    search = search_column(title="A")

    needs_no_file = Q(withdrawn_at__isnull=False) | Q(scan=Scan.INFECTED)
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        permissions = [("withdraw_evidence", "Can take published evidence out of public view, saying why")]
        ordering = ["-dated_on", "-pk"]
        constraints = [
            *MayHide.Meta.constraints,
            models.CheckConstraint(
                name="evidence_about_exactly_one_thing",
                condition=exactly_one("statement", "reading", "milestone", "update"),
                violation_error_message=_("Evidence belongs to exactly one statement, reading, milestone or update."),
            ),
            models.CheckConstraint(
                name="evidence_file_or_link",
                condition=Q(file="") & ~Q(url="") | ~Q(file="") & Q(url=""),
                violation_error_message=_("Attach a file or give a link, one of the two."),
            ),
            models.CheckConstraint(
                name="evidence_file_is_described",
                condition=Q(file="") | Q(size__isnull=False) & ~Q(sha256="") & ~Q(content_type="") & ~Q(filename=""),
            ),
            withdrawn_iff_explained(
                "evidence_withdrawn_iff_explained", _("Give a reason when, and only when, evidence is withdrawn.")
            ),
            models.CheckConstraint(name="evidence_scan_is_known", condition=Q(scan__in=Scan.values)),
            models.CheckConstraint(
                name="evidence_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
        ]

    def __str__(self):
        return self.title or self.filename or self.url

    def get_absolute_url(self):
        if self.url:
            return self.url
        return reverse("evidence_file", args=[self.key, self.filename])

    @property
    def is_picture(self):
        return self.content_type.startswith("image/")


@in_folder("evidence")
def kept_path(kept, filename):
    """Where evidence lies too: what is kept becomes evidence without being moved."""
    return str(kept.key)


class KeptFile(MayHide):
    """A file that came with a form which could not be saved yet: nobody has to choose it again.

    Belongs to one person and one form (`purpose`); a daily task removes what was forgotten.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=80)
    kept_at = models.DateTimeField(auto_now_add=True, db_index=True)
    file = models.FileField(upload_to=kept_path)
    filename = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=8, choices=Scan, default=Scan.NONE)

    needs_no_file = Q(scan=Scan.INFECTED)

    class Meta:
        verbose_name = _("kept file")
        verbose_name_plural = _("kept files")
        ordering = ["pk"]
        constraints = [
            *MayHide.Meta.constraints,
            models.CheckConstraint(name="kept_file_scan_is_known", condition=Q(scan__in=Scan.values)),
        ]

    def __str__(self):
        return self.filename
