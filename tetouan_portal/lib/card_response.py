"""A card as the answer to a request: drawn only for those who do not have this very picture yet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from tetouan_portal.lib.answer_headers import for_other_sites
from tetouan_portal.lib.share_card import Card, can_shape, png, version

A_YEAR = 365 * 24 * 3600
FIVE_MINUTES = 300


@for_other_sites
def card_response(request: HttpRequest, card: Card) -> HttpResponseBase:
    """Kept for good under the address that names its version, for minutes under any other. Raises Http404."""
    if not can_shape():
        raise Http404
    known = version(card)
    etag = quote_etag(known)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(png(card), content_type="image/png")
    lifetime = f"max-age={A_YEAR}, immutable" if request.GET.get("v") == known else f"max-age={FIVE_MINUTES}"
    response["ETag"], response["Cache-Control"] = etag, f"public, {lifetime}"
    return response
