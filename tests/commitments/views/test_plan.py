import re
from datetime import date

import pytest

from commitments.models import (
    ActionPlan,
    CoCreationFigure,
    Endorsement,
    InceptionAssessment,
    NarrativeSection,
    PlanAttachment,
    PlanKind,
    PlanNote,
    PolicyArea,
    ProgressUpdate,
    Responsibility,
    Sector,
    Theme,
)
from tests.factories.commitments import (
    ActionPlanFactory,
    AmendmentFactory,
    AxisFactory,
    BodyFactory,
    CommitmentFactory,
    EventFactory,
    EvidenceFactory,
    IndicatorFactory,
    InstitutionFactory,
    MilestoneFactory,
    ReadingFactory,
    SourceFactory,
    StatementFactory,
)
from tests.factories.narrative import EndorsementFactory
from tests.factories.photos import a_photo, a_thumbnail

pytestmark = pytest.mark.django_db


def full_commitment(**values):
    """A commitment of which every part of the page has two rows."""
    commitment = CommitmentFactory(**values)
    institution = InstitutionFactory()
    Responsibility.objects.create(commitment=commitment, institution=institution)
    commitment.themes.add(Theme.objects.create(slug=f"theme-{commitment.pk}", name_ar="الميزانية"))
    for n in (1, 2):
        statement = StatementFactory(commitment=commitment, dated_on=date(2025, n, 1), institution=institution)
        EvidenceFactory(statement=statement)
        milestone = MilestoneFactory(commitment=commitment, number=n, institution=institution)
        StatementFactory(commitment=None, milestone=milestone, by_monitor=True)
        reading = ReadingFactory(indicator=IndicatorFactory(commitment=commitment, number=n))
        EvidenceFactory(statement=None, reading=reading)
        AmendmentFactory(commitment=None, milestone=milestone, field="due_on")
        AmendmentFactory(commitment=None, indicator=reading.indicator, field="target_on")
        ProgressUpdate.objects.create(
            commitment=commitment, dated_on=date(2026, n, 1), title_ar="خبر", state="published"
        )
    return commitment


# /commitments/


@pytest.mark.parametrize("count", [1, 3, 10])
def test_the_list_takes_ten_queries_however_long_it_is(client, django_assert_num_queries, count):
    axis = AxisFactory()
    for _n in range(count):
        full_commitment(axis=axis)
    with django_assert_num_queries(10):
        response = client.get("/fr/commitments/?declared=limited")
    assert response.context["total"] == count


def test_a_row_names_its_policy_areas_and_sectors_and_the_list_is_narrowed_to_them(client):
    tagged = CommitmentFactory(slug="tagged")
    CommitmentFactory(slug="untagged", axis=tagged.axis, number=2)
    tagged.policy_areas.add(PolicyArea.objects.create(slug="budgets", name_fr="Ouverture budgétaire"))
    tagged.sectors.add(Sector.objects.create(slug="health", name_fr="Secteur santé"))
    tagged.sectors.add(Sector.objects.create(slug="water", name_fr="Secteur eau"))
    row = client.get("/fr/commitments/").text.partition('class="commitment-list"')[2]
    assert "Ouverture budgétaire" in row
    assert "Secteur santé, Secteur eau" in row
    for query in ("area=budgets", "sector=water"):
        (_plan, _axis, rows), *more = client.get(f"/fr/commitments/?{query}").context["axes"]
        assert ([found["slug"] for found in rows], more) == (["tagged"], [])
    page = client.get("/fr/commitments/tagged/").text
    assert 'href="/fr/commitments/?area=budgets"' in page
    assert 'href="/fr/commitments/?sector=water"' in page


def test_without_policy_areas_the_list_offers_no_such_filter(client):
    CommitmentFactory()
    page = client.get("/fr/commitments/").text
    assert 'name="theme"' in page
    assert 'name="area"' not in page
    assert 'name="sector"' not in page


def test_a_plan_of_which_little_is_known_begins_with_that_and_says_once_what_is_missing(client):
    plan = ActionPlanFactory(
        slug="pac", kind=PlanKind.PAC, starts_on=None, ends_on=None, source_note_fr="Rien que des sources publiques."
    )
    NarrativeSection.objects.create(plan=plan, question="foreword", body_fr="Un plan de six ans.")
    page = client.get("/fr/plan/pac/").text
    header, _end, rest = page.partition("</header>\n    <nav aria-labelledby")
    assert "fact-list" not in header
    known, missing = rest.index("Un plan de six ans."), rest.index('id="unknown"')
    assert known < missing < rest.index("Rien que des sources publiques.")
    assert rest.count("absence-not_taken_up") == 1
    assert "Début, Fin" in rest[missing:]
    ActionPlan.objects.filter(pk=plan.pk).update(starts_on="2023-01-01")
    page = client.get("/fr/plan/pac/").text
    assert "janvier 2023" in page.partition('id="unknown"')[0]
    assert "Début" not in page.partition('<h2 id="unknown"')[2].partition("</section>")[0]


def test_the_list_is_grouped_by_axis_in_the_order_of_the_plan(client):
    plan = ActionPlanFactory()
    second, first = AxisFactory(plan=plan, number=2), AxisFactory(plan=plan, number=1)
    CommitmentFactory(axis=second, number=1, slug="one")
    CommitmentFactory(axis=first, number=3, slug="three")
    CommitmentFactory(axis=first, number=2, slug="two")
    axes = client.get("/fr/commitments/").context["axes"]
    assert [[row["slug"] for row in rows] for _plan, _axis, rows in axes] == [["two", "three"], ["one"]]


def test_filters_survive_a_change_of_language(client):
    CommitmentFactory(axis=AxisFactory(slug="transparency"))
    text = client.get("/fr/commitments/?axis=transparency&late=1").text
    assert 'href="/ar/commitments/?axis=transparency&amp;late=1"' in text


def test_nothing_found_is_said_and_leads_back_to_everything(client):
    CommitmentFactory()
    text = client.get("/fr/commitments/?late=1").text
    assert 'class="empty"' in text
    assert '<a href="/fr/commitments/">' in text


BAD_QUERIES = [
    "q=%00",
    "q=" + "ت" * 10_000,
    "axis=" + "a" * 10_000,
    "q=%E2%80%AEexe.fdp",
    "axis=unknown",
    "axis=1%27%20OR%201=1--",
    "q=%27%3B%20DROP%20TABLE%20commitments_commitment%3B--",
    "q=%ff%fe",
    "q=%zz%",
    "declared=",
    "declared=declared",
    "declared=no_evidence",
    "late=2",
    "late=%00",
    "late=1&late=0",
    "theme[]=1&theme[0]=2",
    "q=%3Cscript%3Ealert(1)%3C/script%3E",
    "q=%5C%5C%27%22%28%29%26%7C%21%3A*",
    "&&&==",
    "plan=%F0%9F%8F%9B",
    "q=" + "%D9%8B" * 60,
]


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: query[:30])
@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_no_query_string_breaks_the_list(client, language, query):
    StatementFactory()
    response = client.get(f"/{language}/commitments/?{query}")
    assert response.status_code in {200, 400}
    assert "<script>" not in response.text
    if response.status_code == 400:
        assert 'role="alert"' in response.text


def test_a_value_outside_the_list_is_refused_politely_and_what_was_typed_stays(client):
    CommitmentFactory()
    response = client.get("/fr/commitments/?axis=unknown&q=budget")
    assert response.status_code == 400
    assert 'value="budget"' in response.text
    assert response.context["form"].errors["axis"]
    assert 'href="#id_axis"' in response.text  # from the summary of what is wrong to the field
    assert 'id="id_axis"' in response.text


def test_a_row_states_lateness_milestones_and_both_levels(client):
    commitment = CommitmentFactory(late=True, ogp_id="MATET0004")
    StatementFactory(commitment=commitment, level="substantial")
    StatementFactory(commitment=commitment, level="limited", by_monitor=True)
    MilestoneFactory(commitment=commitment, number=1, done_on=date(2025, 1, 1))
    MilestoneFactory(commitment=commitment, number=2)
    text = client.get("/fr/commitments/").text
    row = text[text.index('<li class="commitment-row">') :]
    for part in ("level-substantial", "level-limited", 'class="differs"', "MATET0004", 'class="late"'):
        assert part in row


# /commitments/<slug>/


@pytest.mark.parametrize("count", [1, 3])
def test_a_commitment_page_takes_fifteen_queries_however_much_it_holds(client, django_assert_num_queries, count):
    commitment = full_commitment(slug="full")
    for n in range(3, 3 + count):
        EvidenceFactory(statement=StatementFactory(commitment=commitment, dated_on=date(2024, n, 1)))
        a_thumbnail(a_photo(milestone=MilestoneFactory(commitment=commitment, number=n)))
    with django_assert_num_queries(15):  # one each: answers of links, small pictures, the journal, who publishes
        assert client.get("/ar/commitments/full/").status_code == 200


def test_both_statements_say_who_when_and_with_what_evidence(client):
    institution = InstitutionFactory(name_fr="Division des grands projets")
    declared = StatementFactory(
        commitment__slug="budget", level="substantial", institution=institution, summary_fr="Dix documents en ligne."
    )
    StatementFactory(
        commitment=declared.commitment,
        level="limited",
        by_monitor=True,
        summary_fr="Six sur dix.",
        dated_on="2026-02-03",
    )
    EvidenceFactory(statement=declared, url="https://www.example.org/ten", title_fr="La liste")
    text = client.get("/fr/commitments/budget/").text
    municipality, monitor = text[text.index("statement-municipality") :].split("statement-monitor")[:2]
    for part in ("level-substantial", "Division des grands projets", "Dix documents", "https://www.example.org/ten"):
        assert part in municipality
    for part in ("level-limited", "Six sur dix.", 'datetime="2026-02-03"'):
        assert part in monitor
    assert "agreement-differ" in text


def test_a_corrected_statement_stays_readable_beside_its_correction(client):
    wrong = StatementFactory(commitment__slug="budget", level="complete", summary_fr="Tout est fait.")
    StatementFactory(commitment=wrong.commitment, supersedes=wrong, level="limited", dated_on="2026-01-20")
    text = client.get("/fr/commitments/budget/").text
    history = text[text.index('class="history"') :]
    assert "Tout est fait." in history
    assert f'href="#statement-{wrong.pk}"' in history
    assert "Tout est fait." not in text[: text.index('class="history"')]


def test_a_moved_date_shows_the_first_one_and_by_how_much(client):
    commitment = CommitmentFactory(slug="budget", ends_on=date(2026, 12, 31))
    AmendmentFactory(commitment=commitment, date_from=date(2024, 3, 31), date_to=date(2026, 12, 31))
    text = client.get("/fr/commitments/budget/").text
    assert '<time datetime="2024-03-31">mars 2024</time></s>' in text
    assert "Retard du marché" in text
    assert "Délibération du conseil" in text


BUDGET = {"ar": "الميزانية", "fr": "Le budget", "es": "El presupuesto"}
CHANGED = [
    ("commitment", "title", {"fr": "Un", "ar": "واحد"}, {"fr": "Deux", "ar": "اثنان"}, ["Un", "Deux", "واحد", "اثنان"]),
    ("milestone", "expected_output", {"fr": ""}, {"fr": "Un guide"}, ["—", "Un guide"]),
    ("indicator", "target", "12.0000", "10.5000", ["12", "10,5"]),
    ("indicator", "target", None, "10.5000", ["—", "10,5"]),
    ("indicator", "direction", "up", "down", ["doit augmenter", "doit diminuer"]),
    ("indicator", "kind", "result", "impact", ["indicateur de résultat", "indicateur d’impact"]),
    ("indicator", "frequency", "monthly", "yearly", ["tous les mois", "tous les ans"]),
    (
        *("commitment", "institutions", [{"slug": "one", "role": "lead", "name": BUDGET}]),
        [{"slug": "two", "role": "support", "name": {"fr": "L’état <civil>"}}],
        ["Le budget (chef de file)", "L’état &lt;civil&gt; (appui)"],
    ),
    ("milestone", "institutions", [], [{"slug": "one", "role": "", "name": BUDGET}], ["—", "Le budget"]),
]


def struck_and_inserted(text):
    """What stands in the changes' list as former and as new, in their order."""
    changes = text[text.index('class="amendments"') :]
    changes = changes[: changes.index("</section>")]
    return [part.split("</", 1)[0] for part in re.split("<s>|<ins>", re.sub("</?span[^>]*>", "", changes))[1:]]


@pytest.mark.parametrize("changed", CHANGED)
def test_what_was_changed_is_told_with_its_before_and_after(client, changed):
    about, field, was, becomes, shown = changed
    commitment = CommitmentFactory(slug="budget")
    row = {"commitment": lambda **of: of["commitment"], "milestone": MilestoneFactory, "indicator": IndicatorFactory}
    subject = {"commitment": None, about: row[about](commitment=commitment)}
    AmendmentFactory(**subject, field=field, date_from=None, date_to=None, was=was, becomes=becomes)
    told = struck_and_inserted(client.get("/fr/commitments/budget/").text)
    assert len(told) == len(shown)
    assert all(part.startswith(start) for part, start in zip(told, shown, strict=True)), told


def test_a_reader_finds_the_change_of_their_own_language_first(client):
    commitment = CommitmentFactory(slug="budget")
    told = {"date_from": None, "date_to": None, "was": BUDGET, "becomes": BUDGET}
    AmendmentFactory(commitment=commitment, field="problem", **told)
    for language, first in BUDGET.items():
        text = client.get(f"/{language}/commitments/budget/").text
        assert struck_and_inserted(text)[0] == first
        assert f"<s>{first}</s>" in text  # no mark of a foreign language


def test_a_day_that_moves_within_its_month_is_told_to_the_day(client):
    commitment = CommitmentFactory(slug="budget")
    AmendmentFactory(commitment=commitment, date_from=date(2026, 12, 1), date_to=date(2026, 12, 31))
    told = struck_and_inserted(client.get("/fr/commitments/budget/").text)
    assert ["décembre 2026</time>" in part or "décembre 2026" in part for part in told] == [True, True]
    assert told[0] != told[1]


def test_a_commitment_without_details_says_that_they_are_not_published(client):
    CommitmentFactory(slug="bare", source=SourceFactory(trust="portal"))
    text = client.get("/fr/commitments/bare/").text
    promise = text[text.index('id="promise"') :]
    assert 'class="missing"' in promise[: promise.index("</section>")]
    assert "trust-portal" in text


def test_the_inception_judgements_are_shown_with_their_source(client):
    commitment = CommitmentFactory(slug="budget")
    source = SourceFactory(title_fr="Rapport initial", url="https://www.example.org/inception")
    InceptionAssessment.objects.create(
        commitment=commitment, verifiable=True, relevant=False, kind="new", depth="binding", source=source
    )
    text = client.get("/fr/commitments/budget/").text
    assert text.count("https://www.example.org/inception") == 2  # under the judgements and among the sources


def test_a_text_missing_in_the_readers_language_is_marked_with_its_own(client):
    CommitmentFactory(slug="budget", title_es="", title_ar="نشر الميزانية")
    assert '<span lang="ar" dir="rtl">نشر الميزانية</span>' in client.get("/es/commitments/budget/").text


def test_what_is_written_is_shown_as_text_not_as_markup(client):
    StatementFactory(commitment__slug="budget", summary_fr="<script>alert(1)</script> [x](javascript:alert(1))")
    text = client.get("/fr/commitments/budget/").text
    assert "<script>" not in text
    assert 'href="javascript' not in text


# /plan/


@pytest.fixture
def plan():
    plan = ActionPlanFactory(slug="tetouan", is_current=True, participants_stated=376, reporting_ends_on=None)
    for position, count in enumerate((258, 1, 56, 35, 5, 6)):
        CoCreationFigure.objects.create(plan=plan, position=position, category_fr="Ateliers", count=count)
    NarrativeSection.objects.create(plan=plan, question="vision", body_fr="Une ville **ouverte**.")
    NarrativeSection.objects.create(plan=plan, question="foreword", body_fr="Avant tout.")
    Endorsement.objects.create(plan=plan, position=1, person="Nom", organisation="Asociación", language="es")
    PlanAttachment.objects.create(plan=plan, position=1, title_fr="Annexe 1")
    PlanNote.objects.create(plan=plan, position=1, topic="dates", text_fr="Décembre 2026 ou juin 2027.")
    institution = InstitutionFactory()
    institution.aliases.create(name="Obras Comunes", language="es")
    plan.lead_institutions.add(institution)
    return plan


def test_the_gap_between_the_stated_total_and_the_list_is_shown_and_not_mended(client, plan):
    response = client.get("/fr/plan/")
    assert (response.context["listed"], response.context["gap"]) == (361, 15)
    for figure in ("376", "361", "15"):
        assert figure in response.text[response.text.index('id="cocreation"') :]


def test_sums_that_agree_have_no_gap(client, plan):
    plan.participants_stated = 361
    plan.save()
    response = client.get("/fr/plan/")
    assert response.context["gap"] == 0
    assert "agreement-differ" not in response.text


def test_the_narrative_follows_the_order_of_the_form_with_its_contents(client, plan):
    text = client.get("/fr/plan/").text
    assert text.index('id="foreword"') < text.index('id="vision"')
    assert text.index('href="#foreword"') < text.index('href="#vision"')
    assert "<strong>ouverte</strong>" in text


def test_names_are_given_as_found_in_their_own_language(client, plan):
    text = client.get("/ar/plan/").text
    assert '<bdi lang="es"><strong>Nom</strong>' in text
    assert '<li><bdi lang="es">Obras Comunes</bdi></li>' in text


def test_what_is_not_known_is_said(client, plan):
    text = client.get("/fr/plan/").text
    assert 'class="unavailable"' in text
    assert "Décembre 2026 ou juin 2027." in text


def test_every_published_plan_has_a_page_and_links_to_the_others(client, plan):
    ActionPlanFactory(slug="pac", kind=PlanKind.PAC, starts_on=None, ends_on=None)
    assert 'href="/fr/plan/pac/"' in client.get("/fr/plan/").text
    assert client.get("/fr/plan/pac/").status_code == 200


def test_without_a_plan_the_page_says_so(client):
    ActionPlanFactory(draft=True, is_current=True)
    response = client.get("/fr/plan/")
    assert response.status_code == 200
    assert 'class="empty"' in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_page_takes_as_many_queries_however_long_it_is(client, plan, django_assert_num_queries, count):
    for n in range(count):
        PlanNote.objects.create(plan=plan, position=10 + n, topic="names", text_fr="Deux noms.", source=SourceFactory())
        institution = InstitutionFactory()
        institution.aliases.create(name=f"Autre {n}", language="fr")
        plan.lead_institutions.add(institution)
        CommitmentFactory(axis=AxisFactory(plan=plan))
        EventFactory(plan=plan)
        BodyFactory(institution=institution, ties_fr="Un projet commun", ties_source=SourceFactory())
        EndorsementFactory(plan=plan, position=20 + n, own_name="جمعية", own_name_source=SourceFactory())
    with django_assert_num_queries(17):
        client.get("/fr/plan/tetouan/")


@pytest.mark.parametrize("address", ["/fr/commitments/unknown/", "/fr/plan/unknown/", "/fr/commitments/a%2Fb/"])
def test_an_unknown_address_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/fr/", "/fr/commitments/", "/fr/plan/", "/fr/about/"])
def test_a_public_page_takes_no_post(client, address):
    assert client.post(address).status_code in {403, 405}
