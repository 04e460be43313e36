"""Pages of the plan: its list of commitments, a commitment, what stands around them."""

from itertools import groupby

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from commitments.evidence import links, thumbnails
from commitments.evidence.proofs import proofs_of
from commitments.forms import CommitmentFilterForm
from commitments.models import ActionPlan, Body, Commitment, PlanKind
from commitments.standing.dossier import dossier_of
from commitments.standing.dossier_parts import is_amended, withdrawal_data
from commitments.standing.first_day import first_day_of
from commitments.standing.overview import overview_of
from commitments.standing.share_cards import commitment_card, plan_card
from tetouan_portal.known.models import Correction

# Plans of one kind may end on one day: the slug keeps the rows of each together.
IN_PLAN_ORDER = ("-plan__is_current", "plan", "plan__slug", "axis__number", "number")


@require_safe
def commitment_list(request):
    today = timezone.localdate()
    form = CommitmentFilterForm(request.GET, language=get_language())
    if not form.is_valid():
        return render(request, "commitments/plan/commitments.html", {"form": form, "refused": True}, status=400)
    narrowed = form.narrow(Commitment.objects.public(), on=today)
    rows = overview_of(narrowed.live().order_by(*IN_PLAN_ORDER), on=today)
    rows = form.keep(rows)
    for row in rows:
        row["places"] = form.places.get(row["pk"], [])
    context = {
        "form": form,
        "filters": form.active(),
        "axes": [(plan, axis, list(group)) for (plan, axis), group in groupby(rows, key=plan_and_axis)],
        "only_plan": form.plans.only,
        "total": len(rows),
        "withdrawn": [] if form.asks_for_what_is_awaited else withdrawn_among(narrowed),
        "words": form.cleaned_data["q"],
        "first_day": None if form.active() else first_day_of(ActionPlan.objects.current(PlanKind.OGP).first(), rows),
        "shows_demo": any(row["shows_demo"] for row in rows),
    }
    return render(request, "commitments/plan/commitments.html", context)


def withdrawn_among(commitments):
    return list(commitments.gone().select_related("plan").defer("search").order_by(*IN_PLAN_ORDER))


def plan_and_axis(row):
    """Two plans both have an axis 1, perhaps of the same name."""
    return row["plan"], row["axis"]


@require_safe
def commitment_page(request, slug):
    dossier = dossier_of(slug, on=timezone.localdate())
    if dossier is None:
        raise Http404
    proofs = proofs_of(dossier)
    thumbnails.put_beside(proofs)
    links.put_beside(proofs)
    context = {
        "dossier": dossier,
        "proofs": proofs,
        "continued": carried_over(slug),
        "sources": sources_of(dossier),
        "has_amendments": is_amended(dossier),
        "shows_demo": dossier["shows_demo"],
        "card": commitment_card(dossier),
    }
    return render(request, "commitments/plan/commitment.html", context)


def carried_over(slug):
    """{"from": …, "to": […]}: what the commitment continues, and what continues it; those that have a page."""
    this = Commitment.objects.filter(slug=slug)
    earlier = Exists(this.filter(carried_over_from=OuterRef("pk")))
    rows = (
        Commitment.objects.public()
        .filter(earlier | Q(carried_over_from__in=this))
        .annotate(is_earlier=earlier)
        .select_related("plan")
        .defer("search")
    )
    found = list(rows)
    return {
        "from": next((row for row in found if row.is_earlier), None),
        "to": [row for row in found if not row.is_earlier],
    }


def sources_of(dossier):
    """Every source that the page rests on, once."""
    inception = dossier["inception"]
    found = (dossier["title_source"], dossier["source"], inception and inception["source"])
    return list({source["code"]: source for source in found if source}.values())


@require_safe
def current_plan(request):
    plan = plans().current(PlanKind.OGP).first()
    if plan is None:
        former = ActionPlan.objects.public().filter(withdrawn_at__isnull=False)
        return render(request, "commitments/plan/no_plan.html", {"withdrawn": former})
    return plan_page(request, plan.slug, plan=plan)


@require_safe
def plan_page(request, slug, plan=None):
    plan = plan or get_object_or_404(plans(), slug=slug)
    figures = list(plan.cocreation_figures.all())
    listed = sum(figure.count for figure in figures)
    notes = plan.notes.select_related("source").order_by("topic", "position")
    context = {
        "plan": plan,
        "withdrawal": withdrawal_data(plan, timezone.localdate()),
        **dates_of(plan),
        "sections": in_form_order(plan.sections.select_related("source")),
        "figures": figures,
        "listed": listed,
        "gap": abs(plan.participants_stated - listed) if figures and plan.participants_stated is not None else 0,
        "topics": [(topic, list(group)) for topic, group in groupby(notes, key=lambda note: note.get_topic_display())],
        "bodies": bodies_of(plan),
        "events": plan.events.until(timezone.localdate()).select_related("source"),
        "corrections": Correction.objects.filter(file="plan") if plan.kind == PlanKind.OGP else (),
        "institutions": plan.lead_institutions.prefetch_related("aliases"),
        "other_plans": ActionPlan.objects.public().exclude(pk=plan.pk),
        "card": plan_card(plan, standing_in(plan)),
    }
    return render(request, "commitments/plan/plan.html", context)


def dates_of(plan):
    """[(label, date, whether to the day)] of those that are known, and the labels of those that are not."""
    dates = [
        (gettext("Starts"), plan.starts_on, False),
        (gettext("Ends"), plan.ends_on, False),
        (gettext("Reporting ends"), plan.reporting_ends_on, False),
        (gettext("Submitted"), plan.submitted_on, True),
    ]
    return {
        "known_dates": [row for row in dates if row[1]],
        "unknown_dates": [label for label, date, _exact in dates if not date],
    }


def standing_in(plan):
    """How many of its commitments stand."""
    return 0 if plan.withdrawn_at else sum(not one.withdrawn_at for one in plan.published_commitments)


def plans():
    published = Commitment.objects.public().order_by("axis__number", "number").defer("search")
    return (
        ActionPlan.objects.public()
        .select_related("source")
        .prefetch_related(
            "axes",
            "endorsements__own_name_source",
            "attachments",
            Prefetch("commitments", published, to_attr="published_commitments"),
        )
    )


def bodies_of(plan):
    """Who decides, advises and watches: of the whole Commune, beside its OGP plan."""
    if plan.kind != PlanKind.OGP:
        return Body.objects.none()
    bodies = Body.objects.select_related("source", "ties_source", "institution")
    return bodies.prefetch_related("institution__admissions")


def in_form_order(sections):
    """The sections in the order of OGP's form."""
    order = [value for value, _label in sections.model._meta.get_field("question").choices]
    return sorted(sections, key=lambda section: order.index(section.question))
