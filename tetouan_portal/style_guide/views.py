"""The style guide: every component with an example of its own."""

from django.template.response import TemplateResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from tetouan_portal.lib.languages import direction
from tetouan_portal.style_guide.forms import form_sections
from tetouan_portal.style_guide.foundations import foundations
from tetouan_portal.style_guide.marks import marks
from tetouan_portal.style_guide.promises import promise_sections

FACING = {"ar": "fr", "fr": "ar", "es": "ar"}  # the language in which a specimen is drawn a second time


@require_safe
def show(request):
    """Every component in every state, in the reader's language and once more in the other direction."""
    here = translation.get_language()
    drawn = [sections_in(language, request) for language in (here, FACING[here])]
    sections = [
        (one, list(zip(one.specimens, faces, other_faces, strict=True)))
        for (one, faces), (_other, other_faces) in zip(*drawn, strict=True)
    ]
    return TemplateResponse(request, "style_guide/page.html", {"sections": sections})


def sections():
    return [*foundations(), *marks(), *form_sections(), *promise_sections()]


def sections_in(language, request):
    """[(section, [{"language", "direction", "html"}, …])], a face for each specimen."""
    with translation.override(language):
        return [
            (section, [face(section, n, language, request) for n in range(len(section.specimens))])
            for section in sections()
        ]


def face(section, n, language, request):
    html = section.specimens[n].html(request, f"{section.slug}-{n + 1}-{language}")
    return {"language": language, "direction": direction(language), "html": html}
