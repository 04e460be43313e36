"""The translators' queue: source and target side by side, one row at a time."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from commitments.staff import missing_translations
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.lib.line_ends import TextArea


def insist(request):
    if not request.user.has_perm("commitments.translate_texts"):
        raise PermissionDenied


def language_asked(request):
    """The language to translate into: as asked, else the one that lacks most."""
    asked = request.GET.get("language", "")
    counts = missing_translations.counts(request.user)
    return (asked if asked in LANGUAGE_CODES else max(counts, key=counts.get)), counts


@require_safe
def queue(request):
    insist(request)
    language, counts = language_asked(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Missing translations"),
        "language": language,
        "counts": [(code, name, counts[code]) for code, name in settings.LANGUAGES],
        "kinds": [
            {
                "plural": waiting.model._meta.verbose_name_plural,
                "slug": waiting.model._meta.model_name,
                "rows": waiting.rows,
                "count": waiting.count,
            }
            for waiting in missing_translations.queue(request.user, language)
        ],
    }
    return TemplateResponse(request, "admin/staff/translations.html", context)


class TranslationForm(forms.Form):
    """One field for each text that lacks the language."""

    def __init__(self, *args, row, columns, language, **kwargs):
        super().__init__(*args, **kwargs)
        for column in columns:
            field = row._meta.get_field(column)
            rows = 2 if field.max_length else 6
            attrs = {"rows": rows, "lang": language, "dir": direction(language)}
            self.fields[column] = forms.CharField(
                label=field.verbose_name,
                required=False,
                max_length=field.max_length,
                widget=TextArea(attrs=attrs),
            )


def translate(request, model, pk, language):
    insist(request)
    kind = next((known for known in missing_translations.translated_models() if known._meta.model_name == model), None)
    if kind is None or language not in LANGUAGE_CODES:
        raise Http404
    row = get_object_or_404(missing_translations.translatable(request.user, kind), pk=pk)
    columns = missing_translations.to_fill(request.user, row, language)
    if request.method == "POST":
        columns = [f"{name}_{language}" for name in missing_translations.fields_for(request.user, kind)]
        columns = [column for column in columns if column in request.POST]
    form = TranslationForm(request.POST or None, row=row, columns=columns, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            missing_translations.fill(request.user, row, language, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.message)
            for column, text in error.params.items():
                form.add_error(column, _("Saved meanwhile: “%(text)s”") % {"text": text})
        else:
            messages.success(request, _("The translation is saved."))
            return HttpResponseRedirect(next_of(request, kind, language))
    context = {
        **admin.site.each_context(request),
        "title": _("Translate"),
        "subtitle": str(row),
        "row": row,
        "kind": kind._meta.verbose_name,
        "language": language,
        "form": form,
        "pairs": [(form[column], sources(row, column, language)) for column in form.fields],
    }
    return TemplateResponse(request, "admin/staff/translate.html", context, status=400 if form.errors else 200)


def sources(row, column, language):
    """[(code, name, direction, text)] of the other languages."""
    field = column.removesuffix(f"_{language}")
    texts = [(code, name, getattr(row, f"{field}_{code}")) for code, name in settings.LANGUAGES if code != language]
    return [(code, name, direction(code), text) for code, name, text in texts if text]


def next_of(request, kind, language):
    """The next row of the same kind, so that a translator goes on without returning to the list."""
    fields = missing_translations.fields_for(request.user, kind)
    waiting = missing_translations.translatable(request.user, kind).filter(
        missing_translations.missing(kind, language, fields)
    )
    row = waiting.order_by("-pk").first()
    if row is None:
        return f"{reverse('staff:translations')}?language={language}"
    return reverse("staff:translate", args=[kind._meta.model_name, row.pk, language])
