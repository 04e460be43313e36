"""The desk's one form: what an officer sorts, notes, tells the author and publishes in one save."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participation.case import access
from participation.case.decision import Act, Decision
from participation.case.subjects import columns_of, of_case
from participation.desk import waiting
from participation.desk.answer_texts import fill
from participation.forms.fields import AboutField, WordsField
from participation.law import due_dates
from participation.law.explanations import in_words
from participation.models import (
    AnswerTemplate,
    CaseKind,
    Category,
    District,
    OtherBody,
    Outcome,
    RefusalGround,
    TermUse,
)
from participation.models.cases import OUTCOMES_OF_REQUESTS, OUTCOMES_OF_SUBMISSIONS
from participation.models.lists import TemplateUse
from tetouan_portal.lib.languages import direction
from tetouan_portal.lib.line_ends import TextArea

ACT_OF = {TemplateUse.QUESTION: Act.ASK, TemplateUse.ANSWER: Act.ANSWER, TemplateUse.CLOSING: Act.CLOSE}
NOTHING = "---------"


class TemplateSelect(forms.Select):
    """Each option carries its text, for the browsers that put it into the answer by themselves."""

    texts: dict = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= self.texts.get(str(value), {})
        return option


class CaseForm(forms.Form):
    act = forms.ChoiceField(label=_("What the author is told"), required=False, widget=forms.RadioSelect)
    template = forms.ChoiceField(label=_("Begin with a text of the desk"), required=False, widget=TemplateSelect)
    text = WordsField(
        label=_("What the author reads"),
        max_length=5000,
        required=False,
        widget=TextArea(attrs={"rows": 9}),
    )
    outcome = forms.ChoiceField(label=_("How it ends"), required=False)
    ground = forms.ModelChoiceField(RefusalGround.objects.none(), label=_("Article of the refusal"), required=False)
    other_body = forms.ModelChoiceField(OtherBody.objects.none(), label=_("Body that answers for it"), required=False)
    duplicate_of = forms.CharField(
        label=_("Reference of the case it is joined to"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "list": "alike-references", "autocomplete": "off"}),
    )
    urgency = forms.ChoiceField(label=_("Urgency"), required=False)
    releases = forms.BooleanField(label=_("It is a message to the Commune: put it into the inbox"), required=False)
    category = forms.ModelChoiceField(Category.objects.none(), label=_("category"), required=False)
    district = forms.ModelChoiceField(District.objects.none(), label=_("district"), required=False)
    about = AboutField(label=_("Commitment, milestone, document or report"))
    national_reference = WordsField(
        label=_("reference on a national portal"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    assigned_to = forms.ModelChoiceField(None, label=_("assigned to"), required=False, empty_label=_("nobody"))
    note = WordsField(
        label=_("Internal note"),
        max_length=5000,
        required=False,
        widget=TextArea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Read by the desk alone; erased with the case’s words."),
    )

    sorting = ("category", "district", "about", "national_reference")

    def __init__(self, *args, case, user, **options):
        self.case, self.user = case, user
        super().__init__(*args, initial=self.stored(case), label_suffix="", **options)
        self.offer_lists()
        self.offer_acts()
        capitalise(self)

    @classmethod
    def stored(cls, case):
        """What the form shows of the case as it stands; "" for nothing."""
        keys = ("category_id", "district_id", "assigned_to_id")
        about = of_case(case)
        return {
            **{key.removesuffix("_id"): getattr(case, key) or "" for key in keys},
            "about": about.value if about else "",
            "national_reference": case.national_reference,
        }

    def offer_lists(self):
        case = self.case
        self.fields["category"].queryset = choices_offered(Category, case.category_id)
        self.fields["district"].queryset = choices_offered(District, case.district_id)
        self.fields["about"].offer()
        self.fields["assigned_to"].queryset = waiting.officers_for(case)
        self.fields["assigned_to"].label_from_instance = lambda one: one.get_full_name() or one.get_username()

    def offer_acts(self):
        case, today = self.case, timezone.localdate()
        acts = [Act.ASK, Act.ANSWER, Act.CLOSE] if case.is_open else []
        if case.is_open and case.is_request and not case.extended_on and case.due_on >= today:
            acts.append(Act.EXTEND)
        self.fields["act"].choices = [("", _("Nothing now")), *((act.value, self.named(act)) for act in acts)]
        self.fields["text"].widget.attrs |= {"lang": case.language, "dir": direction(case.language)}
        if not acts:
            for name in ("act", "template", "text", "outcome", "ground", "other_body", "duplicate_of"):
                del self.fields[name]
        else:
            self.offer_ends()
            self.offer_templates()
        if case.is_open and case.is_request and not case.extended_on:
            other = ("no", _("not urgent: the usual time")) if case.is_urgent else ("yes", self.short_time())
            as_is = _("as it is: urgent") if case.is_urgent else _("as it is: not urgent")
            self.fields["urgency"].choices = [("", as_is), other]
        else:
            del self.fields["urgency"]
        if not (case.is_open and case.is_held):
            del self.fields["releases"]

    def named(self, act):
        """The extension with its length, which of an urgent request is another."""
        if act != Act.EXTEND:
            return act.label
        case = self.case
        until = due_dates.extend_due(case.due_on, case.due_facts, is_urgent=case.is_urgent).on
        use = TermUse.URGENT_EXTENSION if case.is_urgent else TermUse.EXTENSION
        said = {"act": act.label, "length": due_dates.length(use), "day": in_words(until)}
        return _("%(act)s: %(length)s, until %(day)s") % said

    @staticmethod
    def short_time():
        return _("urgent: the short time (%(length)s)") % {"length": due_dates.length(TermUse.URGENT)}

    def offer_ends(self):
        ends = OUTCOMES_OF_REQUESTS if self.case.kind == CaseKind.REQUEST else OUTCOMES_OF_SUBMISSIONS
        self.fields["outcome"].choices = [("", NOTHING), *((one.value, one.label) for one in ends)]
        self.fields["other_body"].queryset = OtherBody.objects.filter(is_offered=True)
        if self.case.kind == CaseKind.REQUEST:
            self.fields["ground"].queryset = RefusalGround.objects.filter(is_offered=True)
        else:
            del self.fields["ground"]

    def offer_templates(self):
        field, groups, texts = self.fields["template"], {}, {}
        for template in AnswerTemplate.objects.all():
            groups.setdefault(TemplateUse(template.use).label, []).append((template.pk, str(template)))
            text = fill(template, self.case)
            texts[str(template.pk)] = {"data-text": text, "data-act": ACT_OF[TemplateUse(template.use)].value}
        field.choices = [("", NOTHING), *groups.items()]
        field.widget.texts = texts

    def with_template(self):
        """The same form with the chosen text beneath what was typed; nothing is saved."""
        data = self.data.copy()
        chosen = self.fields["template"].widget.texts.get(data.get("template", ""))
        if chosen:
            data["text"] = "\n\n".join(part for part in (data.get("text", "").strip(), chosen["data-text"]) if part)
            data["act"] = data.get("act") or chosen["data-act"]
            data["template"] = ""
        return data

    def clean(self):
        given = super().clean()
        act = given.get("act", "")
        if act and not given.get("text") and "text" not in self.errors:
            self.add_error("text", ValidationError(_("Write the text: the author reads it."), code="required"))
        if given.get("text") and not act and "act" not in self.errors:
            self.add_error("act", ValidationError(_("Choose what this text is."), code="required"))
        if act == Act.CLOSE:
            self.clean_end(given)
        return given

    def clean_end(self, given):
        outcome = given.get("outcome", "")
        if not outcome and "outcome" not in self.errors:
            self.add_error("outcome", ValidationError(_("Say how it ends."), code="required"))
        wanted = {
            Outcome.REFUSED: ("ground", _("A refusal names the article it rests on.")),
            Outcome.NOT_OURS: ("other_body", _("Say which body answers for it.")),
            Outcome.DUPLICATE: ("duplicate_of", _("Say which case it is joined to.")),
        }
        name, missing = wanted.get(outcome, ("", ""))
        if name and not given.get(name) and name not in self.errors:
            self.add_error(name, ValidationError(missing, code="required"))

    def clean_duplicate_of(self):
        reference = self.cleaned_data["duplicate_of"].strip()
        if not reference:
            return None
        found = access.cases_of(self.user).filter(kind=self.case.kind).with_reference(reference).first()
        if found is None:
            raise ValidationError(_("There is no such case of the same kind."), code="unknown")
        return found

    def subject(self):
        """The case's columns, where the officer changed it: what is not public any more stays meanwhile."""
        return columns_of(self.cleaned_data["about"]) if "about" in self.changed_data else {}

    def decision(self):
        given = self.cleaned_data
        ended = given.get("act") == Act.CLOSE
        because = {name: given.get(name) for name in ("ground", "other_body", "duplicate_of") if given.get(name)}
        return Decision(
            sorting={**{name: given[name] for name in self.sorting if name != "about"}, **self.subject()},
            assigned_to=given["assigned_to"],
            reassigns="assigned_to" in self.changed_data,
            note=given["note"],
            releases=bool(given.get("releases")),
            is_urgent={"yes": True, "no": False}.get(given.get("urgency", "")),
            act=given.get("act", ""),
            text=given.get("text", ""),
            outcome=given.get("outcome", "") if ended else "",
            because=because if ended else {},
        )


def capitalise(form):
    """Labels that are the models' own words."""
    for field in form.fields.values():
        field.label = capfirst(field.label)


def choices_offered(model, kept):
    """Those of new forms, and the one that the case has already."""
    return model.objects.filter(is_offered=True) | model.objects.filter(pk=kept)
