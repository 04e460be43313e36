"""What the commitments do for the Sustainable Development Goals."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.models import Commitment
from commitments.plan import goals
from commitments.standing.overview import overview_of
from commitments.views.plan import IN_PLAN_ORDER


@require_safe
def goal_list(request):
    return render(request, "commitments/plan/goals.html", {"goals": [goals.goal(n) for n in goals.goals_served()]})


@require_safe
def goal_page(request, number):
    if number not in goals.NAMES:
        raise Http404
    serving = Commitment.objects.live().filter(sdgs__contains=[number])
    rows = overview_of(serving.order_by(*IN_PLAN_ORDER), on=timezone.localdate())
    context = {"goal": goals.goal(number), "rows": rows, "shows_demo": any(row["shows_demo"] for row in rows)}
    return render(request, "commitments/plan/goal.html", context)
