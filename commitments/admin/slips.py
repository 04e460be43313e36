"""Putting a slip of spelling or translation right: proposed by one person, on the same page accepted by another."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from commitments.access import voice_of
from commitments.admin.amend_form import EXPLANATION, words_field, words_inputs
from commitments.admin.as_shown import as_shown
from commitments.models import AmendedField, Amendment, Slip
from commitments.models.promised_fields import WORDS
from commitments.plan import slips
from commitments.plan.amendments import FIELDS, is_public
from tetouan_portal.lib.languages import LANGUAGE_CODES, texts

REASON, REASON_LENGTH = EXPLANATION[0][1:]
ONE_AT_A_TIME = _("Correct one text at a time, in every language that needs it.")


class SlipForm(forms.Form):
    """The words of a promise as they are; what differs from that is proposed."""

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject, self.groups = subject, {}
        for field in FIELDS[type(subject)]:
            if field in WORDS and any(texts(subject, field).values()):
                made = words_inputs(subject, field)
                self.fields |= made
                self.groups[field] = list(made)
        for code in LANGUAGE_CODES:
            self.fields[f"reason_{code}"] = words_field(
                REASON % {"language": code}, code, rows=3, max_length=REASON_LENGTH
            )

    @property
    def grouped(self):
        for field, names in self.groups.items():
            inputs = [self[name] for name in names]
            yield {"label": AmendedField(field).label, "inputs": inputs, "is_open": self.is_changed(names)}

    @property
    def explanation(self):
        return [self[f"reason_{code}"] for code in LANGUAGE_CODES]

    def is_changed(self, names):
        return self.is_bound and bool({*names} & {*self.changed_data})

    def clean(self):
        changed = [field for field, names in self.groups.items() if self.is_changed(names)]
        if len(changed) != 1:
            raise ValidationError(ONE_AT_A_TIME, code="one_at_a_time")
        self.changed_field = changed[0]

    def save(self, by):
        sent = self.cleaned_data
        new = {code: sent[f"{self.changed_field}_{code}"] for code in LANGUAGE_CODES}
        reason = {code: sent[f"reason_{code}"] for code in LANGUAGE_CODES}
        return slips.propose(self.subject, self.changed_field, new, by=by, reason=reason)


class SlipPages:
    """Of a promise's admin: a page on which a slip is proposed, and then accepted or not by somebody else."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_slip"
        return [path("<path:object_id>/slip/", self.admin_site.admin_view(self.slip), name=name), *super().get_urls()]

    def slip(self, request, object_id):
        subject = self.get_object(request, object_id)
        if subject is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may_handle_slips(request, subject):
            raise PermissionDenied
        waiting = Slip.objects.about(subject).waiting().first()
        return self.see_slip(request, subject, waiting) if waiting else self.propose_slip(request, subject)

    def may_handle_slips(self, request, subject):
        """Who publishes for the municipality is a second person too."""
        publishes = voice_of(request.user).municipality and request.user.has_perm("commitments.publish_statement")
        may_see = publishes and self.has_view_permission(request, subject)
        return may_see or self.has_change_permission(request, subject)

    def has_slips_for(self, request, subject):
        """Whether there is something to propose or to see."""
        if self.has_change_permission(request, subject):
            return True
        return self.may_handle_slips(request, subject) and Slip.objects.about(subject).waiting().exists()

    def propose_slip(self, request, subject):
        if not (self.has_change_permission(request, subject) and is_public(subject)):
            raise PermissionDenied
        form = SlipForm(request.POST or None, subject=subject)
        if request.method == "POST" and form.is_valid():
            try:
                form.save(request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.message_user(request, _("It waits for a second person now, on this page."), messages.SUCCESS)
                return HttpResponseRedirect(request.path)
        return self.slip_page(request, subject, "admin/commitments/slip.html", form=form)

    def see_slip(self, request, subject, waiting):
        is_own, refusal = waiting.proposed_by == request.user, None
        if request.method == "POST" and {"accept", "refuse"} & request.POST.keys():
            try:
                told = self.decide_slip(request, waiting)
            except ValidationError as error:
                refusal = error
            else:
                self.message_user(request, told, messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(subject))
        shown = Amendment(field=waiting.field, was=waiting.was, becomes=waiting.becomes, **slips.what_is_told(waiting))
        return self.slip_page(
            request,
            subject,
            "admin/commitments/slip_shown.html",
            shown=list(as_shown([shown])),
            is_own=is_own,
            refusal=refusal,
        )

    def decide_slip(self, request, waiting):
        if "refuse" in request.POST:
            slips.refuse(waiting, by=request.user)
            return _("The words stay as they are.")
        amendment = slips.accept(waiting, by=request.user)
        self.log_change(request, amendment.subject, str(amendment))
        return _("The correction is public now, with its reason.")

    def page_of(self, subject):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[subject.pk])

    def slip_page(self, request, subject, template, *, form=None, refusal=None, **context):
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Put a slip right"),
            "subtitle": str(subject),
            "opts": self.opts,
            "original": subject,
            "form": form,
            "refusal": refusal,
            "media": self.media,
        }
        is_refused = refusal is not None or (form is not None and form.errors)
        return TemplateResponse(request, template, context, status=400 if is_refused else 200)
