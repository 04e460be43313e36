"""The record form of what is public: it asks why, and what it changes stands in the journal, from and to.

What was not said before needs no reason: a missing translation, a fact that was unknown, a row beside others. A row
that goes leaves what it said.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects, unquote
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import FileField, Model
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tetouan_portal.journal.becoming import enter_change, enter_public, is_public
from tetouan_portal.journal.models import Kind
from tetouan_portal.journal.subjects import Place, Told, places_of, subject_of, subjects, values_of
from tetouan_portal.journal.writing import enter
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.lib.line_ends import TextArea, unified

WHY = {code: f"why_{code}" for code in LANGUAGE_CODES}
TITLE = _("Why it changes")
MEANING = _(
    "Readers have seen this. What changes of it stands in the public journal, as it was and as it becomes, with the "
    "reason; one language is enough. A missing translation, or what was unknown until now, needs none."
)
UNEXPLAINED = _("Readers have seen what you change: give the reason in at least one language.")


def reason_fields() -> dict[str, forms.Field]:
    return {
        WHY[code]: forms.CharField(
            label=_("Reason (%(language)s)") % {"language": code},
            required=False,
            max_length=2000,
            widget=TextArea(attrs={"rows": 2, "lang": code, "dir": direction(code), "class": "vLargeTextField"}),
        )
        for code in LANGUAGE_CODES
    }


def reasons_in(sent: Mapping[str, Any]) -> dict[str, str]:
    """{"ar": …} as typed, without the languages that say nothing."""
    typed = {code: unified(sent.get(name) or "").strip() for code, name in WHY.items()}
    return {code: reason for code, reason in typed.items() if reason}


def is_told(model: type[Model]) -> bool:
    return model in subjects()


def public_values(row: Model) -> Told | None:
    """Of the row as it is kept now; None while the public may not see it."""
    kept = type(row)._base_manager.filter(pk=row.pk).first() if is_told(type(row)) else None
    return values_of(kept) if kept and is_public(kept) else None


def tell(row: Model, was: Told | None, reasons: Mapping[str, str]) -> None:
    """What a form has made of a row. `was`: its `public_values` before."""
    if not is_told(type(row)) or not is_public(row):
        return
    if was is None:
        enter_public(row)
    elif values_of(row) != was:
        enter_change(Kind.CORRECTED, row, was=was, reason=reasons)


class Explains:
    """A record's form: where it changes what readers have seen, it wants to know why."""

    @cached_property
    def changed_data(self: Any) -> list[str]:
        return [name for name in super().changed_data if name not in WHY.values()]  # type: ignore[misc]

    def _post_clean(self: Any) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors or reasons_in(self.cleaned_data):
            return
        if rewrites(self.instance, self.changed_data):
            self.add_error(WHY[get_language() or LANGUAGE_CODES[0]], ValidationError(UNEXPLAINED, code="unexplained"))


def rewrites(row: Model, changed: list[str]) -> bool:
    """Whether something that was said becomes another, or goes. `changed`: the form's fields."""
    was = public_values(row)
    if was is None:
        return False
    becomes, more = values_of(row), subjects()[type(row)].more
    said = {place for place, value in was.items() if value is not None and place.field not in more}
    files = {field.name for field in row._meta.fields if isinstance(field, FileField)}
    related = {name for name in more if was[Place(name)]}
    return any(was[place] != becomes[place] for place in said) or not {*related, *files}.isdisjoint(changed)


def insist_on_a_reason(formset: Any, check: Any) -> None:
    """Of rows inside a public one: in place of their `clean`."""
    check()
    touched = [one for one in formset.initial_forms if one.has_changed() or one in formset.deleted_forms]
    if reasons_in(formset.data) or not touched:
        return
    going = [one.instance for one in formset.deleted_forms]
    if any(map(is_public_and_real, going)) or any(rewrites(one.instance, one.changed_data) for one in touched):
        raise ValidationError(UNEXPLAINED, code="unexplained")


if TYPE_CHECKING:
    Page = admin.ModelAdmin[Any]
else:
    Page = object


class Traced(Page):
    """Of a model's admin: nothing public changes here without its line in the journal."""

    delete_confirmation_template = "admin/rows/delete_confirmation.html"

    def asks_why(self, request, obj):
        """Where something that readers have seen could be changed in the form."""
        if obj is None or not self.has_change_permission(request, obj):
            return False
        asked = request.__dict__.setdefault("asks_why", {})
        if obj not in asked:
            asked[obj] = self.could_change_what_was_said(request, obj)
        return asked[obj]

    def could_change_what_was_said(self, request, obj):
        inside = [one for one in self.get_inline_instances(request, obj) if is_told(one.model)]
        writes_inside = any(one.has_change_permission(request, obj) for one in inside)
        return (writes_inside or self.offers_what_was_said(request, obj)) and is_public_here(obj)

    def offers_what_was_said(self, request, obj):
        if not is_told(type(obj)):
            return False
        settled = {*self.get_readonly_fields(request, obj), *(self.exclude or ())}
        subject = subjects()[type(obj)]
        columns = {*subject.facts, *(column for name in subject.texts for _place, column in places_of(obj, name))}
        editable = {field.name for field in obj._meta.fields if field.editable and getattr(obj, field.name) is not None}
        relations = {field.name for field in obj._meta.many_to_many} & set(subject.more)
        return bool((columns & editable | relations) - settled)

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002 -- Django's own
        if self.asks_why(request, obj):
            kwargs.setdefault("form", type(self.form.__name__, (Explains, self.form), reason_fields()))
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        found = [
            (name, {**options, "fields": [field for field in options["fields"] if field not in WHY.values()]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if self.asks_why(request, obj):
            found.append((TITLE, {"fields": list(WHY.values()), "description": MEANING}))
        return found

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if request.method == "POST" and change:
            for formset in formsets:
                if is_told(formset.model):
                    formset.clean = partial(insist_on_a_reason, formset, formset.clean)
        return formsets, inlines

    def save_model(self, request, obj, form, change):
        form.was_public = public_values(obj) if change else None
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        if not is_told(formset.model):
            super().save_formset(request, form, formset, change)
            return
        reasons = reasons_in(request.POST)
        was = {one.instance.pk: public_values(one.instance) for one in formset.initial_forms if one.has_changed()}
        for one in formset.deleted_forms:
            tell_that_it_goes(one.instance, reasons)
        super().save_formset(request, form, formset, change)
        for row in [*formset.new_objects, *(row for row, _fields in formset.changed_objects)]:
            tell(row, was.get(row.pk), reasons)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        tell(form.instance, form.was_public, reasons_in(request.POST))

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        asks = row is not None and self.has_delete_permission(request, row) and is_public_and_real(row)
        if asks and request.method == "POST" and not reasons_in(request.POST):
            messages.error(request, UNEXPLAINED)
            return HttpResponseRedirect(request.get_full_path())
        why = forms.Form()
        why.fields = reason_fields() if asks else {}
        return super().delete_view(request, object_id, {**(extra_context or {}), "why": why})

    @transaction.atomic
    def delete_model(self, request, obj):
        tell_that_it_goes(obj, reasons_in(request.POST))
        super().delete_model(request, obj)

    def get_deleted_objects(self, objs, request):
        """Of many at once nobody is asked why: what is public goes one by one, and takes nothing public with it."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        gone = list(objs)
        kept = [row for row in touched_by(gone) if is_public_here(row)]
        if request.POST.get("action"):
            kept += [row for row in gone if is_public_here(row)]
        return deleted, counts, lacking, [*protected, *(f"{row._meta.verbose_name}: {row}" for row in kept)]


def is_public_and_real(obj: Model) -> bool:
    return is_public_here(obj) and not subject_of(obj).is_demo(obj)


def touched_by(rows: list[Model]) -> list[Model]:
    """What goes with them, and what would no longer name them."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect(rows)
    with_them = [row for found in collector.data.values() for row in found if row not in rows]
    unnamed: Any = collector.field_updates.values()
    return with_them + [row for groups in unnamed for group in groups for row in group]


def is_public_here(obj: Model) -> bool:
    return is_told(type(obj)) and is_public(obj)


def tell_that_it_goes(row: Model, reasons: Mapping[str, str]) -> None:
    was = public_values(row)
    if was is not None:
        enter(Kind.WITHDRAWN, row, was=was, becomes={}, reason=reasons)
