"""The journal in public: page by page, line by line, as data, and how to verify it."""

import json
from importlib import resources

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tetouan_portal.journal.chain import head
from tetouan_portal.journal.forms import JournalForm
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.journal.words import show_lines
from tetouan_portal.lib.answer_headers import for_other_sites

PAGE = 25
LINES_OF_A_FILE = 1000


@require_safe
def journal_page(request):
    form = JournalForm(request.GET)
    if not form.is_valid():
        return render(request, "journal/journal.html", {"form": form, "refused": True}, status=400)
    lines, newer, older = portion(form)
    context = {
        "form": form,
        "lines": show_lines(lines),
        "newer": newer,
        "older": older,
        "head": head(),
        "shows_demo": any(line.told["demonstration"] for line in lines),
    }
    return render(request, "journal/journal.html", context)


def portion(form):
    """One page of the lines that fit, the number after which newer ones stand, and that before which older ones do."""
    found, wanted = form.found(), form.cleaned_data
    if after := wanted["after"]:
        lines = list(reversed(found.filter(number__gt=after).order_by("number")[: PAGE + 1]))
        more, lines = len(lines) > PAGE, lines[-PAGE:]
        newer, older = more, bool(lines)
    else:
        lines = list((found.filter(number__lt=wanted["before"]) if wanted["before"] else found)[: PAGE + 1])
        more, lines = len(lines) > PAGE, lines[:PAGE]
        newer, older = bool(wanted["before"]), more
    if not lines and (after or wanted["before"]):
        raise Http404
    return lines, newer and lines[0].number, older and lines[-1].number


@require_safe
def line_page(request, number):
    line = get_object_or_404(JournalLine, number=number)
    (shown,) = show_lines([line])
    following = JournalLine.objects.filter(number=number + 1).values_list("number", flat=True).first()
    context = {"shown": shown, "previous": number - 1, "next": following, "shows_demo": shown.is_demo}
    return render(request, "journal/line.html", context)


@require_safe
def verify_page(request):
    context = {"head": head(), "command": command(), "file": reverse("journal_verify")}
    return render(request, "journal/verify.html", context)


def command():
    """The program of ten lines, for this portal's address."""
    program = resources.files("tetouan_portal.journal").joinpath("data/verify_journal.txt").read_text("utf-8")
    return program.replace("https://portal.example", settings.SITE_URL)


@for_other_sites
@require_safe
def verify_file(request):
    return HttpResponse(command(), content_type="text/x-python; charset=utf-8")


@for_other_sites
@require_safe
def journal_file(request):
    """Lines in their order as JSON Lines, a thousand at most; `after`: the number of the last one that is there."""
    given = request.GET.get("after", "0")
    if not (given.isascii() and given.isdecimal() and len(given) <= 15):
        return HttpResponse(status=400)
    lines = JournalLine.objects.filter(number__gt=int(given)).order_by("number")[:LINES_OF_A_FILE]
    told = [file_line(line) for line in lines]
    response = HttpResponse("".join(told), content_type="application/jsonl; charset=utf-8")
    if len(told) == LINES_OF_A_FILE:
        response["Link"] = f'<{reverse("journal_file")}?after={int(given) + LINES_OF_A_FILE}>; rel="next"'
    return response


def file_line(line):
    """The entry as its very bytes: JSON it is already."""
    texts = json.dumps(line.texts, ensure_ascii=False, separators=(",", ":"))
    return f'{{"entry":{line.entry},"sha256":"{line.sha256}","texts":{texts}}}\n'
