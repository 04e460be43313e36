"""Said when a command starts: invented rows where only real ones may be."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

from tetouan_portal.lib.demonstration import Demonstrable


@register(Tags.database)
def no_demonstration_in_production(app_configs, databases=None, **kwargs):
    """Invented words must not stand beside real ones on the real portal."""
    if not settings.PRODUCTION or not any(holds_demonstration(alias) for alias in databases or ()):
        return []
    return [Error("Demonstration data is in the database: run remove_demo.", id="commitments.E001")]


def holds_demonstration(alias):
    """False also for tables that the first migration has yet to make."""
    tables = connections[alias].introspection.table_names()
    marked = (model for model in apps.get_models() if issubclass(model, Demonstrable))
    return any(
        model._default_manager.using(alias).filter(is_demo=True).exists()
        for model in marked
        if model._meta.db_table in tables
    )
