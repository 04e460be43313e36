"""Pages of what nobody does alone, and of the people of an independent institution.

For administrators: what waits for a second person, an admission, another address. For whoever speaks for an independent
institution: its own people, and what is asked for of their accounts.
"""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models import Affiliation
from tetouan_portal.accounts import absences, addresses, admitting, independent, proposals
from tetouan_portal.accounts.admin_forms import AbsenceForm, AddressForm, AdmissionForm, AdmitForm, OwnWordsForm
from tetouan_portal.accounts.models import Proposal
from tetouan_portal.deputies.models import Absence
from tetouan_portal.own_words.setting import sides_of

ASKED = _("Asked for. It is done when another person has confirmed it; they hear of it by mail.")
DECISIONS = {"confirm": proposals.confirm, "refuse": proposals.refuse}
OWN_VERBS = {"remove": admitting.remove, "resend": admitting.resend}


class SidePages:
    """Of the people's admin."""

    def side_urls(self):
        view = self.admin_site.admin_view
        return [
            path("waiting/", view(self.waiting), name="auth_user_waiting"),
            path("admission/", view(self.admission), name="auth_user_admission"),
            path("own/", view(self.own), name="auth_user_own"),
            path("own-words/", view(self.own_words), name="auth_user_own_words"),
            path("<int:pk>/absence/", view(self.absence), name="auth_user_absence"),
            path("<int:pk>/address/", view(self.address), name="auth_user_address"),
        ]

    def waiting(self, request):
        """What is asked for and not decided: all of it for administrators, of their own people for others."""
        rows = self.proposals_seen(request)
        if request.method == "POST":
            row = get_object_or_404(rows, pk=request.POST.get("proposal") or 0)
            self.carry_out(request, DECISIONS, row)
            return redirect("admin:auth_user_waiting")
        return self.page(request, "waiting", title=gettext("Waiting for a second person"), rows=[*map(shown, rows)])

    def proposals_seen(self, request):
        rows = Proposal.objects.waiting(timezone.now()).select_related("user", "institution", "proposed_by")
        if self.has_module_permission(request):
            return rows
        institution = independent.spoken_for_by(request.user)
        if institution is None:
            raise PermissionDenied
        return rows.filter(institution=institution)

    def carry_out(self, request, acts, row):
        act = acts.get(request.POST.get("do"))
        if act is None:
            raise Http404
        try:
            act(row, by=request.user)
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
        else:
            self.message_user(request, _("Done."), messages.SUCCESS)

    def admission(self, request):
        if not self.has_module_permission(request):
            raise PermissionDenied
        return self.filled_in(
            request,
            AdmissionForm(request.POST or None),
            title=gettext("Admit the first person of an independent institution"),
            explained=gettext(
                "Only where nobody speaks for the institution (any more), on its letter. Another administrator "
                "confirms it. The date and the letter’s reference are then public; all who belong to an independent "
                "institution are told."
            ),
            said=ASKED,
            done="admin:auth_user_waiting",
        )

    def own(self, request):
        """The people of one's own institution: who they are, who is admitted next, who leaves."""
        institution = independent.spoken_for_by(request.user)
        if institution is None:
            raise PermissionDenied
        ties = Affiliation.objects.filter(institution=institution).select_related("user__invitation")
        if request.method == "POST" and "do" in request.POST:
            tie = get_object_or_404(ties, user=request.POST.get("person") or 0)
            self.carry_out(request, OWN_VERBS, tie.user)
            return redirect("admin:index" if tie.user == request.user else "admin:auth_user_own")
        return self.filled_in(
            request,
            AdmitForm(request.POST or None),
            title=gettext("The people who speak for %(institution)s") % {"institution": institution},
            explained="",
            said=_("The invitation is on its way."),
            done="admin:auth_user_own",
            template="own",
            people=[tie.user for tie in ties.order_by("user__first_name", "user")],
            waiting=Proposal.objects.waiting(timezone.now()).filter(institution=institution).exists(),
        )

    def own_words(self, request):
        """Whether whoever writes may publish it: of the municipality for administrators, of the monitor for itself."""
        sides = sides_of(request.user)
        if not sides:
            raise PermissionDenied
        return self.filled_in(
            request,
            OwnWordsForm(request.POST or None, side=sides[0]),
            title=gettext("Who publishes what was written"),
            explained=gettext(
                "Nobody publishes what they wrote themselves. Where one person is alone, it can be allowed here: the "
                "public pages then say so, and the change and its reason are in the public journal."
            ),
            said=_("Saved."),
            done="admin:auth_user_own_words",
            subtitle=sides[0].label,
        )

    def absence(self, request, pk):
        """One's own; for administrators, that of others."""
        user = User.objects.filter(pk=pk).first()
        if user is None or not absences.may_enter(request.user, user):
            raise PermissionDenied
        rows = Absence.objects.not_over(timezone.localdate()).filter(absent=user).select_related("deputy", "absent")
        here = redirect("admin:auth_user_absence", pk)
        if request.method == "POST" and request.POST.get("do") == "end":
            absences.end(get_object_or_404(rows, pk=request.POST.get("absence") or 0), by=request.user)
            self.message_user(request, _("Done."), messages.SUCCESS)
            return here
        return self.filled_in(
            request,
            AbsenceForm(request.POST or None, absent=user),
            title=gettext("Absence, and who stands in"),
            explained=gettext(
                "On these days the deputy sees what waits for the absent one, and acts in their own name. No role is "
                "handed over, and it ends by itself."
            ),
            said=_("Saved."),
            done=here.url,
            template="absence",
            subtitle=user.get_full_name() or user.get_username(),
            absences=rows,
        )

    def address(self, request, pk):
        """Another address for an account; of some, only asked for."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        user = get_object_or_404(self.get_queryset(request), pk=pk)
        asks = addresses.needs_two(user)
        act = proposals.ask_for_address if asks else addresses.change
        form = AddressForm(request.POST or None)
        form.save = lambda *, by: act(user, email=form.cleaned_data["email"], by=by)
        return self.filled_in(
            request,
            form,
            title=gettext("Change the e-mail address"),
            explained=gettext("Both addresses are told by mail, and every open session of the account ends."),
            said=ASKED if asks else _("Saved."),
            done=reverse("admin:auth_user_change", args=[pk]),
            subtitle=self.person(user),
        )

    def filled_in(self, request, form, *, said, done, template="form", **context):
        if request.method == "POST" and form.is_valid():
            try:
                form.save(by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.message_user(request, said, messages.SUCCESS)
                return redirect(done)
        return self.page(request, template, form=form, **context)


def shown(row):
    """A proposal with what its second person must know to confirm it."""
    details = row.details
    lines = [
        (gettext("Institution"), row.institution),
        (gettext("Account"), row.user and row.user.get_full_name()),
        (gettext("Name"), details.get("name")),
        (gettext("E-mail address"), details.get("email")),
        (gettext("Reference of the letter"), details.get("reference")),
        (gettext("Date of the letter"), parse_date(details.get("letter_on") or "")),
        (gettext("Asked by"), row.proposed_by and row.proposed_by.get_full_name()),
    ]
    return {"row": row, "lines": [(label, value) for label, value in lines if value]}
