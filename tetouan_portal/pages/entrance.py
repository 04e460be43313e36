"""What stands outside the languages: the way in, the stylesheet, what robots are told."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_safe

from tetouan_portal.lib.downloads import NOTHING_RUNS
from tetouan_portal.lib.logo import logo
from tetouan_portal.lib.stylesheet import stylesheet

A_YEAR = 365 * 24 * 3600
A_MINUTE = 60


@require_safe
def choose_language(request):
    """To the home page in the language the browser prefers, Arabic when it prefers none of ours."""
    language = translation.get_language_from_request(request)
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"/{language}/{'?' + query if query else ''}")
    response["Vary"] = "Accept-Language"
    return response


@require_safe
def portal_css(request, digest):
    """The stylesheet; a page of an older release still gets today's, for a minute."""
    current = stylesheet()
    accepted = request.headers.get("Accept-Encoding", "")
    encoding = next((name for name in ("br", "gzip") if name in accepted), "")
    lifetime = f"max-age={A_YEAR}, immutable" if digest == current.digest else f"max-age={A_MINUTE}"
    response = HttpResponse(current.bodies[encoding], content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, {lifetime}"
    response["Vary"] = "Accept-Encoding"
    if encoding:
        response["Content-Encoding"] = encoding
    return response


@require_safe
def municipal_logo(request, digest, kind):
    """The emblem that LOGO_FILE names, in a sandbox: an SVG opened on its own could run scripts."""
    emblem = logo()
    if emblem is None or emblem.name != f"logo.{digest}.{kind}":
        raise Http404
    response = HttpResponse(emblem.content, content_type=emblem.content_type)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response["Content-Security-Policy"] = f"sandbox; {NOTHING_RUNS}"
    return response


@require_safe
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: /{code}/admin/" for code, _name in settings.LANGUAGES)]
    return HttpResponse("\n".join([*lines, "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]), "text/plain")
