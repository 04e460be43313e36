"""A file comes with a row and the disk is full: the form comes back with all that was typed, and says so."""

from typing import Any

from django.core.exceptions import ValidationError

from tetouan_portal.lib.passing import is_without_room, no_room

UNAVAILABLE = 503


class Refused:
    """A row's form, refused as a whole."""

    refusal: ValidationError

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        self.add_error(None, self.refusal)  # type: ignore[attr-defined]


class SaysNoRoom:
    """Of a model's admin whose forms take files."""

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)  # type: ignore[misc]
        refusal = getattr(request, "no_room", None)
        return type(form.__name__, (Refused, form), {"refusal": refusal}) if refusal else form

    def changeform_view(self, request, *args: Any, **kwargs: Any):
        """The first time everything is undone; the second time nothing is tried."""
        try:
            return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except OSError as error:
            if request.method != "POST" or not is_without_room(error):
                raise
            request.no_room = no_room(error)
        for _name, files in request.FILES.lists():
            for file in files:
                file.seek(0)
        answer = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        answer.status_code = UNAVAILABLE
        return answer
