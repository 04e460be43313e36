"""The receipt of what was sent, for the browser that sent it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from participation.law import calendar_file
from participation.sending import receipts
from participation.views.private import private, secret_of
from tetouan_portal.lib.downloads import disposition
from tetouan_portal.lib.file_names import download_name


@private
@require_safe
def receipt(request):
    """Shown again for half an hour to the browser that sent, and to no other."""
    found = receipts.find(secret_of(request), now=timezone.now())
    context = receipts.receipt_context(*found) if found else {}
    return render(request, "participation/sending/receipt.html", context)


@private
@require_safe
def due_file(request):
    """The due date for a calendar."""
    now = timezone.now()
    found = receipts.find(secret_of(request), now=now)
    if found is None:
        raise Http404
    response = HttpResponse(calendar_file.due_calendar(found.case, now=now), content_type=calendar_file.CONTENT_TYPE)
    response["Content-Disposition"] = disposition(download_name(f"{found.case.reference}.ics"), inline=False)
    return response


@private
@require_POST
def close_receipt(request):
    """The author has noted the code: whoever uses this browser next does not see it."""
    receipts.close(secret_of(request))
    return redirect("participation:start")
