"""Texts of Django's forms and admin that its Arabic or Spanish catalogue lacks.

Named here so that `make messages` keeps them in `locale/`, which speaks before Django's own.
"""

from django.utils.translation import gettext_noop

TEXTS = [
    gettext_noop(":?.!"),  # the marks after which a label takes no colon
    gettext_noop("first name"),
    gettext_noop("last name"),
    gettext_noop("- Select an option -"),
    gettext_noop("Run"),
    gettext_noop("Filter by %(field_name)s"),
    gettext_noop("Search %(name)s"),
    gettext_noop("Pagination %(name)s"),
    gettext_noop("Pagination %(name)s entries"),
    gettext_noop(
        "Are you sure you want to delete the %(object_name)s “%(escaped_object)s”?"
        " All of the following related items will be deleted:"
    ),
    gettext_noop(
        "Deleting the %(object_name)s “%(escaped_object)s” would require deleting"
        " the following protected related objects:"
    ),
    gettext_noop(
        "Deleting the %(object_name)s “%(escaped_object)s” would result in deleting related objects,"
        " but your account doesn't have permission to delete the following types of objects:"
    ),
]
