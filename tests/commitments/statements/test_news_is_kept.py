"""Published news stays as it was checked, whoever would have it otherwise; what was wrong is withdrawn and says why."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from commitments.models import Commitment, Evidence, ProgressUpdate
from commitments.standing.dossier import dossiers_of
from commitments.statements import publication
from tests.commitments.admin.pages import press
from tests.factories.commitments import EvidenceFactory, ProgressUpdateFactory
from tests.factories.people import publisher
from tests.refusals import refused

pytestmark = pytest.mark.django_db
REASONS = {"ar": "خبر خاطئ.", "fr": "La date était fausse.", "es": "La fecha era falsa."}


def dossier():
    (found,) = dossiers_of(Commitment.objects.all(), on=timezone.localdate())
    return found


def refused_in_sql(match, statement, *values):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        connection.cursor().execute(statement, values)


@pytest.mark.parametrize(
    "change", ["title_fr = 'Autre'", "body_fr = 'Autre'", "dated_on = '2020-01-01'", "state = 'draft'"]
)
def test_nothing_of_it_is_rewritten_or_deleted_in_sql(change):
    update = ProgressUpdateFactory(body_fr="Un texte")
    refused_in_sql("not rewritten", f"update commitments_progressupdate set {change} where id = %s", update.pk)
    refused_in_sql("not deleted", "delete from commitments_progressupdate where id = %s", update.pk)


def test_a_draft_changes_and_goes_until_it_is_published():
    draft = ProgressUpdateFactory(draft=True)
    draft.title_fr = "Autrement"
    draft.save()
    published = publication.publish(draft)
    assert ProgressUpdate.objects.get(pk=published.pk).title_fr == "Autrement"
    ProgressUpdateFactory(draft=True).delete()
    assert ProgressUpdate.objects.count() == 1


def test_its_evidence_is_kept_with_it():
    proof = EvidenceFactory(statement=None, update=ProgressUpdateFactory())
    refused_in_sql("is kept", "update commitments_evidence set url = 'https://x.example' where id = %s", proof.pk)
    refused_in_sql("is kept", "update commitments_evidence set update_id = null where id = %s", proof.pk)
    refused_in_sql("is kept", "delete from commitments_evidence where id = %s", proof.pk)
    EvidenceFactory(statement=None, update=ProgressUpdateFactory(draft=True)).delete()
    assert Evidence.objects.get() == proof


@pytest.mark.parametrize("model", ["progressupdate", "evidence"])
def test_no_form_of_an_administrator_changes_or_deletes_it(admin_client, model):
    update = ProgressUpdateFactory()
    row = update if model == "progressupdate" else EvidenceFactory(statement=None, update=update)
    change = reverse(f"admin:commitments_{model}_change", args=[row.pk])
    assert not admin_client.get(change).context["has_change_permission"]
    assert admin_client.post(change, {"title_fr": "Autre"}).status_code == 403
    assert admin_client.post(reverse(f"admin:commitments_{model}_delete", args=[row.pk])).status_code == 403


# --- taken back ----------------------------------------------------------------------------------


def test_what_is_withdrawn_keeps_its_words_and_says_why_and_is_news_no_more():
    update = ProgressUpdateFactory()
    assert dossier()["updated_on"] == update.dated_on
    row = publication.withdraw(update, REASONS)
    assert (row.title_fr, row.withdrawal_reason_fr) == (update.title_fr, REASONS["fr"])
    told = dossier()
    (shown,) = told["updates"]
    assert (shown["withdrawn"], shown["withdrawn_on"]) == (REASONS, timezone.localdate())
    assert told["updated_on"] is None
    assert not ProgressUpdate.objects.live().exists()


def test_only_what_is_published_is_withdrawn_once_and_with_a_reason():
    with refused("not_published"):
        publication.withdraw(ProgressUpdateFactory(draft=True), REASONS)
    update = ProgressUpdateFactory()
    with refused("unexplained"):
        publication.withdraw(update, {"fr": " "})
    publication.withdraw(update, REASONS)
    with refused("withdrawn"):
        publication.withdraw(update, REASONS)


def test_what_was_withdrawn_stays_withdrawn_and_its_reason_stands():
    update = publication.withdraw(ProgressUpdateFactory(), {"fr": REASONS["fr"]})
    table = "update commitments_progressupdate set"
    nothing = "withdrawn_at = null, withdrawal_reason_fr = ''"
    refused_in_sql("stays withdrawn", f"{table} {nothing} where id = %s", update.pk)
    refused_in_sql("is not rewritten", f"{table} withdrawal_reason_fr = 'Autre' where id = %s", update.pk)
    ProgressUpdate.objects.filter(pk=update.pk).update(withdrawal_reason_es=REASONS["es"])  # a translation that lacked


def test_evidence_that_was_withdrawn_stays_withdrawn_too():
    proof = EvidenceFactory(withdrawn_at=timezone.now(), withdrawal_reason_fr="Faux")
    refused_in_sql(
        "stays withdrawn",
        "update commitments_evidence set withdrawn_at = null, withdrawal_reason_fr = '' where id = %s",
        proof.pk,
    )


def test_no_withdrawal_without_a_reason_in_the_database():
    update = ProgressUpdateFactory()
    with pytest.raises(IntegrityError, match="update_withdrawn_iff_explained"), transaction.atomic():
        ProgressUpdate.objects.filter(pk=update.pk).update(withdrawn_at=timezone.now())


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_readers_find_the_words_and_the_reason_beside_each_other(client, language):
    update = publication.withdraw(ProgressUpdateFactory(), REASONS)
    page = client.get(f"/{language}{update.commitment.get_absolute_url()[3:]}").text
    assert REASONS[language] in page
    assert getattr(update, f"title_{language}") in page


def test_a_publisher_withdraws_it_on_its_page(client):
    update = ProgressUpdateFactory()
    client.force_login(publisher())
    assert press(client, update, "withdraw", fr=REASONS["fr"]).status_code == 302
    update.refresh_from_db()
    assert (update.withdrawal_reason_fr, update.withdrawn_at is None) == (REASONS["fr"], False)
