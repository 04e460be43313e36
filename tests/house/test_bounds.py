"""Whatever somebody can have the portal do is bounded, and the table says by which number."""

import ast
from pathlib import Path

import pytest
from django.test import Client

from tests.addresses import public_addresses
from tetouan_portal.bounds import BOUNDS

ROOT = Path(__file__).resolve().parents[2]
TAKES_NO_POST = {404, 405}
SEARCHES = ("commitments/", "budget/", "budget/2026/lines/", "participate/cases/", "participate/published/")


@pytest.mark.parametrize("bound", BOUNDS, ids=lambda bound: bound.what)
def test_each_bound_is_a_number_that_the_code_itself_uses(bound):
    module, _colon, name = bound.place.partition(":")
    assert bound.number
    if module == "django.conf":
        assert is_assigned("tetouan_portal.settings", name.partition(".")[2])
    elif not module.startswith("allauth."):
        assert is_assigned(module, name)


def is_assigned(module, name):
    """Whether the module itself makes what the table names, rather than taking it from elsewhere."""
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text())
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    made = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    return name.partition(".")[0] in made


@pytest.mark.parametrize("bound", BOUNDS, ids=lambda bound: bound.what)
def test_each_bound_is_held_by_a_test_that_there_is(bound):
    file, _colons, name = bound.test.partition("::")
    tree = ast.parse((ROOT / file).read_text())
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.django_db
def test_every_address_that_takes_a_strangers_post_is_under_a_bound():
    public = {one.name: one.path for one in public_addresses()}
    known = {address for bound in BOUNDS for address in bound.addresses}
    assert {name for name, path in public.items() if takes_posts(path)} - known == set()
    assert known - public.keys() == set()


def takes_posts(path):
    answer = Client().post(path)
    to_sign_in = "/accounts/login/?" in answer.headers.get("Location", "")
    to_the_code = "participation/tracking/code.html" in [template.name for template in answer.templates]
    return (
        answer.status_code not in TAKES_NO_POST and not to_sign_in and not (to_the_code and answer.status_code == 403)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", SEARCHES)
def test_no_search_takes_more_characters(client, path):
    assert client.get(f"/fr/{path}", {"q": "mot " * 51}).status_code in {400, 404}
