"""The page on which a focal point enters progress."""

from tests.commitments.admin.pages import form_on


def address(subject, language="fr"):
    return f"/{language}/admin/progress/{subject._meta.model_name}/{subject.pk}/"


def filled(page, **changes):
    """What a browser sends of the form on the page, with `changes`; None takes a control away."""
    data = form_on(page, "progress_form") | {"level": "limited", "summary": "Deux ateliers"} | changes
    return {name: value for name, value in data.items() if value is not None}
