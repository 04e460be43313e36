"""Three steps from what somebody has to say to its receipt. Every step keeps what was typed."""

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.case import subjects
from participation.forms.author import AuthorForm
from participation.forms.confirmation import ConfirmationForm
from participation.forms.message import FORMAL, form_of
from participation.law import due_dates
from participation.models import CaseKind, TermUse
from participation.published.similar import similar_cases
from participation.sending import already_published, drafts, receipts, submission
from participation.sending.beginning import BeginningForm
from participation.views.private import hand_over, secret_of, take_back
from participation.views.visit import STEPS, of_a_kind, while_open
from tetouan_portal.lib.body_size import takes_files
from tetouan_portal.lib.downloads import file_response
from tetouan_portal.lib.throttle import client_address
from tetouan_portal.stored_files.models import Reason

PHOTOS_LATER = _("The message is not kept yet, nor are its photos: choose them again then.")
TOO_MANY, BUSY = 429, 503
TEMPLATE = "participation/sending/{}.html"


def page(request, visit, step, **context):
    refused = context.pop("refused", False)
    known = {
        "kind": visit.kind,
        "is_request": visit.kind == CaseKind.REQUEST,
        "step": [*STEPS].index(step) + 1,
        "refused": refused,
        "draft": visit.draft,
    }
    status = context.pop("status", 400 if refused else 200)
    return render(request, TEMPLATE.format(step), {**known, **context}, status=status)


# --- the first step: what and where -----------------------------------------


@takes_files(settings.PHOTOS_MAX, settings.PHOTO_MAX_BYTES)
@of_a_kind
@while_open
@require_http_methods(["GET", "HEAD", "POST"])
def message(request, visit):
    if request.method == "POST":
        return take_message(request, visit)
    typed = drafts.content_of(visit.draft, "message") or {}
    about = subjects.subject_asked_for(request.GET)
    return message_page(request, visit, initial={**typed, **({"about": about.value} if about else {})})


def message_page(request, visit, form=None, *, initial=None, **context):
    form = form or form_of(visit.kind)(initial=initial, kind=visit.kind)
    photos = visit.photos
    about = subjects.with_value(str(form["about"].value() or ""))
    context |= {"form": form, "photos": photos, "room": settings.PHOTOS_MAX - len(photos), "about": about}
    return page(request, visit, "message", photos_max=settings.PHOTOS_MAX, **context)


def take_message(request, visit):
    """Photos first: a good one is kept whatever is wrong with the words."""
    form = form_of(visit.kind)(request.POST, kind=visit.kind)
    if not visit.draft:
        beginning = BeginningForm(request.POST, request=request, now=visit.now)
        if not beginning.is_let_in:
            return not_begun(request, visit, form, beginning)
    visit.keep("message", form)
    if key := request.POST.get("remove"):
        drafts.remove_photo(visit.draft, key)
        return visit.go_to("message", "#photos")
    photo_errors = drafts.add_photos(visit.draft, request.FILES.getlist("photos"), sender=client_address(request))
    if request.POST.get("action") == "photos":
        if not photo_errors:
            return visit.go_to("message", "#photos")
        form = form_of(visit.kind)(initial=drafts.content_of(visit.draft, "message"), kind=visit.kind)
    elif form.is_valid() and not photo_errors:
        return visit.go_to("author")
    return refusal_page(request, visit, form, photo_errors)


def refusal_page(request, visit, form, photo_errors):
    """What was typed is kept; where the portal has no time or room for photos, that is no mistake of the sender's."""
    is_busy = any(error.code in {"busy", "no_room"} for _name, error in photo_errors)
    told = [(name, error.messages[0]) for name, error in photo_errors]
    options = {"status": BUSY} if is_busy else {}
    return message_page(request, visit, form, photo_errors=told, refused=True, **options)


def not_begun(request, visit, form, beginning):
    """Nothing is kept, and nothing lost: it is all in the form, only photos cannot be."""
    not_taken = [(file.name, PHOTOS_LATER) for file in request.FILES.getlist("photos")]
    return message_page(
        request, visit, form, beginning=beginning, photo_errors=not_taken, refused=True, status=TOO_MANY
    )


@of_a_kind
@require_safe
def photo(request, visit, key):
    """A photo of the draft, to its author alone."""
    if not visit.draft:
        raise Http404
    found = get_object_or_404(drafts.photos_of(visit.draft), key=key)
    return file_response(
        request, file=found.file, filename="photo", content_type=found.content_type, etag=found.sha256, inline=True
    )


# --- the second step: you ----------------------------------------------------


@of_a_kind
@while_open
@require_http_methods(["GET", "HEAD", "POST"])
def author(request, visit):
    message = visit.message()
    if not message.is_valid():
        return visit.go_to("message")
    if request.method != "POST":
        return author_page(request, visit, message, AuthorForm(initial=drafts.content_of(visit.draft, "author")))
    form = AuthorForm(request.POST)
    visit.keep("author", form)
    if request.POST.get("action") == "back":
        return visit.go_to("message")
    if form.is_valid():
        return visit.go_to("send")
    return author_page(request, visit, message, form, refused=True)


def author_page(request, visit, message, form, **context):
    said = message.cleaned_data
    if visit.kind == CaseKind.REQUEST:
        context["groups"] = already_published.look(said["subject"], now=visit.now)
    else:
        context["similar"] = similar_cases(said["subject"], said["text"], said.get("category"))
    words_kept = TermUse.KEEP_REQUEST if visit.kind == CaseKind.REQUEST else TermUse.KEEP_TEXT
    context["kept"] = {"contact": due_dates.length(TermUse.KEEP_CONTACT), "words": due_dates.length(words_kept)}
    return page(request, visit, "author", form=form, **context)


@of_a_kind
@require_POST
def discard(request, visit):
    """What was typed goes; nothing is sent."""
    if visit.draft:
        drafts.discard(visit.draft, Reason.ERASED)
    response = redirect(f"{reverse('participation:start')}?erased")
    take_back(response, visit.kind)
    return response


# --- the third step: read again and send ---------------------------------------


@of_a_kind
@while_open
@require_http_methods(["GET", "HEAD", "POST"])
def send(request, visit):
    form = ConfirmationForm(request.POST if request.method == "POST" else None, request=request, purpose="submission")
    if form.is_trap:  # as if all were well
        return redirect("participation:receipt")
    if request.method == "POST":
        return take(request, visit, form)
    return confirmation(request, visit, form)


@transaction.atomic
def take(request, visit, form):
    """What was sent already, here or by a post whose answer was lost, is not sent twice: its receipt is shown."""
    visit.draft = drafts.locked(visit.draft)
    own = secret_of(request, receipts.RECEIPT)
    said = [request.POST.get(name, "") for name in ("version", *form.names.values())]
    fresh = drafts.successor_of(visit.secret, receipts.RECEIPT, visit.page, *said)
    if not visit.draft:
        if receipts.is_of(own, said[0]):
            return redirect("participation:receipt")
        if receipts.is_kept(fresh):
            return to_receipt(visit, fresh)
    message, author = visit.message(), visit.author()
    if not visit.draft or not message.is_valid() or not author.is_valid():
        return confirmation(request, visit, form)
    if drafts.version(visit.draft) != said[0]:
        return confirmation(request, visit, form, changed=True, refused=True)
    if not form.is_valid():
        return confirmation(request, visit, form, refused=True)
    case = submission.send(visit.draft, message, author, held=form.in_flood, now=visit.now)
    receipts.close(own)
    receipts.put_after(visit.draft, case, secret=fresh, former=visit.secret, kind=visit.kind, version=said[0])
    return to_receipt(visit, fresh)


def to_receipt(visit, secret):
    """The draft's own secret is good for nothing once the receipt's has been shown."""
    response = redirect("participation:receipt")
    hand_over(response, receipts.RECEIPT, secret)
    take_back(response, visit.kind)
    return response


def confirmation(request, visit, form, **context):
    if not visit.draft and receipts.waits_unseen(visit.secret, visit.kind, now=visit.now):
        return redirect("participation:receipt")
    message, author = visit.message(), visit.author()
    if not message.is_valid():
        return visit.go_to("message")
    if not author.is_valid():
        return visit.go_to("author")
    is_formal = message.cleaned_data.get("form") == FORMAL
    due = due_dates.first_due(visit.kind, timezone.localdate(visit.now), is_formal=is_formal)
    return page(
        request,
        visit,
        "send",
        form=form,
        message=message.cleaned_data,
        author=author.cleaned_data,
        photos=visit.photos,
        version=drafts.version(visit.draft),
        due=due.on,
        time=due_dates.limit_in_words(due_dates.first_use(visit.kind, is_formal=is_formal)),
        **context,
    )
