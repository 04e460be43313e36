"""One form for what was done: level, text, values, evidence. It keeps everything when something is wrong."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commitments.evidence import proof_files
from commitments.models import CompletionLevel, KeptFile, Milestone
from commitments.staff.plausible import doubts
from tetouan_portal.lib import uploads
from tetouan_portal.lib.hidden_contents import sentence_about
from tetouan_portal.lib.languages import direction
from tetouan_portal.lib.line_ends import TextArea
from tetouan_portal.lib.numbers import ExactDecimalField
from tetouan_portal.lib.passing import room_or_refusal

TEXTS = ("summary", "obstacles", "next_steps")
MEANINGS = {
    CompletionLevel.NOT_STARTED: _("Nothing has been done yet."),
    CompletionLevel.LIMITED: _("Begun, and most of it remains to be done."),
    CompletionLevel.SUBSTANTIAL: _("Most of it is done; what is left is named below."),
    CompletionLevel.COMPLETE: _("Everything that was promised is done."),
}
ENTRIES = 3


def text_widget(rows):
    return TextArea(attrs={"rows": rows, "dir": "auto"})


class DayInput(forms.DateInput):
    """The browser's own calendar; without one, a date as 2026-05-31."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class ProgressForm(forms.Form):
    """What the institution says about one commitment or milestone, in one language."""

    level = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=[(level.value, level.label) for level in MEANINGS],
        widget=forms.RadioSelect,
    )
    dated_on = forms.DateField(
        label=_("As of"), widget=DayInput, help_text=_("The day that this describes; usually today.")
    )
    language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=settings.LANGUAGES,
        help_text=_("One language is enough: translators add the others."),
    )
    summary = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=5000,
        widget=text_widget(4),
        help_text=_("Facts that anybody can check: what, how many, when. Citizens read this."),
    )
    obstacles = forms.CharField(
        label=_("Obstacles"),
        required=False,
        max_length=5000,
        widget=text_widget(2),
        help_text=_("What slows it down; empty when nothing does."),
    )
    next_steps = forms.CharField(
        label=_("Next steps"),
        required=False,
        max_length=5000,
        widget=text_widget(2),
        help_text=_("What comes, and when."),
    )
    done_on = forms.DateField(
        label=_("Milestone reached on"),
        required=False,
        widget=DayInput,
        help_text=_("Only when the expected output exists: the day it was there."),
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)  # about what it was asked whether it is meant

    def __init__(self, *args, subject, institutions, indicators, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        self.plan = (subject.commitment if isinstance(subject, Milestone) else subject).plan
        if not isinstance(subject, Milestone):
            del self.fields["done_on"]
        self.fields["dated_on"].initial = timezone.localdate
        self.fields["language"].initial = get_language()
        if len(institutions) > 1:
            choices = [(institution.pk, str(institution)) for institution in institutions]
            self.fields["institution"] = forms.TypedChoiceField(
                label=_("For which institution?"), choices=choices, coerce=int
            )
        for indicator in indicators:
            self.fields[f"value_{indicator.pk}"] = ExactDecimalField(
                label=str(indicator.title), max_digits=18, decimal_places=4, required=False
            )

    def clean(self):
        """A text in the wrong language's column would later be shown as that language."""
        cleaned = super().clean()
        language = cleaned.get("language")
        if language and any(in_other_script(cleaned.get(name) or "", language) for name in TEXTS):
            sentence = _("The text is not written in this language: choose the one you write in.")
            self.add_error("language", ValidationError(sentence, code="other_script"))
        self.ask_back(cleaned)
        return cleaned

    def ask_back(self, cleaned):
        """Once about each: the same day or value sent again is meant."""
        days = {name: cleaned.get(name) for name in ("dated_on", "done_on")}
        found = doubts(self.plan, days, self.values())
        asked = " ".join(f"{name}={cleaned[name]}" for name in found)
        if asked and asked != cleaned.get("asked"):
            self.data = self.data.copy()
            self.data["asked"] = asked
            for name, sentence in found.items():
                advice = _("If it is meant so, send it again as it is.")
                self.add_error(name, ValidationError(f"{sentence} {advice}", code="doubtful"))

    def clean_dated_on(self):
        return not_in_future(self.cleaned_data["dated_on"])

    def clean_done_on(self):
        return not_in_future(self.cleaned_data["done_on"])

    def values(self):
        """[(indicator, value)] of those that were filled in."""
        filled = [(indicator, self.cleaned_data.get(f"value_{indicator.pk}")) for indicator in self.indicators]
        return [(indicator, value) for indicator, value in filled if value is not None]

    def levels(self):
        """[(radio button, what the level means)]"""
        return list(zip(self["level"], MEANINGS.values(), strict=True))

    def value_fields(self):
        return [(indicator, self[f"value_{indicator.pk}"]) for indicator in self.indicators]

    def texts(self):
        """{"summary_fr": …}: the texts in the columns of the language they are in."""
        language = self.cleaned_data["language"]
        return {f"{name}_{language}": self.cleaned_data[name] for name in TEXTS}


def in_other_script(text, language):
    """Whether most letters of `text` are Arabic though `language` is not, or the other way round."""
    letters = [character for character in text if character.isalpha()]
    arabic = sum("\u0600" <= character <= "\u06ff" for character in letters)
    return bool(letters) and (arabic * 2 > len(letters)) != (direction(language) == "rtl")


def not_in_future(day):
    if day and day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."), code="future")
    return day


class EvidenceEntry(forms.Form):
    """A file or a link. A file that was good is kept when the rest has to be written again."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("PDF, Word, Excel or a photo, up to 10 MB."))
    url = forms.URLField(label=_("or link"), required=False, max_length=500, assume_scheme="https")
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("What it is, for example “Minutes of the workshop of 12 May”. Empty: the file's name."),
    )
    alternative_text = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Only for a photo: for people who cannot see it."),
    )
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, purpose, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.purpose = user, purpose
        self.kept_file = None

    def clean_file(self):
        """Accepted, measured, and kept at once: nobody chooses a good file twice."""
        uploaded = self.cleaned_data.get("file")
        if uploaded:
            upload = uploads.accept(uploaded, max_bytes=settings.EVIDENCE_MAX_BYTES)
            with room_or_refusal(), transaction.atomic():
                self.kept_file = proof_files.keep(upload, user=self.user, purpose=self.purpose)
        return uploaded

    def clean(self):
        cleaned = super().clean()
        if self.kept_file is None and cleaned.get("kept"):
            mine = KeptFile.objects.filter(user=self.user, purpose=self.purpose)
            self.kept_file = mine.filter(key=cleaned["kept"]).first()
            if self.kept_file is None:
                self.add_error("file", ValidationError(_("The file is no longer there: choose it again."), code="gone"))
        if cleaned.get("file") and self.kept_file and self.kept_file.open_kinds:
            self.tell_hidden()
        if self.kept_file and cleaned.get("url"):
            self.add_error("url", ValidationError(_("Attach a file or give a link, one of the two."), code="two"))
        if self.kept_file and self.is_picture() and not cleaned.get("alternative_text"):
            sentence = _("Say in a few words what the photo shows.")
            self.add_error("alternative_text", ValidationError(sentence, code="no_description"))
        is_empty = not self.kept_file and not cleaned.get("url")
        if is_empty and cleaned.get("title") and not self.errors:
            self.add_error("file", ValidationError(_("Choose the file or give the link."), code="nothing"))
        return cleaned

    def tell_hidden(self):
        """Once, when the file has just come: sent again as it is, it is for the publisher to decide."""
        advice = _("Choose a cleaned file, or send the form again as it is: whoever publishes then decides.")
        self.add_error("file", ValidationError(f"{sentence_about(self.kept_file)} {advice}", code="hides"))

    def is_picture(self):
        return self.kept_file.content_type.startswith("image/")

    def remember(self):
        """Carry the kept file through the next attempt, in the form that is shown again."""
        if self.kept_file:
            self.data = self.data.copy()
            self.data[self.add_prefix("kept")] = str(self.kept_file.key)

    def is_filled(self):
        return bool(self.kept_file or self.cleaned_data.get("url"))

    def words(self):
        """As given, else what can be read from the file's name or the link."""
        given = self.cleaned_data.get("title")
        if given:
            return given
        if self.kept_file:
            return self.kept_file.filename.rpartition(".")[0].replace("_", " ")[:200]
        address = urlsplit(self.cleaned_data["url"])
        return f"{address.hostname or ''}{address.path}".rstrip("/")[:200]


EvidenceEntries = forms.formset_factory(EvidenceEntry, extra=ENTRIES, max_num=ENTRIES, absolute_max=ENTRIES)
