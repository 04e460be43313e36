"""How each rule of the database is broken through a record form, one way for each rule.

Unique rules and rules about choices are broken by the walk itself. A rule that stands neither here nor in `ELSEWHERE`,
and whose fields some form offers, fails the walk.
"""

NO_TITLE = {f"title_{code}": "" for code in ("ar", "fr", "es")}
NO_NAME = {f"name_{code}": "" for code in ("ar", "fr", "es")}


def none(field):
    return {f"{field}_{code}": "" for code in ("ar", "fr", "es")}


# {rule: what is typed into the form of a row that was whole}; of a row inside another, with the prefix of its rows.
CHECKS = {
    "synonym_means_something": {"means": ""},
    "event_days_in_order": {"ends_on": "2001-01-01"},
    "event_has_a_title": NO_TITLE,
    "event_month_is_its_first_day": {"is_month": "on", "starts_on": "2022-10-13"},
    "body_has_a_name": NO_NAME,
    "plan_dates_in_order": {"ends_on": "2001-01-01"},
    "plan_has_a_title": NO_TITLE,
    "plan_reporting_ends_after_plan": {"reporting_ends_on": "2001-01-01"},
    "axis_has_a_title": NO_TITLE,
    "section_has_a_text": none("body"),
    "note_has_a_text": none("text"),
    "promise_has_a_title": NO_TITLE,
    "commitment_dates_in_order": {"ends_on": "2001-01-01"},
    "commitment_has_a_title": NO_TITLE,
    "commitment_sdgs_between_1_and_17": {"sdgs": "18"},
    "milestone_has_a_title": NO_TITLE,
    "indicator_has_a_title": NO_TITLE,
    "indicator_target_after_baseline": {"target_on": "2001-01-01"},
    "indicator_target_has_a_unit": none("unit"),
    "indicator_target_in_its_direction": {"target": "1"},
    "statement_about_exactly_one_thing": {"commitment": ""},
    "update_has_a_title": NO_TITLE,
    "report_period_in_order": {"covers_to": "2001-01-01"},
    "report_has_a_title": NO_TITLE,
    "recommendation_has_a_text": none("text"),
    "answer_is_dated_and_explained": {"answer": "accepted", "answered_on": ""},
    "institution_has_a_name": NO_NAME,
    "source_has_a_title": NO_TITLE,
    "theme_has_a_name": NO_NAME,
    "ogpvalue_has_a_name": NO_NAME,
    "policyarea_has_a_name": NO_NAME,
    "sector_has_a_name": NO_NAME,
    "evidence_about_exactly_one_thing": {"statement": ""},
    "evidence_file_or_link": {"url": ""},
    "evidence_has_a_title": NO_TITLE,
    "fiscal_year_is_a_year": {"year": "26"},
    "fiscal_year_population_has_a_source": {"population_source": ""},
    "document_type_due_near_its_year": {"due_year_offset": "9"},
    "document_type_due_whole_or_not": {"due_month": "", "due_day": "5"},
    "document_type_has_a_name": NO_NAME,
    "publication_date_not_expected_is_explained": {"is_expected": None, **none("note")},
    "budget_document_has_a_title": NO_TITLE,
    "budget_document_session_whole_or_not": {"session_on": ""},
    "budget_document_visa_decided_on_a_date": {"visa": "granted", "visa_on": ""},
    "budget_document_votes_of_a_session": {"votes_for": "", "votes_against": "3"},
    "stated_figure_has_a_source": none("source_title"),
    "stated_figure_whole_or_explained": {"amount": "", **none("note")},
    "column_mapping_headings_are_near_the_top": {"heading_row": "99"},
    "holiday_has_a_name": NO_NAME,
    "term_confirmed_by_somebody_on_a_day": {"confirmed_by": "Greffe", "confirmed_on": ""},
    "term_has_a_length": {"amount": "0"},
    "term_page_was_read_on_a_day": {"stated_at": "https://www.example.org/loi", "checked_on": ""},
    "refusal_ground_has_a_name": NO_NAME,
    "category_has_a_name": NO_NAME,
    "district_has_a_name": NO_NAME,
    "otherbody_has_a_name": NO_NAME,
    "answer_template_has_a_text": none("text"),
}
# Of rows that stand only inside another: {rule: (kind of the other, their kind, what is typed over the first of them)}.
INSIDE = {
    "figure_has_a_category": ("commitments.actionplan", "commitments.cocreationfigure", none("category")),
    "attachment_has_a_title": ("commitments.actionplan", "commitments.planattachment", NO_TITLE),
    "finding_has_a_text": ("commitments.annualreport", "commitments.finding", none("text")),
}
# What else two rows must have in common before only one of them may have the rest.
ALIKE = {"commitment_number_once_in_plan": {"axis": None}}
ELSEWHERE = {
    "one_current_plan_of_a_kind": "a test of its own: a verb makes a plan the current one",
    "one_public_report_a_year": "publishing asks; in the form the year of a report that is being written is free",
    "one_open_statement_of_an_institution_on_a_commitment": "a test of its own: its institution is the writer's",
    "one_open_statement_of_an_institution_on_a_milestone": "as on a commitment",
    "amendment_has_a_reason": "only a translation that is missing is offered",
    "published_statement_says_something": "publishing asks; the form offers the texts of a draft",
    "report_says_its_independence": "declaring it final asks; the form offers the texts of a draft",
    "commitment_ogp_id_null_rather_than_empty": "an empty field is saved as none: Django's own rule for such columns",
    "answer_is_known": "a choice, which the walk breaks where it is offered",
    "no_evidence_is_said_by_the_monitor_only": "the level is offered to the monitor alone",
    "statement_does_not_supersede_itself": "the row itself is no choice of its form",
    "reading_does_not_supersede_itself": "what it corrects is chosen when it is added, and never again",
    "statement_done_on_of_a_milestone": "the form for it asks for milestones alone",
    "evidence_file_is_described": "the file's facts are read from the file",
    "stated_figure_invented_iff_demonstration": "an invented figure is marked by the demonstration alone",
}
