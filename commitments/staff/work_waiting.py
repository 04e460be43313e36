"""What waits for a member of staff: one plain structure a role, a constant number of queries each."""

import datetime
from collections import Counter, defaultdict

from django.conf import settings
from django.db.models import F, Q

from commitments import access
from commitments.evidence import links
from commitments.models import (
    Affiliation,
    AnnualReport,
    Commitment,
    Evidence,
    Institution,
    Milestone,
    ProgressUpdate,
    PublicationState,
    Responsibility,
    Side,
    Statement,
)
from commitments.models.plan_querysets import standing_promise
from tetouan_portal.lib.opening import opened_by
from tetouan_portal.lib.standing import PASSED, State

SHOWN = 50  # of each kind; the lists show the rest
OPEN = [PublicationState.DRAFT, PublicationState.RETURNED, PublicationState.SUBMITTED]


def stale_since(on):
    """The last day on which saying something no longer counts as up to date."""
    return on - datetime.timedelta(days=settings.STALE_AFTER_DAYS)


# --- a focal point's commitments ----------------------------------------------


def own_commitments(user, on):
    """What the person's institutions answer for, the most pressing first.

    [{"commitment", "entry", "milestones": [entry], "newest", "flags", "rank"}]; an entry is {"subject", "declared",
    "open", "is_late", "presses"}: the newest published statement and the unpublished one, or None; whether it waits
    for the person.
    """
    voice = access.voice_of(user)
    mine = Commitment.objects.filter(standing_promise(), access.answered_by(voice.institutions))
    commitments = list(mine.select_related("axis", "plan").order_by("plan", "number").defer("search"))
    seen = access.visible(user, Milestone.objects.filter(commitment__in=commitments, withdrawn_at=None))
    milestones = list(seen.select_related("commitment"))
    declared, opened = declared_on(commitments, milestones, on), open_of(voice, commitments, milestones)
    under = defaultdict(list)
    late = set(seen.late(on).values_list("pk", flat=True))
    for milestone in milestones:
        entry = entry_of(milestone, declared, opened, is_late=milestone.pk in late)
        entry["presses"] |= milestone.is_overdue(on)
        under[milestone.commitment_id].append(entry)
    states = dict(mine.with_state(on).values_list("pk", "state"))
    rows = [commitment_row(one, declared, opened, under[one.pk], on, state=states[one.pk]) for one in commitments]
    return sorted(rows, key=lambda row: (row["rank"], row["commitment"].number))


def declared_on(commitments, milestones, on):
    """{(kind, id): the municipality's newest published statement}"""
    about = Q(commitment__in=commitments) | Q(milestone__in=milestones)
    newest = Statement.objects.filter(about).by(Side.MUNICIPALITY).newest(on=on)
    return {subject_key(statement): statement for statement in newest}


def open_of(voice, commitments, milestones):
    about = Q(commitment__in=commitments) | Q(milestone__in=milestones)
    own = Statement.objects.filter(about, institution__in=voice.institutions, state__in=OPEN).by(Side.MUNICIPALITY)
    return {subject_key(statement): statement for statement in own}


def subject_key(statement):
    if statement.commitment_id:
        return "commitment", statement.commitment_id
    return "milestone", statement.milestone_id


def entry_of(subject, declared, opened, *, is_late):
    key = subject._meta.model_name, subject.pk
    own = opened.get(key)
    presses = is_late or (own is not None and own.state == PublicationState.RETURNED)
    return {"subject": subject, "declared": declared.get(key), "open": own, "is_late": is_late, "presses": presses}


def commitment_row(commitment, declared, opened, milestones, on, *, state):
    said = declared.get(("commitment", commitment.pk))
    is_complete = said is not None and said.level == "complete"
    entry = entry_of(commitment, declared, opened, is_late=state == State.OVERDUE)
    entries = [entry, *milestones]
    newest = max((one["declared"].dated_on for one in entries if one["declared"]), default=None)
    states = {one["open"].state for one in entries if one["open"]}
    flags = {
        "returned": PublicationState.RETURNED in states,
        "late": any(one["is_late"] for one in entries),
        "stale": not is_complete and is_silent(newest, on),
        "draft": PublicationState.DRAFT in states,
        "submitted": PublicationState.SUBMITTED in states,
    }
    entry["presses"] |= flags["stale"] or state in PASSED
    rank = next((place for place, name in enumerate(("returned", "late", "stale", "draft")) if flags[name]), 9)
    return {
        "commitment": commitment,
        "entry": entry,
        "milestones": milestones,
        "newest": newest,
        "flags": flags,
        "rank": rank,
    }


def is_silent(newest, on):
    last = newest or opened_by(on)
    return last is not None and last < stale_since(on)


def what_presses(rows, on):
    """{"returned", "late", "stale": how many commitments; "next": the milestone due first from `on`, or None}"""
    milestones = [entry["subject"] for row in rows for entry in row["milestones"]]
    coming = [one for one in milestones if one.due_on and one.due_on >= on and not one.is_done(on)]
    counts = {name: sum(row["flags"][name] for row in rows) for name in ("returned", "late", "stale")}
    return {**counts, "next": min(coming, key=lambda one: one.due_on, default=None)}


# --- the directorate's dashboard ----------------------------------------------


def dashboard(on):
    """Every institution that answers for something: counts, lateness, staleness, who speaks for it."""
    commitments = dashboard_commitments(on)
    milestones = list(Milestone.objects.standing().exclude(institution=None))
    late = set(Milestone.objects.late(on).values_list("pk", flat=True))
    answers_for = defaultdict(set)
    for commitment, institution in Responsibility.objects.values_list("commitment", "institution"):
        answers_for[institution].add(commitment)
    for milestone in milestones:
        answers_for[milestone.institution_id].add(milestone.commitment_id)
    last = dict(
        Statement.objects.released()
        .by(Side.MUNICIPALITY)
        .order_by("institution_id", "dated_on")
        .values_list("institution_id", "dated_on")
    )
    waiting = Counter(Statement.objects.filter(state__in=OPEN[1:]).values_list("institution_id", "state"))
    speak = {"user__is_active": True, "user__groups__permissions__codename": "declare_statement"}
    people = Counter(Affiliation.objects.filter(**speak).distinct().values_list("institution_id", flat=True))
    institutions = Institution.objects.filter(pk__in=answers_for).order_by("kind", "slug")
    return [
        {
            "institution": institution,
            **count_work(answers_for[institution.pk], commitments),
            **counted_milestones([one for one in milestones if one.institution_id == institution.pk], late, on),
            "last_said_on": last.get(institution.pk),
            "submitted": waiting[institution.pk, PublicationState.SUBMITTED],
            "returned": waiting[institution.pk, PublicationState.RETURNED],
            "people": people[institution.pk],
        }
        for institution in institutions
    ]


def dashboard_commitments(on):
    """{id: {"late", "stale"}} of the published commitments."""
    published = Commitment.objects.live()
    late = set(published.late(on=on).values_list("pk", flat=True))
    unfinished = published.with_levels(on).exclude(declared_level="complete")
    stale = set(unfinished.awaiting_word(on).values_list("pk", flat=True))
    return {pk: {"late": pk in late, "stale": pk in stale} for pk in published.values_list("pk", flat=True)}


def count_work(ids, commitments):
    known = [commitments[pk] for pk in ids if pk in commitments]
    return {
        "commitments": len(known),
        "late": sum(one["late"] for one in known),
        "stale": sum(one["stale"] for one in known),
    }


def counted_milestones(milestones, late, on):
    return {
        "milestones": len(milestones),
        "milestones_done": sum(milestone.is_done(on) for milestone in milestones),
        "milestones_late": sum(milestone.pk in late for milestone in milestones),
    }


def silent(on):
    """Institutions with commitments of which nothing was said for long: those silent longest first."""
    rows = [row for row in dashboard(on) if row["stale"]]
    return sorted(rows, key=lambda row: row["last_said_on"] or datetime.date.min)


# --- what waits for a check, an assessment, a publication ---------------------


def submitted_rows(user):
    """{"statements", "updates"} that wait for a publisher or a checker, the oldest first."""
    statements = access.visible(user, Statement.objects.submitted()).by(Side.MUNICIPALITY)
    updates = access.visible(user, ProgressUpdate.objects.submitted())
    related = ("commitment", "milestone__commitment", "institution")
    return {
        "statements": list(statements.select_related(*related).order_by("submitted_at", "pk")[:SHOWN]),
        "updates": list(updates.select_related("commitment", "institution").order_by("submitted_at", "pk")[:SHOWN]),
    }


def final_reports():
    return list(AnnualReport.objects.awaiting_publication().order_by("year"))


def to_assess(on):
    """Commitments and milestones on which the municipality spoke after the monitor, the longest wait first."""
    published = Q(commitment__is_published=True) | Q(milestone__commitment__is_published=True)
    newest = Statement.objects.filter(published).newest(on=on)
    sides = defaultdict(dict)
    for statement in newest.select_related("commitment", "milestone__commitment"):
        sides[subject_key(statement)][statement.side] = statement
    waiting = [
        {"declared": said[Side.MUNICIPALITY], "assessed": said.get(Side.MONITOR)}
        for said in sides.values()
        if Side.MUNICIPALITY in said
        and (Side.MONITOR not in said or said[Side.MONITOR].dated_on < said[Side.MUNICIPALITY].dated_on)
    ]
    return sorted(waiting, key=lambda row: row["declared"].dated_on)[:SHOWN]


def own_drafts(user):
    """The monitor's unpublished statements and reports."""
    voice = access.voice_of(user)
    statements = Statement.objects.by(Side.MONITOR).unpublished().filter(institution__in=voice.institutions)
    reports = AnnualReport.objects.being_written().filter(author__in=voice.institutions)
    related = ("commitment", "milestone__commitment")
    return {
        "statements": list(statements.select_related(*related).order_by(F("dated_on").desc())[:SHOWN]),
        "reports": list(reports.order_by("-year")),
    }


def to_decide_about(user):
    """The evidence that the person may publish or take back; None for those who publish nothing."""
    voice = access.voice_of(user)
    rows = access.visible(user, Evidence.objects.all())
    if voice.monitor:
        return rows.filter(statement__side=Side.MONITOR)
    if voice.municipality and user.has_perm("commitments.publish_statement"):
        return rows.exclude(statement__side=Side.MONITOR)
    return None


def hiding(rows):
    """How many files of these hide something that waits for a decision."""
    return None if rows is None else rows.hiding().count()


def silent_links(rows):
    """{"rows": evidence whose link did not answer, "total"}, the longest silence first; None without any."""
    if rows is None:
        return None
    failing = list(links.failing_among(rows)[: SHOWN + 1])
    return {"rows": failing[:SHOWN], "has_more": len(failing) > SHOWN} if failing else None


# --- the first page -----------------------------------------------------------


def desk_of(user, on):
    """The sections of a person's first page: only those of their roles, None where there is none."""
    voice = access.voice_of(user)
    checks = user.has_perm("commitments.publish_statement") or user.has_perm("commitments.return_statement")
    sees_all = voice.sees_all and user.has_perm("commitments.view_dashboard")
    own = own_commitments(user, on) if voice.declares and voice.institutions else None
    evidence = to_decide_about(user)
    found = {
        "own": own,
        "presses": what_presses(own or [], on),
        "silent": silent(on) if sees_all else None,
        "submitted": submitted_rows(user) if checks and voice.municipality else None,
        "may_publish": user.has_perm("commitments.publish_statement"),
        "final_reports": final_reports() if user.has_perm("commitments.publish_annualreport") else None,
        "to_assess": to_assess(on) if voice.monitor else None,
        "hiding": hiding(evidence),
        "silent_links": silent_links(evidence),
        "drafts": own_drafts(user) if voice.monitor else None,
        "translates": user.has_perm("commitments.translate_texts"),
    }
    lists = ("own", "silent", "submitted", "final_reports", "to_assess")
    found["is_empty"] = not found["translates"] and all(found[name] is None for name in lists)
    return found
