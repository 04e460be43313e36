"""What an annual report lacks. None is concluded with a gap that its monitor has not seen and explained."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments.models import AnnualReport, Commitment, Finding, Recommendation, ReportText
from commitments.models.reports import NEEDS_INDEPENDENCE
from tetouan_portal.lib.languages import LANGUAGE_CODES, is_legible, texts

TEXTS = ("summary", "context", "method", "conclusion")
UNSEEN = _("Something is missing in this report. Read the list, tick that you have read it, and give the reason.")
CHANGED = _("What is missing has changed since the list was shown: read it again and tick it again.")
CHANGED_SINCE = _("What is missing has changed since the text was declared final: the monitor has to declare it anew.")


class UnseenGapsError(ValidationError):
    """`gaps` is all that is missing."""

    def __init__(self, sentence: Any, gaps: dict) -> None:
        super().__init__(sentence, code="unseen_gaps")
        self.gaps = gaps


def take_note(report: AnnualReport, *, seen: Collection[str], reasons: Mapping[str, str]) -> None:
    """Write what is missing, and why, into the row; saves nothing. Raises `unseen_gaps`, `unexplained`."""
    gaps = gaps_of(report)
    report.gaps_seen = keys_of(gaps)
    if report.gaps_seen and set(report.gaps_seen) != set(seen):
        raise UnseenGapsError(CHANGED if seen else UNSEEN, gaps)
    given = {code: (reasons.get(code) or "").strip() if report.gaps_seen else "" for code in LANGUAGE_CODES}
    if report.gaps_seen and not any(map(is_legible, given.values())):
        raise ValidationError(_("Give the reason in at least one language."), code="unexplained")
    for code, reason in given.items():
        setattr(report, f"gaps_reason_{code}", reason)


def says_independence(report: AnnualReport) -> bool:
    return any(map(is_legible, texts(report, "independence").values()))


def require_independence(report: AnnualReport) -> None:
    if not says_independence(report):
        raise ValidationError(NEEDS_INDEPENDENCE, code="no_independence")


def require_noted(report: AnnualReport) -> None:
    """A commitment published since the text was declared final has no finding, and nobody said so."""
    if keys_of(gaps_of(report)) != report.gaps_seen:
        raise ValidationError(CHANGED_SINCE, code="gaps_changed")


def gaps_data(report: AnnualReport) -> dict | None:
    """For a snapshot."""
    return gaps_of(report) | {"reason": texts(report, "gaps_reason")} if report.gaps_seen else None


def gaps_of(report: AnnualReport) -> dict:
    """Plain data in every language, about what the public sees.

    `findings`: the commitments without one; `texts`: names of those not written; `no_recommendation`;
    `translations`: [{"text", "languages"}] with the "commitment" of a finding or the "number" of a recommendation.
    """
    commitments = list(report.plan.commitments.filter(is_published=True).order_by("axis__number", "number"))
    findings = {finding.commitment_id: finding for finding in report.findings.all()}
    recommendations = list(report.recommendations.order_by("number"))
    return {
        "findings": [reference(c) for c in commitments if c.pk not in findings],
        "texts": [name for name in TEXTS if not any(map(is_legible, texts(report, name).values()))],
        "no_recommendation": not recommendations,
        "translations": [
            *untranslated_fields(report, *ReportText.values),
            *(gap for c in commitments if c.pk in findings for gap in of_finding(findings[c.pk], c)),
            *(gap for row in recommendations for gap in of_recommendation(row)),
        ],
    }


def reference(commitment: Commitment) -> dict:
    return {"slug": commitment.slug, "number": commitment.number, "title": texts(commitment, "title")}


def of_finding(finding: Finding, commitment: Commitment) -> list[dict]:
    return [{"text": "finding", "commitment": reference(commitment), **gap} for gap in languages(finding, "text")]


def of_recommendation(recommendation: Recommendation) -> list[dict]:
    about = {"text": "recommendation", "number": recommendation.number}
    return [about | gap for gap in languages(recommendation, "text")]


def untranslated_fields(row: AnnualReport, *names: str) -> list[dict]:
    return [{"text": name, **gap} for name in names for gap in languages(row, name)]


def languages(row: AnnualReport | Finding | Recommendation, name: str) -> list[dict]:
    """One gap, or none: the languages that lack a text which another has."""
    written = {code for code, text in texts(row, name).items() if is_legible(text)}
    lacking = [code for code in LANGUAGE_CODES if code not in written]
    return [{"languages": lacking}] if written and lacking else []


def keys_of(gaps: dict) -> list[str]:
    """One word for each gap, the same as long as it is the same gap."""
    return sorted(
        [
            *(f"finding:{commitment['slug']}" for commitment in gaps["findings"]),
            *(f"text:{name}" for name in gaps["texts"]),
            *(["recommendation"] if gaps["no_recommendation"] else []),
            *(f"{key_of_text(gap)}:{'+'.join(gap['languages'])}" for gap in gaps["translations"]),
        ]
    )


def key_of_text(gap: dict) -> str:
    of = gap["commitment"]["slug"] if "commitment" in gap else gap.get("number", "")
    return f"translation:{gap['text']}:{of}"
