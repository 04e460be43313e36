"""Which facts of a promise change by an amendment alone, once they are public."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AmendedField(models.TextChoices):
    TITLE = "title", _("title")
    PROBLEM = "problem", _("problem")
    STATUS_QUO = "status_quo", _("status quo")
    ACTION = "action", _("action")
    CONTRIBUTION = "contribution", _("contribution to solving the problem")
    STARTS_ON = "starts_on", _("start date")
    ENDS_ON = "ends_on", _("end date")
    INSTITUTIONS = "institutions", _("responsible institutions")
    EXPECTED_OUTPUT = "expected_output", _("expected output")
    DUE_ON = "due_on", _("due date")
    UNIT = "unit", _("unit")
    DEFINITION = "definition", _("definition and method")
    DATA_SOURCE = "data_source", _("data source")
    KIND = "kind", _("kind")
    DIRECTION = "direction", _("direction")
    FREQUENCY = "frequency", _("how often")
    BASELINE = "baseline", _("baseline")
    BASELINE_ON = "baseline_on", _("date of the baseline")
    TARGET = "target", _("target")
    TARGET_ON = "target_on", _("date of the target")


OF_COMMITMENTS = ("title", "problem", "status_quo", "action", "contribution", "starts_on", "ends_on", "institutions")
OF_MILESTONES = ("title", "expected_output", "due_on", "institutions")
OF_INDICATORS = (
    *("title", "unit", "definition", "data_source", "kind", "direction", "frequency"),
    *("baseline", "baseline_on", "target", "target_on"),
)
DATES = ("starts_on", "ends_on", "due_on", "baseline_on", "target_on")
AMOUNTS = ("baseline", "target")
CODES = ("kind", "direction", "frequency")
WORDS = (
    *("title", "problem", "status_quo", "action", "contribution"),
    *("expected_output", "unit", "definition", "data_source"),
)
