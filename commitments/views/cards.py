"""The pictures that stand for shared addresses, each beside its page."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.models import ActionPlan, AnnualReport, Commitment, Edition, PlanKind
from commitments.standing.dossier import dossier_of
from commitments.standing.share_cards import commitment_card, plan_card, report_card
from tetouan_portal.lib.card_response import card_response
from tetouan_portal.lib.share_card import portal_card


@require_safe
def commitment(request, slug):
    dossier = dossier_of(slug, on=timezone.localdate())
    if dossier is None:
        raise Http404
    return card_response(request, commitment_card(dossier))


@require_safe
def current_plan(request):
    found = ActionPlan.objects.current(PlanKind.OGP).first()
    return card_response(request, card_of(found) if found else portal_card())


@require_safe
def plan(request, slug):
    return card_response(request, card_of(get_object_or_404(ActionPlan.objects.public(), slug=slug)))


def card_of(plan):
    return plan_card(plan, Commitment.objects.live().filter(plan=plan).count())


@require_safe
def report(request, year, number=None):
    """Of the edition, or of the newest; a withdrawn report has none."""
    editions = Edition.objects.filter(report__in=AnnualReport.objects.live().filter(year=year))
    edition = (editions if number is None else editions.filter(number=number)).order_by("-number").first()
    if edition is None:
        raise Http404
    return card_response(request, report_card(edition))
