import pytest
from django.db import DataError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments.models import Commitment
from tests.factories.commitments import CommitmentFactory

pytestmark = pytest.mark.django_db
EMPTY = {f"title_{code}": None for code in ("ar", "fr", "es")}


def titled(**texts):
    return CommitmentFactory(**EMPTY | {f"title_{code}": text for code, text in texts.items()})


def found(text):
    return list(Commitment.objects.search(text).order_by("pk"))


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("الميزانية التشاركية", "ميزانية"),
        ("ميزانية المواطن", "الميزانية"),
        ("الحكامة والمشاركة", "المشاركة"),
        ("الحكامة والمشاركة", "مشاركه"),
        ("إشراك المجتمع المدني", "اشراك"),
        ("أجندة الجماعة", "اجندة"),
        ("آليات التتبع", "اليات"),
        ("الجهة المسؤولة", "المسءولة"),
        ("الولوج إلى التراث", "الى التراث"),
        ("مدينة منفتحة", "مدينه"),
        ("مدينة منفتحة", "مَدِينَة"),
        ("مدينة منفتحة", "مديـــنة"),
        ("مَدِينَةٌ مُنْفَتِحَة", "مدينة"),
        ("خطة 2026", "٢٠٢٦"),
        ("بالميزانية", "الميزانية"),
        ("للميزانية", "ميزانية"),
        ("فالميزانية", "الميزانية"),
        ("التتبع العمومی", "العمومي"),
    ],
)
def test_arabic_is_found_however_it_is_written(title, typed):
    commitment = titled(ar=title)
    titled(ar="مرصد البيئة والمناخ")
    assert found(typed) == [commitment]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Accès universel", "acces"),
        ("Acces universel", "accès"),
        ("ÉCOLE ÉLÉMENTAIRE", "ecole elementaire"),
        ("Les budgets publiés", "budget publie"),
        ("L’égalité des genres", "égalité"),
        ("Plan d'action communal", "plan d'action"),
        ("Plan d’action communal", "plan d’action"),
        ("Cœur de ville", "coeur"),
    ],
)
def test_french_is_found_without_accents(title, typed):
    commitment = titled(fr=title)
    titled(fr="Observatoire du climat")
    assert found(typed) == [commitment]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Participación ciudadana", "participacion"),
        ("Participacion ciudadana", "participación"),
        ("Las participaciones", "participación"),
        ("Digitalización de servicios", "digitalizacion servicio"),
        ("Comunicación en español", "comunicacion espanol"),
        ("Inclusión social", "inclusion"),
    ],
)
def test_spanish_is_found_without_accents(title, typed):
    commitment = titled(es=title)
    titled(es="Observatorio del clima")
    assert found(typed) == [commitment]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("transpar", {"fr": "Transparence"}),
        ("budg", {"fr": "Budget citoyen"}),
        ("ميزان", {"ar": "ميزانية"}),
        ("II part transpar", {"fr": "II participations transparentes"}),
    ],
)
def test_the_beginning_of_a_word_is_enough(typed, title):
    commitment = titled(**title)
    titled(fr="Climat", ar="مناخ")
    assert found(typed) == [commitment]


def test_two_letters_do_not_stand_for_every_word_that_begins_so():
    titled(fr="Budget")
    assert found("bu") == []


def test_every_word_must_be_there_in_one_language():
    commitment = titled(fr="Publier le budget", es="Publicar el presupuesto")
    assert found("budget publier") == [commitment]
    assert found("budget climat") == []
    assert found("BUDGET") == [commitment]
    assert found("presupuesto") == [commitment]


@pytest.mark.parametrize("field", ["title", "problem", "status_quo", "action", "contribution"])
@pytest.mark.parametrize("code", ["ar", "fr", "es"])
def test_every_text_is_searched_in_every_language(field, code):
    commitment = CommitmentFactory(**{f"{field}_{code}": "zellige"})
    CommitmentFactory()
    assert found("zellige") == [commitment]


def test_a_changed_text_is_found_at_once_even_when_changed_in_bulk():
    commitment = CommitmentFactory()
    Commitment.objects.filter(pk=commitment.pk).update(title_fr="Mosaïque")
    assert found("mosaique") == [commitment]


def test_drafts_are_found_by_staff_and_not_among_the_published():
    draft = CommitmentFactory(draft=True, title_fr="Zellige")
    assert found("zellige") == [draft]
    assert list(Commitment.objects.live().search("zellige")) == []


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "'"])
def test_no_words_narrow_nothing(nothing):
    commitments = [CommitmentFactory(), CommitmentFactory()]
    assert found(nothing) == commitments


@pytest.mark.parametrize("typed", ["& | ! ( ) :* <->", "le la de", "%", "_", "؟!"])
def test_signs_and_stop_words_alone_find_nothing(typed):
    CommitmentFactory()
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["budget & publier", "budget:*", "(budget", "budget <-> pas", "'budget", "<b>budget"])
def test_operators_of_the_query_language_are_plain_text(typed):
    commitment = titled(fr="Publier le budget, pas le climat")
    titled(fr="Publier le climat")
    assert found(typed) == [commitment]


def test_an_or_does_not_widen_a_search():
    titled(fr="Publier le budget")
    assert found("climat | budget") == []
    assert found("!climat") == []
    assert found("budget & !climat") == []


@pytest.mark.parametrize("typed", ["budget " * 1500, "x" * 10_000, "ميزانية " * 1500])
def test_ten_thousand_characters_are_cut_and_do_no_harm(typed):
    commitment = titled(fr="Budget", ar="ميزانية")
    assert found(typed) == ([] if typed.startswith("x") else [commitment])


def test_nul_is_the_callers_to_take_away():
    with pytest.raises(DataError, match="NUL"):
        found("bud\x00get")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60))
def test_no_text_breaks_the_query(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["a.ma/b'cdef'gh", "http://x.ma/it''s'':*", "\\'abc\\'", "a''b:*&!'c'"])
def test_quotation_marks_do_not_break_out(text):
    assert found(text) == []


def test_the_index_serves_the_search():
    with connection.cursor() as cursor:
        # Of a table as small as this the planner may read everything, by whatever way is cheap that day.
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"set local enable_{way} = off")
        assert "commitment_search" in Commitment.objects.search("budget").order_by().explain()
