"""The link in the one mail that an address gets unconfirmed: a button confirms, for programs follow links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.case import mail_address
from participation.views.private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing of the case stands here: whoever has the link need not be its author."""
    contact = mail_address.contact_of(token)
    if contact is None:
        return render(request, "participation/tracking/address_wrong.html", status=404)
    if request.method == "POST":
        mail_address.confirm(contact, now=timezone.now())
        return redirect(f"{request.path}?done")
    context = {"is_confirmed": bool(contact.confirmed_at), "done": "done" in request.GET}
    return render(request, "participation/tracking/address.html", context)
