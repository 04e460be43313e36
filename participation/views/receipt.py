"""The receipt of what was sent, for the browser that sent it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from participation.law import calendar_file
from participation.models import CaseKind
from participation.sending import receipts
from participation.views.private import private, secret_of, take_back
from tetouan_portal.lib.downloads import disposition
from tetouan_portal.lib.file_names import download_name


@private
@require_safe
def receipt(request):
    """Shown again for half an hour to the browser that sent, and to no other."""
    now, secret = timezone.now(), secret_of(request, receipts.RECEIPT)
    found = receipts.find(secret, now=now)
    if found:
        return render(request, "participation/sending/receipt.html", receipts.receipt_context(*found))
    unseen = any(receipts.waits_unseen(secret_of(request, kind), kind, now=now) for kind in CaseKind)
    response = render(request, "participation/sending/receipt.html", {"unseen": unseen})
    if secret:
        take_back(response, receipts.RECEIPT)
    return response


@private
@require_safe
def due_file(request):
    """The due date for a calendar."""
    now = timezone.now()
    found = receipts.find(secret_of(request, receipts.RECEIPT), now=now)
    if found is None:
        raise Http404
    response = HttpResponse(calendar_file.due_calendar(found.case, now=now), content_type=calendar_file.CONTENT_TYPE)
    response["Content-Disposition"] = disposition(download_name(f"{found.case.reference}.ics"), inline=False)
    return response


@private
@require_POST
def close_receipt(request):
    """The author has noted the code: whoever uses this browser next does not see it."""
    receipts.close(secret_of(request, receipts.RECEIPT))
    response = redirect("participation:start")
    take_back(response, receipts.RECEIPT)
    return response
