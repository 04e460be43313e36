"""The verbs of what is promised: published, made current and withdrawn, each said before the second click."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.admin.verbs import VerbAdmin
from commitments.models import ActionPlan
from commitments.plan import publishing
from tetouan_portal.lib.admin.verb_table import ReasonsForm, Verb, VerbForm
from tetouan_portal.lib.languages import LANGUAGE_CODES, columns, direction

# Read on the record, and written by the verb alone.
STATE = ["withdrawn_at", *columns("withdrawal_reason"), *columns("withdrawal_decision"), "withdrawal_decided_on"]
MAKES_PUBLIC = _(
    "There is no undo: what was published is never deleted and never a draft again. It changes by acts that readers "
    "see, and leaves their eyes by a withdrawal alone, which its page explains."
)


class PublishPlanForm(VerbForm):
    notice = _("The plan's page becomes public, with every commitment of it that is published.")
    warning = MAKES_PUBLIC


class PublishCommitmentForm(VerbForm):
    notice = _("The commitment becomes public as it stands here, with its milestones and indicators, once its plan is.")
    warning = MAKES_PUBLIC


class MakeCurrentForm(ReasonsForm):
    notice = _(
        "The home page, the list of commitments and the calendar will be about this plan. The former one keeps its "
        "page, and its commitments theirs."
    )

    @property
    def warning(self):
        former = ActionPlan.objects.filter(kind=self.row.kind, is_current=True).first()
        return _("Current until now: %(plan)s") % {"plan": former} if former else ""


class WithdrawForm(ReasonsForm):
    """The reason and the decision, each in one language or more, which the act insists on, and the decision's day."""

    refusal = _("Write the day of the decision, in digits. A reason takes 2000 characters at most, a decision 300.")
    code = "invalid"
    notice = _(
        "Its place stays, with all that it said and all that both sides said of it; beside it readers find the day, "
        "the reason and the decision. It is counted no more."
    )
    warning = _("There is no undo: what is taken up again is promised anew.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in LANGUAGE_CODES:
            self.fields[f"decision_{code}"] = forms.CharField(
                label=_("Decision (%(language)s)") % {"language": code},
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"lang": code, "dir": direction(code), "class": "vTextField"}),
            )
        self.fields["decided_on"] = forms.DateField(
            label=_("Decided on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )

    def said(self):
        decision = {code: self.cleaned_data[f"decision_{code}"] for code in LANGUAGE_CODES}
        return {**super().said(), "decision": decision, "decided_on": self.cleaned_data["decided_on"]}


class PromisedAdmin(VerbAdmin):
    """Says of a withdrawn row when, why and by which decision."""

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *state_of(obj)]

    def get_fields(self, request, obj=None):
        fields = [field for field in super().get_fields(request, obj) if field not in STATE]
        return [*fields, *state_of(obj)]


def state_of(row):
    return STATE if row and row.withdrawn_at else []


class KeptInline:
    """Of rows that are public with the one that they stand in: none is deleted then."""

    def has_delete_permission(self, request, obj=None):
        return not (obj and publishing.is_public(obj)) and super().has_delete_permission(request, obj)


def publish_verb(form: type[VerbForm]) -> Verb:
    return Verb(
        name="publish",
        label=_("Publish"),
        act=publishing.publish,
        allowed=access.may_publish_promise,
        offered=lambda row: not row.is_published,
        form=form,
    )


MAKE_CURRENT = Verb(
    name="make_current",
    label=_("Make it the current plan"),
    act=publishing.make_current,
    allowed=access.may_publish_promise,
    offered=lambda plan: plan.is_published and not plan.is_current and not plan.withdrawn_at,
    form=MakeCurrentForm,
)
WITHDRAW = Verb(
    name="withdraw",
    label=_("Withdraw, with a reason and a decision"),
    act=publishing.withdraw,
    allowed=access.may_publish_promise,
    offered=publishing.may_be_withdrawn,
    form=WithdrawForm,
)
