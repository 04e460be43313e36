"""A commitment's dossier: one shape for the public page, the report and its PDF, live or frozen.

`dossiers_of(commitments, on=date)` returns plain data (dicts, lists, dates, decimals) in every
language, so that a snapshot of it is a document and not a set of references. A text is a dict
{"ar": …, "fr": …, "es": …}; everything derived is computed for the date passed in.
The number of queries does not depend on the number of commitments.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject

from commitments.models import Commitment, OgpValue, PolicyArea, Responsibility, Role, Sector, Theme
from commitments.standing.dossier_parts import (
    amendment_data,
    confirmation_data,
    inception_data,
    indicator_data,
    levels_of,
    milestone_data,
    newest_of_each_side,
    original_date,
    slippage,
    source_data,
    standing_among,
    statement_data,
    term_data,
    update_data,
    url_of,
    withdrawal_data,
)
from commitments.standing.facts import Facts, withdrawal_of
from commitments.standing.lateness import AWAITED_BY_NOBODY, in_time
from commitments.standing.levels import agreement
from tetouan_portal.lib.languages import columns, list_names, texts

FORMAT = 2  # what the templates may show of it; a dossier frozen before has none and is shown as it was

GONE = {**AWAITED_BY_NOBODY, "is_stale": False}


def dossiers_of(commitments, *, on):
    """The dossiers of a queryset of commitments, in its order, as they stood on the date `on`."""
    commitments = list(
        commitments.select_related(
            "axis", "plan__source", "source", "title_source", "inception_assessment__source"
        ).annotate(
            theme_names=named_terms(Theme),
            value_names=named_terms(OgpValue),
            area_names=named_terms(PolicyArea),
            sector_names=named_terms(Sector),
            institution_names=responsible_institutions(),
            has_other_plans=has_other_plans(),
        )
    )
    facts = Facts(commitments, on)
    return [dossier(commitment, facts) for commitment in commitments]


def named_terms(model):
    names = {column: F(column) for column in columns("name")}
    terms = model.objects.filter(commitments=OuterRef("pk")).order_by("slug")
    return ArraySubquery(terms.annotate(json=JSONObject(slug="slug", **names)).values("json"))


def responsible_institutions():
    names = {column: F(f"institution__{column}") for column in columns("name")}
    rows = Responsibility.objects.filter(commitment=OuterRef("pk")).order_by("role", "institution__slug")
    return ArraySubquery(rows.annotate(json=JSONObject(slug="institution__slug", role="role", **names)).values("json"))


def has_other_plans():
    """Whether commitments of another plan are published too: then a number alone does not say which is meant."""
    return Exists(Commitment.objects.live().exclude(plan=OuterRef("plan")))


def dossier(commitment, facts):
    indicators = [indicator_data(i, facts) for i in facts.indicators[commitment.pk]]
    history = [statement_data(s, facts) for s in facts.statements[commitment.pk]]
    newest = newest_of_each_side(history)
    updates = [update_data(u, facts) for u in facts.updates[commitment.pk]]
    amendments = [amendment_data(a) for a in facts.amendments[commitment.pk]]
    updated_on = newest_fact(commitment, facts)
    original_ends_on = original_date(commitment.ends_on, amendments, "ends_on")
    inception = getattr(commitment, "inception_assessment", None)
    institutions = [{**term_data(term), "role": term["role"]} for term in commitment.institution_names]
    awaited_from = list_names([term["name"] for term in institutions if term["role"] != Role.SUPPORT])
    milestones = [milestone_data(m, facts, awaited_from) for m in facts.milestones[commitment.pk]]
    withdrawal = own_or_plans_withdrawal(commitment, facts.on)
    stand = in_time(
        ends_on=commitment.ends_on,
        updated_on=updated_on,
        levels=levels_of(newest),
        is_bound=facts.is_bound(commitment),
        on=facts.on,
    )
    return {
        "format": FORMAT,
        "as_of": facts.on,
        "slug": commitment.slug,
        "number": commitment.number,
        "ogp_id": commitment.ogp_id,
        "plan": {"slug": commitment.plan.slug, "title": texts(commitment.plan, "title")},
        "has_other_plans": commitment.has_other_plans,
        "axis": {
            "slug": commitment.axis.slug,
            "number": commitment.axis.number,
            "title": texts(commitment.axis, "title"),
        },
        **{name: texts(commitment, name) for name in ("title", "problem", "status_quo", "action", "contribution")},
        "has_details": commitment.has_details,
        "title_source": source_data(commitment.title_source),
        "source": source_data(commitment.source),
        "elsewhere": url_of(commitment.source or commitment.plan.source),
        "themes": [term_data(term) for term in commitment.theme_names],
        "ogp_values": [term_data(term) for term in commitment.value_names],
        "policy_areas": [term_data(term) for term in commitment.area_names],
        "sectors": [term_data(term) for term in commitment.sector_names],
        "institutions": institutions,
        "sdgs": commitment.sdgs,
        "starts_on": commitment.starts_on,
        "ends_on": commitment.ends_on,
        "original_ends_on": original_ends_on,
        "slipped_months": slippage(original_ends_on, commitment.ends_on),
        "awaited_from": awaited_from,
        "confirmation": confirmation_data(facts.confirmation_of(commitment)),
        "statements": newest,
        "agreement": agreement(*levels_of(newest)),
        "history": history,
        "milestones": milestones,
        "milestones_done": sum(m["is_done"] for m in standing_among(milestones)),
        "milestones_total": len(standing_among(milestones)),
        "indicators": indicators,
        "updates": updates,
        "amendments": amendments,
        "inception": inception_data(inception, facts.on),
        "updated_on": updated_on,
        "days_since_update": updated_on and (facts.on - updated_on).days,
        **(GONE if withdrawal else stand),
        "withdrawal": withdrawal,
        "shows_demo": any_demo(commitment, facts),
    }


def own_or_plans_withdrawal(commitment, on):
    """With "of_plan": whether the whole plan was withdrawn; None of what stood on the day."""
    row = withdrawal_of(commitment, on)
    return row and {**withdrawal_data(row, on), "of_plan": row is not commitment}


def facts_of(commitment, facts):
    """Every dated row about a commitment, whatever its kind."""
    milestones = facts.milestones[commitment.pk]
    return [
        *facts.statements[commitment.pk],
        *(s for m in milestones for s in facts.milestone_statements[m.pk]),
        *(r for i in facts.indicators[commitment.pk] for r in facts.readings[i.pk]),
        *(u for u in facts.updates[commitment.pk] if not u.withdrawn_at),
    ]


def newest_fact(commitment, facts):
    done = [m.done_on for m in facts.milestones[commitment.pk] if m.is_done(facts.on)]
    return max([fact.dated_on for fact in facts_of(commitment, facts)] + done, default=None)


def any_demo(commitment, facts):
    rows = [
        *facts_of(commitment, facts),
        *facts.milestones[commitment.pk],
        *facts.indicators[commitment.pk],
        *facts.amendments[commitment.pk],
        *(a for m in facts.milestones[commitment.pk] for a in facts.milestone_amendments[m.pk]),
        *(a for i in facts.indicators[commitment.pk] for a in facts.indicator_amendments[i.pk]),
    ]
    return any(row.is_demo for row in rows)


def dossier_of(slug, *, on):
    """The dossier of one commitment that is public, withdrawn or not; or None."""
    found = dossiers_of(Commitment.objects.public().filter(slug=slug), on=on)
    return found[0] if found else None
