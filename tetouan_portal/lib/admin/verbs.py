"""State changes as buttons of a row's own form: what stands in it is saved, and one process function is called.

Both happen or neither does. A refusal leaves everything typed in the form. Whoever may not change the row only
presses the button, of the text that was read.
"""

from functools import partial
from typing import ClassVar, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.admin.forms import row_version
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction

BUTTON = "_do"  # its value names the verb; empty: Enter was pressed on a page where nothing is saved
READ = "_read"  # the version of the row that the page showed
CHANGED_MEANWHILE = _("This was changed after you opened it: read it again.")
NO_BUTTON = _("Nothing was done yet: press the button of what you want to do.")
FORGOTTEN = _("What you wrote under “%(act)s” would be lost: press its button, or empty it.")


class Verb(NamedTuple):
    name: str
    label: str
    form: forms.Form | None = None  # what must be said with it
    is_open: bool = False


def prefix_of(name):
    return f"do-{name}"


def said_with(request, form_class):
    """The form of the verb that was pressed, as it was filled in."""
    return form_class(request.POST, prefix=prefix_of(request.POST[BUTTON]))


class Objectable:
    """A row's form that is refused as a whole, whatever stands in its fields, when `objection` says why."""

    objection: ClassVar = staticmethod(lambda: None)

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self._errors and (error := self.objection()):
            self.add_error(None, error)


class Verbs:
    """Of a model's admin: says which verbs a person may use on a row in its state, and carries them out."""

    change_form_template = "admin/rows/verbs_change_form.html"
    known_verbs: frozenset[str] = frozenset()

    def verbs(self, request, obj):
        """The `Verb`s that this person may use on `obj` now."""
        raise NotImplementedError

    def may_do(self, request, obj, name):
        raise NotImplementedError

    def carry_out(self, request, obj, name):
        raise NotImplementedError

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(
            form.__name__, (Objectable, form), {"objection": staticmethod(partial(self.objection, request, obj))}
        )

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or BUTTON not in request.POST or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        saves, show = self.has_change_permission(request, obj), partial(super().changeform_view, request, object_id)
        try:
            self.insist_on_a_button(request, obj)
            answer = show() if saves else self.only_act(request, obj)
        except ValidationError as error:
            # The form comes back as it was sent; where there is none to save, the row as it is now.
            request.refusal = ValidationError(error.messages)
            request.method = "POST" if saves else "GET"
            answer = show()
        if isinstance(answer, TemplateResponse):
            answer.status_code = 400
        return answer

    def insist_on_a_button(self, request, obj):
        name = request.POST[BUTTON]
        if not name:
            raise ValidationError(NO_BUTTON, code="no_button")
        if name not in self.known_verbs or not self.may_do(request, obj, name):
            raise PermissionDenied

    @transaction.atomic
    def only_act(self, request, obj):
        if error := self.objection(request, obj):
            raise error
        return self.act(request, obj)

    def response_change(self, request, obj):
        """The form is saved, in a transaction that a refusal of the verb takes back."""
        return self.act(request, obj) if BUTTON in request.POST else super().response_change(request, obj)

    def act(self, request, obj):
        """One state change by its process function; everything else about the state is read-only."""
        name, row = request.POST[BUTTON], self.get_object(request, str(obj.pk))
        if row is None or not self.may_do(request, row, name):
            raise PermissionDenied
        self.carry_out(request, row, name)
        self.log_change(request, row, name)
        self.message_user(request, _("Done."), messages.SUCCESS)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        )

    def log_change(self, request, obj, message):
        """The verb is logged; that nothing else was changed with it is not worth a line."""
        return super().log_change(request, obj, message) if message or BUTTON not in request.POST else None

    def objection(self, request, obj):
        """Why what was sent must not be saved, nor a verb carried out; None if nothing is against it."""
        if obj is None or request.method != "POST":
            return None
        if refusal := getattr(request, "refusal", None):
            return refusal
        for verb in self.verbs(request, obj):
            if verb.name != request.POST.get(BUTTON) and has_words(request, verb):
                return ValidationError(FORGOTTEN, code="forgotten", params={"act": verb.label})
        # Nobody publishes or returns a text that was changed after they read it.
        read = request.POST.get(READ) if BUTTON in request.POST else ""
        if read and read != row_version(obj, lock=True):
            return ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile")
        return None

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["row_version"] = row_version(obj)
            context["verbs"] = [shown(request, verb) for verb in self.verbs(request, obj)]
            context["refusal"] = getattr(request, "refusal", None)
            context["chosen_files"] = bool(request.FILES)
            context["is_undone"] = bool(request.POST.get(BUTTON))
            context["pressed"] = next(
                (verb for verb in context["verbs"] if verb.name == request.POST.get(BUTTON)), None
            )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def has_words(request, verb):
    if verb.form is None:
        return False
    sent = type(verb.form)(request.POST, prefix=prefix_of(verb.name), initial=verb.form.initial)
    return any(sent.add_prefix(name) in request.POST for name in sent.fields) and sent.has_changed()


def shown(request, verb):
    """With what was typed for it, which only the verb that was pressed is criticised for."""
    if verb.form is None:
        return verb
    kind, prefix = type(verb.form), prefix_of(verb.name)
    if request.POST.get(BUTTON) == verb.name:
        return verb._replace(form=kind(request.POST, prefix=prefix), is_open=True)
    form = kind(prefix=prefix, initial=verb.form.initial)
    typed = {name: request.POST[key] for name in form.fields if (key := form.add_prefix(name)) in request.POST}
    return verb._replace(form=kind(prefix=prefix, initial=verb.form.initial | typed), is_open=has_words(request, verb))


class WithdrawForm(forms.Form):
    """The reason for a withdrawal, in one language or more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in LANGUAGE_CODES:
            widget = forms.Textarea(attrs={"rows": 2, "lang": code, "dir": direction(code)})
            self.fields[code] = forms.CharField(
                label=_("Reason (%(language)s)") % {"language": code}, required=False, max_length=2000, widget=widget
            )


def reasons_given(request):
    """{"ar": …} of a posted `WithdrawForm`."""
    form = said_with(request, WithdrawForm)
    if not form.is_valid():
        raise ValidationError(_("The reason is too long."), code="too_long")
    return form.cleaned_data
