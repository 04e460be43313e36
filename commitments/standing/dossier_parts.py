"""The parts of a dossier: statements, milestones, indicators, changes and evidence as plain data."""

from django.utils import timezone

from commitments.models import Side
from commitments.standing.lateness import AWAITED_BY_NOBODY, milestone_in_time
from commitments.standing.levels import agreement, level_of
from commitments.time_spans import months_between
from tetouan_portal.lib.languages import LANGUAGE_CODES, texts


def withdrawal_data(row, on):
    """When, why and by which decision it was withdrawn; None of what stood on that day."""
    withdrawn_on = row.withdrawn_at and timezone.localdate(row.withdrawn_at)
    if withdrawn_on is None or withdrawn_on > on:
        return None
    return {
        "on": withdrawn_on,
        "reason": texts(row, "withdrawal_reason"),
        "decision": texts(row, "withdrawal_decision"),
        "decided_on": row.withdrawal_decided_on,
    }


def standing_among(parts):
    """Milestones or indicators that are counted."""
    return [part for part in parts if not part["withdrawal"]]


def term_data(term):
    return {"slug": term["slug"], "name": {code: term[f"name_{code}"] or "" for code in LANGUAGE_CODES}}


def source_data(source):
    return source and {"code": source.code, "title": texts(source, "title"), "url": source.url, "trust": source.trust}


def url_of(source):
    """Where its details are to be looked for."""
    return source.url if source else ""


def institution_name(institution):
    return institution and {"slug": institution.slug, "name": texts(institution, "name")}


def newest_of_each_side(history):
    """{"municipality": …, "monitor": …}: the newest standing statement, or None. `history` is newest first."""
    return {
        side: next((s for s in history if s["side"] == side and not s["corrected_on"]), None) for side in Side.values
    }


def earlier_of(history):
    """What else was said: the former statements, and those that were corrected."""
    newest = newest_of_each_side(history).values()
    return [statement for statement in history if statement not in newest]


def levels_of(newest):
    return [level_of(newest[side]) for side in Side.values]


def statement_data(statement, facts):
    correction = facts.corrected.get(statement.pk)
    return {
        "id": statement.pk,
        "side": statement.side,
        "level": statement.level,
        "dated_on": statement.dated_on,
        "institution": institution_name(statement.institution),
        **{name: texts(statement, name) for name in ("summary", "obstacles", "next_steps")},
        "corrected_on": correction and correction.dated_on,
        "corrects": statement.supersedes_id,
        "evidence": evidence_data("statement", statement, facts),
        "is_demo": statement.is_demo,
    }


def milestone_data(milestone, facts, awaited_from):
    """`awaited_from`: who answers for the commitment, where the milestone names no institution of its own."""
    history = [statement_data(s, facts) for s in facts.milestone_statements[milestone.pk]]
    newest = newest_of_each_side(history)
    amendments = [amendment_data(a) for a in facts.milestone_amendments[milestone.pk]]
    original_due_on = original_date(milestone.due_on, amendments, "due_on")
    is_done = milestone.is_done(facts.on)
    done_on = milestone.done_on if is_done else None
    institution = institution_name(milestone.institution)
    evidence = evidence_data("milestone", milestone, facts)
    withdrawal = withdrawal_data(milestone, facts.on)
    in_time = milestone_in_time(
        due_on=milestone.due_on, done_on=done_on, is_bound=facts.is_milestone_bound(milestone), on=facts.on
    )
    return {
        "number": milestone.number,
        "title": texts(milestone, "title"),
        "expected_output": texts(milestone, "expected_output"),
        "institution": institution,
        "awaited_from": institution["name"] if institution else awaited_from,
        "due_on": milestone.due_on,
        "original_due_on": original_due_on,
        "slipped_months": slippage(original_due_on, milestone.due_on),
        "confirmation": confirmation_data(facts.confirmation_of_milestone(milestone)),
        "done_on": done_on,
        "done_entered_before": milestone.done_entered_before if is_done else None,
        "done_evidence": [*evidence, *evidence_of_being_done(history)] if is_done else [],
        "is_done": is_done,
        **(AWAITED_BY_NOBODY if withdrawal or milestone.commitment_id in facts.gone else in_time),
        "withdrawal": withdrawal,
        "statements": newest,
        "agreement": agreement(*levels_of(newest)),
        "earlier": earlier_of(history),
        "amendments": amendments,
        "evidence": evidence,
        "is_demo": milestone.is_demo,
    }


def evidence_of_being_done(history):
    """That of the municipality's statements which stand and call the milestone complete."""
    said = (s for s in history if s["side"] == Side.MUNICIPALITY and s["level"] == "complete" and not s["corrected_on"])
    return [item for statement in said for item in statement["evidence"]]


def indicator_data(indicator, facts):
    readings = [reading_data(r, facts) for r in facts.readings[indicator.pk]]
    standing = [r for r in readings if not r["corrected_on"]]
    latest = standing[-1] if standing else None
    value = latest and latest["value"]
    withdrawal = withdrawal_data(indicator, facts.on)
    return {
        "number": indicator.number,
        "kind": indicator.kind,
        "direction": indicator.direction,
        "frequency": indicator.frequency,
        **{name: texts(indicator, name) for name in ("title", "unit", "definition", "data_source")},
        "baseline": indicator.baseline,
        "baseline_on": indicator.baseline_on,
        "target": indicator.target,
        "target_on": indicator.target_on,
        "withdrawal": withdrawal,
        "readings": readings,
        "latest": latest,
        "amendments": [amendment_data(a) for a in facts.indicator_amendments[indicator.pk]],
        "expected_since": None
        if withdrawal or indicator.commitment_id in facts.gone
        else indicator.expected_since(latest and latest["dated_on"], facts.on),
        "progress": indicator.progress(value),
        "is_target_met": indicator.is_target_met(value),
        "is_demo": indicator.is_demo,
    }


def reading_data(reading, facts):
    correction = facts.corrected_readings.get(reading.pk)
    return {
        "dated_on": reading.dated_on,
        "value": reading.value,
        "note": texts(reading, "note"),
        "corrected_on": correction and timezone.localdate(correction.recorded_at),
        "corrected_value": correction and correction.value,
        "evidence": evidence_data("reading", reading, facts),
        "declared_with": declared_with_data(facts.declared_with(reading), facts),
        "is_demo": reading.is_demo,
    }


def declared_with_data(statement, facts):
    """What is attached to it proves the value too, for as long as it was not withdrawn."""
    if statement is None:
        return None
    attached = [item for item in evidence_data("statement", statement, facts) if not item["withdrawn"]]
    return {"id": statement.pk, "dated_on": statement.dated_on, "evidence": attached}


def update_data(update, facts):
    return {
        "dated_on": update.dated_on,
        "title": texts(update, "title"),
        "body": texts(update, "body"),
        "evidence": evidence_data("update", update, facts),
        "withdrawn_on": timezone.localdate(update.withdrawn_at) if update.withdrawn_at else None,
        "withdrawn": texts(update, "withdrawal_reason") if update.withdrawn_at else None,
        "is_demo": update.is_demo,
    }


def amendment_data(amendment):
    names = ("field", "date_from", "date_to", "was", "becomes", "decided_on", "is_correction", "is_demo")
    return {
        **{name: getattr(amendment, name) for name in names},
        "reason": texts(amendment, "reason"),
        "decision": texts(amendment, "decision"),
    }


def is_amended(dossier):
    """Whether anything of the promise, its milestones or its indicators was changed."""
    return any(part["amendments"] for part in (dossier, *dossier["milestones"], *dossier["indicators"]))


def confirmation_data(confirmation):
    """Who of the Commune stands by the date, and since when; None while nobody does."""
    return confirmation and {
        "confirmed_on": confirmation.confirmed_on,
        "confirmed_by": texts(confirmation, "confirmed_by"),
    }


def inception_data(assessment, on):
    if assessment is None or (assessment.assessed_on and assessment.assessed_on > on):
        return None
    names = ("verifiable", "relevant", "kind", "depth", "assessed_on", "is_demo")
    return {
        **{name: getattr(assessment, name) for name in names},
        "explanation": texts(assessment, "explanation"),
        "source": source_data(assessment.source),
    }


def evidence_data(subject, row, facts):
    return [
        {
            "title": texts(evidence, "title"),
            "alternative_text": texts(evidence, "alternative_text"),
            "dated_on": evidence.dated_on,
            "address": evidence.get_absolute_url(),
            "is_link": bool(evidence.url),
            "answered_on": evidence.answered_on,
            "filename": evidence.filename,
            "content_type": evidence.content_type,
            "is_picture": evidence.is_picture,
            "size": evidence.size,
            "sha256": evidence.sha256,
            "withdrawn": texts(evidence, "withdrawal_reason") if evidence.withdrawn_at else None,
            "is_demo": evidence.is_demo,
        }
        for evidence in facts.evidence[subject][row.pk]
    ]


def original_date(current, amendments, field):
    """The date first promised: what the oldest amendment of the field changed, or the current one."""
    first = next((a for a in amendments if a["field"] == field), None)
    return first["date_from"] if first else current


def slippage(original, current):
    """Whole months by which a promise has been moved back; 0 when it was not, or moved forward."""
    return months_between(original, current) if original and current and current > original else 0
