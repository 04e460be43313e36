"""One request of somebody who is writing: which draft is theirs, and the secret that their browser gets next."""

from dataclasses import dataclass
from functools import cached_property, wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from participation.forms.author import AuthorForm
from participation.forms.fields import within
from participation.forms.message import form_of
from participation.models import CaseKind
from participation.sending import drafts
from participation.views.private import hand_over, private, secret_of

STEPS = {"message": "participation:new", "author": "participation:new_author", "send": "participation:new_send"}
WORDS = ("subject", "text", "place", "urgency_reason", "name", "email", "phone")


@dataclass
class Visit:
    """One request of somebody who is writing."""

    kind: CaseKind
    secret: str
    page: str  # what only the page holds that was posted: no two pages of ours have the same
    now: object

    @cached_property
    def draft(self):
        return drafts.find(self.secret, self.kind, now=self.now)

    def keep(self, step, form):
        """What was typed, good or not: nothing of it is to be typed again."""
        if self.draft:
            kept = drafts.go_on(self.draft, self.secret, self.kind, step, within(form), page=self.page)
        else:
            kept = drafts.begin(self.kind, step, within(form))
        self.draft, self.secret = kept

    @property
    def photos(self):
        return list(drafts.photos_of(self.draft)) if self.draft else []

    def message(self):
        """As it was typed, bound; not valid before the step was reached."""
        return form_of(self.kind)(drafts.content_of(self.draft, "message"), kind=self.kind)

    def author(self):
        return AuthorForm(drafts.content_of(self.draft, "author"))

    def go_to(self, step, anchor=""):
        return redirect(reverse(STEPS[step], args=[self.kind]) + anchor)


def of_a_kind(view):
    """Hands the view a Visit; the secret that finds the draft is given to the browser, another one with each post."""

    @private
    @wraps(view)
    def answer(request, kind, **kwargs):
        if kind not in CaseKind.values:
            raise Http404
        secret = secret_of(request, kind)
        visit = Visit(CaseKind(kind), secret, request.POST.get("csrfmiddlewaretoken", ""), timezone.now())
        response = view(request, visit, **kwargs)
        if visit.secret != secret:
            hand_over(response, kind, visit.secret)
        return response

    return answer


def while_open(view):
    """Nothing new is begun or sent before the Commune may collect data; the start page says how else to write."""

    @wraps(view)
    def answer(request, visit, **kwargs):
        if settings.CITIZEN_FORM_IS_OPEN:
            return view(request, visit, **kwargs)
        return closed(request)

    return answer


def closed(request):
    """To whoever was writing when it was closed: why, how else, and their words, of which nothing is kept."""
    typed = "\n\n".join(filter(None, (request.POST.get(name, "").strip() for name in WORDS)))
    if not typed:
        return redirect("participation:start")
    return render(request, "participation/sending/start.html", {"is_open": False, "typed": typed}, status=403)
