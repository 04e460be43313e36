"""Every table of the app is recorded; `tests/house/test_audit.py` names the ones that are not, and why."""

from django.db import migrations

from tetouan_portal.audit.tracking import track

TABLES = "affiliation responsibility institutionalias endorsement".split()
# Only copies of one of their translations: what people write stands in title_ar, title_fr, title_es.
TRANSLATED = {
    "actionplan": "title source_note",
    "axis": "title summary",
    "commitment": "title problem status_quo action contribution",
    "milestone": "title expected_output",
    "amendment": "reason decision",
    "inceptionassessment": "explanation",
    "indicator": "title unit definition data_source",
    "reading": "note",
    "statement": "summary obstacles next_steps",
    "proposedreading": "note",
    "progressupdate": "title body",
    "evidence": "title alternative_text",
    "institution": "name",
    "narrativesection": "body",
    "cocreationfigure": "category",
    "planattachment": "title",
    "plannote": "text",
    "annualreport": "title summary context method independence conclusion withdrawal_reason",
    "finding": "text",
    "recommendation": "text answer_reason",
    "source": "title",
    "theme": "name",
    "ogpvalue": "name",
}
LEFT_OUT = {
    "edition": "snapshot",  # never rewritten, and its SHA-256 is recorded
    "reportpdf": "queued_at lease_until attempts",  # the queue's own affairs
}
JOINS = {
    "actionplan_lead_institutions": "actionplan_id",
    "commitment_themes": "commitment_id",
    "commitment_ogp_values": "commitment_id",
}


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0009_published_evidence_is_kept"),
        ("tetouan_portal", "0005_audit"),
    ]
    operations = [
        *(track(f"commitments_{name}") for name in TABLES),
        *(track(f"commitments_{name}", leave_out=columns.split()) for name, columns in (TRANSLATED | LEFT_OUT).items()),
        *(track(f"commitments_{name}", key=owner) for name, owner in JOINS.items()),
    ]
