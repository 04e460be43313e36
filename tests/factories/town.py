"""Two services, two monitors, and rows of each in every state; every text names its row, so that a leak shows."""

import re
from datetime import date
from types import SimpleNamespace

from commitments import models
from commitments.report import editions
from tests.factories import commitments as make
from tests.factories import narrative
from tetouan_portal.lib.languages import columns

MARKED = re.compile(r"zq_([a-z]+_[a-z_]+?)_qz")
OF_ANOTHER = date(2001, 2, 3)  # the date of everything that another service or monitor has not published


def mark(name, *fields):
    """The texts of a row in every language: `zq_statement_own_draft_qz`."""
    return {column: f"zq_{name}_qz" for field in fields for column in columns(field)}


def marks_in(text):
    """The names of the rows whose texts stand in a page or file."""
    return set(MARKED.findall(text))


class Town(SimpleNamespace):
    """`rows`: {"statement_own_draft": row}, the model's name first."""

    def add(self, name, factory, *fields, **values):
        self.rows[name] = factory(**mark(name, *fields), **values)
        return self.rows[name]

    def of(self, model_name):
        return {name: row for name, row in self.rows.items() if row._meta.model_name == model_name}


def build():
    town = Town(rows={})
    add_plan(town)
    for whose in ("own", "foreign"):
        add_promises(town, whose)
    add_milestones(town)
    add_declared(town)
    add_assessed(town)
    add_proof(town)
    add_reports(town)
    return town


def add_plan(town):
    town.source = town.add("source_one", make.SourceFactory, "title")
    town.theme = town.add("theme_one", make.ThemeFactory, "name")
    town.add("ogpvalue_one", make.OgpValueFactory, "name")
    town.add("policyarea_one", make.PolicyAreaFactory, "name")
    town.add("sector_one", make.SectorFactory, "name")
    town.plan = town.add("actionplan_one", make.ActionPlanFactory, "title", slug="plan", is_current=True)
    town.axis = town.add("axis_one", make.AxisFactory, "title", plan=town.plan, number=1)
    town.draft_plan = town.add("actionplan_draft", make.ActionPlanFactory, "title", slug="draft-plan", draft=True)
    town.draft_axis = town.add("axis_draft", make.AxisFactory, "title", plan=town.draft_plan, number=2)
    town.add("narrativesection_one", narrative.NarrativeSectionFactory, "body", plan=town.plan)
    town.add("plannote_one", narrative.PlanNoteFactory, "text", plan=town.plan)
    town.add("planpromise_one", narrative.PlanPromiseFactory, "title", plan=town.plan)
    town.add("event_one", make.EventFactory, "title", plan=town.plan, source=town.source)
    town.add("body_one", make.BodyFactory, "name", source=town.source)
    for name, kind in (("own", "department"), ("foreign", "operator"), ("monitor", "monitor"), ("rival", "monitor")):
        row = town.add(f"institution_{name}", make.InstitutionFactory, "name", slug=f"inst-{name}", kind=kind)
        setattr(town, name, row)


def add_promises(town, whose):
    """A commitment for which a service answers, its indicator, reading and amendment."""
    axis = town.axis if whose == "own" else town.draft_axis
    commitment = town.add(f"commitment_{whose}", make.CommitmentFactory, "title", "action", axis=axis, slug=whose)
    make.ResponsibilityFactory(commitment=commitment, institution=getattr(town, whose))
    indicator = town.add(f"indicator_{whose}", make.IndicatorFactory, "title", commitment=commitment)
    town.add(f"reading_{whose}", make.ReadingFactory, "note", indicator=indicator)
    town.add(f"amendment_{whose}", make.AmendmentFactory, "reason", "decision", commitment=commitment)
    setattr(town, f"commitment_{whose}", commitment)


def add_milestones(town):
    for name, commitment, institution in (
        ("own", town.commitment_own, town.own),
        ("shared", town.commitment_own, None),
        ("neighbour", town.commitment_own, town.foreign),
        ("foreign", town.commitment_foreign, town.foreign),
    ):
        row = town.add(
            f"milestone_{name}", make.MilestoneFactory, "title", commitment=commitment, institution=institution
        )
        setattr(town, f"milestone_{name}", row)


def add_declared(town):
    """Statements and updates of both services, in every state."""

    def state(name, subject, institution, state, **values):
        about = {"commitment": None, "milestone": subject} if isinstance(subject, models.Milestone) else {}
        about = about or {"commitment": subject}
        texts = ("summary", "obstacles", "next_steps")
        town.add(
            f"statement_{name}", make.StatementFactory, *texts, **about, institution=institution, state=state, **values
        )

    state("own_published", town.commitment_own, town.own, "published", dated_on=date(2025, 6, 30))
    state("own_draft", town.commitment_own, town.own, "draft")
    state("own_submitted", town.milestone_own, town.own, "submitted")
    state("foreign_published", town.commitment_foreign, town.foreign, "published")
    state("foreign_draft", town.commitment_foreign, town.foreign, "draft", dated_on=OF_ANOTHER)
    state("foreign_submitted", town.milestone_foreign, town.foreign, "submitted")
    state("neighbour_draft", town.commitment_own, town.foreign, "draft", dated_on=OF_ANOTHER)
    for whose, draft_on in (("own", date(2026, 2, 1)), ("foreign", OF_ANOTHER)):
        about = {"commitment": getattr(town, f"commitment_{whose}"), "institution": getattr(town, whose)}
        for row_state in ("draft", "submitted", "published"):
            dated_on = draft_on if row_state == "draft" else date(2026, 3, 1)
            name = f"progressupdate_{whose}_{row_state}"
            town.add(name, make.ProgressUpdateFactory, "title", "body", **about, state=row_state, dated_on=dated_on)


def add_assessed(town):
    values = {"commitment": town.commitment_own, "by_monitor": True}
    texts = ("summary", "obstacles", "next_steps")
    add = town.add
    add("statement_monitor_draft", make.StatementFactory, *texts, **values, state="draft", institution=town.monitor)
    add("statement_monitor_published", make.StatementFactory, *texts, **values, institution=town.monitor)
    rival = {"institution": town.rival, "dated_on": OF_ANOTHER}
    add("statement_rival_draft", make.StatementFactory, *texts, **values, state="draft", **rival)
    add("inceptionassessment_one", make.InceptionAssessmentFactory, "explanation", commitment=town.commitment_own)


def add_proof(town):
    """Evidence of what is there already, named after it; that of drafts is a file, the rest are links."""
    for parent in (
        *("statement_own_draft", "statement_own_published", "statement_foreign_draft", "statement_foreign_submitted"),
        *("statement_monitor_draft", "statement_monitor_published"),
        *("progressupdate_own_draft", "progressupdate_foreign_draft", "progressupdate_foreign_published"),
        *("reading_own", "reading_foreign", "milestone_own", "milestone_foreign"),
    ):
        row = town.rows[parent]
        field = {"progressupdate": "update"}.get(row._meta.model_name, row._meta.model_name)
        dated_on = OF_ANOTHER if parent.endswith("foreign_draft") else date(2025, 12, 31)
        name = f"evidence_of_{parent}"
        proof = proof_of(name) if parent.endswith("draft") else {"url": f"https://www.example.org/zq_{name}_qz"}
        about = {"statement": None} | {field: row}
        town.add(name, make.EvidenceFactory, "title", **about, dated_on=dated_on, **proof)


def proof_of(name):
    return {
        "url": "",
        "file": f"evidence/{name}",
        "filename": f"zq_{name}_qz.txt",
        "content_type": "text/plain",
        "size": 5,
        "sha256": name.ljust(64, "0"),
        "hidden": [],
    }


def add_reports(town):
    """The monitor's reports, one in each state, and one of another monitor; each with a finding and advice."""

    def report(name, year, author, **values):
        row = town.add(
            f"annualreport_{name}",
            make.AnnualReportFactory,
            "title",
            "summary",
            plan=town.plan,
            year=year,
            author=author,
        )
        make.FindingFactory(report=row, commitment=town.commitment_own, **mark(f"annualreport_{name}", "text"))
        town.add(
            f"recommendation_{name}",
            make.RecommendationFactory,
            "text",
            report=row,
            commitment=town.commitment_own,
            **values,
        )
        return row

    report("drafting", 2025, town.monitor)
    report("rival", 2001, town.rival)
    editions.finalise(report("final", 2024, town.monitor))
    published = report("published", 2023, town.monitor)
    answer = {"number": 77, "answer": "accepted", "answered_on": date(2024, 5, 1), "answer_reason_fr": "Oui"}
    town.add("recommendation_answered", make.RecommendationFactory, "text", report=published, **answer)
    editions.finalise(published)
    town.rows["edition_one"] = edition = editions.publish(published)
    town.rows["reportpdf_one"] = edition.pdfs.order_by("pk").first()
    edition.pdfs.exclude(pk=town.rows["reportpdf_one"].pk).delete()
    for name, year in (("revised", 2022), ("next", 2021)):
        further = report(name, year, town.monitor)
        editions.finalise(further)
        editions.publish(further)
        editions.revise(further)
    models.Recommendation.objects.filter(pk=town.rows["recommendation_next"].pk).update(number=78)
    editions.finalise(further)
    town.rows["recommendation_published"].refresh_from_db()
    for row in town.rows.values():
        row.refresh_from_db()
