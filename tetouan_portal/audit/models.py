import json
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tetouan_portal.audit.tables import table_label


class Operation(models.TextChoices):
    INSERT = "insert", _("added")
    UPDATE = "update", _("changed")
    DELETE = "delete", _("deleted")
    TRUNCATE = "truncate", _("table emptied")


class Origin(models.TextChoices):
    """How a change came in; nothing of these means SQL from outside the portal."""

    FORM = "form", _("form")
    COMMAND = "command", _("command")
    TASK = "task", _("background task")
    IMPORT = "import", _("import")
    API = "api", _("programming interface")


class ExactDecoder(json.JSONDecoder):
    """1.10 stays 1.10 and does not become the nearest binary fraction."""

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "parse_float": Decimal})


class AuditEntry(models.Model):
    """One change of one row, written by the trigger `portal_audit` and by nobody else.

    `old` and `new` hold the columns that changed: all of them when a row was added or deleted. `masked` names
    columns with personal data that changed. `row_pk` of a join table is its owner's: the commitment of a theme.
    """

    at = models.DateTimeField(_("when"))
    table_name = models.TextField(_("kind of record"))
    row_pk = models.TextField(_("number of the record"))
    operation = models.TextField(_("what happened"), choices=Operation)
    # A number and no foreign key: the account may be deleted, the trace stays.
    actor = models.BigIntegerField(_("who"), null=True)
    origin = models.TextField(_("from where"), choices=Origin, blank=True)
    detail = models.TextField(_("page, command or task"), blank=True)
    transaction_id = models.BigIntegerField(_("act"))
    database_role = models.TextField(_("role in the database"))
    application = models.TextField(_("program"), blank=True)
    old = models.JSONField(_("former values"), null=True, decoder=ExactDecoder)
    new = models.JSONField(_("new values"), null=True, decoder=ExactDecoder)
    masked = ArrayField(models.TextField(), verbose_name=_("changed, not recorded"))

    class Meta:
        # The table is the migration's (0005): `flush` and the schema editor leave it alone.
        managed = False
        default_permissions = ("view",)
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{table_label(self.table_name)} {self.row_pk}: {self.get_operation_display()}"
