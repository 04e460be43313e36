"""A document's file, where the public may have it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from budget_docs.models import DocumentFile
from tetouan_portal.lib.downloads import SHOWN, file_response


@require_safe
def document_file(request, key, filename):
    """A file of a published document, in force or superseded; an outdated name leads to the right one.

    One that was removed by law says so, whatever the reader has of it or asks of it.
    """
    file = get_object_or_404(DocumentFile.objects.live(now=timezone.now()).defer("text_search"), key=key)
    if file.removed:
        context = {"reason": file.removed, "sha256": file.sha256, "page": file.document.get_absolute_url()}
        return render(request, "removed.html", context, status=410)
    if filename != file.filename:
        return redirect(file, permanent=True)
    if not file.file.storage.exists(file.file.name):
        raise Http404
    return file_response(
        request,
        file=file.file,
        filename=file.filename,
        content_type=file.content_type,
        etag=file.sha256,
        inline=file.content_type in SHOWN,
    )
