"""What the database refuses is said on the page it came from, whichever rule it was; nothing is half saved."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from tetouan_portal.lib.refusals import BrokenRuleError, in_words


class Refused:
    """A row's form, refused as a whole."""

    refusal: ValidationError

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        self.add_error(None, self.refusal)  # type: ignore[attr-defined]


def refused_as_a_whole(form: Any, refusal: ValidationError | None) -> Any:
    return type(form.__name__, (Refused, form), {"refusal": refusal}) if refusal else form


class SaysWhatIsRefused:
    """Of a model's admin: the first time everything is undone; the second time nothing is tried."""

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        return refused_as_a_whole(form, getattr(request, "broken_rule", None))

    def changeform_view(self, request, *args: Any, **kwargs: Any):
        show: Any = super().changeform_view  # type: ignore[misc]
        if request.method != "POST":
            return show(request, *args, **kwargs)
        try:
            with in_words():
                return show(request, *args, **kwargs)
        except BrokenRuleError as error:
            request.broken_rule = ValidationError(error.messages)
        for _name, files in request.FILES.lists():
            for file in files:
                file.seek(0)
        return show(request, *args, **kwargs)

    def delete_view(self, request, object_id, extra_context=None):
        return self.or_back(request, super().delete_view, object_id, extra_context)  # type: ignore[misc]

    def changelist_view(self, request, extra_context=None):
        return self.or_back(request, super().changelist_view, extra_context)  # type: ignore[misc]

    def or_back(self, request, show: Any, *args: Any):
        """The page's answer; of what the database refuses, the list with the sentence above it."""
        if request.method != "POST":
            return show(request, *args)
        try:
            with in_words():
                return show(request, *args)
        except BrokenRuleError as error:
            messages.error(request, error.messages[0])
        here: Any = self
        return HttpResponseRedirect(reverse(f"admin:{here.opts.app_label}_{here.opts.model_name}_changelist"))
