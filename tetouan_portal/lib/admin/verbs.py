"""State changes as buttons of a row's own form: what stands in it is saved, and one process function is called.

Both happen or neither does. A refusal leaves everything typed in the form. Whoever may not change the row only
presses the button, of the text that was read. What cannot be undone takes a second press, below what the public will
read; the first has saved what stood in the form.
"""

from functools import partial
from typing import ClassVar, NamedTuple

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tetouan_portal.lib.admin.forms import row_version
from tetouan_portal.lib.admin.verb_table import Verb, VerbForm, prefix_of
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.lib.refusals import in_words

SEEN = "_seen"  # what the public will read was shown: the second press
BUTTON = "_do"  # its value names the verb; empty: Enter was pressed on a page where nothing is saved
READ = "_read"  # the version of the row that the page showed
CHANGED_MEANWHILE = _("This was changed after you opened it: read it again.")
NO_BUTTON = _("Nothing was done yet: press the button of what you want to do.")
FORGOTTEN = _("What you wrote under “%(act)s” would be lost: press its button, or empty it.")


def in_each_language(shown, row):
    for code in LANGUAGE_CODES:
        with override(code):
            parts = [render_to_string(template, context) for template, context in shown(row)]
        yield {"language": code, "direction": direction(code), "parts": parts}


class Button(NamedTuple):
    """Of a verb, as the page shows it."""

    name: str
    label: str
    form: VerbForm | None = None
    is_open: bool = False


class Objectable:
    """A row's form that is refused as a whole, whatever stands in its fields, when `objection` says why."""

    objection: ClassVar = staticmethod(lambda: None)

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self._errors and (error := self.objection()):
            self.add_error(None, error)


class Verbs:
    """Of a model's admin: offers the verbs of its table by person and state of the row, and carries them out."""

    change_form_template = "admin/rows/verbs_change_form.html"
    verbs: ClassVar[tuple[Verb, ...]] = ()

    def offered_verbs(self, request, obj):
        """Those that this person may use on `obj` now."""
        return [verb for verb in self.verbs if verb.offered(obj) and verb.allowed(request.user, obj)]

    def has_form(self, request, obj, verb):
        """Whether something is asked for with it now."""
        return verb.form is not None

    def pressed_verb(self, request, obj):
        """Of the table, and this person's right; else nothing is done."""
        verb = next((verb for verb in self.verbs if verb.name == request.POST[BUTTON]), None)
        if verb is None or obj is None or not verb.allowed(request.user, obj):
            raise PermissionDenied
        return verb

    def carry_out(self, request, obj, verb):
        return verb.carry_out(obj, request.POST, by=request.user)

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
        saves = self.has_change_permission(request, obj) and SEEN not in request.POST
        show = partial(super().changeform_view, request, object_id)
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
        if not request.POST[BUTTON]:
            raise ValidationError(NO_BUTTON, code="no_button")
        self.pressed_verb(request, obj)

    def only_act(self, request, obj):
        with in_words():
            if error := self.objection(request, obj):
                raise error
            return self.act(request, obj)

    def response_change(self, request, obj):
        """The form is saved, in a transaction that a refusal of the verb takes back."""
        return self.act(request, obj) if BUTTON in request.POST else super().response_change(request, obj)

    def act(self, request, obj):
        """One state change by its process function; everything else about the state is read-only."""
        row = self.get_object(request, str(obj.pk))
        verb = self.pressed_verb(request, row)
        if verb.shown and SEEN not in request.POST:
            return self.before_the_second_press(request, row, verb)
        self.carry_out(request, row, verb)
        self.log_change(request, row, verb.name)
        self.message_user(request, _("Done."), messages.SUCCESS)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        )

    def before_the_second_press(self, request, row, verb):
        """What stood in the form is saved; the act is tried, shown as the public will read it, and taken back."""
        version = row_version(row)
        with transaction.atomic():
            self.carry_out(request, self.get_object(request, str(row.pk)), verb)
            readings = list(in_each_language(verb.shown, self.get_object(request, str(row.pk))))
            transaction.set_rollback(True)
        prefix = prefix_of(verb.name)
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "subtitle": str(row),
            "opts": self.opts,
            "original": row,
            "readings": readings,
            "sent": {name: text for name, text in request.POST.items() if name.startswith(prefix)}
            | {BUTTON: verb.name, READ: version},
            "here": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk]),
        }
        return render(request, "admin/rows/shown.html", context)

    def log_change(self, request, obj, message):
        """The verb is logged; that nothing else was changed with it is not worth a line."""
        return super().log_change(request, obj, message) if message or BUTTON not in request.POST else None

    def objection(self, request, obj):
        """Why what was sent must not be saved, nor a verb carried out; None if nothing is against it."""
        if obj is None or request.method != "POST":
            return None
        if refusal := getattr(request, "refusal", None):
            return refusal
        for verb in self.offered_verbs(request, obj):
            is_asked = verb.name != request.POST.get(BUTTON) and self.has_form(request, obj, verb)
            if is_asked and has_words(request, obj, verb):
                return ValidationError(FORGOTTEN, code="forgotten", params={"act": verb.label})
        # Nobody publishes or returns a text that was changed after they read it, or that they do not say they read.
        if BUTTON in request.POST and request.POST.get(READ) != row_version(obj, lock=True):
            return ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile")
        return None

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["row_version"] = row_version(obj)
            context["verbs"] = [
                button_of(request, obj, verb) if self.has_form(request, obj, verb) else Button(verb.name, verb.label)
                for verb in self.offered_verbs(request, obj)
            ]
            context["refusal"] = getattr(request, "refusal", None)
            context["chosen_files"] = bool(request.FILES)
            context["is_undone"] = bool(request.POST.get(BUTTON))
            context["pressed"] = next(
                (verb for verb in context["verbs"] if verb.name == request.POST.get(BUTTON)), None
            )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def has_words(request, row, verb):
    sent = verb.form(request.POST, row=row, prefix=prefix_of(verb.name))
    return any(sent.add_prefix(name) in request.POST for name in sent.fields) and sent.has_changed()


def button_of(request, row, verb):
    """With what was typed for it, which only the verb that was pressed is criticised for."""
    prefix = prefix_of(verb.name)
    if request.POST.get(BUTTON) == verb.name:
        return Button(verb.name, verb.label, verb.form(request.POST, row=row, prefix=prefix), is_open=True)
    form = verb.form(row=row, prefix=prefix)
    form.initial |= {name: request.POST[key] for name in form.fields if (key := form.add_prefix(name)) in request.POST}
    return Button(verb.name, verb.label, form, is_open=has_words(request, row, verb))
