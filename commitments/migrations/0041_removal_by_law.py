"""What was published may be removed by law, in its row and where it was frozen; nothing else passes the triggers.

Rows of today stay as they are: nothing was removed before.
"""

from django.db import migrations

from tetouan_portal.removal.guarding import let_pass


class Migration(migrations.Migration):
    dependencies = [("commitments", "0040_published_by_another"), ("tetouan_portal", "0030_removal")]

    operations = let_pass(
        [
            "commitments_promise_is_kept",
            "commitments_proof_by_another",
            "commitments_report_part",
            "commitments_report_words",
            "commitments_withdrawn_stays",
            "portal_evidence_kept",
        ]
    )
