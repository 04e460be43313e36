"""What a person may do with a row, declared once: `Verb`, and what must be said with one: `VerbForm`.

A model's admin lists its verbs in one tuple; `lib.admin.verbs` offers them and carries them out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.lib.line_ends import TextArea


def prefix_of(name: str) -> str:
    return f"do-{name}"


class VerbForm(forms.Form):
    """Of a verb on `row`: `said()` is what its act is called with. It is refused as a whole, in one sentence."""

    refusal: ClassVar[Any]  # the sentence
    code: ClassVar[str]

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


@dataclass(frozen=True, kw_only=True)
class Verb:
    """`act(row, **said)` changes the row's state, or refuses with a sentence; it is named here, where grep finds it.

    `allowed(user, row)` is the right to it, asked again before it is carried out; `offered(row)` says in which state
    there is something to do. What is not offered and pressed all the same, the act itself refuses.
    """

    name: str
    label: Any  # in the reader’s language
    act: Callable[..., Any]
    allowed: Callable[[Any, Any], bool]
    offered: Callable[[Any], bool] = lambda _row: True
    form: type[VerbForm] | None = None
    signed: bool = False  # the act keeps who did it, as `by`
    # Of what cannot be undone: `shown(row)`, in the language at hand, is what the public reads of the row once it is
    # done: (template, context) of each part. The first press shows it, the second does it.
    shown: Callable[[Any], list[tuple[str, dict[str, Any]]]] | None = None

    def carry_out(self, row: Any, sent: Mapping[str, Any], *, by: Any) -> Any:
        """With what was `sent` for it. Raises the form's refusal, or the act's."""
        signature = {"by": by} if self.signed else {}
        return self.act(row, **self.said(row, sent), **signature)

    def said(self, row: Any, sent: Mapping[str, Any]) -> dict[str, Any]:
        if self.form is None:
            return {}
        form = self.form(sent, row=row, prefix=prefix_of(self.name))
        if not form.is_valid():
            raise ValidationError(form.refusal, code=form.code)
        return form.said()


class ReasonsForm(VerbForm):
    """A reason in one language or more, which the act insists on: `reasons`."""

    refusal = _("The reason is too long.")
    code = "too_long"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in LANGUAGE_CODES:
            widget = TextArea(attrs={"rows": 2, "lang": code, "dir": direction(code)})
            self.fields[code] = forms.CharField(
                label=_("Reason (%(language)s)") % {"language": code}, required=False, max_length=2000, widget=widget
            )

    def said(self) -> dict[str, Any]:
        return {"reasons": self.reasons()}

    def reasons(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in LANGUAGE_CODES}
