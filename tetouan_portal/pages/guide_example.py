"""An invented promise, to plant trees: unsaved rows, told through the portal's own dossier and drawn as any other."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils.translation import gettext_noop

from commitments.models import Amendment, Indicator, Milestone, Reading, Statement
from commitments.standing.dossier_parts import indicator_data, milestone_data
from commitments.standing.facts import Facts
from tetouan_portal.lib.languages import in_every_language

ON = date(2026, 3, 31)  # the day on which the example takes place
CHOOSE = gettext_noop("Example: choose the gardens")
BUY = gettext_noop("Example: buy the young trees")
PLANT = gettext_noop("Example: plant the trees")
TREES = gettext_noop("Example: trees planted")
UNIT = gettext_noop("trees")
COUNTED = gettext_noop("Every six months the trees are counted, garden by garden.")
REGISTER = gettext_noop("register of the gardens (example).")
MISCOUNTED = gettext_noop("One garden had been counted twice.")


def text_columns(**messages):
    """The columns of translated fields: {"title_ar": …} of `title="message id"`."""
    return {
        f"{field}_{code}": text
        for field, message in messages.items()
        for code, text in in_every_language(message).items()
    }


def milestones():
    """Done in time, done late, late and moved back."""
    return [
        Milestone(pk=1, number=1, due_on=date(2025, 3, 31), done_on=date(2025, 3, 20), **text_columns(title=CHOOSE)),
        Milestone(pk=2, number=2, due_on=date(2025, 6, 30), done_on=date(2025, 9, 30), **text_columns(title=BUY)),
        Milestone(pk=3, number=3, due_on=date(2025, 12, 31), **text_columns(title=PLANT)),
    ]


def statements():
    """What each side says of the milestones: they agree, they differ, one alone speaks."""
    spoken = {
        1: [("municipality", "complete"), ("monitor", "complete")],
        2: [("municipality", "complete"), ("monitor", "substantial")],
        3: [("municipality", "limited")],
    }
    return {
        milestone: [Statement(milestone_id=milestone, side=side, level=level, dated_on=ON) for side, level in levels]
        for milestone, levels in spoken.items()
    }


def indicator():
    since, until = {"baseline": Decimal(40), "baseline_on": date(2023, 12, 31)}, date(2026, 12, 31)
    texts = text_columns(title=TREES, unit=UNIT, definition=COUNTED, data_source=REGISTER)
    return Indicator(pk=1, number=1, target=Decimal(1200), target_on=until, **since, **texts)


def readings():
    """The third was counted wrongly: the fourth corrects it."""
    values = [(date(2024, 6, 30), 210), (date(2024, 12, 31), 480), (date(2025, 6, 30), 1030), (date(2025, 6, 30), 730)]
    rows = [
        Reading(
            pk=n, indicator_id=1, dated_on=day, value=Decimal(value), **text_columns(note=MISCOUNTED) if n == 4 else {}
        )
        for n, (day, value) in enumerate(values, 1)
    ]
    rows[3].supersedes_id, rows[3].recorded_at = 3, datetime(2025, 9, 1, 12, tzinfo=UTC)
    return rows


class ExampleFacts(Facts):
    """Of unsaved rows: nothing is asked of the database."""

    def __init__(self):
        measured, moved = readings(), Amendment(field="due_on", date_from=date(2025, 9, 30), date_to=date(2025, 12, 31))
        self.on = ON
        self.said, self.corrected = {}, {}
        self.milestone_statements = defaultdict(list, statements())
        self.milestone_amendments = defaultdict(list, {3: [moved]})
        self.indicator_amendments = defaultdict(list)
        self.milestone_confirmations = defaultdict(list)
        self.readings = defaultdict(list, {1: measured})
        self.corrected_readings = {3: measured[3]}
        self.evidence = defaultdict(lambda: defaultdict(list))


def example():
    """{"milestones": a dossier's part that holds milestones, "indicator": an indicator of one}."""
    facts = ExampleFacts()
    shown = [milestone_data(milestone, facts, {}) for milestone in milestones()]
    dates = {"as_of": ON, "starts_on": date(2025, 1, 1), "ends_on": date(2026, 12, 31)}
    return {"milestones": {"milestones": shown, **dates}, "indicator": indicator_data(indicator(), facts)}
