"""A file comes with a row and the disk is full: the form comes back with all that was typed, and says so."""

from typing import Any

from tetouan_portal.lib.admin.refused import refused_as_a_whole
from tetouan_portal.lib.passing import is_without_room, no_room

UNAVAILABLE = 503


class SaysNoRoom:
    """Of a model's admin whose forms take files."""

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)  # type: ignore[misc]
        return refused_as_a_whole(form, getattr(request, "no_room", None))

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
