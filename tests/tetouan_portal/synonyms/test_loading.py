import json

import pytest
from django.core.management import call_command

from commitments.models import Commitment
from tests.factories.commitments import CommitmentFactory
from tetouan_portal.synonyms import loading
from tetouan_portal.synonyms.models import Synonym

pytestmark = pytest.mark.django_db


def test_the_list_that_a_portal_begins_with_is_whole_and_never_put_back():
    assert loading.load() == Synonym.objects.count() > 150
    Synonym.objects.exclude(word="ordures").delete()
    assert loading.load() == 0
    assert Synonym.objects.count() == 1


def test_every_row_of_the_file_is_accepted_by_the_form():
    for group in json.loads(loading.FILE.read_text(encoding="utf-8")):
        for word in group["words"]:
            Synonym(word=word, means=", ".join(group["means"])).full_clean()


def test_the_command_says_what_it_did(capsys):
    call_command("load_synonyms")
    call_command("load_synonyms")
    said = capsys.readouterr().out.splitlines()
    assert said == [
        f"Words of everyday language: {Synonym.objects.count()}.",
        "Words of everyday language: they were there already.",
    ]


@pytest.mark.parametrize("typed", ["ordures", "الأزبال", "basura", "poubelle"])
def test_the_words_of_the_street_find_the_word_of_the_budget(typed):
    loading.load()
    commitment = CommitmentFactory(title_fr="Propreté et collecte des déchets", title_ar=None, title_es=None)
    CommitmentFactory(title_fr="Voirie", title_ar=None, title_es=None)
    assert list(Commitment.objects.search(typed)) == [commitment]
