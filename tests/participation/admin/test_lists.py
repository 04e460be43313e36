"""The desk keeps its lists; each office sees its own cases counted; a template reaches an author without braces."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from participation.admin.lists import HELP
from participation.models import AnswerTemplate, Category, District, OtherBody
from tests.factories import participation as make
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_french")]
ADMIN = "/fr/admin/participation"
LISTS = {"category": make.CategoryFactory, "district": make.DistrictFactory, "otherbody": make.OtherBodyFactory}
CASE_FIELDS = {"category": "category", "district": "district", "otherbody": "other_body"}
MODELS = (Category, District, OtherBody, AnswerTemplate)


@pytest.fixture
def desk(signed_in):
    return signed_in("desk_officer")


def row(**values):
    names = {"name_ar": "", "name_fr": "Bruit", "name_es": ""}
    return {"slug": "noise", "position": 3, "is_offered": "on"} | names | values


def texts(**values):
    empty = {f"{field}_{code}": "" for field in ("title", "text") for code in ("ar", "fr", "es")}
    return empty | {"slug": "first", "use": "answer", "position": 1, "title_fr": "Reçu", "text_fr": "Merci."} | values


def counts(client, model):
    rows = client.get(f"{ADMIN}/{model}/").context["cl"].result_list
    return {one.slug: one.case_count for one in rows}


def exported(client, address):
    return b"".join(client.get(f"{ADMIN}/{address}export/csv/")).decode()


@pytest.mark.parametrize("model", LISTS)
def test_a_row_is_added_changed_and_its_identifier_settled(desk, model):
    desk.post(f"{ADMIN}/{model}/add/", row())
    kept = LISTS[model]._meta.model.objects.get()
    assert (kept.slug, kept.name_fr, kept.position, kept.is_offered) == ("noise", "Bruit", 3, True)
    answer = desk.post(f"{ADMIN}/{model}/{kept.pk}/change/", row(slug="other", name_ar="الضجيج", is_offered=""))
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert (kept.slug, kept.name_ar, kept.is_offered) == ("noise", "الضجيج", False)


def test_a_new_row_comes_after_the_others(desk):
    make.CategoryFactory(position=13)
    assert desk.get(f"{ADMIN}/category/add/").context["adminform"].form.initial["position"] == 14
    assert desk.get(f"{ADMIN}/district/add/").context["adminform"].form.initial["position"] == 1


def test_another_body_has_its_website(desk):
    desk.post(f"{ADMIN}/otherbody/add/", row(url="https://example.org/"))
    assert OtherBody.objects.get().url == "https://example.org/"


def test_a_row_without_a_name_in_any_language_is_refused(desk):
    answer = desk.post(f"{ADMIN}/category/add/", row(name_fr=""))
    assert "Indiquez le nom dans au moins une langue." in answer.content.decode()
    assert not Category.objects.exists()


def test_a_row_is_found_in_any_language_and_by_what_is_missing(desk):
    make.CategoryFactory()
    make.CategoryFactory(slug="noise", name_ar="الضجيج", name_fr="Bruit", name_es="", is_offered=False)

    def found(query):
        return [one.slug for one in desk.get(f"{ADMIN}/category/{query}").context["cl"].result_list]

    assert found("?q=الإنارة") == found("?q=alumbrado") == found("?is_offered__exact=1") == ["lighting"]
    assert found("?missing=es") == found("?q=noise") == ["noise"]
    assert found("?missing=ar") == []


@pytest.mark.parametrize("model", ["category", "district"])
def test_each_office_sees_how_many_of_its_own_cases_are_open(signed_in, model):
    used, unused = LISTS[model](), LISTS[model](slug="unused")
    for values in ({}, {}, {"closed": True}, {"is_held": True}, {"kind": "request"}):
        make.CaseFactory(**{model: used}, **values)
    assert counts(signed_in("desk_officer"), model) == {used.slug: 2, unused.slug: 0}
    assert counts(signed_in("information_officer"), model) == {used.slug: 1, unused.slug: 0}
    assert counts(signed_in("superuser"), model) == {used.slug: 3, unused.slug: 0}


def test_another_body_counts_the_cases_that_were_closed_as_theirs(signed_in):
    body = make.OtherBodyFactory()
    passed_on = {"closed": True, "outcome": "not_ours", "other_body": body}
    make.CaseFactory(**passed_on)
    make.CaseFactory(**passed_on)
    make.CaseFactory(request=True, **passed_on)
    make.CaseFactory(closed=True)
    assert counts(signed_in("desk_officer"), "otherbody") == {"province": 2}
    assert counts(signed_in("information_officer"), "otherbody") == {"province": 1}


def test_the_export_counts_the_readers_own_cases_too(signed_in):
    make.CaseFactory()
    make.CaseFactory(request=True, category=make.CategoryFactory())
    make.CaseFactory(request=True, category=make.CategoryFactory())
    assert "Éclairage public,0,oui,1," in exported(signed_in("desk_officer"), "category/")
    assert "Éclairage public,0,oui,2," in exported(signed_in("information_officer"), "category/")


def test_whoever_may_read_a_list_and_handles_no_cases_has_none_counted(signed_in):
    make.CaseFactory()
    reader = people.clerk()
    reader.user_permissions.add(people.Group.objects.get(name="desk_officer").permissions.get(codename="view_category"))
    client = signed_in("clerk")
    client.force_login(reader)
    assert counts(client, "category") == {"lighting": 0}


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("number", [1, 30])
def test_a_list_costs_the_same_queries_for_every_number_of_rows(desk, model, number, django_assert_max_num_queries):
    for one in range(number):
        listed = LISTS[model](slug=f"row-{one}")
        passed_on = {"closed": True, "outcome": "not_ours"} if model == "otherbody" else {}
        make.CaseFactory(**{CASE_FIELDS[model]: listed}, **passed_on)
    with django_assert_max_num_queries(8):
        desk.get(f"{ADMIN}/{model}/")


def test_nobody_deletes_what_cases_use_and_is_told_what_to_do_instead(signed_in):
    used = make.CaseFactory().category
    address = f"{ADMIN}/category/{used.pk}/delete/"
    assert signed_in("desk_officer").post(address, {"post": "yes"}).status_code == 403
    answer = signed_in("superuser").post(address, {"post": "yes"})
    assert "des dossiers l’utilisent" in answer.content.decode()
    assert Category.objects.filter(pk=used.pk).exists()


def test_a_template_is_saved_with_what_can_be_filled_in(desk):
    desk.post(f"{ADMIN}/answertemplate/add/", texts(text_fr="Dossier {reference} : réponse le {due_on}."))
    kept = AnswerTemplate.objects.get()
    assert (kept.title_fr, kept.use) == ("Reçu", "answer")
    desk.post(f"{ADMIN}/answertemplate/{kept.pk}/change/", texts(slug="other", text_fr="{category}, {district}"))
    kept.refresh_from_db()
    assert (kept.slug, kept.text_fr) == ("first", "{category}, {district}")


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
@pytest.mark.parametrize(
    ("text", "named"), [("{subject} {reference} {name}", ["{subject}", "{name}"]), ("due_on}", ["}"]), ("{", ["{"])]
)
def test_a_template_with_anything_else_in_braces_is_refused_and_named(desk, language, text, named):
    answer = desk.post(f"{ADMIN}/answertemplate/add/", texts(**{f"text_{language}": text}))
    [[field, [message]]] = answer.context["adminform"].form.errors.items()
    assert field == f"text_{language}"
    unknown, known = message.split(". ")
    assert [one for one in named if one not in unknown] == []
    assert "{reference}" not in unknown
    assert "{reference}" in known
    assert not AnswerTemplate.objects.exists()


@pytest.mark.parametrize("field", ["title", "text"])
def test_a_template_needs_its_title_and_its_text_in_one_language(desk, field):
    answer = desk.post(f"{ADMIN}/answertemplate/add/", texts(**{f"{field}_fr": " "}))
    assert dict(answer.context["adminform"].form.errors) == {
        f"{field}_fr": ["Écrivez le titre et le texte, chacun dans au moins une langue."]
    }


def test_a_template_may_be_in_arabic_alone(desk):
    desk.post(f"{ADMIN}/answertemplate/add/", texts(title_fr="", text_fr="", title_ar="شكر", text_ar="شكرا."))
    assert AnswerTemplate.objects.get().text_ar == "شكرا."


@pytest.mark.parametrize("role", ["technical_team", "focal_point", "budget_officer"])
def test_others_of_the_staff_see_none_of_it(signed_in, role):
    rows = {name: factory() for name, factory in LISTS.items()}
    rows["answertemplate"] = AnswerTemplate.objects.create(slug="first", use="answer", title_fr="Reçu", text_fr="Merci")
    stranger = signed_in(role)
    for model, kept in rows.items():
        parts = ["", "add/", "export/csv/", f"{kept.pk}/change/", f"{kept.pk}/history/", f"{kept.pk}/delete/"]
        assert {stranger.get(f"{ADMIN}/{model}/{part}").status_code for part in parts} == {403}


def test_the_information_officer_reads_the_lists_and_keeps_only_the_templates(signed_in):
    officer = signed_in("information_officer")
    for model, factory in LISTS.items():
        kept = factory()
        assert officer.get(f"{ADMIN}/{model}/{kept.pk}/change/").status_code == 200
        assert officer.post(f"{ADMIN}/{model}/add/", row()).status_code == 403
        assert officer.post(f"{ADMIN}/{model}/{kept.pk}/change/", row()).status_code == 403
    officer.post(f"{ADMIN}/answertemplate/add/", texts())
    assert AnswerTemplate.objects.count() == 1


def test_the_history_of_a_row_says_what_was_changed(desk):
    desk.post(f"{ADMIN}/category/add/", row())
    kept = Category.objects.get()
    desk.post(f"{ADMIN}/category/{kept.pk}/change/", row(name_fr="Nuisances sonores"))
    html = desk.get(f"{ADMIN}/category/{kept.pk}/history/").content.decode()
    assert "Nuisances sonores" in html


def test_every_field_says_what_it_means():
    request = RequestFactory().get("/")
    request.user = people.superuser()
    forms = {model: admin.site._registry[model].get_form(request) for model in MODELS}
    silent = [
        f"{model.__name__}.{name}"
        for model, form in forms.items()
        for name, field in form.base_fields.items()
        if name != "version" and not field.help_text
    ]
    assert silent == []
    known = {(model._meta.model_name, field.name) for model in forms for field in model._meta.get_fields()}
    assert {(model, field) for model, fields in HELP.items() for field in fields} <= known
