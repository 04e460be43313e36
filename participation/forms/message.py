"""The first step: what, and where."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.forms.fields import AboutField, WordsField
from participation.models import CaseKind, Category, District
from participation.privacy.identity_numbers import looks_like_identity
from tetouan_portal.lib.line_ends import TextArea

NOT_IN_LIST = {"invalid_choice": _("This value is not in the list: choose another.")}
INFORMAL, FORMAL = "informal", "formal"


class MessageForm(forms.Form):
    """An observation, a suggestion or a complaint."""

    subject = WordsField(label=_("Subject"), max_length=150, empty=_("Write the subject in a few words."))
    text = WordsField(
        label=_("Your message"),
        max_length=5000,
        widget=TextArea(attrs={"rows": 8}),
        help_text=_("What happened or what you propose, and since when. Do not name private persons."),
        empty=_("Write the message."),
    )
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("What is it about?"),
        to_field_name="slug",
        empty_label=_("choose"),
        error_messages={**NOT_IN_LIST, "required": _("Choose what it is about.")},
    )
    district = forms.ModelChoiceField(
        District.objects.none(),
        label=_("District"),
        to_field_name="slug",
        required=False,
        empty_label=_("none, or I do not know"),
        error_messages=NOT_IN_LIST,
    )
    place = WordsField(
        label=_("Place in words"),
        max_length=200,
        required=False,
        help_text=_("For example: in front of the school, beside the pharmacy."),
    )
    about = AboutField()
    national_reference = WordsField(
        label=_("Reference on chikaya.ma, if you also filed it there"), max_length=40, required=False
    )
    no_identity = forms.BooleanField(required=False, label=_("This is not the number of an identity card."))

    order = ("category", "district", "place", "subject", "text", "about", "national_reference", "no_identity")
    searched_for_identity = ("subject", "text", "place")

    def __init__(self, *args, kind, **options):
        super().__init__(*args, label_suffix="", **options)
        self.kind = kind
        self.fields["category"].queryset = Category.objects.filter(is_offered=True)
        self.fields["district"].queryset = District.objects.filter(is_offered=True)
        self.order_fields(self.order)
        for name in ("category", "district"):
            if not self.fields[name].queryset.exists():  # the desk has not made its list yet
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        for name in self.searched_for_identity:
            found = looks_like_identity(cleaned.get(name) or "")
            if found and not cleaned.get("no_identity"):
                self.add_error(name, self.identity_error(found))
        return cleaned

    @staticmethod
    def identity_error(found):
        return forms.ValidationError(
            _("“%(found)s” looks like the number of an identity card. The Commune does not ask for it: take it out."),
            code="identity",
            params={"found": found},
        )

    @property
    def asks_about_identity(self):
        return bool(self["no_identity"].value()) or any(
            self.has_error(name, "identity") for name in self.searched_for_identity
        )


class RequestForm(MessageForm):
    """A request for information: a question, or a formal request that was filed where identity is asked for."""

    form = forms.ChoiceField(
        label=_("How do you ask?"),
        choices=[
            (INFORMAL, _("A question: I want to know something.")),
            (FORMAL, _("A formal request under law 31-13, which I have filed on chafafiya.ma or at the counter.")),
        ],
        initial=INFORMAL,
        widget=forms.RadioSelect,
        error_messages={**NOT_IN_LIST, "required": _("Choose how you ask.")},
    )
    is_urgent = forms.BooleanField(required=False, label=_("Life, safety or freedom of somebody depend on it."))
    urgency_reason = WordsField(
        label=_("Why it is urgent"),
        max_length=500,
        required=False,
        widget=TextArea(attrs={"rows": 3}),
        help_text=_("The Commune decides whether the short time limit applies, and tells you."),
    )

    order = (
        *("subject", "text", "about", "form", "national_reference"),
        *("is_urgent", "urgency_reason", "category", "no_identity"),
    )
    searched_for_identity = ("subject", "text", "place", "urgency_reason")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "category" in self.fields:
            self.fields["category"].required = False
            self.fields["category"].empty_label = pgettext_lazy("a category", "none, or I do not know")
        self.fields["text"].label = _("What do you want to know?")
        self.fields["text"].help_text = _("Name the document, the year or the decision, as far as you know them.")
        self.fields["national_reference"].label = _("Reference that chafafiya.ma or the counter gave you")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("form") == FORMAL and not cleaned.get("national_reference", "missing"):
            self.add_error("national_reference", _("Write the reference, or choose to ask a question."))
        if cleaned.get("is_urgent") and not cleaned.get("urgency_reason", "missing"):
            self.add_error("urgency_reason", _("Write why it is urgent."))
        return cleaned


def form_of(kind):
    return RequestForm if kind == CaseKind.REQUEST else MessageForm
