"""The plan's page and the commitments' with the real plan alone."""

import re
from html import unescape

import pytest

from commitments.models import Commitment, Institution, Responsibility
from commitments.plan import plan_file
from tests.factories.commitments import StatementFactory
from tetouan_portal.audit.context import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def plan(rows_of_a_module):
    plan_file.load()


def page(client, address):
    return client.get(address).content.decode()


def plain(html):
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return re.sub(r"\s+", " ", re.sub(r"[\u2066-\u2069]", "", text).replace("\u00a0", " ").replace("\u202f", " "))


def test_universities_and_private_sector_are_not_counted_as_persons(client):
    rows = re.findall(r"<tr>.*?</tr>", page(client, "/fr/plan/"), re.DOTALL)
    told = {plain(row).split(" 5 ")[0].strip(): plain(row) for row in rows if "universitaires" in row or "privé" in row}
    assert len(told) == 2
    assert all("non précisé" in row and "personnes" not in row for row in told.values())


def test_the_foreword_says_this_action_plan_and_leaves_open_which(client):
    foreword = plain(page(client, "/fr/plan/").partition('<h2 id="foreword">')[2].partition("</section>")[0])
    assert "« Ce plan d’action », selon les termes de l’avant-propos" in foreword
    assert "le PAC s’articule" not in foreword


def test_the_attachments_own_word_stands_beside(client):
    assert "comunidad abierta" in page(client, "/ar/plan/")


@pytest.mark.parametrize(("language", "label"), [("ar", "مؤسسة معنية"), ("fr", "institution impliquée")])
def test_institutions_of_a_commitment_are_involved_and_lead_nothing(client, language, label):
    facts = page(client, f"/{language}/commitments/public-monitoring-of-the-pac/")
    assert facts.count(f"({label})") == 2
    assert "(chef de file)" not in facts


def test_policy_area_and_sector_are_shown_where_ogp_gives_them(client):
    facts = plain(page(client, "/fr/commitments/proactive-publication/"))
    assert "Droit à l’information" in facts
    assert "Services publics (en général)" in facts
    assert "Domaines d’action publique" not in page(client, "/fr/commitments/citizen-budget/")


def test_departments_carry_their_published_french_names(client):
    facts = page(client, "/fr/plan/")
    assert "Direction de l’informatique et de la numérisation" in facts
    assert "Division" not in facts


def test_an_endorser_keeps_the_translated_name_and_gets_its_own_beside(client):
    endorsements = page(client, "/fr/plan/").partition('<h2 id="endorsements">')[2].partition("</section>")[0]
    assert "paloma blanca" in endorsements
    assert "جمعية الحمامة البيضاء" in endorsements
    assert "traduction automatique" in endorsements


def test_the_council_is_shown_with_its_seats_and_what_the_sources_disagree_on(client):
    bodies = plain(page(client, "/fr/plan/").partition('<h2 id="bodies">')[2].partition("</section>")[0])
    council = bodies.partition("55 sièges")[2].partition("Président du conseil")[0]
    assert sum(int(number) for number in re.findall(r": (\d+)", council)) == 55
    assert "54 ou 55" in bodies
    assert "presse" in bodies


def test_the_monitors_tie_of_2018_stands_beside_its_role(client):
    html = page(client, "/fr/plan/")
    assert 'href="#body-atil"' in html.partition('<h2 id="monitoring_body">')[2].partition("</section>")[0]
    atil = html.partition('id="body-atil"')[2].partition("<h3")[0]
    assert "2018" in atil
    assert "Nassim" in atil


def test_that_the_page_carries_a_comment_is_said_and_nothing_of_it(client):
    html = page(client, "/es/plan/")
    assert "lleva un comentario público" in html
    for word in ("sembrar", "corrupción", "empleados antiguos"):
        assert word not in html.lower()


def test_a_correction_is_told_on_the_plans_page_with_both_values_and_its_reason(client):
    assert "<details" not in page(client, "/fr/plan/").partition('id="notes"')[2]
    with acting(origin="command", detail="load_plan"):
        Institution.objects.filter(slug="budget").update(name_fr="Division du budget")
    plan_file.load()
    told = page(client, "/fr/plan/").partition('id="notes"')[2]
    for part in ("Division du budget</del>", "Direction du budget</ins>", "Retour aux noms français publiés"):
        assert part in told


def test_a_corrected_code_is_told_in_the_readers_words(client):
    with acting(origin="command", detail="load_plan"):
        Responsibility.objects.filter(institution__slug="communication").update(role="lead")
    plan_file.load()
    told = page(client, "/fr/plan/").partition('id="notes"')[2]
    assert "institution impliquée</ins>" in told
    assert "lead</del>" not in told


# --- before anybody has said anything -----------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["12 promesses de gouvernement ouvert", "jusqu’en décembre 2026", "Personne ne l’a encore dit ici"]),
        ("ar", ["12 وعدا في مجال الحكومة المنفتحة", "دجنبر 2026", "لم يصرح أحد بذلك هنا بعد"]),
        ("es", ["12 promesas de gobierno abierto", "diciembre de 2026", "Nadie lo ha dicho todavía aquí"]),
    ],
)
@pytest.mark.parametrize("address", ["", "commitments/"])
def test_the_first_words_say_what_is_promised_by_when_and_that_nobody_has_spoken(client, address, language, words):
    main = page(client, f"/{language}/{address}").partition("<h1>")[2]
    lead = plain(main.partition('<p class="lead">')[2].partition("</p>")[0])
    assert [word for word in words if word not in lead] == []


def test_home_lists_what_is_promised_instead_of_zeros(client):
    html = page(client, "/fr/")
    assert html.count("date de fin non trouvée dans les sources publiques") == 9
    assert html.count("fin publiée") == 3
    for absent in ('id="late"', 'id="differing"', 'id="standing"'):
        assert absent not in html


def test_once_a_side_has_spoken_the_home_page_shows_where_things_stand(client):
    StatementFactory(commitment=Commitment.objects.get(number=8))
    html = page(client, "/fr/")
    assert 'id="standing"' in html
    assert "Personne ne l’a encore dit ici" not in html


def test_a_narrowed_list_speaks_of_itself_alone(client):
    assert "Personne ne l’a encore dit ici" not in page(client, "/fr/commitments/?theme=budget")
