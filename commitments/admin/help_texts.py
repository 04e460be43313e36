"""What each field of the admin means, said beside it. A test finds the field that says nothing."""

from django.utils.translation import gettext_lazy as _

SLUG = _("Part of the public address, in Latin letters; it never changes once published.")
SOURCE = _("Where the text was found, so that every figure can be asked “says who?”.")
TITLE = _("Short and plain, as citizens will read it. One language is enough to save.")
NUMBER = _("As in the published text; it gives the order.")
POSITION = _("Its place in the list, from 1.")
NAME = _("As the municipality writes it officially. One language is enough to save.")
PLAN = _("The plan it belongs to.")
SUBJECT_COMMITMENT = _("The commitment as a whole; leave empty when it is about one milestone.")
SUBJECT_MILESTONE = _("Only when it is about one milestone and not the whole commitment.")

OF_ANOTHER = _("The institution that it names.")

SHARED = {"slug": SLUG, "source": SOURCE, "title": TITLE, "number": NUMBER, "position": POSITION, "plan": PLAN}

HELP = {
    "actionplan": {
        "kind": _("OGP plan, communal action plan or openness programme. One of each kind is current."),
        "starts_on": _("First day of the plan, as published."),
        "ends_on": _("Last day of the plan, as published."),
        "reporting_ends_on": _("Until when progress is still reported; later than the plan's end."),
        "submitted_on": _("The day the plan was handed to the Open Government Partnership."),
        "source_note": _("What a reader must know about the source, for example that versions differ."),
        "participants_stated": _("The total that the plan states, even if its parts add up to another number."),
        "groups_stated": _("How many organisations took part, as the plan states it."),
        "public_meetings_stated": _("How many public meetings were held, as the plan states it."),
        "lead_institutions": _("Who leads the plan at the municipality."),
    },
    "axis": {"summary": _("One paragraph: what the axis is about.")},
    "commitment": {
        "axis": _("The axis of the plan under which it is published."),
        "problem": _("Which problem of citizens it answers, in the plan's own words."),
        "status_quo": _("How things stood before the commitment."),
        "action": _("What will be done, in the plan's own words."),
        "contribution": _("How the action helps to solve the problem."),
        "starts_on": _("First day of the first month. Once known, it is moved by an amendment only."),
        "ends_on": _("Last day of the last month. Once known, it is moved by an amendment only."),
        "title_source": _("Where the title was found, if elsewhere than the details."),
        "carried_over_from": _("The commitment of a former plan that this one continues."),
        "themes": _("Subjects by which citizens search, for example budget or youth."),
        "ogp_values": _("Transparency, participation, accountability, technology for openness."),
        "policy_areas": _("As OGP’s page of the commitment gives them; empty when it gives none."),
        "sectors": _("As OGP’s page of the commitment gives them; empty when it gives none."),
        "institutions": _("Who answers for the commitment."),
    },
    "responsibility": {
        "commitment": _("The commitment it answers for."),
        "institution": _("Its focal points enter the progress."),
        "role": _("One or more lead; the others support."),
    },
    "milestone": {
        "commitment": _("The commitment of which this is a step."),
        "expected_output": _("What will exist when it is reached, so that anybody can check."),
        "institution": _("Who answers for it; empty: whoever leads the commitment."),
        "due_on": _("Promised for this day. Once known, it is moved by an amendment only."),
    },
    "amendment": {
        "reason": _("Why the promise was changed; the public reads it."),
        "decision": _("The body and the date, for example: deliberation of the council, session of October 2025."),
    },
    "narrativesection": {
        "question": _("The question of OGP's form that the text answers."),
        "body": _("The plan's own words; headings and lists in Markdown."),
    },
    "plannote": {
        "topic": _("What the note is about."),
        "text": _("What the published texts contradict or leave open; shown as it is, never resolved."),
    },
    "planpromise": {
        "slug": _("The name of the entry in calendars, in Latin letters; it never changes."),
        "question": _("The section of the plan that promises it; the calendar leads there."),
        "title": _("What is promised, short. The calendar shows it without a date, because the plan gives none."),
    },
    "cocreationfigure": {
        "category": _("As the plan names it."),
        "count": _("As the plan states it."),
        "unit": _("What is counted."),
    },
    "endorsement": {
        "person": _("The name exactly as the plan gives it; never translated."),
        "role": _("The function exactly as the plan gives it."),
        "organisation": _("The organisation exactly as the plan gives it."),
        "language": _("The language in which the names are written: ar, fr or es."),
        "own_name": _("The organisation’s own name, where a source gives it; never translated."),
        "own_name_source": _("Where the own name was found."),
    },
    "planattachment": {
        "title": _("As the plan names the document."),
        "as_given": _("The page’s own words, where this portal reads them in another way."),
        "language": _("The language of those words: ar, fr or es."),
        "url": _("Where it can be read; empty: the page says that it is not available to us."),
    },
    "indicator": {
        "commitment": _("The commitment whose effect it measures."),
        "kind": _("Result: what was produced. Impact: what changed for citizens."),
        "unit": _("What one stands for, for example documents, days, per cent."),
        "definition": _("What is counted, how, and what is left out, so that another person finds the same value."),
        "data_source": _("The register or the software from which the value is read."),
        "direction": _("Whether a higher or a lower value is better."),
        "frequency": _("How often a value is expected."),
        "baseline": _("The value before the commitment."),
        "baseline_on": _("The day of that value."),
        "target": _("The value that was promised."),
        "target_on": _("The day by which it was promised."),
    },
    "reading": {
        "indicator": _("What was measured."),
        "dated_on": _("The day that the value describes."),
        "value": _("As 1234,5. It is public at once and never changed: a wrong value is corrected by a new one."),
        "note": _("What a reader must know about this value, for example a change of method."),
        "supersedes": _("The wrong value that this one corrects; both stay visible."),
    },
    "proposedreading": {
        "statement": _("The statement with which the value becomes public."),
        "indicator": _("What was measured."),
        "value": _("As 1234,5; of the statement's date. Public together with the statement."),
        "note": _("What a reader must know about this value, for example a change of method."),
    },
    "statement": {
        "commitment": SUBJECT_COMMITMENT,
        "milestone": SUBJECT_MILESTONE,
        "side": _("Who speaks. Nobody writes in the other's name."),
        "institution": _("The institution in whose name it is said."),
        "dated_on": _("The day that this describes; usually today."),
        "level": _("OGP's scale. Only the monitor may say that no evidence is available."),
        "summary": _("Facts that anybody can check: what, how many, when. Citizens read this."),
        "obstacles": _("What slows it down; empty when nothing does."),
        "next_steps": _("What comes, and when."),
        "supersedes": _("The published statement that this one corrects; both stay visible."),
    },
    "progressupdate": {
        "commitment": _("The commitment it is news of."),
        "dated_on": _("The day it happened."),
        "body": _("A few sentences; Markdown for lists and links."),
    },
    "evidence": {
        "statement": _("Evidence proves exactly one thing: a statement,"),
        "reading": _("or a value,"),
        "milestone": _("or a milestone,"),
        "update": _("or a piece of news."),
        "title": _("What it is, for example “Minutes of the workshop of 12 May”."),
        "dated_on": _("The date on the document, or the day of the photo."),
        "url": _("A public page, in place of a file."),
        "answered_on": _("The day you saw that the link works."),
        "file": _("PDF, Word, Excel or a photo, up to 10 MB. Black out personal data before."),
    },
    "inceptionassessment": {
        "commitment": _("One assessment a commitment."),
        "verifiable": _("Whether its wording lets anybody check if it was kept."),
        "relevant": _("Whether it serves transparency, participation or accountability."),
        "kind": _("Whether it begins something or continues it."),
        "depth": _("How much would change if it were kept."),
        "explanation": _("Why, in a few sentences."),
        "assessed_on": _("The day of the assessment."),
    },
    "annualreport": {
        "year": _("The year that the report is about; part of its address."),
        "covers_from": _("First day that the report looks at."),
        "covers_to": _("Last day that the report looks at; figures are those of this day."),
        "author": _("The independent monitor."),
        "summary": _("What a councillor must know, on one page."),
        "context": _("What shaped the year: elections, budget, decisions."),
        "method": _("How evidence was gathered and judged, and what could not be seen."),
        "conclusion": _("What follows from the findings."),
    },
    "finding": {
        "report": _("The report it stands in."),
        "commitment": _("The commitment it is about; one finding each."),
        "level": _("The monitor's own judgement at the end of the period."),
        "text": _("What was found, with what evidence."),
    },
    "recommendation": {
        "report": _("The report it stands in."),
        "commitment": _("The commitment it is about; empty: all of the plan."),
        "text": _("What should be done, by whom. The monitor's words."),
        "answer": _("The municipality's answer, in its own labelled box."),
        "answer_reason": _("Why it is accepted, accepted in part or rejected."),
        "answered_on": _("The day of the answer."),
        "due_on": _("When it will be done; only of what is accepted."),
    },
    "institution": {
        "kind": _("Department, body, council, delegated operator, association, or the independent monitor."),
        "name": NAME,
    },
    "institutionalias": {
        "institution": OF_ANOTHER,
        "name": _("Exactly as the text has it; never translated."),
        "language": _("The language of that text: ar, fr or es."),
    },
    "source": {
        "code": _("A short identifier in Latin letters, used when data are loaded."),
        "title": _("As the publication calls itself."),
        "url": _("Where it can be read."),
        "trust": _("How far it can be relied upon; shown beside what rests on it."),
    },
    "theme": {"name": _("One or two words.")},
    "ogpvalue": {"name": _("As OGP names it.")},
    "policyarea": {"name": _("As OGP names it.")},
    "sector": {"name": _("As OGP names it.")},
    "event": {
        "starts_on": _("Of a month alone, its first day."),
        "ends_on": _("Only when it lasted several days in a row."),
        "is_month": _("The source gives the month alone; the page shows no day."),
        "text": _("What the source says beyond the title, in your own words."),
    },
    "body": {
        "name": NAME,
        "institution": _("Where the body is one of the institutions of the plan."),
        "mandate": _("What it decides, advises or watches, in two or three sentences."),
        "composition": _("Persons only by their public function."),
        "ties": _("Work done together with those whom the body is to judge."),
        "ties_source": _("Where the ties were found."),
    },
}


def help_text(model_name, field_name):
    """The sentence for a field of a model, "" when there is none."""
    return HELP.get(model_name, {}).get(field_name) or SHARED.get(field_name, "")
