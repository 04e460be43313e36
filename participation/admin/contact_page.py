"""Contact data corrected at the counter or by telephone: a page of its own, apart from what is answered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.admin.case_form import capitalise
from participation.admin.counter import CONTACT_HINTS, postal_address
from participation.case import desk_acts
from participation.forms.author import AuthorForm
from participation.models import Contact, EventKind
from tetouan_portal.lib.admin.forms import CHANGED_MEANWHILE
from tetouan_portal.lib.encryption import is_readable, readable

CHANGES = (EventKind.CONTACT_EDITED, EventKind.CONTACT_ERASED)


class ContactForm(AuthorForm):
    postal_address = postal_address()

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        del self.fields["may_be_published"]  # the author decides on that, with the code
        for name, hint in CONTACT_HINTS.items():
            self.fields[name].help_text = hint
        capitalise(self)


def may_correct(user):
    return user.has_perms(["participation.view_contact", "participation.change_contact"])


def unreadable(contact):
    """A sentence where no key opens some of it; "" otherwise."""
    return "" if contact is None or is_readable(contact) else desk_acts.CONTACT_UNREADABLE


def show_both(form, stored):
    """Refuse once, with what somebody else has saved meanwhile beside it."""
    form.add_error(None, ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile"))
    for name in form.changed_data:
        text = _("Saved meanwhile: “%(text)s”") % {"text": stored.get(name, "")}
        form.add_error(name, ValidationError(text, code="changed_meanwhile"))


def contact_page(request, model_admin, case):
    contact = Contact.objects.filter(case=case).first()
    stored = readable(contact) if contact else {}
    form = ContactForm(request.POST or None, initial=stored)
    version = str(case.events.filter(kind__in=CHANGES).order_by("-pk").values_list("pk", flat=True).first() or 0)
    if request.method == "POST" and form.is_valid() and request.POST.get("version", version) != version:
        show_both(form, stored)
    if request.method == "POST" and form.is_valid():
        try:
            desk_acts.correct_contact(case, form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            model_admin.log_change(request, case, [EventKind.CONTACT_EDITED.value])
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(model_admin.url_of(case))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Contact data"),
        "opts": model_admin.opts,
        "case": case,
        "case_url": model_admin.url_of(case),
        "form": form,
        "unreadable": unreadable(contact),
        "version": version,
    }
    return TemplateResponse(request, "admin/participation/contact.html", context, status=400 if form.errors else 200)
