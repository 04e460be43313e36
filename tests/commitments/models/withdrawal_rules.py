"""No withdrawal without a reason and a decision: the same two rules of every model that has one."""

from datetime import UTC, date, datetime

from tests.commitments.models.refusals import Rule

NOW = datetime(2026, 1, 6, 9, tzinfo=UTC)
DECIDED = {"withdrawal_decision_fr": "Délibération 12", "withdrawal_decided_on": date(2026, 1, 5)}
EXPLAINED = {"withdrawal_reason_fr": "Le terrain n’est plus disponible."}
GONE = {"withdrawn_at": NOW, **EXPLAINED, **DECIDED}


def of_withdrawals(name, factory):
    explained = "Give a reason when, and only when, a promise is withdrawn."
    decided = "Name the decision and its day when, and only when, a promise is withdrawn."
    for breach in ({"withdrawn_at": NOW, **DECIDED}, EXPLAINED):
        yield Rule(f"{name}_withdrawn_iff_explained", factory, breach, explained)
    day = {"withdrawal_decided_on": DECIDED["withdrawal_decided_on"]}
    for breach in ({"withdrawn_at": NOW, **EXPLAINED}, {"withdrawn_at": NOW, **EXPLAINED, **day}, DECIDED, day):
        yield Rule(f"{name}_withdrawn_iff_decided", factory, breach, decided)
