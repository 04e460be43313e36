"""An author follows their own case: the code opens it, then each act has an address of its own."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participation.case import author_acts, author_view, erasure, mail_address, subjects
from participation.forms.tracking import (
    CodeCheck,
    CodeForm,
    NotSolvedForm,
    PublicationForm,
    ReplyForm,
    SatisfactionForm,
)
from participation.law import calendar_file
from participation.models import Contact, PublishedCase, Teller
from participation.privacy import own_copy
from participation.views import open_case
from participation.views.private import private
from tetouan_portal.lib import security_events
from tetouan_portal.lib.body_size import takes_files
from tetouan_portal.lib.downloads import disposition, file_response
from tetouan_portal.lib.file_names import download_name
from tetouan_portal.lib.throttle import Throttle, client_address

# Guessing is hopeless by the code's length alone; beyond this each try costs a check. Right codes are not counted: many
# people may follow their cases behind one address, and nobody's wrong codes shut them out.
WRONG_CODES = Throttle("wrong tracking codes", limit=200, per=3600)
MESSAGES = Throttle("messages of an author", limit=20, per=3600)
BUSY = 503
DONE = ("reply", "not_solved", "rate", "publication", "address", "contact")


def with_case(view):
    """The view gets the case that is open; where none is any more, the code is asked for and no typed word is lost."""

    @private
    @wraps(view)
    def respond(request, *args, **kwargs):
        case = open_case.case_opened(request)
        if case:
            return view(request, case, *args, **kwargs)
        if request.method == "POST":
            typed = request.POST.get("text", "")
            return code_page(request, CodeForm(), timed_out=True, typed=typed, status=403)
        return redirect("participation:track")

    return respond


@private
@require_http_methods(["GET", "HEAD", "POST"])
def track(request):
    """Ask for the code. A wrong one, an erased case and a code that never was are answered alike."""
    if request.method != "POST":
        if open_case.case_opened(request):
            return redirect("participation:track_case")
        return code_page(request, CodeForm())
    if must_be_checked(request):
        security_events.record("flood", detail=WRONG_CODES.name)
        check = CodeCheck(request.POST, request=request)
        if check.is_trap or not check.is_valid():
            return code_page(request, CodeForm(initial={"code": typed_code(request)}), check=check, status=429)
    form = CodeForm(request.POST)
    if form.is_valid():
        return open_case.remember(redirect("participation:track_case"), form.case)
    WRONG_CODES.allows(client_address(request))
    return code_page(request, form, status=400)


def must_be_checked(request):
    return WRONG_CODES.count(client_address(request)) >= WRONG_CODES.limit


def typed_code(request):
    return request.POST.get("code", "")[: CodeForm.base_fields["code"].max_length]


def code_page(request, form, *, status=200, **context):
    """Behind an address of many wrong codes the check stands there from the beginning."""
    if "check" not in context and must_be_checked(request):
        context["check"] = CodeCheck(request=request)
    return render(request, "participation/tracking/code.html", {"form": form, **context}, status=status)


@require_POST
@private
def close(request):
    """The browser forgets the case."""
    return open_case.forget(redirect("participation:track"))


@with_case
@require_GET
def case_page(request, case):
    done = request.GET.get("done", "")
    return render_case(request, case, done=done if done in DONE else "")


def render_case(request, case, *, done="", status=200, **forms):
    """The case with its forms, of which one may hold what was typed and what is wrong with it."""
    context = {
        **author_view.author_view(case, now=timezone.now()),
        "about": subjects.of_case(case),
        "done": done,
        "photos_max": settings.PHOTOS_MAX,
        "reply_form": forms.get("reply") or ReplyForm(auto_id="reply-%s"),
        "not_solved_form": forms.get("not_solved") or NotSolvedForm(auto_id="not-solved-%s"),
        "rate_form": forms.get("rate")
        or SatisfactionForm(initial={"satisfaction": case.satisfaction}, auto_id="rate-%s"),
        "wrong": next((form for form in forms.values() if form.errors), None),
    }
    return open_case.remember(render(request, "participation/tracking/case.html", context, status=status), case)


def perform(request, case, name, form, act):
    """Do it and show the case; what cannot be done says why beside what was typed."""
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(f"{reverse('participation:track_case')}?done={name}")
    case.refresh_from_db()
    is_ours = getattr(form, "is_busy", False) or form.has_error(NON_FIELD_ERRORS, "no_room")
    status = BUSY if is_ours else 400
    return render_case(request, case, status=status, **{name: form})


def insist_on_measure(case):
    """Before photos are drawn anew. Raises ValidationError."""
    if not MESSAGES.allows(str(case.pk)):
        raise ValidationError(_("You have sent many messages within an hour. Send the next one later."))


@takes_files(settings.PHOTOS_MAX, settings.PHOTO_MAX_BYTES)
@with_case
@require_POST
def reply(request, case):
    def send(text, photos):
        author_acts.reply(case, text, now=timezone.now(), pictures=photos)

    form = ReplyForm(request.POST, request.FILES, sender=client_address(request), auto_id="reply-%s")
    try:
        insist_on_measure(case)
    except ValidationError as refusal:
        form = ReplyForm(request.POST, auto_id="reply-%s")
        form.add_error(None, refusal)
    return perform(request, case, "reply", form, send)


@with_case
@require_POST
def not_solved(request, case):
    def reopen(text):
        author_acts.not_solved(case, text, now=timezone.now())

    form = NotSolvedForm(request.POST, auto_id="not-solved-%s")
    return perform(request, case, "not_solved", form, reopen)


@with_case
@require_POST
def rate(request, case):
    def say(satisfaction, text):
        author_acts.rate(case, satisfaction, text, now=timezone.now())

    return perform(request, case, "rate", SatisfactionForm(request.POST, auto_id="rate-%s"), say)


@with_case
@require_POST
def publication(request, case):
    def decide(agrees):
        author_acts.agree_to_publication(case, agrees=agrees, now=timezone.now())

    return perform(request, case, "publication", PublicationForm(request.POST), decide)


@with_case
@require_POST
def erase_contact(request, case):
    erasure.erase_contact(case, now=timezone.now(), by=Teller.AUTHOR)
    return redirect(f"{reverse('participation:track_case')}?done=contact")


@with_case
@require_POST
def ask_mail_again(request, case):
    """The one mail that an address gets before it is confirmed."""

    def ask():
        mail_address.ask_again(case, now=timezone.now())

    return perform(request, case, "address", Form(request.POST), ask)


@with_case
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, case):
    """Say what would go, then let it go and say what went."""
    context = {
        "case": case,
        "has_contact": Contact.objects.filter(case=case).exists(),
        "photos": case.photos.count(),
        "is_published": PublishedCase.objects.live().filter(case=case).exists(),
        "was_open": case.is_open,
    }
    if request.method != "POST":
        return render(request, "participation/tracking/withdraw.html", context)
    author_acts.withdraw(case, now=timezone.now())
    return open_case.forget(render(request, "participation/tracking/erased.html", context))


@with_case
@require_GET
def copy_file(request, case, kind):
    """Everything that is held about the case and its author, for a program or for reading."""
    held = own_copy.data_held(case)
    if kind == "json":
        response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
    else:
        response = HttpResponse(own_copy.in_words(held), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = disposition(download_name(f"{case.reference}.{kind}"), inline=False)
    return response


@with_case
@require_GET
def due_file(request, case):
    response = HttpResponse(
        calendar_file.due_calendar(case, now=timezone.now()), content_type=calendar_file.CONTENT_TYPE
    )
    response["Content-Disposition"] = disposition(download_name(f"{case.reference}.ics"), inline=False)
    return response


@with_case
@require_GET
def photo_file(request, case, key):
    photo = get_object_or_404(case.photos, key=key)
    return file_response(
        request,
        file=photo.file,
        filename=f"{photo.pk}.{photo.content_type.rpartition('/')[2]}",
        content_type=photo.content_type,
        etag=photo.sha256,
        inline=True,
    )
