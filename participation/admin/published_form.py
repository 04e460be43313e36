"""The desk's form for the public version of a case: redacted words, chosen photos, and a second look before."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participation.admin.case_form import capitalise
from participation.case.decision import Publication
from participation.forms.fields import WordsField
from participation.models import Contact, EventKind
from participation.models.events import SAY_WHY
from participation.privacy.personal_words import personal_words
from tetouan_portal.journal.models import By
from tetouan_portal.lib.encryption import is_readable
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.lib.line_ends import TextArea
from tetouan_portal.own_words.writers import needs_another

PUBLIC_WORDS = {  # label, characters, lines
    "title": (_("public title"), 150, 2),
    "text": (_("public text"), 5000, 7),
    "answer": (_("public answer"), 5000, 5),
}
PUBLIC_COLUMNS = [f"{name}_{code}" for name in PUBLIC_WORDS for code in LANGUAGE_CODES]
NOT_COMPARED = _(
    "These words were not compared with the author’s name and address, which cannot be read with the keys at hand. "
    "Look for them yourself, then tick below that no person is meant."
)
ANSWERS = (EventKind.ANSWER, EventKind.CLOSED)


def acts_on(published, *, is_shown):
    """What may be chosen. Where nobody publishes what they wrote, one officer hands in and another publishes."""
    if not needs_another(By.MUNICIPALITY):
        return [Publication.PUBLISH, *([Publication.TAKE_OFF] if is_shown else [])]
    if is_shown:
        return [Publication.TAKE_OFF]
    return [Publication.PREPARE, *([Publication.PUBLISH] if published and published.prepared_at else [])]


class PublicForm(forms.Form):
    """The redacted version, and which photos are shown with it."""

    publication = forms.ChoiceField(label=_("Public page"), required=False, widget=forms.RadioSelect)
    why_taken_off = WordsField(
        label=_("Why it is taken off: the author reads it"),
        max_length=2000,
        required=False,
        widget=TextArea(attrs={"rows": 2}),
    )
    is_read = forms.BooleanField(
        label=_("I have read this version again: nothing in it points to a person."), required=False
    )
    names_nobody = forms.BooleanField(label=_("What was found points to nobody."), required=False)

    def __init__(self, *args, case, published, **options):
        self.case, self.published = case, published
        self.photos = list(case.photos.all())
        super().__init__(*args, prefix="public", initial=self.stored(), label_suffix="", **options)
        is_shown = bool(published and published.published_at and not published.unpublished_at)
        acts = acts_on(published, is_shown=is_shown)
        as_is = _("as it is: shown") if is_shown else _("as it is: not shown")
        self.fields["publication"].choices = [("", as_is), *((one.value, one.label) for one in acts)]
        if not is_shown:
            del self.fields["why_taken_off"]
        self.add_words()
        self.add_photos()
        capitalise(self)

    def stored(self):
        """What was published last, else the author's words and the last answer, to be redacted."""
        case = self.case
        if self.published:
            return {column: getattr(self.published, column) or "" for column in PUBLIC_COLUMNS}
        answer = case.events.filter(kind__in=ANSWERS).order_by("-pk").first()
        here = {"title": case.subject, "text": case.text, "answer": answer.text if answer else ""}
        return {f"{name}_{case.language}": text for name, text in here.items()}

    def add_words(self):
        for code, _name in settings.LANGUAGES:
            for name, (label, most, rows) in PUBLIC_WORDS.items():
                attrs = {"rows": rows, "lang": code, "dir": direction(code)}
                self.fields[f"{name}_{code}"] = WordsField(
                    label=label, max_length=most, required=False, widget=TextArea(attrs=attrs)
                )

    def add_photos(self):
        for photo in self.photos:
            self.fields[f"shows_{photo.pk}"] = forms.BooleanField(
                label=_("Show this photo: no face, no number plate, no private door"),
                required=False,
                initial=photo.is_public,
            )
            self.fields[f"says_{photo.pk}"] = WordsField(
                label=_("What the photo shows, for those who do not see it"),
                max_length=300,
                required=False,
                initial=photo.alternative_text,
            )

    def languages(self):
        """[(code, name, is it the author's, fields)], the author's first."""
        ours = sorted(settings.LANGUAGES, key=lambda language: language[0] != self.case.language)
        return [
            (code, name, code == self.case.language, [self[f"{word}_{code}"] for word in PUBLIC_WORDS])
            for code, name in ours
        ]

    def pictures(self):
        return [(photo, self[f"shows_{photo.pk}"], self[f"says_{photo.pk}"]) for photo in self.photos]

    def words(self):
        return {column: self.cleaned_data.get(column, "") for column in PUBLIC_COLUMNS}

    def shown_photos(self):
        chosen = [photo for photo in self.photos if self.cleaned_data.get(f"shows_{photo.pk}")]
        for photo in chosen:
            photo.alternative_text = self.cleaned_data.get(f"says_{photo.pk}", "")
        return chosen

    def clean(self):
        given = super().clean()
        if given.get("publication") in {Publication.PUBLISH, Publication.PREPARE}:
            self.clean_version(given)
        if given.get("publication") == Publication.TAKE_OFF and not given.get("why_taken_off"):
            self.add_error("why_taken_off", ValidationError(SAY_WHY, code="required"))
        return given

    def clean_version(self, given):
        for name, missing in (("title", _("Write the public title.")), ("text", _("Write the public text."))):
            column = f"{name}_{self.case.language}"
            if not given.get(column) and column not in self.errors:
                self.add_error(column, ValidationError(missing, code="required"))
        for photo in self.photos:
            says = f"says_{photo.pk}"
            if given.get(f"shows_{photo.pk}") and not given.get(says) and says not in self.errors:
                self.add_error(says, ValidationError(_("Say what the photo shows."), code="required"))
        if not given.get("is_read"):
            self.add_error("is_read", ValidationError(_("Read it again, then tick here."), code="required"))
        self.look_for_persons(given)

    def look_for_persons(self, given):
        texts = [text for name, text in given.items() if isinstance(text, str) and name in self.published_fields()]
        contact = Contact.objects.filter(case=self.case).first()
        found = personal_words(texts, contact)
        if contact and not is_readable(contact) and not given.get("names_nobody"):
            self.add_error("names_nobody", ValidationError(NOT_COMPARED, code="not_compared"))
        if found and not given.get("names_nobody"):
            text = _("This may point to a person: %(found)s. Take it out, or tick below that it does not.")
            said = str(_(", ")).join(_("“%(words)s”") % {"words": one} for one in found)
            self.add_error("names_nobody", ValidationError(text, code="personal", params={"found": said}))

    def published_fields(self):
        return {*PUBLIC_COLUMNS, *(f"says_{photo.pk}" for photo in self.photos)}

    @property
    def asks_about_persons(self):
        return self.has_error("names_nobody") or bool(self["names_nobody"].value())

    def publishes(self):
        return self.cleaned_data.get("publication") == Publication.PUBLISH

    def changes_publication(self):
        return bool(self.cleaned_data.get("publication"))
