"""Everything of a promise that an amendment can change, as it is now; what differs from that is the change."""

import hashlib
import json

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import AmendedField, Commitment, Institution, Role
from commitments.models.promised_fields import AMOUNTS, DATES, WORDS
from commitments.models.promised_values import value_of
from commitments.plan import amendments
from commitments.plan.plausibility import doubts_about
from tetouan_portal.lib.admin.forms import LinesWidget
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.lib.numbers import ExactDecimalField

CHANGED_MEANWHILE = _("Somebody changed it while you were writing. Look at what stands there now, and press again.")
LONG = 20_000  # characters of a text that the database does not bound
EXPLANATION = (("reason", _("Reason (%(language)s)"), 4000), ("decision", _("Decision (%(language)s)"), 300))


def version_of(subject):
    """A mark of everything that can be amended, as it is now."""
    facts = {field: value_of(subject, field) for field in amendments.FIELDS[type(subject)]}
    return hashlib.sha256(json.dumps(facts, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def words_field(label, code, *, rows, max_length):
    attrs = {"class": "vLargeTextField", "rows": rows, "lang": code, "dir": direction(code)}
    return forms.CharField(label=label, required=False, max_length=max_length, widget=LinesWidget(attrs=attrs))


def words_inputs(subject, field):
    """An input for each language, with the words as they are."""
    made = {}
    for code in LANGUAGE_CODES:
        name, label = f"{field}_{code}", f"{AmendedField(field).label} ({code})"
        length = subject._meta.get_field(name).max_length
        made[name] = words_field(label, code, rows=2 if length else 5, max_length=length or LONG)
        made[name].initial = amendments.clean(getattr(subject, name) or "")
    return made


class AmendForm(forms.Form):
    """Valid: `amendments` are what would be recorded. `save()` records it; one language is enough."""

    version = forms.CharField(widget=forms.HiddenInput)
    is_so = forms.BooleanField(label=_("Yes, it is so."), required=False)
    decided_on = forms.DateField(label=_("Decided on"), widget=AdminDateWidget)

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject, self.doubts = subject, []
        self.groups = {field: self.add_fact(field) for field in amendments.FIELDS[type(subject)]}
        self.fields["version"].initial = version_of(subject)
        for name, label, length in EXPLANATION:
            for code in LANGUAGE_CODES:
                named = label % {"language": code}
                self.fields[f"{name}_{code}"] = words_field(named, code, rows=3, max_length=length)

    def add_fact(self, field):
        """Adds the inputs of one fact, as it is now; returns their names."""
        made = self.inputs_of(field)
        self.fields |= made
        return list(made)

    def inputs_of(self, field):
        now, label = self.subject, AmendedField(field).label
        if field in WORDS:
            return words_inputs(now, field)
        if field == AmendedField.INSTITUTIONS:
            return self.institutions_inputs(label)
        value = getattr(now, field)
        options = {"label": label, "initial": value, "required": False}
        if field in DATES:
            return {field: forms.DateField(widget=AdminDateWidget, **options)}
        if field in AMOUNTS:
            return {field: ExactDecimalField(max_digits=18, decimal_places=4, **options)}
        return {field: forms.ChoiceField(choices=now._meta.get_field(field).choices, **options)}

    def institutions_inputs(self, label):
        rows = Institution.objects.order_by("slug")
        if not isinstance(self.subject, Commitment):
            named = {"label": label, "required": False, "initial": self.subject.institution_id}
            return {"institutions": forms.ModelChoiceField(rows, **named)}
        held = list(self.subject.responsibilities.values_list("role", "institution"))
        return {
            f"institutions_{role.value}": forms.ModelMultipleChoiceField(
                rows,
                label=f"{label} ({role.label})",
                required=False,
                initial=[institution for one, institution in held if one == role],
            )
            for role in Role
        }

    @property
    def grouped(self):
        """The inputs by fact: open what was changed or refused."""
        for field, names in self.groups.items():
            inputs = [self[name] for name in names]
            is_open = self.is_bound and any(one.errors or one.name in self.changed_data for one in inputs)
            yield {"label": AmendedField(field).label, "inputs": inputs, "is_open": is_open}

    @property
    def explanation(self):
        return [self[name] for name in (*self.why, "decided_on")]

    @property
    def why(self):
        return [f"{name}_{code}" for name, _label, _length in EXPLANATION for code in LANGUAGE_CODES]

    def clean_decided_on(self):
        decided_on = self.cleaned_data["decided_on"]
        if decided_on > timezone.localdate():
            raise ValidationError(_("The decision cannot lie in the future."), code="future")
        return decided_on

    def changes(self):
        """{field: to}, as `amendments.amend` takes them; what stays as it is may be among them."""
        return {field: self.new_value(field) for field in self.groups}

    def new_value(self, field):
        sent = self.cleaned_data
        if field in WORDS:
            return {code: sent[f"{field}_{code}"] for code in LANGUAGE_CODES}
        if field == AmendedField.INSTITUTIONS and isinstance(self.subject, Commitment):
            return [(one, role.value) for role in Role for one in sent[f"institutions_{role.value}"]]
        return sent[field]

    def clean(self):
        if self.errors:
            return
        self.require_one_role_each()
        self.doubts = doubts_about(self.subject, self.changes(), decided_on=self.cleaned_data["decided_on"])
        if self.doubts and not self.cleaned_data["is_so"]:
            for doubt in self.doubts:
                self.add_error(None, ValidationError(doubt, code="doubtful"))
        if self.cleaned_data["version"] != version_of(self.subject):
            self.refuse(ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile"))
        if not self.errors:
            self.try_it()

    def refuse(self, error):
        """The next press knows what stands there now."""
        self.data = self.data.copy()
        self.data["version"] = version_of(type(self.subject).objects.get(pk=self.subject.pk))
        self.add_error(None, error)

    def require_one_role_each(self):
        if not isinstance(self.subject, Commitment):
            return
        named = [institution for institution, _role in self.changes()["institutions"]]
        if len(named) != len(set(named)):
            sentence = _("This institution already answers for the commitment.")
            self.add_error(None, ValidationError(sentence, code="institution_twice"))

    def try_it(self):
        """Do it and take it back: what it would record, or what refuses it."""
        try:
            with transaction.atomic():
                self.amendments = self.amend()
                transaction.set_rollback(True)
        except ValidationError as error:
            self.add_error(None, error.messages)

    def amend(self):
        sent = self.cleaned_data
        why = {name: sent[name] for name in self.why}
        return amendments.amend(self.subject, self.changes(), decided_on=sent["decided_on"], **why)

    @transaction.atomic
    def save(self):
        """Raises ValidationError when it is no longer what was shown."""
        row = type(self.subject).objects.select_for_update().get(pk=self.subject.pk)
        if version_of(row) != self.cleaned_data["version"]:
            raise ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile")
        return self.amend()
