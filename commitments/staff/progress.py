"""A minute to enter progress: what was done on one commitment or milestone."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.models import Commitment, Evidence, Institution, Milestone, PublicationState, Scan, Side, Statement
from commitments.staff.progress_form import ENTRIES, TEXTS, EvidenceEntries, ProgressForm
from commitments.statements import publication
from commitments.statements.declarations import declare, lock, open_statement
from tetouan_portal.lib.admin.forms import CHANGED_MEANWHILE, row_version
from tetouan_portal.lib.admin.once import SAVED_ALREADY, is_first, was_not_saved
from tetouan_portal.lib.body_size import takes_files
from tetouan_portal.lib.languages import LANGUAGE_CODES

SUBJECTS = {"commitment": Commitment, "milestone": Milestone}
DOORS = {  # as on the statement's own page (commitments.admin.verbs)
    "submit": (access.may_submit, publication.submit),
}
VERBS = {"draft", *DOORS, "publish"}
SAID = {
    "draft": _("Your draft is saved. Nobody sees it before you submit it."),
    "submit": _("Submitted. It appears on the portal when the publisher has checked it."),
}


@takes_files(ENTRIES, settings.EVIDENCE_MAX_BYTES, staff_only=True)
def enter(request, kind, pk):
    page = ProgressPage(request, subject_of(request, kind, pk))
    if request.method == "POST":
        return page.post()
    return page.shown(page.form(initial=page.initial()), page.entries())


def subject_of(request, kind, pk):
    """A commitment or milestone that this person may see and speak about; else 404 or 403."""
    if kind not in SUBJECTS:
        raise Http404
    rows = access.visible(request.user, SUBJECTS[kind].objects.all())
    subject = rows.select_related("plan" if kind == "commitment" else "commitment__plan").filter(pk=pk).first()
    if subject is None:
        raise Http404
    if not access.voice_of(request.user).declares:
        raise PermissionDenied
    return subject


def speakers(user, subject):
    """The institutions in whose name the person may speak about the subject."""
    responsible = access.responsible_for(subject)
    voice = access.voice_of(user)
    return list(responsible if voice.administers else responsible.filter(pk__in=voice.institutions))


class ProgressPage:
    """One request: who speaks, about what, and what is there already."""

    def __init__(self, request, subject):
        self.request, self.subject = request, subject
        self.commitment = subject if isinstance(subject, Commitment) else subject.commitment
        self.institutions = speakers(request.user, subject)
        if not self.institutions:
            raise PermissionDenied
        self.institution = self.chosen_institution()
        self.statement = open_statement(subject, self.institution)
        on_commitment = isinstance(subject, Commitment)
        self.indicators = list(self.commitment.indicators.prefetch_related("readings")) if on_commitment else []
        self.purpose = f"{subject._meta.model_name}:{subject.pk}"

    def chosen_institution(self) -> Institution:
        asked = (self.request.POST or self.request.GET).get("institution", "")
        return next((one for one in self.institutions if str(one.pk) == asked), self.institutions[0])

    def form(self, *args, **kwargs):
        return ProgressForm(
            *args, subject=self.subject, institutions=self.institutions, indicators=self.indicators, **kwargs
        )

    def entries(self, *args):
        extra = {"user": self.request.user, "purpose": self.purpose}
        return EvidenceEntries(*args, prefix="evidence", form_kwargs=extra)

    def initial(self):
        """What the open statement says, in the reader's language if it says it there."""
        if self.statement is None:
            return {"institution": self.institution.pk}
        written = [code for code in LANGUAGE_CODES if getattr(self.statement, f"summary_{code}")]
        here = self.request.LANGUAGE_CODE
        language = here if here in written or not written else written[0]
        values = {
            f"value_{proposal.indicator_id}": proposal.value for proposal in self.statement.proposed_readings.all()
        }
        return {
            **{name: getattr(self.statement, name) for name in ("level", "dated_on", "done_on")},
            **{name: getattr(self.statement, f"{name}_{language}") for name in TEXTS},
            **values,
            "language": language,
            "institution": self.institution.pk,
            "version": row_version(self.statement),
        }

    @transaction.atomic
    def post(self):
        if not is_first(self.request):
            messages.success(self.request, SAVED_ALREADY)
            return HttpResponseRedirect(reverse("admin:index"))
        verb = next((name for name in VERBS if name in self.request.POST), "submit")
        form = self.form(self.request.POST)
        entries = self.entries(self.request.POST, self.request.FILES)
        is_good = all([form.is_valid(), entries.is_valid()])
        if verb != "draft" and not form.errors.get("summary") and not form.data.get("summary", "").strip():
            form.add_error("summary", ValidationError(_("Say what was done."), code="required"))
            is_good = False
        if is_good and not self.moved(form):
            try:
                with transaction.atomic():
                    statement = self.save(form, entries, verb)
                    shown = self.before_it_is_public(statement) if verb == "publish" else None
            except ValidationError as error:
                form.add_error(None, error.messages)
                if getattr(error, "code", "") == "hides":
                    form.add_error(None, _("Save it as a draft: its files then have pages on which you can decide."))
            else:
                self.tell_duplicates(statement)
                self.tell_waiting(statement)
                if shown:
                    return shown
                messages.success(self.request, SAID[verb])
                there = self.request.path if verb == "draft" else reverse("admin:index")
                return HttpResponseRedirect(there)
        was_not_saved(self.request)
        for entry in entries:
            entry.remember()
        is_full = any(entry.has_error("file", "no_room") for entry in entries)
        return self.shown(form, entries, status=503 if is_full else 400)

    def moved(self, form):
        """Whether somebody else changed the open statement meanwhile; their text then stands beside."""
        lock(self.subject)
        now = open_statement(self.subject, self.institution)
        version = row_version(now) if now else ""
        if version == form.cleaned_data["version"]:
            return False
        self.statement = now
        form.data = form.data.copy()
        form.data["version"] = version
        theirs = self.initial() if now else {}
        differing = [
            name
            for name in form.fields
            if name in theirs and form.fields[name].has_changed(theirs[name], form.data.get(name))
        ]
        differing = [name for name in differing if name not in ("version", "institution")]
        if now and not differing:
            return False
        form.add_error(None, ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile"))
        for name in differing:
            choices = dict(getattr(form.fields[name], "choices", ()))
            text = choices.get(theirs[name], theirs[name])
            form.add_error(name, _("Saved meanwhile: “%(text)s”") % {"text": "" if text is None else text})
        return True

    def save(self, form, entries, verb):
        """The statement with everything that came with it; a savepoint, so that a refusal leaves nothing."""
        with transaction.atomic():
            data = form.cleaned_data
            statement = declare(
                self.subject,
                self.institution,
                level=data["level"],
                dated_on=data["dated_on"],
                done_on=data.get("done_on"),
                texts=form.texts(),
                values=form.values(),
                evidence=[self.evidence_fields(entry, data) for entry in entries if entry.is_filled()],
                removed=[int(key) for key in self.request.POST.getlist("remove") if key.isdecimal()],
            )
            if not access.may_write(self.request.user, statement):
                raise PermissionDenied
            if verb in DOORS:
                allowed, act = DOORS[verb]
                if not allowed(self.request.user, statement):
                    raise PermissionDenied
                act(statement)
        return statement

    def before_it_is_public(self, statement):
        """What the public will read of it, and the button that publishes it: the draft is saved."""
        statements = admin.site.get_model_admin(Statement)
        if not access.may_publish(self.request.user, statement):
            raise PermissionDenied
        verb = next(verb for verb in statements.verbs if verb.name == "publish")
        return statements.before_the_second_press(self.request, statement, verb)

    @staticmethod
    def evidence_fields(entry, data):
        language = data["language"]
        return {
            "kept": entry.kept_file,
            "url": entry.cleaned_data.get("url") or "",
            "dated_on": data["dated_on"],
            f"title_{language}": entry.words(),
            f"alternative_text_{language}": entry.cleaned_data.get("alternative_text") or "",
        }

    def tell_duplicates(self, statement):
        """The same file twice is no mistake, but worth knowing."""
        sent = {row.sha256: row for row in statement.evidence.exclude(sha256="")}
        known = access.visible(self.request.user, Evidence.objects.exclude(statement=statement)).filter(sha256__in=sent)
        for row in known[:5]:
            text = _("“%(file)s” is attached elsewhere already: %(title)s.")
            messages.warning(self.request, text % {"file": sent[row.sha256].filename, "title": row.title})

    def tell_waiting(self, statement):
        if statement.evidence.filter(scan=Scan.WAITING).exists():
            sentence = _("The virus scanner is away: your files are saved and stay hidden until it has seen them.")
            messages.warning(self.request, sentence)

    def shown(self, form, entries, status=200):
        newest = Statement.objects.released().filter(**{self.subject._meta.model_name: self.subject}).newest_first()
        context = {
            **admin.site.each_context(self.request),
            "title": _("Enter progress"),
            "subtitle": str(self.subject),
            "subject": self.subject,
            "commitment": self.commitment,
            "form": form,
            "entries": entries,
            "statement": self.statement,
            "institution": self.institution,
            "previous": newest.by(Side.MUNICIPALITY).select_related("institution").first(),
            "assessed": newest.by(Side.MONITOR).first(),
            "values": [(indicator, field, last_reading(indicator)) for indicator, field in form.value_fields()],
            "attached": list(self.statement.evidence.all()) if self.statement else [],
            "is_submitted": self.statement is not None and self.statement.state == PublicationState.SUBMITTED,
            "may_publish": self.request.user.has_perm("commitments.publish_statement"),
        }
        return TemplateResponse(self.request, "admin/staff/progress.html", context, status=status)


def last_reading(indicator):
    """The newest standing reading, from the prefetched ones."""
    corrected = {reading.supersedes_id for reading in indicator.readings.all()}
    standing = [reading for reading in indicator.readings.all() if reading.pk not in corrected]
    return max(standing, key=lambda reading: (reading.dated_on, reading.pk), default=None)
