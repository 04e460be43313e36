"""Addresses of the budget's pages in the admin, and forms as a browser would send them."""

from tests.commitments.admin.pages import FormReader, explained, press

MODELS = [
    "fiscalyear",
    "documenttype",
    "publicationdate",
    "budgetdocument",
    "documentfile",
    "statedfigure",
    "lineimport",
    "columnmapping",
    "budget",
]


def address(model, pk=None, page="", *, language="fr"):
    """address("budgetdocument"), address("budgetdocument", 3), address("budgetdocument", 3, "files")"""
    middle = "" if pk is None else f"{pk}/"
    last = ("change/" if pk is not None else "") if not page else f"{page}/"
    return f"/{language}/admin/budget_docs/{model}/{middle}{last}"


def filled(client, url):
    """What the change form at `url` would send if nothing was typed but a reason, where it asks for one."""
    model = url.split("/admin/budget_docs/")[1].split("/")[0]
    reader = FormReader(f"{model}_form")
    reader.feed(client.get(url).content.decode())
    return explained(reader.data)


def act(client, row, verb, **data):
    """Presses the button of a verb; the page that follows."""
    return press(client, row, verb, follow=True, **data)


def drop(client, row, *files, **data):
    url = address(type(row)._meta.model_name, row.pk, "files")
    return client.post(url, {"files": list(files), **data}, follow=True)


def said(answer):
    return [str(message) for message in answer.context["messages"]]
