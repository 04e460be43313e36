"""What browsers and telephones ask for to show the portal among their own things."""

from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tetouan_portal.lib.languages import direction
from tetouan_portal.lib.palette import palette
from tetouan_portal.lib.stylesheet import FOLDER

FAVICON = FOLDER.parent / "img" / "favicon.ico"
A_DAY = 24 * 3600
ICONS = (
    {"src": "img/icon.svg", "type": "image/svg+xml", "sizes": "any"},
    {"src": "img/icon-192.png", "type": "image/png", "sizes": "192x192"},
    {"src": "img/icon-512.png", "type": "image/png", "sizes": "512x512"},
    {"src": "img/icon-maskable-512.png", "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
)


@require_safe
@cache_control(public=True, max_age=A_DAY)
def favicon(request):
    """At the address that browsers ask for whatever the page says."""
    return HttpResponse(FAVICON.read_bytes(), content_type="image/x-icon")


@require_safe
@cache_control(public=True, max_age=A_DAY)
def manifest(request):
    """One a language: who keeps the portal on a telephone keeps it in theirs."""
    language, home = get_language(), reverse("pages:home")
    content = {
        "id": home,
        "name": gettext("Tétouan, open commune"),
        "short_name": gettext("Tétouan"),
        "description": gettext("What the Commune of Tétouan promised, whether it is kept, and what proves it."),
        "lang": language,
        "dir": direction(language),
        "start_url": home,
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": palette()["surface"],
        "background_color": palette()["paper"],
        "icons": [{**icon, "src": static(icon["src"])} for icon in ICONS],
    }
    return JsonResponse(content, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
