"""What an author types to follow a case."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.case import author_acts
from participation.models import Satisfaction
from tetouan_portal.lib.challenge import ChallengedForm
from tetouan_portal.lib.line_ends import TextArea
from tetouan_portal.lib.photos import photos_of_post

# One sentence for a code that is wrong, was replaced, never existed, or whose case was erased.
OPENS_NOTHING = _(
    "This code opens no case. Check each sign: it has 15 letters and digits. "
    "A code opens nothing any more once its case has been erased or a new code was given."
)
WORDS_MAX = 5000


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Tracking code"),
        max_length=100,
        error_messages={"required": _("Write the code that stands on your receipt."), "max_length": OPENS_NOTHING},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )

    case = None

    def clean_code(self):
        code = self.cleaned_data["code"]
        self.case = author_acts.case_of(code)
        if self.case is None:
            raise forms.ValidationError(OPENS_NOTHING, code="opens_nothing")
        return code


class CodeCheck(ChallengedForm):
    """The check before a code is looked at, where many wrong ones came from the same address.

    Codes are too long to be guessed, so that whoever does the check may try for as long as they like.
    """

    is_measured = False

    def __init__(self, data=None, *, request):
        super().__init__(data, request=request, purpose="tracking", prefix="check")


def words(label, *, rows=5, **values):
    return forms.CharField(label=label, max_length=WORDS_MAX, widget=TextArea(attrs={"rows": rows}), **values)


class ReplyForm(forms.Form):
    """With photos, which the browser does not keep: one that cannot be taken is named beside what was typed."""

    text = words(_("Your message"), error_messages={"required": _("Write your message.")})
    photos = forms.Field(label=_("Photos"), required=False, widget=SeveralFiles)

    def __init__(self, *args, sender="", **options):
        super().__init__(*args, **options)
        self.sender = sender

    def clean_photos(self):
        files = self.files.getlist("photos") if self.files else []
        if len(files) > settings.PHOTOS_MAX:
            raise forms.ValidationError(
                _("With one message up to %(limit)s photos are accepted."),
                code="too_many",
                params={"limit": settings.PHOTOS_MAX},
            )
        found = photos_of_post(files, sender=self.sender)
        refused = [
            forms.ValidationError(f"\u2068{file.name}\u2069 – {error.messages[0]}", code=error.code)
            for file, error in zip(files, found, strict=True)
            if isinstance(error, forms.ValidationError)
        ]
        if refused:
            raise forms.ValidationError([*refused, gettext("Choose the others again too.")])
        return found

    @property
    def is_busy(self):
        """Whether the portal had no time for the photos just now."""
        return self.has_error("photos", "busy")


class NotSolvedForm(forms.Form):
    text = words(_("What is not solved?"), error_messages={"required": _("Say what is not solved.")})


class SatisfactionForm(forms.Form):
    satisfaction = forms.ChoiceField(
        label=_("Are you satisfied with the answer?"),
        choices=[(Satisfaction.YES, _("Yes")), (Satisfaction.PARTLY, _("Partly")), (Satisfaction.NO, _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    text = words(_("In your words, if you like"), rows=3, required=False)


class PublicationForm(forms.Form):
    agrees = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.HiddenInput,
    )
