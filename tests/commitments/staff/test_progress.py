from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commitments.models import Evidence, KeptFile, Reading, Statement
from tests.commitments.admin.pages import form_on
from tests.commitments.staff.progress_page import address, filled
from tests.factories.commitments import (
    EvidenceFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    ResponsibilityFactory,
    StatementFactory,
)
from tests.factories.files import a_pdf, a_picture

pytestmark = pytest.mark.django_db


def send(client, subject, language="fr", **changes):
    url = address(subject, language)
    return client.post(url, filled(client.get(url), **changes))


def entered(response):
    return form_on(response, "progress_form")


# --- the minute ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "نظمنا ورشتين"), ("fr", "Deux ateliers"), ("es", "Dos talleres")]
)
def test_statement_values_and_evidence_are_entered_together_in_one_language(focal, commitment, service, language, text):
    indicator = IndicatorFactory(commitment=commitment)
    answer = send(
        focal,
        commitment,
        language,
        summary=text,
        submit="",
        **{
            f"value_{indicator.pk}": "٨٫٥",
            "evidence-0-file": SimpleUploadedFile("محضر الورشة.pdf", a_pdf()),
            "evidence-1-url": "https://www.example.org/photos",
        },
    )
    assert answer.status_code == 302
    statement = Statement.objects.get()
    assert (statement.state, statement.side, statement.institution) == ("submitted", "municipality", service)
    assert getattr(statement, f"summary_{language}") == text
    assert statement.proposed_readings.get().value == Decimal("8.5")
    titles = {getattr(row, f"title_{language}") for row in statement.evidence.all()}
    assert titles == {"محضر الورشة", "www.example.org/photos"}
    assert not Reading.objects.exists()
    assert not Evidence.objects.public().exists()


def test_a_draft_is_continued_where_it_was_left(focal, commitment):
    indicator = IndicatorFactory(commitment=commitment)
    send(focal, commitment, draft="", **{f"value_{indicator.pk}": "8,5", "evidence-0-url": "https://www.example.org/a"})
    page = focal.get(address(commitment))
    again = entered(page)
    assert (again["level"], again["summary"], again[f"value_{indicator.pk}"]) == ("limited", "Deux ateliers", "8.5")
    assert "www.example.org/a" in page.text
    send(focal, commitment, submit="", summary="Trois ateliers")
    statement = Statement.objects.get()
    assert (statement.summary_fr, statement.state) == ("Trois ateliers", "submitted")
    assert statement.evidence.count() == 1


def test_a_second_language_leaves_the_first_as_it_was(focal, commitment):
    send(focal, commitment, draft="")
    url = address(commitment)
    arabic = filled(focal.get(url), draft="", summary="ورشتان") | {"language": "ar"}
    assert focal.post(url, arabic).status_code == 302
    statement = Statement.objects.get()
    assert (statement.summary_fr, statement.summary_ar) == ("Deux ateliers", "ورشتان")


@pytest.mark.parametrize(("language", "text"), [("fr", "نظمنا ورشتين"), ("ar", "Deux ateliers pour 40 personnes")])
def test_a_text_in_another_script_than_its_language_is_asked_about(focal, commitment, language, text):
    url = address(commitment)
    refused = focal.post(url, filled(focal.get(url), submit="", summary=text) | {"language": language})
    assert refused.status_code == 400
    assert "language" in refused.context["form"].errors


def test_a_milestone_says_when_it_was_reached(focal, commitment, service):
    milestone = MilestoneFactory(commitment=commitment, institution=service)
    send(focal, milestone, submit="", done_on="2026-05-12")
    assert Statement.objects.get().done_on == date(2026, 5, 12)
    milestone.refresh_from_db()
    assert milestone.done_on is None


def test_the_previous_statement_and_the_last_value_stand_beside(focal, commitment):
    indicator = IndicatorFactory(commitment=commitment)
    wrong = ReadingFactory(indicator=indicator, value=99)
    ReadingFactory(indicator=indicator, value=7, supersedes=wrong)
    StatementFactory(commitment=commitment, summary_fr="Un document publié")
    StatementFactory(commitment=commitment, by_monitor=True, draft=True, summary_fr="SECRET-DU-SUIVI")
    page = focal.get(address(commitment))
    assert "Un document publié" in page.text
    assert "SECRET-DU-SUIVI" not in page.text
    assert [last.value for _indicator, _field, last in page.context["values"]] == [7]


def test_the_number_of_queries_does_not_grow_with_what_is_there(focal, commitment, django_assert_max_num_queries):
    def more():
        indicator = IndicatorFactory(commitment=commitment)
        ReadingFactory(indicator=indicator)
        StatementFactory(commitment=commitment)

    more()
    focal.get(address(commitment))
    with django_assert_max_num_queries(100) as for_one:
        focal.get(address(commitment))
    more()
    more()
    with django_assert_max_num_queries(len(for_one)):
        focal.get(address(commitment))


# --- nothing is lost ------------------------------------------------------------------


def test_after_an_error_everything_is_still_there_files_included(focal, commitment):
    indicator = IndicatorFactory(commitment=commitment)
    photo = SimpleUploadedFile("atelier.jpg", a_picture(), "image/jpeg")
    refused = send(
        focal,
        commitment,
        summary="Deux ateliers",
        level="",
        submit="",
        obstacles="Le budget",
        **{f"value_{indicator.pk}": "beaucoup", "evidence-0-file": photo},
    )
    assert refused.status_code == 400
    shown = entered(refused)
    assert (shown["summary"], shown["obstacles"], shown[f"value_{indicator.pk}"]) == (
        "Deux ateliers",
        "Le budget",
        "beaucoup",
    )
    assert "atelier.jpg" in refused.text
    assert not Statement.objects.exists()
    good = shown | {
        "level": "limited",
        f"value_{indicator.pk}": "9",
        "evidence-0-alternative_text": "Une salle pleine",
        "submit": "",
    }
    assert focal.post(address(commitment), good).status_code == 302
    proof = Statement.objects.get().evidence.get()
    assert (proof.filename, proof.alternative_text_fr) == ("atelier.jpg", "Une salle pleine")
    assert proof.file.storage.exists(proof.file.name)
    assert not KeptFile.objects.exists()


def test_a_photo_needs_words_for_those_who_cannot_see_it(focal, commitment):
    photo = SimpleUploadedFile("atelier.jpg", a_picture(), "image/jpeg")
    refused = send(focal, commitment, submit="", **{"evidence-0-file": photo})
    assert refused.status_code == 400
    assert refused.context["entries"].forms[0].errors.as_data()["alternative_text"][0].code == "no_description"


def test_a_hostile_file_is_refused_beside_a_good_one_which_is_kept(focal, commitment):
    files = {
        "evidence-0-file": SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script>"),
        "evidence-1-file": SimpleUploadedFile("b.pdf", a_pdf()),
    }
    refused = send(focal, commitment, submit="", **files)
    assert refused.status_code == 400
    assert KeptFile.objects.get().filename == "b.pdf"
    assert not Statement.objects.exists()


def test_a_kept_file_of_somebody_else_is_not_taken(focal, commitment, person):
    theirs = KeptFile.objects.create(
        user=person("focal_point"),
        purpose=f"commitment:{commitment.pk}",
        file="evidence/secret",
        filename="secret.pdf",
        content_type="application/pdf",
        size=1,
        sha256="a" * 64,
    )
    refused = send(focal, commitment, submit="", **{"evidence-0-kept": str(theirs.key)})
    assert refused.status_code == 400
    assert "secret.pdf" not in refused.text
    assert KeptFile.objects.filter(pk=theirs.pk).exists()


def test_the_same_file_twice_is_told_and_allowed(focal, commitment, service):
    content = a_pdf()
    send(focal, commitment, submit="", **{"evidence-0-file": SimpleUploadedFile("pv.pdf", content)})
    other = ResponsibilityFactory(institution=service).commitment
    url = address(other)
    sent = filled(focal.get(url), submit="", **{"evidence-0-file": SimpleUploadedFile("copie.pdf", content)})
    page = focal.post(url, sent, follow=True)
    assert "copie.pdf" in page.text
    assert Evidence.objects.count() == 2


def test_evidence_of_a_draft_is_taken_away_again(focal, commitment):
    send(focal, commitment, draft="", **{"evidence-0-url": "https://www.example.org/a"})
    foreign = EvidenceFactory(statement=StatementFactory(draft=True))
    send(focal, commitment, draft="", remove=[Evidence.objects.first().pk, foreign.pk, "x"])
    assert not Statement.objects.get(institution__slug="service").evidence.exists()
    assert Evidence.objects.filter(pk=foreign.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"level": "no_evidence"}, "level"),
        ({"level": "63 %"}, "level"),
        ({"dated_on": "hier"}, "dated_on"),
        ({"summary": ""}, "summary"),
        ({"summary": "x" * 5001}, "summary"),
        ({"language": "en"}, "language"),
    ],
)
def test_a_wrong_entry_is_refused_beside_its_field(focal, commitment, wrong, field):
    url = address(commitment)
    refused = focal.post(url, filled(focal.get(url), submit="") | wrong)
    assert refused.status_code == 400
    assert field in refused.context["form"].errors
    assert not Statement.objects.exists()


def test_a_day_that_has_not_come_is_refused(focal, commitment):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert send(focal, commitment, submit="", dated_on=tomorrow.isoformat()).status_code == 400


def test_a_draft_may_be_without_words(focal, commitment):
    assert send(focal, commitment, draft="", summary="").status_code == 302
    assert Statement.objects.get().state == "draft"


# --- two people, twice ----------------------------------------------------------------


def test_sending_the_same_form_twice_makes_one_statement(focal, commitment):
    form = filled(focal.get(address(commitment)), submit="")
    for _ in range(2):
        assert focal.post(address(commitment), form).status_code == 302
    assert Statement.objects.count() == 1


def test_the_second_of_two_people_is_shown_both_texts_and_loses_nothing(focal, commitment):
    mine = filled(focal.get(address(commitment)), submit="", summary="Mon texte")
    send(focal, commitment, draft="", summary="Leur texte", level="complete")
    refused = focal.post(address(commitment), mine)
    assert refused.status_code == 400
    assert "Leur texte" in refused.text
    again = entered(refused)
    assert again["summary"] == "Mon texte"
    assert focal.post(address(commitment), again | {"submit": ""}).status_code == 302
    assert Statement.objects.get().summary_fr == "Mon texte"


def test_what_was_published_meanwhile_is_not_changed_but_followed_by_a_new_statement(focal, commitment):
    send(focal, commitment, submit="")
    mine = filled(focal.get(address(commitment)), submit="", summary="Suite")
    Statement.objects.update(state="published")
    focal.post(address(commitment), mine)
    published = Statement.objects.released().get()
    assert published.summary_fr == "Deux ateliers"


# --- who may ---------------------------------------------------------------------------


def test_a_focal_point_of_another_service_does_not_find_the_page(client, person, commitment):
    client.force_login(person("focal_point", InstitutionFactory()))
    assert client.get(address(commitment)).status_code == 404
    assert client.post(address(commitment), {"level": "complete", "summary": "x", "submit": ""}).status_code == 404
    assert not Statement.objects.exists()


@pytest.mark.parametrize("role", ["technical_team", "publisher", "translator", "monitor"])
def test_no_other_role_declares_for_a_service(client, person, commitment, role):
    institution = InstitutionFactory(kind="monitor") if role == "monitor" else InstitutionFactory()
    client.force_login(person(role, institution))
    assert client.get(address(commitment)).status_code in {403, 404}
    assert client.post(address(commitment), {"level": "complete", "summary": "x", "submit": ""}).status_code in {
        403,
        404,
    }
    assert not Statement.objects.exists()


def test_a_focal_point_does_not_publish(focal, commitment):
    page = focal.get(address(commitment))
    assert 'name="publish"' not in page.text
    assert send(focal, commitment, publish="").status_code == 403
    assert not Statement.objects.exists()


def test_another_institution_cannot_be_chosen_by_hand(focal, commitment):
    other = ResponsibilityFactory(commitment=commitment).institution
    send(focal, commitment, submit="", institution=str(other.pk))
    assert Statement.objects.get().institution.slug == "service"


@pytest.mark.parametrize("path", ["progress/axis/1/", "progress/commitment/999999/", "progress/commitment/0/"])
def test_an_unknown_subject_is_not_found(focal, path):
    assert focal.get(f"/fr/admin/{path}").status_code == 404


def test_nobody_enters_without_signing_in(client, commitment):
    assert client.get(address(commitment)).status_code == 302
