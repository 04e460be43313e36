"""One case on one page: what its author said, what happened, how long there is, and the one form with one save."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.admin.case_form import CaseForm
from participation.admin.contact_page import may_correct, unreadable
from participation.admin.inbox import MARKS, PRESSING, in_days, marks_of
from participation.admin.published_form import PublicForm
from participation.case import access, desk_acts, subjects
from participation.case.decision import carry_out
from participation.desk import waiting
from participation.desk.staff_history import history_of
from participation.law.due_dates import rules
from participation.law.event_sentences import awaiting
from participation.law.explanations import ISOLATED, explain, remedies_in_words
from participation.letters.mail_texts import problem_of
from participation.models import Contact, EventKind, PublishedCase
from participation.models.cases import ABOUT
from participation.published.public_cases import photos_of, with_reference
from tetouan_portal.lib.admin.forms import CHANGED_MEANWHILE, value_shown
from tetouan_portal.lib.admin.verbs import SEEN, in_each_language
from tetouan_portal.lib.encryption import readable

SAID = {
    EventKind.QUESTION: _("The question is sent."),
    EventKind.ANSWER: _("The answer is sent."),
    EventKind.CLOSED: _("The case is closed."),
    EventKind.EXTENDED: _("The time is extended."),
    EventKind.PUBLISHED: _("It is published."),
    EventKind.UNPUBLISHED: _("It is taken off the public pages."),
}


def public_version(case):
    context = {"case": with_reference(case.reference), "photos": photos_of(case.pk)}
    return [("participation/published/version.html", context)]


def clean(text):
    return text.replace("\r\n", "\n").strip()


class CasePage:
    """One request; the version that its form carries is of the case as it was read."""

    def __init__(self, request, case, model_admin):
        self.request, self.case, self.admin = request, case, model_admin
        self.may_change = model_admin.has_change_permission(request, case) and not case.erased_at
        self.published = PublishedCase.objects.filter(case=case).first()
        self.since: list = []

    def forms(self, *data):
        """The main form, and the public version's where the author agreed and the person may decide on it."""
        case = self.case
        form = CaseForm(*data, case=case, user=self.request.user)
        public = PublicForm(*data, case=case, published=self.published) if case.may_be_published else None
        return form, public

    @transaction.atomic
    def post(self):
        if not self.may_change:
            return self.shown(status=403)
        desk_acts.lock_case(self.case)  # two officers at once: the second waits here, and then reads what the first did
        self.case = self.admin.get_queryset(self.request).get(pk=self.case.pk)
        if self.case.erased_at:
            self.may_change = False
            return self.shown(status=409)
        form, public = self.forms(self.request.POST)
        if "insert" in self.request.POST:
            form, public = self.forms(form.with_template())
            return self.shown(form, public, is_asked_again=True)
        if self.is_done_already(form):
            return HttpResponseRedirect(self.request.get_full_path())
        return self.decide(form, public)

    def decide(self, form, public):
        is_good = all([form.is_valid(), public is None or public.is_valid()])
        if "_again" in self.request.POST:
            return self.shown(form, public, is_asked_again=True)
        if not self.moved(form) and is_good:
            try:
                return self.press(form, public)
            except ValidationError as error:
                form.add_error(None, error.messages)
        return self.shown(form, public, status=400, is_asked_again=True)

    def press(self, form, public):
        """What becomes public is shown first."""
        if public and public.publishes() and SEEN not in self.request.POST:
            return self.before_the_second_press(form, public)
        return self.saved(self.save(form, public))

    def save(self, form, public):
        """In a savepoint, so that a refusal leaves nothing."""
        decision = form.decision()
        if public and public.changes_publication():
            decision.publication = public.cleaned_data["publication"]
            decision.public_words, decision.public_photos = public.words(), public.shown_photos()
            decision.why_taken_off = public.cleaned_data.get("why_taken_off", "")
        return carry_out(self.case, decision, by=self.request.user, now=timezone.now())

    def before_the_second_press(self, form, public):
        """The whole save is tried, what the public will read of it is shown, and it is taken back."""
        with transaction.atomic():
            self.save(form, public)
            readings = list(in_each_language(public_version, self.case))
            transaction.set_rollback(True)
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": _("Publish this version"),
            "subtitle": self.case.reference,
            "opts": self.admin.opts,
            "original": self.case,
            "readings": readings,
            "sent": self.request.POST.dict(),
            "here": self.request.get_full_path(),
        }
        return render(self.request, "admin/participation/case/shown.html", context)

    def saved(self, done):
        if done:
            self.admin.log_change(self.request, self.case, done)
        told = " ".join(str(SAID[kind]) for kind in done if kind in SAID)
        text = told or (_("Saved.") if done else _("Nothing was changed."))
        messages.success(self.request, f"{self.case.reference}: {text}")
        return HttpResponseRedirect(self.inbox_url() if EventKind.CLOSED in done else self.request.get_full_path())

    def inbox_url(self):
        """With the filters from which the officer came: on to the next of them."""
        filters = self.request.GET.get("_changelist_filters", "")
        inbox = reverse("admin:participation_case_changelist")
        return f"{inbox}?{filters}" if filters else inbox

    # --- two tabs, two officers, an author who writes meanwhile ---------------------

    def version(self):
        """The number of the newest event: nothing about a case changes without one."""
        newest = self.case.events.order_by("-pk").values_list("pk", flat=True).first()
        return str(newest or 0)

    def events_since(self, form):
        """What was written into the history after the form was opened."""
        sent = form.data.get("version", "")
        known = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0
        return list(self.case.events.filter(pk__gt=known).order_by("pk"))

    def is_done_already(self, form):
        """The same save sent twice: all that is new is the officer's own, and nothing is asked for beyond it."""
        events = self.events_since(form)
        if not events or any(event.officer_id != self.request.user.pk for event in events):
            return False
        wanted = {clean(form.data.get(name, "")) for name in ("text", "note", "public-why_taken_off")} - {""}
        publication = {"publish": EventKind.PUBLISHED, "take_off": EventKind.UNPUBLISHED}
        asked = publication.get(form.data.get("public-publication", ""))
        return (
            wanted <= {event.text for event in events}
            and (asked is None or asked in {event.kind for event in events})
            and not set(form.changed_data) & {*form.sorting, "assigned_to"}
        )

    def moved(self, form):
        """Refuse once, with everything that was written meanwhile in sight; saving again knows of it."""
        events = self.events_since(form)
        if not events:
            return False
        pks = {event.pk for event in events}
        self.since = [line for line in history_of(self.case) if line["pk"] in pks]
        form.add_error(None, ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile"))
        touched = {name for event in events for name in event.details.get("fields", [])}
        if any(event.kind == EventKind.ASSIGNED for event in events):
            touched.add("assigned_to")
        if touched & {*ABOUT}:
            touched.add("about")
        for name in touched & set(form.changed_data):
            text = _("Saved meanwhile: “%(text)s”") % {"text": value_shown(form.fields[name], form.initial[name])}
            form.add_error(name, ValidationError(text, code="changed_meanwhile"))
        return True

    # --- the page ---------------------------------------------------------------------

    def shown(self, form=None, public=None, status=200, *, is_asked_again=False):
        case, today, by = self.case, timezone.localdate(), rules()
        if self.may_change and form is None:
            form, public = self.forms()
        may_read_contact = self.request.user.has_perm("participation.view_contact")
        contact = Contact.objects.filter(case=case).first()
        marks = [(MARKS[code], code in PRESSING) for code in marks_of(case)]
        events = history_of(case)
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": _("Case %(reference)s") % {"reference": ISOLATED.format(case.reference)},
            "subtitle": None,
            "opts": self.admin.opts,
            "original": case,
            "case": case,
            "case_url": self.admin.url_of(case),
            "inbox_url": self.inbox_url(),
            "form": form,
            "public": public,
            "version": self.version(),
            "is_asked_again": is_asked_again,
            "since": self.since,
            "marks": marks,
            "pressing": waiting.how_pressing(case, on=today),
            "in_days": in_days(case, today) if case.is_open else "",
            "explanation": explain(case, by=by),
            "awaiting": awaiting(case, on=today, days=by.calendar),
            "remedies": remedies_in_words(case, on=today, by=by),
            "has_contact": contact is not None,
            "contact": readable(contact) if contact and may_read_contact else None,
            "mail_is_confirmed": contact is not None and contact.gets_mail,
            "unreadable": may_read_contact and unreadable(contact),
            "mail_problem": problem_of(case),
            "mail_waits": contact is not None and contact.waits_for_confirmation,
            "may_correct_contact": self.may_change and may_correct(self.request.user),
            "photos": list(case.photos.all()),
            "about": subjects.of_case(case),
            "events": events,
            "closing": next((line["closing"] for line in events if line["closing"]), None) if case.outcome else None,
            "alike": waiting.similar_cases(case, access.cases_of(self.request.user)) if not case.erased_at else [],
            "joined": list(case.duplicates.all()),
            "published": self.published,
            "may_change": self.may_change,
        }
        return TemplateResponse(self.request, "admin/participation/case/page.html", context, status=status)
