from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.utils import translation
from django.utils.translation import gettext

from commitments.admin import progress
from commitments.models import Reading, Statement
from tests.commitments.admin.pages import address, errors_on, form_on, page_of, press, press_twice, pressing, sent
from tests.factories.commitments import (
    AffiliationFactory,
    CommitmentFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StaffFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db
NOT_OFFERED = "Sélectionnez un choix valide. %(level)s n’en fait pas partie."


def in_french(sentence):
    with translation.override("fr"):
        return gettext(sentence)


def do(client, row, verb, **said):
    return press(client, row, verb, follow=True, **said)


# --- statements -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_statement_is_entered_in_one_language_alone_and_published(staff, language):
    commitment = CommitmentFactory()
    values = {
        "commitment": commitment.pk,
        "side": "municipality",
        "level": "limited",
        "dated_on": "31/01/2026",
        f"summary_{language}": "1, 2, 3",
    }
    assert sent(staff, address("statement", "add"), "statement_form", **values).status_code == 302
    assert not Statement.objects.released().exists()
    do(staff, Statement.objects.get(), "publish")
    statement = Statement.objects.released().get()
    assert (statement.commitment, statement.dated_on) == (commitment, date(2026, 1, 31))
    assert statement.__dict__[f"summary_{language}"] == "1, 2, 3"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"commitment": ""}, "Name one commitment or one milestone."),
        ({"level": "no_evidence"}, None),  # the monitor's level, which is not offered to the municipality
    ],
)
def test_a_wrong_statement_is_refused_with_a_sentence(staff, wrong, sentence):
    values = {
        "commitment": CommitmentFactory().pk,
        "side": "municipality",
        "level": "limited",
        "dated_on": "31/01/2026",
        "summary_fr": "Fait",
    }
    answer = sent(staff, address("statement", "add"), "statement_form", **values | wrong)
    assert answer.status_code == 200
    assert errors_on(answer) == [in_french(sentence) if sentence else NOT_OFFERED % wrong]
    assert form_on(answer, "statement_form")["dated_on"] == "31/01/2026"
    assert not Statement.objects.exists()


def test_what_was_published_is_only_read_and_a_crafted_post_changes_nothing(staff):
    statement = StatementFactory(summary_es="")
    url = address("statement", "change", statement.pk)
    offered = form_on(staff.get(url), "statement_form")
    frozen = {
        "commitment": CommitmentFactory().pk,
        "milestone": MilestoneFactory().pk,
        "side": "monitor",
        "institution": InstitutionFactory().pk,
        "dated_on": "01/01/2020",
        "level": "complete",
        "state": "draft",
        "summary_ar": "محرف",
        "summary_fr": "Falsifié",
        "obstacles_fr": "Ajouté",
        "next_steps_es": "Añadido",
        "supersedes": StatementFactory().pk,
    }
    assert not set(frozen) & set(offered)
    before = Statement.objects.values().get(pk=statement.pk)
    answer = staff.post(url, offered | frozen)
    assert answer.status_code == 302
    assert Statement.objects.values().get(pk=statement.pk) == before


def test_a_missing_translation_is_filled_in_and_then_settled(staff):
    statement = StatementFactory(summary_es="")
    url = address("statement", "change", statement.pk)
    assert sent(staff, url, "statement_form", summary_es="Dos documentos").status_code == 302
    statement.refresh_from_db()
    assert statement.summary_es == "Dos documentos"
    assert "summary_es" not in form_on(staff.get(url), "statement_form")


def test_a_draft_may_change_in_everything(staff):
    draft = StatementFactory(draft=True)
    url = address("statement", "change", draft.pk)
    assert sent(staff, url, "statement_form", level="complete", summary_fr="Autre").status_code == 302
    draft.refresh_from_db()
    assert (draft.level, draft.summary_fr) == ("complete", "Autre")


def test_a_published_statement_is_corrected_by_a_new_one_that_knows_its_subject(of_monitor):
    statement = StatementFactory(by_monitor=True, institution=InstitutionFactory(kind="monitor"))
    monitor = of_monitor(statement.institution)
    page = monitor.get(address("statement", "change", statement.pk))
    link = page.context["correct_url"]
    assert link.replace("&", "&amp;") in page.text
    form = form_on(monitor.get(link), "statement_form")
    taken = {name: form[name] for name in ("supersedes", "commitment", "milestone", "side", "institution")}
    assert taken == {
        "supersedes": str(statement.pk),
        "commitment": str(statement.commitment_id),
        "milestone": "",
        "side": "monitor",
        "institution": str(statement.institution_id),
    }
    correction = {"level": "substantial", "dated_on": "02/02/2026", "summary_fr": "Corrigé"}
    assert sent(monitor, link, "statement_form", **correction).status_code == 302
    assert Statement.objects.get(supersedes=statement).level == "substantial"
    assert "correct_url" not in monitor.get(address("statement", "change", statement.pk)).context


def test_a_draft_needs_no_correction(staff):
    draft = StatementFactory(draft=True)
    assert "correct_url" not in staff.get(address("statement", "change", draft.pk)).context


def test_a_correction_of_another_side_is_refused_with_a_sentence(staff):
    statement = StatementFactory(by_monitor=True)
    values = {
        "supersedes": statement.pk,
        "commitment": statement.commitment_id,
        "side": "municipality",
        "level": "complete",
        "dated_on": "02/02/2026",
        "summary_fr": "Tout est fait",
    }
    answer = sent(staff, address("statement", "add"), "statement_form", **values)
    assert errors_on(answer) == [in_french("A correction comes from the same side and is about the same thing.")]


def test_a_published_statement_is_not_deleted_by_any_page(staff):
    statement = StatementFactory()
    assert staff.post(address("statement", "delete", statement.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [statement.pk], "post": "yes"}
    assert staff.post(address("statement"), chosen).status_code == 200
    assert Statement.objects.filter(pk=statement.pk).exists()


def test_a_draft_and_an_invented_row_may_be_deleted(staff):
    for statement in (StatementFactory(draft=True), StatementFactory(is_demo=True)):
        assert staff.post(address("statement", "delete", statement.pk), {"post": "yes"}).status_code == 302
    assert not Statement.objects.exists()


# --- readings -----------------------------------------------------------------------------------


def of_a_draft(**values):
    """Before its commitment is public, values are entered on the readings' own page."""
    return IndicatorFactory(commitment__is_published=False, **values)


def reading(value, indicator=None, dated_on="31/01/2026"):
    return {"indicator": (indicator or of_a_draft()).pk, "dated_on": dated_on, "value": value}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("7,5", "7.5"),
        ("1 234,5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("٧٫٥", "7.5"),
        ("١٢٣٤", "1234"),
        ("0,125", "0.125"),
    ],
)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_value_is_entered_as_people_write_it(staff, language, typed, value):
    url = address("reading", "add", language=language)
    dated_on = "2026-01-31" if language == "ar" else "31/01/2026"
    series = {"baseline": Decimal(1), "target": Decimal(2000)}
    data = reading(typed, indicator=of_a_draft(**series), dated_on=dated_on)
    assert sent(staff, url, "reading_form", **data).status_code == 302
    assert Reading.objects.get().value == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "said"), [("1.234", "1.234"), ("١٬٢٣٤,٥,٦", "1234,5"), ("beaucoup", "1234,5"), ("1,23456", "4")]
)
def test_an_unclear_value_is_refused_with_a_sentence_and_nothing_typed_is_lost(staff, typed, said):
    values = reading(typed) | {"note_fr": "Compté deux fois"}
    answer = sent(staff, address("reading", "add"), "reading_form", **values)
    assert answer.status_code == 200
    (sentence,) = errors_on(answer)
    assert said in sentence
    shown = form_on(answer, "reading_form")
    assert {name: shown[name] for name in values} == {name: str(value) for name, value in values.items()}
    assert not Reading.objects.exists()


def test_a_second_reading_of_a_day_is_refused_with_a_sentence(staff):
    first = ReadingFactory(indicator=of_a_draft(), dated_on=date(2026, 1, 31))
    answer = sent(staff, address("reading", "add"), "reading_form", **reading("8", first.indicator))
    assert errors_on(answer) == [in_french("There is already a reading for this date: correct it instead.")]


def test_values_are_entered_on_the_indicators_own_page_and_older_ones_only_read(staff):
    first = ReadingFactory(indicator=of_a_draft(), value=7)
    url = address("indicator", "change", first.indicator_id)
    form = form_on(staff.get(url), "indicator_form")
    assert not any(name.startswith("readings-0-value") for name in form)
    new = {"readings-TOTAL_FORMS": 2, "readings-1-dated_on": "31/01/2026", "readings-1-value": "٨٫٥"}
    crafted = {"readings-0-value": "99", "readings-0-dated_on": "01/01/2020"}
    assert sent(staff, url, "indicator_form", **new, **crafted).status_code == 302
    assert list(Reading.objects.values_list("value", flat=True)) == [7, Decimal("8.5")]


def test_a_reading_is_corrected_by_a_new_one_and_never_changed(staff):
    wrong = ReadingFactory(indicator=of_a_draft(), value=7)
    url = address("reading", "change", wrong.pk)
    staff.post(url, form_on(staff.get(url), "reading_form") | {"value": "99"})
    link = staff.get(url).context["correct_url"]
    form = form_on(staff.get(link), "reading_form")
    assert (form["indicator"], form["supersedes"]) == (str(wrong.indicator_id), str(wrong.pk))
    assert form["dated_on"] == "2025-12-31"
    assert sent(staff, link, "reading_form", value="6").status_code == 302
    wrong.refresh_from_db()
    assert (wrong.value, wrong.superseded_by.value) == (7, 6)


def test_a_value_of_what_is_public_comes_with_a_statement_and_from_no_form(staff):
    """Not an administrator's either: it would be public without anybody having published it."""
    public = ReadingFactory(value=7)
    answer = sent(staff, address("reading", "add"), "reading_form", **reading("8", public.indicator))
    assert errors_on(answer) == [in_french(progress.WITH_A_STATEMENT)]
    url = address("indicator", "change", public.indicator_id)
    new = {"readings-TOTAL_FORMS": 2, "readings-1-dated_on": "31/01/2026", "readings-1-value": "8"}
    sent(staff, url, "indicator_form", **new)
    own = staff.get(address("reading", "change", public.pk)).context
    assert (own["has_change_permission"], "correct_url" in own) == (False, False)
    for page in (url, address("indicator", "add")):
        assert [one.has_add_permission for one in staff.get(page).context["inline_admin_formsets"]] == [False]
    assert list(Reading.objects.values_list("value", flat=True)) == [7]


def test_an_indicator_with_readings_is_not_deleted(staff):
    indicator = ReadingFactory().indicator
    page = staff.post(address("indicator", "delete", indicator.pk), {"post": "yes"})
    assert page.status_code in {200, 403}
    assert Reading.objects.exists()


def test_a_target_in_the_wrong_direction_is_refused_with_a_sentence(staff):
    indicator = IndicatorFactory(commitment__draft=True)
    answer = sent(staff, address("indicator", "change", indicator.pk), "indicator_form", target="1,5")
    assert errors_on(answer) == [in_french("The target must lie in the stated direction from the baseline.")]


# --- drafted, submitted, returned, published ----------------------------------------------------


@pytest.mark.parametrize("made_by", [StatementFactory, ProgressUpdateFactory])
def test_a_draft_is_submitted_returned_with_a_reason_and_published(staff, made_by):
    row = made_by(draft=True)
    do(staff, row, "submit")
    row.refresh_from_db()
    assert row.state == "submitted"
    page = do(staff, row, "send_back", reason="Joignez le procès-verbal")
    row.refresh_from_db()
    assert (row.state, row.return_reason) == ("returned", "Joignez le procès-verbal")
    assert "Joignez le procès-verbal" in page.text
    do(staff, row, "submit")
    do(staff, row, "publish")
    row.refresh_from_db()
    assert (row.state, row.return_reason, row.is_published) == ("published", "", True)


def test_nothing_is_returned_without_a_reason(staff):
    statement = StatementFactory(submitted=True)
    page = do(staff, statement, "send_back", reason=" ")
    statement.refresh_from_db()
    assert statement.state == "submitted"
    assert in_french("Say what is to be changed.") in page.text


def test_a_statement_without_words_is_not_published_and_says_why(staff):
    statement = StatementFactory(draft=True, summary_ar="", summary_fr="", summary_es="")
    page = do(staff, statement, "publish")
    statement.refresh_from_db()
    assert statement.state == "draft"
    assert in_french("Say what was done or found in at least one language before publishing.") in page.text


@pytest.mark.parametrize("verb", ["delete", "locked", "record_readings", "__class__"])
def test_only_known_verbs_are_carried_out(staff, verb):
    statement = StatementFactory(draft=True)
    do(staff, statement, verb)
    statement.refresh_from_db()
    assert statement.state == "draft"


# --- two people, one row ------------------------------------------------------------------------


def test_the_second_who_saves_is_shown_both_texts_and_may_then_keep_their_own(staff):
    draft = StatementFactory(draft=True, summary_fr="Au début")
    url = address("statement", "change", draft.pk)
    mine = form_on(staff.get(url), "statement_form") | {"summary_fr": "Mon texte"}
    Statement.objects.filter(pk=draft.pk).update(summary_fr="Leur texte", level="complete")
    refused = staff.post(url, mine)
    assert refused.status_code == 200
    said = " ".join(errors_on(refused))
    assert "Leur texte" in said
    again = form_on(refused, "statement_form")
    assert again["summary_fr"] == "Mon texte"
    draft.refresh_from_db()
    assert draft.summary_fr == "Leur texte"
    assert staff.post(url, again).status_code == 302
    draft.refresh_from_db()
    assert draft.summary_fr == "Mon texte"


def test_a_row_deleted_meanwhile_is_said_to_be_gone(staff):
    draft = StatementFactory(draft=True)
    url = address("statement", "change", draft.pk)
    mine = form_on(staff.get(url), "statement_form") | {"summary_fr": "Mon texte"}
    draft.delete()
    assert staff.post(url, mine).status_code == 302
    assert not Statement.objects.exists()


def test_a_text_that_was_changed_after_it_was_read_is_not_published_unread(staff):
    statement = StatementFactory(submitted=True)
    page = staff.get(address("statement", "change", statement.pk))
    read = page.context["row_version"]
    assert f'name="_read" value="{read}"' in page.text
    Statement.objects.filter(pk=statement.pk).update(summary_fr="Jamais lu")
    pressed = pressing(page, statement, "publish")
    answer = staff.post(page_of(statement), pressed)
    statement.refresh_from_db()
    assert statement.state == "submitted"
    assert "Jamais lu" in " ".join(errors_on(answer))
    press_twice(staff, page_of(statement), pressing(answer, statement, "publish"))
    statement.refresh_from_db()
    assert statement.state == "published"


def test_saving_twice_in_a_row_is_no_conflict(staff):
    draft = StatementFactory(draft=True)
    url = address("statement", "change", draft.pk)
    for text in ("Un", "Deux"):
        assert sent(staff, url, "statement_form", summary_fr=text).status_code == 302
    draft.refresh_from_db()
    assert draft.summary_fr == "Deux"


# --- former drafts are for the side that wrote them ------------------------------------------------


def test_the_monitor_does_not_read_what_the_municipality_wrote_before_publishing(client, staff):
    draft = StatementFactory(draft=True, summary_fr="BROUILLON-SECRET")
    Statement.objects.filter(pk=draft.pk).update(summary_fr="Publié")
    do(staff, draft, "publish")
    history = address("statement", "history", draft.pk)
    assert "BROUILLON-SECRET" in staff.get(history).text
    monitor = AffiliationFactory(institution__kind="monitor").user
    monitor.groups.add(Group.objects.get(name="monitor"))
    client.force_login(monitor)
    page = client.get(address("statement", "change", draft.pk))
    assert page.status_code == 200
    assert history not in page.text
    assert client.get(history).status_code == 403


def test_the_municipality_does_not_read_what_the_monitor_wrote_before_publishing(client, staff):
    draft = StatementFactory(by_monitor=True, draft=True, summary_fr="BROUILLON-SECRET")
    Statement.objects.filter(pk=draft.pk).update(summary_fr="Publié", state="published")
    publisher = StaffFactory()
    publisher.groups.add(Group.objects.get(name="publisher"))
    for reader in (publisher, User.objects.get(username="chief")):
        client.force_login(reader)
        assert client.get(address("statement", "change", draft.pk)).status_code == 200
        assert client.get(address("statement", "history", draft.pk)).status_code == 403
