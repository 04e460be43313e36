"""A report as the public would read it if it were published now: nothing is written, nothing is public."""

from django.utils import timezone

from commitments.models import AnnualReport, Edition
from commitments.report.editions import FORMAT, snapshot_of
from commitments.report.gaps import gaps_of, keys_of
from commitments.report.level_words import level_words
from tetouan_portal.lib.languages import texts


def edition_previewed(report: AnnualReport) -> Edition:
    """Not saved, and without a fingerprint. It shows what is missing now, whether its monitor has seen it or not."""
    last, on = report.editions.first(), timezone.now()
    number = last.number + 1 if last else 1
    published = {"number": number, "published_at": on.isoformat(), "published_on": timezone.localdate(on).isoformat()}
    snapshot = {"edition": published, "level_words": level_words(), **snapshot_of(report), "format": FORMAT}
    missing = gaps_of(report)
    snapshot["gaps"] = missing | {"reason": texts(report, "gaps_reason")} if keys_of(missing) else None
    return Edition(report=report, number=number, published_at=on, snapshot=snapshot)
