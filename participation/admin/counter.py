"""A case entered for somebody who telephones, writes a letter or stands at the counter, and its printed receipt."""

import uuid
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from participation.admin.case_form import capitalise
from participation.case import access
from participation.case.filing import CONTACT_FIELDS, file_case, new_code
from participation.case.subjects import columns_of
from participation.forms.author import AuthorForm
from participation.forms.fields import WordsField
from participation.forms.message import FORMAL, MessageForm, RequestForm
from participation.law.time_limits import in_force_since
from participation.models import Case, CaseKind, Channel, EventKind
from participation.sending import drafts, receipts
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.lib.line_ends import TextArea
from tetouan_portal.stored_files.models import Reason

LATE_ENTRY = timedelta(days=31)  # of what no stamp proves
STAMPED = (Channel.COUNTER, Channel.POST, Channel.EMAIL)  # whose day is on the paper, or in the mail itself
CHANNELS = (Channel.COUNTER, Channel.PHONE, Channel.POST, Channel.EMAIL)
HANDED_IN = time(12)  # of a day: only the date of a letter is known


def postal_address():
    return WordsField(
        label=_("postal address"),
        max_length=300,
        required=False,
        widget=TextArea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Only where the answer goes by post."),
    )


class Entry(forms.Form):
    """How it came, and in which language its author is answered."""

    channel = forms.ChoiceField(
        label=_("came by"), choices=[(one.value, one.label) for one in CHANNELS], widget=forms.RadioSelect
    )
    received_on = forms.DateField(
        label=_("received on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The time limit counts from this day: of a letter, the day of its stamp."),
    )
    language = forms.ChoiceField(label=_("Language of the receipt and of the answers"))
    postal_address = postal_address()

    def __init__(self, *args, kind, **options):
        self.kind = kind
        today = timezone.localdate()
        first = {"channel": Channel.COUNTER, "received_on": today, "language": "ar"}
        super().__init__(*args, initial=first, label_suffix="", **options)
        self.fields["language"].choices = [(code, native_name(code)) for code in LANGUAGE_CODES]
        self.fields["received_on"].widget.attrs |= {
            "max": today.isoformat(),
            "min": in_force_since(kind).isoformat(),
        }
        capitalise(self)

    def clean_received_on(self):
        day, today = self.cleaned_data["received_on"], timezone.localdate()
        if day > today:
            raise ValidationError(_("Write the day on which it came, today at the latest."), code="future")
        if day < in_force_since(self.kind):
            raise ValidationError(
                _("On that day the text that gives the time limit was not in force yet: look at the stamp again."),
                code="not_in_force",
            )
        return day

    def clean(self):
        """A letter of long ago is entered with its stamp; what was only said is known for a month."""
        given = super().clean()
        day, channel = given.get("received_on"), given.get("channel")
        if day and channel and channel not in STAMPED and day < timezone.localdate() - LATE_ENTRY:
            text = _("Of what came by telephone, write a day of the last month: no stamp proves an earlier one.")
            self.add_error("received_on", ValidationError(text, code="unproven"))
        return given


def native_name(code):
    return translation.get_language_info(code)["name_local"]


class CounterPage:
    """The kind is chosen first: a request asks for other things than a complaint."""

    def __init__(self, request, model_admin):
        self.request, self.admin = request, model_admin
        allowed = access.kinds_of(request.user)
        self.kinds = [kind for kind in CaseKind if kind in allowed]
        asked = request.GET.get("kind", "")
        self.kind = CaseKind(asked) if asked in self.kinds else self.first_kind()

    def first_kind(self):
        return CaseKind.COMPLAINT if CaseKind.COMPLAINT in self.kinds else self.kinds[0]

    def forms(self, *data):
        message_form = RequestForm if self.kind == CaseKind.REQUEST else MessageForm
        message, author = message_form(*data, kind=self.kind), AuthorForm(*data)
        for hidden in ("is_urgent", "urgency_reason"):  # the officer decides on urgency on the case's page
            message.fields.pop(hidden, None)
        for name, label in MESSAGE_LABELS.items():
            if name in message.fields:
                message.fields[name].label = label
        message.fields["about"].offer()
        message.fields["text"].help_text = _("In the person’s own words, as far as you can.")
        return Entry(*data, kind=self.kind), message, author

    def post(self):
        entry, message, author = forms_ = self.forms(self.request.POST)
        key = self.request.POST.get("key", "")
        if not all([one.is_valid() for one in forms_]):  # noqa: C419 -- every form says what is wrong with it
            return self.shown(forms_, key=key, status=400)
        try:
            case, contact = self.case(entry, message, author), self.contact(entry, author)
            filed = file_once(key, case, contact, self.request.user, self.moment(entry))
        except ValidationError as error:
            message.add_error(None, error.messages)
            return self.shown(forms_, key=key, status=400)
        if filed.is_new:
            self.admin.log_addition(self.request, filed.case, [])
        return receipt_page(self.request, self.admin, filed.case, filed.code)

    def case(self, entry, message, author):
        said = message.cleaned_data
        words = ("place", "subject", "text", "national_reference", "category", "district")
        return Case(
            kind=self.kind,
            channel=entry.cleaned_data["channel"],
            language=entry.cleaned_data["language"],
            may_be_published=author.cleaned_data["may_be_published"],
            is_formal=said.get("form") == FORMAL,
            **{name: said[name] for name in words if name in said},
            **columns_of(said["about"]),
        )

    @staticmethod
    def contact(entry, author):
        given = {**author.cleaned_data, **entry.cleaned_data}
        return {name: given.get(name, "") for name in CONTACT_FIELDS}

    @staticmethod
    def moment(entry):
        """Now, or at noon of the earlier day on which the letter came."""
        day = entry.cleaned_data["received_on"]
        if day == timezone.localdate():
            return timezone.now()
        return timezone.make_aware(datetime.combine(day, HANDED_IN))

    def shown(self, forms_=None, *, key="", status=200):
        entry, message, author = forms_ or self.forms()
        for name, hint in CONTACT_HINTS.items():
            author.fields[name].help_text = hint
        author.fields["may_be_published"].label = AGREES
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": _("New case"),
            "opts": self.admin.opts,
            "kinds": [(kind.value, kind.label, kind == self.kind) for kind in self.kinds],
            "entry": entry,
            "message": message,
            "author": author,
            "is_refused": status != 200,
            "key": key or uuid.uuid4(),
        }
        return TemplateResponse(self.request, "admin/participation/counter.html", context, status=status)


MESSAGE_LABELS = {
    "text": _("Message"),
    "about": _("Commitment, milestone, document or report, if it is about one"),
}
AGREES = _("The person agrees that the message and its answer are published, without a name.")
CONTACT_HINTS = {
    "name": _("Only if the person wants to give it. Never published."),
    "email": _(
        "A first mail asks the person to confirm it; from then on they are told by mail what happens to the case."
    ),
    "phone": _("Only if the person wants to be called."),
}


class Entered(NamedTuple):
    case: Case
    code: str
    is_new: bool


@transaction.atomic
def file_once(key, case, contact, officer, moment):
    """A form that is sent twice is one case: the second finds the receipt of the first, for half an hour."""
    secret, now = f"{officer.pk}:{key or uuid.uuid4()}", timezone.now()
    draft = drafts.open_draft(secret, "counter", now=now)
    if kept := receipts.find(secret, now=now):
        drafts.discard(draft, Reason.ABANDONED)
        return Entered(*kept, is_new=False)
    filed = file_case(case, contact=contact, now=moment, officer=officer, entered_at=now)
    receipts.keep(draft, filed, secret=secret, version="")
    return Entered(*filed, is_new=True)


def printed_receipt(request, model_admin, case):
    """With a new code, which alone opens the case from now on."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if case.erased_at:
        messages.error(request, _("The words of this case were erased: there is nothing to follow any more."))
        return HttpResponseRedirect(model_admin.url_of(case))
    code = new_code(case, now=timezone.now(), officer=request.user)
    model_admin.log_change(request, case, [EventKind.NEW_CODE.value])
    return receipt_page(request, model_admin, case, code)


def receipt_page(request, model_admin, case, code):
    """The code is in this answer alone: no address and no session holds it."""
    with translation.override(case.language):
        shown = receipts.receipt_context(case, code)
        sheet = render_to_string("participation/sending/receipt_sheet.html", shown, request)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Receipt to print"),
        "opts": model_admin.opts,
        "case": case,
        "case_url": model_admin.url_of(case),
        "sheet": sheet,
        "direction": direction(case.language),
    }
    return TemplateResponse(request, "admin/participation/receipt.html", context)
