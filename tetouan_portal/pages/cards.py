"""The picture that stands for the portal itself where its address is shared."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.models import ActionPlan, PlanKind
from commitments.standing.overview import standing_of
from commitments.standing.share_cards import standing_card
from tetouan_portal.lib.card_response import card_response
from tetouan_portal.lib.share_card import portal_card
from tetouan_portal.pages.views import promised_rows


@require_safe
def home(request):
    rows = promised_rows(ActionPlan.objects.current(PlanKind.OGP).first(), timezone.localdate())
    return card_response(request, standing_card(standing_of(rows), rows))


@require_safe
def portal(request):
    return card_response(request, portal_card())
