"""What the public reads of cases."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from participation.forms.published import PublishedCasesForm
from participation.models import Photo
from participation.published import public_cases
from tetouan_portal.lib.downloads import file_response


@require_safe
def cases_page(request):
    form = PublishedCasesForm(request.GET)
    if not form.is_valid():
        return render(request, "participation/published/cases.html", {"form": form, "refused": True}, status=400)
    rows, page = public_cases.live_cases(form.cleaned_data), form.cleaned_data["page"] or 1
    start = (page - 1) * public_cases.PAGE
    total, found = public_cases.count_up_to_limit(rows), public_cases.list_cases(rows, start=start)
    if not found and page > 1:
        raise Http404
    context = {
        "form": form,
        "found": found,
        "total": min(total, public_cases.AT_MOST),
        "has_more": total > public_cases.AT_MOST,
        "page": page,
        "next": page + 1 if start + public_cases.PAGE < min(total, public_cases.AT_MOST) else None,
        "previous": page - 1,
        "shows_demo": any(row["is_demo"] for row in found),
    }
    return render(request, "participation/published/cases.html", context)


@require_safe
def case_page(request, reference):
    case = public_cases.with_reference(reference)
    if case is None:
        raise Http404
    context = {
        "case": case,
        "photos": public_cases.photos_of(case["id"]),
        "about": public_cases.subject_of(case["id"]),
        "shows_demo": case["is_demo"],
    }
    return render(request, "participation/published/case.html", context)


@require_safe
def photo_file(request, key):
    """Asked for anew each time: what is taken off the public pages is gone at once."""
    photo = get_object_or_404(Photo.objects.live(), key=key)
    if not photo.file.storage.exists(photo.file.name):
        raise Http404
    return file_response(
        request,
        file=photo.file,
        filename=f"{photo.key}.{photo.content_type.rpartition('/')[2]}",
        content_type=photo.content_type,
        etag=photo.sha256,
        inline=True,
    )
