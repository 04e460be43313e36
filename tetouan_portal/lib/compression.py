"""Pages, feeds and data travel compressed; files do not: they are compressed already, and resumed by ranges."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")


class TextGZipMiddleware(GZipMiddleware):
    """Django's own, which also makes the length of a page unpredictable (the BREACH attack), for texts alone."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(COMPRESSED):
            return response
        return super().process_response(request, response)
