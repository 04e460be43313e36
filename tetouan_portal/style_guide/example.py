"""An invented promise, to plant trees: unsaved rows of every kind, told through the portal's own dossier."""

import uuid
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

from commitments import models
from commitments.standing.dossier import dossier
from commitments.standing.facts import Facts
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.style_guide import words

ON = date(2026, 3, 31)  # the day on which the example takes place
KEY = uuid.UUID(int=1)
AT_NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


def text_columns(**texts):
    """The columns of translated fields: `said(title=("…", "…", "…"))`, in the order of the portal's languages."""
    return {
        f"{field}_{code}": text
        for field, by_language in texts.items()
        for code, text in zip(LANGUAGE_CODES, by_language, strict=True)
    }


def by_language(texts):
    return dict(zip(LANGUAGE_CODES, texts, strict=True))


def sources():
    """One of each degree of trust, the first with an address."""
    title = text_columns(title=words.SOURCE)
    return [
        models.Source(code=trust, trust=trust, url="https://www.example.org/" if trust == "published" else "", **title)
        for trust in models.Trust.values
    ]


def service():
    return models.Institution(slug="gardens", kind="department", **text_columns(name=words.SERVICE))


def evidence():
    """Each kind: a file, a link, an invented one, one titled in another language only, a withdrawn one."""
    file = {"filename": "gardens-2026.pdf", "content_type": "application/pdf", "size": 348_000, "key": KEY}
    return [
        models.Evidence(dated_on=date(2026, 2, 10), **file, **text_columns(title=words.RECORD)),
        models.Evidence(
            dated_on=date(2026, 1, 20),
            url="https://www.example.org/",
            answered_on=date(2026, 2, 1),
            **text_columns(title=words.PAGE),
        ),
        models.Evidence(dated_on=date(2026, 1, 5), is_demo=True, **file, **text_columns(title=words.PICTURE)),
        models.Evidence(dated_on=date(2025, 12, 3), **file, **text_columns(title=words.ONLY_SPANISH)),
        models.Evidence(
            dated_on=date(2025, 11, 3),
            withdrawn_at=AT_NOON,
            **file,
            **text_columns(title=words.LETTER, withdrawal_reason=words.WITHDRAWN),
        ),
    ]


def statements():
    """Newest first: the correction, what it corrects, the monitor's."""
    texts = text_columns(summary=words.PLANTED, obstacles=words.LATE_DELIVERY, next_steps=words.KEEP_WATERING)
    municipal = {"side": "municipality", "institution": service(), "commitment_id": 1}
    return [
        models.Statement(pk=3, level="substantial", dated_on=date(2026, 2, 15), supersedes_id=1, **municipal, **texts),
        models.Statement(
            pk=2,
            side="monitor",
            commitment_id=1,
            level="limited",
            dated_on=date(2026, 1, 15),
            institution=models.Institution(slug="monitor", kind="monitor", **text_columns(name=words.MONITOR)),
            **text_columns(summary=words.ONLY_FRENCH),
        ),
        models.Statement(
            pk=1,
            level="complete",
            dated_on=date(2025, 12, 1),
            is_demo=True,
            **municipal,
            **text_columns(summary=words.PLANTED),
        ),
    ]


def milestones():
    """Done in time, done late, late and moved back, still to come, without a date."""
    about = {"commitment_id": 1}
    return [
        models.Milestone(
            pk=1,
            number=1,
            due_on=date(2025, 3, 31),
            done_on=date(2025, 3, 20),
            **about,
            **text_columns(title=words.CHOOSE),
        ),
        models.Milestone(
            pk=2,
            number=2,
            due_on=date(2025, 6, 30),
            done_on=date(2025, 9, 30),
            institution=service(),
            **about,
            **text_columns(title=words.BUY, expected_output=words.ONLY_ARABIC),
        ),
        models.Milestone(
            pk=3, number=3, due_on=date(2025, 12, 31), is_demo=True, **about, **text_columns(title=words.PLANT_ALL)
        ),
        models.Milestone(pk=4, number=4, due_on=date(2026, 12, 31), **about, **text_columns(title=words.WATER)),
        models.Milestone(pk=5, number=5, **about, **text_columns(title=words.ONLY_FRENCH)),
    ]


def indicators():
    """One with everything, one that nobody has measured yet."""
    return [
        models.Indicator(
            pk=1,
            number=1,
            commitment_id=1,
            baseline=Decimal(40),
            baseline_on=date(2023, 12, 31),
            target=Decimal(1200),
            target_on=date(2026, 12, 31),
            **text_columns(title=words.TREES, unit=words.TREE_UNIT, definition=words.COUNTED, data_source=words.SOURCE),
        ),
        models.Indicator(
            pk=2, number=2, commitment_id=1, kind="impact", direction="maintain", **text_columns(title=words.SHADE)
        ),
    ]


def readings():
    """The third is a slip of the pen, corrected by the fourth."""
    values = [(date(2024, 6, 30), 210), (date(2024, 12, 31), 480), (date(2025, 6, 30), 1730), (date(2025, 6, 30), 730)]
    rows = [
        models.Reading(
            pk=n,
            indicator_id=1,
            dated_on=day,
            value=Decimal(value),
            **text_columns(note=words.BY_HAND if n == 2 else [""] * 3),
        )
        for n, (day, value) in enumerate(values, 1)
    ]
    rows[3].supersedes_id, rows[3].recorded_at = 3, AT_NOON
    return rows


def amendments():
    decided = {"decided_on": date(2025, 9, 1), **text_columns(reason=words.LATE_DELIVERY, decision=words.DECISION)}
    return {
        "date": models.Amendment(
            field="due_on", date_from=date(2025, 9, 30), date_to=date(2025, 12, 31), is_demo=True, **decided
        ),
        "wording": models.Amendment(
            field="title", was=by_language(words.PLANT_SOME), becomes=by_language(words.PLANT_ALL), **decided
        ),
    }


class ExampleFacts(Facts):
    """Of unsaved rows: nothing is asked of the database."""

    def __init__(self, **gathered):
        vars(self).update(gathered)

    def is_bound(self, _commitment):
        return True


def facts():
    """As `commitments.standing.facts.Facts` gathers them from the database."""
    amended, history, measured, proof = amendments(), statements(), readings(), evidence()
    of_milestones = [
        models.Statement(pk=11, side="municipality", level="complete", dated_on=date(2025, 4, 1), milestone_id=1),
        models.Statement(pk=12, side="monitor", level="no_evidence", dated_on=date(2025, 5, 1), milestone_id=1),
    ]
    return ExampleFacts(
        on=ON,
        milestones={1: milestones()},
        statements={1: history},
        corrected={1: history[0]},
        milestone_statements=defaultdict(list, {1: of_milestones}),
        indicators={1: indicators()},
        readings=defaultdict(list, {1: measured}),
        corrected_readings={3: measured[3]},
        amendments={1: [amended["wording"]]},
        milestone_amendments=defaultdict(list, {3: [amended["date"]]}),
        indicator_amendments=defaultdict(list),
        updates={1: []},
        confirmations={1: []},
        milestone_confirmations=defaultdict(list),
        said={},
        evidence={
            "statement": defaultdict(list, {3: proof}),
            "reading": defaultdict(list, {2: proof[:1]}),
            "milestone": defaultdict(list, {2: proof[1:2]}),
            "update": defaultdict(list),
        },
    )


def trees():
    """The dossier of the invented promise, as it stood on the day of the example."""
    plan = models.ActionPlan(slug="example", **text_columns(title=words.PLAN))
    commitment = models.Commitment(
        pk=1,
        slug="example",
        number=7,
        ogp_id="EXAMPLE0007",
        plan=plan,
        axis=models.Axis(plan=plan, slug="green", number=2, **text_columns(title=words.AXIS)),
        starts_on=date(2024, 1, 1),
        ends_on=date(2025, 12, 31),
        sdgs=[11, 15],
        source=sources()[0],
        **text_columns(title=words.PROMISE, problem=words.LITTLE_SHADE, action=words.PLANT_AND_WATER),
    )
    commitment.theme_names = [{"slug": "environment", **text_columns(name=words.THEME)}]
    commitment.value_names = [{"slug": "participation", **text_columns(name=words.VALUE)}]
    commitment.area_names = commitment.sector_names = []
    commitment.has_other_plans = False
    commitment.institution_names = [
        {"slug": "gardens", "role": role, **text_columns(name=words.SERVICE)} for role in models.Role.values
    ]
    models.InceptionAssessment(
        commitment=commitment,
        verifiable=True,
        relevant=False,
        kind="new",
        depth="positive",
        assessed_on=date(2024, 3, 1),
        source=sources()[0],
        **text_columns(explanation=words.COUNTED),
    )
    return dossier(commitment, facts())
