"""The trigger that writes it, and the one that keeps it, stand in `tetouan_portal/migrations/0005_audit.py`.

What a removal by law takes out of an entry: `tetouan_portal/migrations/0030_removal.py`.
"""

import json
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.audit.tables import table_label
from tetouan_portal.lib.personal_data import PersonalData


class Operation(models.TextChoices):
    INSERT = "insert", pgettext_lazy("audit", "added")
    UPDATE = "update", pgettext_lazy("audit", "changed")
    DELETE = "delete", pgettext_lazy("audit", "deleted")
    TRUNCATE = "truncate", pgettext_lazy("audit", "table emptied")


class Origin(models.TextChoices):
    """How a change came in; nothing of these means SQL from outside the portal."""

    FORM = "form", pgettext_lazy("audit", "form")
    COMMAND = "command", pgettext_lazy("audit", "command")
    TASK = "task", pgettext_lazy("audit", "background task")
    IMPORT = "import", pgettext_lazy("audit", "import")
    API = "api", pgettext_lazy("audit", "programming interface")


class ExactDecoder(json.JSONDecoder):
    """1.10 stays 1.10 and does not become the nearest binary fraction."""

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "parse_float": Decimal})


class AuditEntry(models.Model):
    """One change of one row, written by the trigger `portal_audit` and by nobody else.

    `old` and `new` hold the columns that changed: all of them when a row was added or deleted. `masked` names
    columns with personal data that changed. `row_pk` of a join table is its owner's: the commitment of a theme.
    """

    at = models.DateTimeField(pgettext_lazy("audit", "when"))
    table_name = models.TextField(_("kind of record"))
    row_pk = models.TextField(_("number of the record"))
    operation = models.TextField(pgettext_lazy("audit", "what happened"), choices=Operation)
    # A number and no foreign key: the account may be deleted, the trace stays.
    actor = models.BigIntegerField(pgettext_lazy("audit", "who"), null=True)
    origin = models.TextField(pgettext_lazy("audit", "from where"), choices=Origin, blank=True)
    detail = models.TextField(_("page, command or task"), blank=True)
    transaction_id = models.BigIntegerField(pgettext_lazy("audit", "act"))
    database_role = models.TextField(_("role in the database"))
    application = models.TextField(pgettext_lazy("audit", "program"), blank=True)
    old = models.JSONField(_("former values"), null=True, decoder=ExactDecoder)
    new = models.JSONField(_("new values"), null=True, decoder=ExactDecoder)
    masked = ArrayField(models.TextField(), verbose_name=_("changed, not recorded"))

    personal_data = PersonalData(
        fields=(
            "actor",
            "old",
            "new",
        ),
        whose=_("members of staff"),
        purpose=_("To prove who changed what."),
        seen_by=_("those who may see the record itself"),
        kept=_("as long as what it proves"),
    )

    class Meta:
        # The table is the migration's (0005): `flush` and the schema editor leave it alone.
        managed = False
        default_permissions = ("view",)
        verbose_name = _("recorded change")
        verbose_name_plural = _("recorded changes")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{table_label(self.table_name)} {self.row_pk}: {self.get_operation_display()}"
